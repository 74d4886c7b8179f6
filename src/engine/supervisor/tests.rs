//! The supervisor's decisions in sequences of events.

use super::*;
use crate::protocol::Answer;
use rankscope_params::{Key, Params};
use rankscope_sim::{Spectra, Spectrum};

/// Work for the worker, distinguished from other such work by its time.
fn ticket(asked_at: f64) -> Ticket {
    of_rows(512.0 + asked_at, asked_at)
}

fn of_rows(rows: f64, asked_at: f64) -> Ticket {
    let (params, _) = Params::default().with(Key::Rows, rows);
    Ticket {
        job: Job::Simulate(params.update()),
        asked_at,
    }
}

fn done(id: u32) -> SupervisorInput {
    let spectrum = Spectrum::from(vec![1.0]);
    let spectra = Spectra {
        style: spectrum.clone(),
        facts: spectrum,
    };
    SupervisorInput::Message(Reply::Done {
        id,
        outcome: Ok(Answer::Simulated(spectra)),
    })
}

/// A supervisor whose worker is busy with request 1, asked for at 8, since time 0.
fn busy() -> Supervisor {
    let mut supervisor = Supervisor::default();
    assert_eq!(
        supervisor.handle(SupervisorInput::Submit(ticket(8.0)), 0.0),
        [Command::Start]
    );
    let sent = supervisor.handle(SupervisorInput::Message(Reply::Ready), 0.0);
    assert!(
        matches!(&sent[..], [Command::Send(Request { id: 1, .. })]),
        "{sent:?}"
    );
    supervisor
}

fn answered(commands: &[Command]) -> Option<f64> {
    commands.iter().find_map(|command| match command {
        Command::Emit(EngineEvent::Answered { ticket, .. }) => Some(ticket.asked_at),
        _ => None,
    })
}

fn sent(commands: &[Command]) -> Option<&Request> {
    commands.iter().find_map(|command| match command {
        Command::Send(request) => Some(request),
        _ => None,
    })
}

#[test]
fn nothing_is_started_before_it_is_needed() {
    let mut supervisor = Supervisor::default();
    assert_eq!(supervisor.deadline(), None);
    assert_eq!(supervisor.handle(SupervisorInput::Deadline, 0.0), []);
    assert_eq!(supervisor.handle(SupervisorInput::Retry, 0.0), []);
}

#[test]
fn of_many_requests_only_the_newest_follows_the_one_under_way() {
    let mut supervisor = busy();
    for rows in [9.0, 10.0, 11.0] {
        assert_eq!(
            supervisor.handle(SupervisorInput::Submit(ticket(rows)), 1.0),
            []
        );
    }
    let commands = supervisor.handle(done(1), 5.0);
    assert_eq!(answered(&commands), Some(8.0));
    assert_eq!(
        sent(&commands).map(|request| &request.job),
        Some(&ticket(11.0).job)
    );
    assert_eq!(answered(&supervisor.handle(done(2), 9.0)), Some(11.0));
    assert_eq!(supervisor.deadline(), None);
}

#[test]
fn a_worker_long_busy_with_something_outdated_is_replaced() {
    let mut supervisor = busy();
    assert_eq!(
        supervisor.handle(SupervisorInput::Submit(ticket(9.0)), 1.0),
        []
    );
    assert_eq!(supervisor.deadline(), Some(PREEMPT_AFTER_MS));
    let commands = supervisor.handle(SupervisorInput::Deadline, PREEMPT_AFTER_MS);
    assert_eq!(commands, [Command::Stop, Command::Start]);
    assert_eq!(
        supervisor.handle(done(1), PREEMPT_AFTER_MS),
        [],
        "the old worker's answer is stale"
    );
    let commands = supervisor.handle(
        SupervisorInput::Message(Reply::Ready),
        PREEMPT_AFTER_MS + 20.0,
    );
    assert_eq!(
        sent(&commands).map(|request| &request.job),
        Some(&ticket(9.0).job)
    );
}

