//! The supervisor's decisions, told as stories.

use super::*;
use rankscope_params::{Key, Params};
use rankscope_sim::{Spectra, Spectrum};

/// Work for the worker, told from other such work by its time.
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

fn done(id: u32) -> Event {
    let spectrum = Spectrum::from(vec![1.0]);
    let spectra = Spectra {
        style: spectrum.clone(),
        facts: spectrum,
    };
    Event::Said(Reply::Done {
        id,
        outcome: Ok(Answer::Simulated(spectra)),
    })
}

/// A supervisor whose worker is busy with request 1, asked for at 8, since time 0.
fn busy() -> Supervisor {
    let mut supervisor = Supervisor::default();
    assert_eq!(
        supervisor.on(Event::Ask(ticket(8.0)), 0.0),
        [Command::Start]
    );
    let sent = supervisor.on(Event::Said(Reply::Ready), 0.0);
    assert!(
        matches!(&sent[..], [Command::Send(Request { id: 1, .. })]),
        "{sent:?}"
    );
    supervisor
}

fn answered(commands: &[Command]) -> Option<f64> {
    commands.iter().find_map(|command| match command {
        Command::Tell(News::Answered { ticket, .. }) => Some(ticket.asked_at),
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
    assert_eq!(supervisor.on(Event::Deadline, 0.0), []);
    assert_eq!(supervisor.on(Event::Retry, 0.0), []);
}

#[test]
fn of_many_requests_only_the_newest_follows_the_one_under_way() {
    let mut supervisor = busy();
    for rows in [9.0, 10.0, 11.0] {
        assert_eq!(supervisor.on(Event::Ask(ticket(rows)), 1.0), []);
    }
    let commands = supervisor.on(done(1), 5.0);
    assert_eq!(answered(&commands), Some(8.0));
    assert_eq!(
        sent(&commands).map(|request| &request.job),
        Some(&ticket(11.0).job)
    );
    assert_eq!(answered(&supervisor.on(done(2), 9.0)), Some(11.0));
    assert_eq!(supervisor.deadline(), None);
}

#[test]
fn a_worker_long_busy_with_something_outdated_is_replaced() {
    let mut supervisor = busy();
    assert_eq!(supervisor.on(Event::Ask(ticket(9.0)), 1.0), []);
    assert_eq!(supervisor.deadline(), Some(PATIENCE));
    let commands = supervisor.on(Event::Deadline, PATIENCE);
    assert_eq!(commands, [Command::Stop, Command::Start]);
    assert_eq!(
        supervisor.on(done(1), PATIENCE),
        [],
        "the old worker's answer is stale"
    );
    let commands = supervisor.on(Event::Said(Reply::Ready), PATIENCE + 20.0);
    assert_eq!(
        sent(&commands).map(|request| &request.job),
        Some(&ticket(9.0).job)
    );
}

#[test]
fn progress_is_told_only_of_the_newest_work() {
    let mut supervisor = busy();
    let progress = || Event::Said(Reply::Progress { id: 1, share: 0.5 });
    assert_eq!(
        supervisor.on(progress(), 1.0),
        [Command::Tell(News::Progress(0.5))]
    );
    supervisor.on(Event::Ask(ticket(9.0)), 2.0);
    assert_eq!(supervisor.on(progress(), 3.0), []);
}

#[test]
fn a_crash_is_told_and_the_work_given_to_a_new_worker() {
    let mut supervisor = busy();
    let fault = Fault::Crashed("unreachable".to_owned());
    let commands = supervisor.on(Event::Failed(fault.clone()), 5.0);
    let trouble = News::Trouble {
        fault,
        gave_up: false,
    };
    assert_eq!(
        commands,
        [Command::Stop, Command::Tell(trouble), Command::Start]
    );
    let commands = supervisor.on(Event::Said(Reply::Ready), 9.0);
    assert_eq!(
        sent(&commands).map(|request| &request.job),
        Some(&ticket(8.0).job)
    );
}

#[test]
fn silence_counts_as_a_failure_and_signs_of_life_put_it_off() {
    let mut supervisor = busy();
    supervisor.on(Event::Said(Reply::Progress { id: 1, share: 0.1 }), 100.0);
    assert_eq!(supervisor.deadline(), Some(100.0 + SILENCE));
    let commands = supervisor.on(Event::Deadline, 100.0 + SILENCE);
    assert!(commands.contains(&Command::Tell(News::Trouble {
        fault: Fault::Silent,
        gave_up: false
    })));
}

#[test]
fn a_page_that_slept_does_not_blame_the_worker() {
    let mut supervisor = busy();
    let woke = SILENCE + 3_600_000.0;
    assert_eq!(supervisor.on(Event::Deadline, woke), []);
    assert_eq!(supervisor.deadline(), Some(woke + SILENCE));
}

#[test]
fn after_three_failures_in_a_row_it_waits_for_the_reader() {
    let mut supervisor = busy();
    let fail = |supervisor: &mut Supervisor| {
        supervisor.on(Event::Failed(Fault::NotStarted("no".to_owned())), 1.0)
    };
    fail(&mut supervisor);
    fail(&mut supervisor);
    let commands = fail(&mut supervisor);
    assert!(!commands.contains(&Command::Start));
    assert!(matches!(
        commands.last(),
        Some(Command::Tell(News::Trouble { gave_up: true, .. }))
    ));
    assert_eq!(supervisor.deadline(), None);
    assert_eq!(supervisor.on(Event::Retry, 2.0), [Command::Start]);
}

#[test]
fn an_answer_ends_a_row_of_failures() {
    let mut supervisor = busy();
    let mut id = 1;
    for _ in 0..5 {
        let commands = supervisor.on(Event::Failed(Fault::Garbled), 1.0);
        assert!(commands.contains(&Command::Start));
        supervisor.on(Event::Said(Reply::Ready), 2.0);
        id += 1;
        supervisor.on(done(id), 3.0);
        supervisor.on(Event::Ask(ticket(9.0)), 4.0);
        id += 1;
    }
}

#[test]
fn a_worker_that_does_not_understand_is_replaced() {
    let mut supervisor = busy();
    let commands = supervisor.on(Event::Said(Reply::NotUnderstood), 1.0);
    assert_eq!(commands.first(), Some(&Command::Stop));
    assert!(commands.contains(&Command::Start));
}

#[test]
fn a_cancelled_calculation_is_stopped_and_the_next_one_starts_a_worker_anew() {
    let mut supervisor = busy();
    supervisor.on(Event::Ask(ticket(16.0)), 1.0);
    assert_eq!(supervisor.on(Event::Cancel, 2.0), [Command::Stop]);
    assert_eq!(supervisor.deadline(), None);
    assert_eq!(supervisor.on(done(1), 3.0), []);
    assert_eq!(
        supervisor.on(Event::Ask(ticket(32.0)), 4.0),
        [Command::Start]
    );
    let commands = supervisor.on(Event::Said(Reply::Ready), 5.0);
    assert_eq!(sent(&commands).map(|request| request.id), Some(2));
}

#[test]
fn nothing_to_cancel_is_left_alone() {
    let mut supervisor = busy();
    supervisor.on(done(1), 1.0);
    assert_eq!(supervisor.on(Event::Cancel, 2.0), []);
    let commands = supervisor.on(Event::Ask(ticket(16.0)), 3.0);
    assert_eq!(sent(&commands).map(|request| request.id), Some(2));
}

/// A supervisor whose worker has answered and has nothing to do.
fn idle() -> Supervisor {
    let mut supervisor = busy();
    assert_eq!(answered(&supervisor.on(done(1), 5.0)), Some(8.0));
    supervisor
}

fn computed(asked_at: f64, took: f64) -> Event {
    let Event::Said(Reply::Done { outcome, .. }) = done(0) else {
        unreachable!("as made above");
    };
    Event::Computed {
        ticket: of_rows(64.0, asked_at),
        outcome,
        took,
    }
}

#[test]
fn what_takes_less_than_a_frame_is_done_at_once() {
    let mut supervisor = idle();
    let quick = of_rows(64.0, 9.0);
    let commands = supervisor.on(Event::Ask(quick.clone()), 9.0);
    assert_eq!(commands, [Command::Compute(quick)]);
    assert_eq!(
        answered(&supervisor.on(computed(9.0, 4.0), 13.0)),
        Some(9.0)
    );
    let large = ticket(14.0);
    let commands = supervisor.on(Event::Ask(large), 14.0);
    assert!(sent(&commands).is_some(), "{commands:?}");
}

#[test]
fn while_the_worker_has_not_answered_or_is_busy_everything_goes_to_it() {
    let quick = || Event::Ask(of_rows(64.0, 9.0));
    assert_eq!(Supervisor::default().on(quick(), 0.0), [Command::Start]);
    let mut supervisor = busy();
    assert_eq!(supervisor.on(quick(), 1.0), []);
    let commands = supervisor.on(done(1), 5.0);
    assert!(sent(&commands).is_some(), "{commands:?}");
}

#[test]
fn a_slow_device_leaves_everything_to_the_worker() {
    let mut supervisor = idle();
    let commands = supervisor.on(computed(9.0, 40.0), 49.0);
    assert_eq!(answered(&commands), Some(9.0));
    let commands = supervisor.on(Event::Ask(of_rows(64.0, 50.0)), 50.0);
    assert!(sent(&commands).is_some(), "{commands:?}");
}
