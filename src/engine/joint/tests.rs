//! The joint's decisions in sequences of events.

use super::*;
use rankscope_params::{Key, Params};
use rankscope_sim::Spectrum;

use Update::{Facts, Style};

fn of_rows(rows: f64, asked_at: f64) -> Ticket {
    let (params, _) = Params::default().with(Key::Rows, rows);
    let (params, _) = params.with(Key::Columns, rows);
    Ticket {
        job: Job::Simulate(params.update()),
        asked_at,
    }
}

/// A simulation that is worth two workers.
fn large(asked_at: f64) -> Ticket {
    of_rows(512.0, asked_at)
}

fn small(asked_at: f64) -> Ticket {
    of_rows(64.0, asked_at)
}

fn ask_both(ticket: &Ticket) -> [JointCommand; 2] {
    [Facts, Style].map(|update| JointCommand::Ask(update, part(ticket, update)))
}

fn ask_main(ticket: &Ticket) -> [JointCommand; 1] {
    [JointCommand::Ask(Facts, ticket.clone())]
}

fn value_of(update: Update) -> f64 {
    match update {
        Style => 1.0,
        Facts => 2.0,
    }
}

/// The engine of an update has done its share of this.
fn done(update: Update, whole: &Ticket) -> JointInput {
    let spectrum = Spectrum::from(vec![value_of(update)]);
    reported(
        update,
        part(whole, update),
        Ok(Answer::SimulatedOne(spectrum)),
    )
}

fn reported(update: Update, ticket: Ticket, outcome: Result<Answer, Failure>) -> JointInput {
    JointInput::Reported(update, EngineEvent::Answered { ticket, outcome })
}

fn spectra() -> Spectra {
    let [style, facts] = [Style, Facts].map(|update| Spectrum::from(vec![value_of(update)]));
    Spectra { style, facts }
}

fn answer(ticket: &Ticket) -> JointCommand {
    JointCommand::Emit(EngineEvent::Answered {
        ticket: ticket.clone(),
        outcome: Ok(Answer::Simulated(spectra())),
    })
}

fn lost(update: Update, fault: Fault, gave_up: bool) -> JointInput {
    JointInput::Reported(update, EngineEvent::WorkerFailed { fault, gave_up })
}

/// One with this under way on both since time 0.
fn busy(ticket: &Ticket) -> Joint {
    let mut joint = Joint::new(true);
    let commands = joint.handle(JointInput::Submit(ticket.clone()), 0.0);
    assert_eq!(commands, ask_both(ticket));
    joint
}

#[test]
fn two_answers_to_the_same_request_are_one_whichever_comes_first() {
    for [first, second] in [[Style, Facts], [Facts, Style]] {
        let ticket = large(8.0);
        let mut joint = busy(&ticket);
        assert_eq!(joint.handle(done(first, &ticket), 5.0), []);
        assert_eq!(joint.handle(done(second, &ticket), 9.0), [answer(&ticket)]);
        assert_eq!(joint.handle(done(second, &ticket), 9.0), [], "said once");
    }
}

#[test]
fn one_core_and_what_is_small_are_the_main_engines() {
    let mut joint = Joint::new(false);
    let ticket = large(8.0);
    let commands = joint.handle(JointInput::Submit(ticket.clone()), 0.0);
    assert_eq!(commands, ask_main(&ticket));
    let mut joint = Joint::new(true);
    for asked_at in [1.0, 2.0] {
        // The engine itself does the newest of these.
        let ticket = small(asked_at);
        let commands = joint.handle(JointInput::Submit(ticket.clone()), asked_at);
        assert_eq!(commands, ask_main(&ticket));
        assert_eq!(joint.deadline(), None);
    }
    let whole = reported(Facts, small(1.0), Ok(Answer::Simulated(spectra())));
    assert_eq!(joint.handle(whole, 3.0), [answer(&small(1.0))]);
}