#[test]
fn only_the_newest_work_reports_progress() {
    let mut supervisor = busy();
    let progress = || SupervisorInput::Message(Reply::Progress { id: 1, share: 0.5 });
    assert_eq!(
        supervisor.handle(progress(), 1.0),
        [Command::Emit(EngineEvent::Progress(0.5))]
    );
    supervisor.handle(SupervisorInput::Submit(ticket(9.0)), 2.0);
    assert_eq!(supervisor.handle(progress(), 3.0), []);
}

#[test]
fn a_crash_is_reported_and_the_work_given_to_a_new_worker() {
    let mut supervisor = busy();
    let fault = Fault::Crashed("unreachable".to_owned());
    let commands = supervisor.handle(SupervisorInput::WorkerFailed(fault.clone()), 5.0);
    let trouble = EngineEvent::WorkerFailed {
        fault,
        gave_up: false,
    };
    assert_eq!(
        commands,
        [Command::Stop, Command::Emit(trouble), Command::Start]
    );
    let commands = supervisor.handle(SupervisorInput::Message(Reply::Ready), 9.0);
    assert_eq!(
        sent(&commands).map(|request| &request.job),
        Some(&ticket(8.0).job)
    );
}

#[test]
fn silence_counts_as_a_failure_and_signs_of_life_put_it_off() {
    let mut supervisor = busy();
    supervisor.handle(
        SupervisorInput::Message(Reply::Progress { id: 1, share: 0.1 }),
        100.0,
    );
    assert_eq!(supervisor.deadline(), Some(100.0 + WORKER_TIMEOUT_MS));
    let commands = supervisor.handle(SupervisorInput::Deadline, 100.0 + WORKER_TIMEOUT_MS);
    assert!(commands.contains(&Command::Emit(EngineEvent::WorkerFailed {
        fault: Fault::Silent,
        gave_up: false
    })));
}

#[test]
fn a_page_that_slept_does_not_blame_the_worker() {
    let mut supervisor = busy();
    let woke = WORKER_TIMEOUT_MS + 3_600_000.0;
    assert_eq!(supervisor.handle(SupervisorInput::Deadline, woke), []);
    assert_eq!(supervisor.deadline(), Some(woke + WORKER_TIMEOUT_MS));
}

#[test]
fn after_three_failures_in_a_row_it_waits_for_the_reader() {
    let mut supervisor = busy();
    let fail = |supervisor: &mut Supervisor| {
        supervisor.handle(
            SupervisorInput::WorkerFailed(Fault::NotStarted("no".to_owned())),
            1.0,
        )
    };
    fail(&mut supervisor);
    fail(&mut supervisor);
    let commands = fail(&mut supervisor);
    assert!(!commands.contains(&Command::Start));
    assert!(matches!(
        commands.last(),
        Some(Command::Emit(EngineEvent::WorkerFailed {
            gave_up: true,
            ..
        }))
    ));
    assert_eq!(supervisor.deadline(), None);
    assert_eq!(
        supervisor.handle(SupervisorInput::Retry, 2.0),
        [Command::Start]
    );
}

#[test]
fn an_answer_ends_a_row_of_failures() {
    let mut supervisor = busy();
    let mut id = 1;
    for _ in 0..5 {
        let commands = supervisor.handle(SupervisorInput::WorkerFailed(Fault::Malformed), 1.0);
        assert!(commands.contains(&Command::Start));
        supervisor.handle(SupervisorInput::Message(Reply::Ready), 2.0);
        id += 1;
        supervisor.handle(done(id), 3.0);
        supervisor.handle(SupervisorInput::Submit(ticket(9.0)), 4.0);
        id += 1;
    }
}

#[test]
fn a_worker_that_does_not_understand_is_replaced() {
    let mut supervisor = busy();
    let commands = supervisor.handle(SupervisorInput::Message(Reply::Malformed), 1.0);
    assert_eq!(commands.first(), Some(&Command::Stop));
    assert!(commands.contains(&Command::Start));
}

#[test]
fn a_cancelled_calculation_is_stopped_and_the_next_one_starts_a_worker_anew() {
    let mut supervisor = busy();
    supervisor.handle(SupervisorInput::Submit(ticket(16.0)), 1.0);
    assert_eq!(
        supervisor.handle(SupervisorInput::Cancel, 2.0),
        [Command::Stop]
    );
    assert_eq!(supervisor.deadline(), None);
    assert_eq!(supervisor.handle(done(1), 3.0), []);
    assert_eq!(
        supervisor.handle(SupervisorInput::Submit(ticket(32.0)), 4.0),
        [Command::Start]
    );
    let commands = supervisor.handle(SupervisorInput::Message(Reply::Ready), 5.0);
    assert_eq!(sent(&commands).map(|request| request.id), Some(2));
}

#[test]
fn nothing_to_cancel_is_left_alone() {
    let mut supervisor = busy();
    supervisor.handle(done(1), 1.0);
    assert_eq!(supervisor.handle(SupervisorInput::Cancel, 2.0), []);
    let commands = supervisor.handle(SupervisorInput::Submit(ticket(16.0)), 3.0);
    assert_eq!(sent(&commands).map(|request| request.id), Some(2));
}

/// A supervisor whose worker has answered and has nothing to do.
fn idle() -> Supervisor {
    let mut supervisor = busy();
    assert_eq!(answered(&supervisor.handle(done(1), 5.0)), Some(8.0));
    supervisor
}

fn computed(asked_at: f64, took: f64) -> SupervisorInput {
    let SupervisorInput::Message(Reply::Done { outcome, .. }) = done(0) else {
        unreachable!("as made above");
    };
    SupervisorInput::Computed {
        ticket: of_rows(64.0, asked_at),
        outcome,
        took,
    }
}

#[test]
fn what_takes_less_than_a_frame_is_done_at_once() {
    let mut supervisor = idle();
    let quick = of_rows(64.0, 9.0);
    let commands = supervisor.handle(SupervisorInput::Submit(quick.clone()), 9.0);
    assert_eq!(commands, [Command::Compute(quick)]);
    assert_eq!(
        answered(&supervisor.handle(computed(9.0, 4.0), 13.0)),
        Some(9.0)
    );
    let large = ticket(14.0);
    let commands = supervisor.handle(SupervisorInput::Submit(large), 14.0);
    assert!(sent(&commands).is_some(), "{commands:?}");
}

#[test]
fn while_the_worker_has_not_answered_or_is_busy_everything_goes_to_it() {
    let quick = || SupervisorInput::Submit(of_rows(64.0, 9.0));
    assert_eq!(Supervisor::default().handle(quick(), 0.0), [Command::Start]);
    let mut supervisor = busy();
    assert_eq!(supervisor.handle(quick(), 1.0), []);
    let commands = supervisor.handle(done(1), 5.0);
    assert!(sent(&commands).is_some(), "{commands:?}");
}

#[test]
fn a_slow_device_leaves_everything_to_the_worker() {
    let mut supervisor = idle();
    let commands = supervisor.handle(computed(9.0, 40.0), 49.0);
    assert_eq!(answered(&commands), Some(9.0));
    for at in [50.0, 100.0, 150.0] {
        let commands = supervisor.handle(SupervisorInput::Submit(of_rows(64.0, at)), at);
        let id = sent(&commands).expect("sent to the worker").id;
        assert_eq!(
            answered(&supervisor.handle(done(id), at + 40.0)),
            Some(at),
            "the worker needs as long"
        );
    }
}

#[test]
fn a_device_that_was_busy_once_computes_at_once_again() {
    let mut supervisor = idle();
    supervisor.handle(computed(9.0, 40.0), 49.0);
    let mut submit = |at, took| {
        let commands = supervisor.handle(SupervisorInput::Submit(of_rows(64.0, at)), at);
        if let Some(request) = sent(&commands) {
            supervisor.handle(done(request.id), at + took);
        }
        commands
    };
    assert!(sent(&submit(50.0, 30.0)).is_some());
    assert!(sent(&submit(100.0, 4.0)).is_some());
    let quick = of_rows(64.0, 150.0);
    assert_eq!(submit(150.0, 4.0), [Command::Compute(quick)]);
}