#[test]
fn of_many_requests_only_the_newest_follows_the_one_under_way() {
    let first = large(1.0);
    let mut joint = busy(&first);
    for asked_at in [2.0, 3.0, 4.0] {
        assert_eq!(
            joint.handle(JointInput::Submit(large(asked_at)), asked_at),
            []
        );
    }
    joint.handle(done(Style, &first), 5.0);
    let mut expected = vec![answer(&first)];
    expected.extend(ask_both(&large(4.0)));
    assert_eq!(joint.handle(done(Facts, &first), 6.0), expected);
    assert_eq!(joint.deadline(), None);
}

#[test]
fn what_is_outdated_for_long_is_replaced_and_its_late_answers_are_dropped() {
    let (first, second) = (large(1.0), of_rows(600.0, 2.0));
    let mut joint = busy(&first);
    assert_eq!(
        joint.handle(JointInput::Submit(second.clone()), 10.0),
        [],
        "it may soon be there"
    );
    assert_eq!(joint.deadline(), Some(PREEMPT_AFTER_MS));
    assert_eq!(joint.handle(JointInput::Deadline, 399.0), []);
    let commands = joint.handle(JointInput::Deadline, PREEMPT_AFTER_MS);
    assert_eq!(commands, ask_both(&second));
    for update in [Style, Facts] {
        assert_eq!(joint.handle(done(update, &first), 410.0), []);
    }
    joint.handle(done(Facts, &second), 500.0);
    assert_eq!(joint.handle(done(Style, &second), 500.0), [answer(&second)]);
}

#[test]
fn the_same_settings_asked_for_again_are_not_answered_with_what_was_given_up() {
    let (first, again) = (large(1.0), large(9.0));
    let mut joint = busy(&first);
    joint.handle(done(Style, &first), 5.0);
    joint.handle(JointInput::Submit(again.clone()), 9.0);
    let commands = joint.handle(JointInput::Deadline, 400.0);
    assert_eq!(commands, ask_both(&again));
    assert_eq!(joint.handle(done(Facts, &first), 401.0), []);
}

#[test]
fn small_follows_large_and_large_follows_small() {
    let (first, second, third) = (large(1.0), small(2.0), large(3.0));
    let mut joint = busy(&first);
    assert_eq!(
        joint.handle(JointInput::Submit(second.clone()), 2.0),
        [],
        "its turn comes"
    );
    let mut expected = vec![JointCommand::Cancel(Style)];
    expected.extend(ask_main(&second));
    assert_eq!(joint.handle(JointInput::Deadline, 400.0), expected);
    assert_eq!(joint.handle(JointInput::Submit(third.clone()), 401.0), []);
    let whole = reported(Facts, second.clone(), Ok(Answer::Simulated(spectra())));
    let mut expected = vec![answer(&second)];
    expected.extend(ask_both(&third));
    assert_eq!(joint.handle(whole, 402.0), expected);
}

#[test]
fn progress_is_the_mean_of_both_and_of_the_newest_request_alone() {
    let ticket = large(1.0);
    let mut joint = busy(&ticket);
    let goes_on = |update, done| JointInput::Reported(update, EngineEvent::Progress(done));
    let tells = |done| [JointCommand::Emit(EngineEvent::Progress(done))];
    assert_eq!(joint.handle(goes_on(Style, 0.5), 1.0), tells(0.25));
    joint.handle(done(Style, &ticket), 2.0);
    assert_eq!(joint.handle(goes_on(Facts, 0.5), 3.0), tells(0.75));
    joint.handle(JointInput::Submit(large(4.0)), 4.0);
    assert_eq!(joint.handle(goes_on(Facts, 0.6), 5.0), []);
}

#[test]
fn a_worker_that_is_killed_costs_its_own_share() {
    for update in [Style, Facts] {
        let ticket = large(1.0);
        let mut joint = busy(&ticket);
        let fault = Fault::Silent;
        let told = EngineEvent::WorkerFailed {
            fault: fault.clone(),
            gave_up: false,
        };
        // Its engine does the same work again by itself.
        assert_eq!(
            joint.handle(lost(update, fault, false), 1.0),
            [JointCommand::Emit(told)]
        );
        joint.handle(done(Style, &ticket), 2.0);
        assert_eq!(joint.handle(done(Facts, &ticket), 3.0), [answer(&ticket)]);
    }
}

#[test]
fn without_a_second_worker_one_does_the_whole_and_nobody_is_told() {
    for (fault, gave_up) in [
        (Fault::NotStarted("no more".to_owned()), false),
        (Fault::Crashed("again".to_owned()), true),
    ] {
        let ticket = large(1.0);
        let mut joint = busy(&ticket);
        let mut expected = vec![JointCommand::Cancel(Style)];
        expected.extend(ask_main(&ticket));
        let commands = joint.handle(lost(Style, fault.clone(), gave_up), 1.0);
        assert_eq!(commands, expected);
        assert_eq!(joint.handle(lost(Style, fault, gave_up), 1.0), []);
        // What the main engine had under way is of no use any more.
        assert_eq!(joint.handle(done(Facts, &ticket), 2.0), []);
        let whole = reported(Facts, ticket.clone(), Ok(Answer::Simulated(spectra())));
        assert_eq!(joint.handle(whole, 3.0), [answer(&ticket)]);
        let next = large(4.0);
        let commands = joint.handle(JointInput::Submit(next.clone()), 4.0);
        assert_eq!(commands, ask_main(&next));
    }
}

#[test]
fn when_the_second_is_given_up_the_newest_request_is_done() {
    let mut joint = busy(&large(1.0));
    joint.handle(JointInput::Submit(large(2.0)), 2.0);
    let commands = joint.handle(lost(Style, Fault::Silent, true), 3.0);
    assert!(commands.contains(&JointCommand::Ask(Facts, large(2.0))));
    assert_eq!(joint.deadline(), None);
}

#[test]
fn the_reader_is_told_when_the_main_engine_gives_up_and_can_have_it_try_again() {
    let ticket = large(1.0);
    let mut joint = busy(&ticket);
    joint.handle(done(Style, &ticket), 2.0);
    let commands = joint.handle(lost(Facts, Fault::Silent, true), 3.0);
    let told = EngineEvent::WorkerFailed {
        fault: Fault::Silent,
        gave_up: true,
    };
    assert_eq!(commands, [JointCommand::Emit(told)]);
    assert_eq!(
        joint.handle(JointInput::Retry, 4.0),
        [JointCommand::Retry(Facts)]
    );
    assert_eq!(joint.handle(done(Facts, &ticket), 5.0), [answer(&ticket)]);
}

#[test]
fn a_share_that_fails_fails_the_whole_and_styles_reason_comes_first() {
    let ticket = large(1.0);
    let failure = |why: &str| Failure::Training(why.to_owned());
    for (style, facts, said) in [
        (Some("s"), Some("f"), "s"),
        (None, Some("f"), "f"),
        (Some("s"), None, "s"),
    ] {
        let mut joint = busy(&ticket);
        let input = |update, why: Option<&str>| match why {
            Some(why) => reported(update, part(&ticket, update), Err(failure(why))),
            None => done(update, &ticket),
        };
        assert_eq!(joint.handle(input(Facts, facts), 1.0), []);
        let outcome = Err(failure(said));
        let failed = EngineEvent::Answered {
            ticket: ticket.clone(),
            outcome,
        };
        assert_eq!(
            joint.handle(input(Style, style), 2.0),
            [JointCommand::Emit(failed)]
        );
    }
}

#[test]
fn nothing_comes_of_what_is_cancelled() {
    let ticket = large(1.0);
    let mut joint = busy(&ticket);
    joint.handle(JointInput::Submit(large(2.0)), 2.0);
    let stopped = [Style, Facts].map(JointCommand::Cancel);
    assert_eq!(joint.handle(JointInput::Cancel, 3.0), stopped);
    assert_eq!(joint.deadline(), None);
    for update in [Style, Facts] {
        assert_eq!(joint.handle(done(update, &ticket), 4.0), []);
    }
}
