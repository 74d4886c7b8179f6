//! The joint's decisions in sequences of events.

use super::*;
use rankscope_params::{Key, Params};
use rankscope_sim::Spectrum;

use Update::{Facts, Style};

fn of_rows(rows: f64, asked_at: f64) -> Wish {
    let (params, _) = Params::default().with(Key::Rows, rows);
    let (params, _) = params.with(Key::Columns, rows);
    Wish {
        params: params.update(),
        asked_at,
    }
}

/// A simulation that is worth two workers.
fn large(asked_at: f64) -> Wish {
    of_rows(512.0, asked_at)
}

fn small(asked_at: f64) -> Wish {
    of_rows(64.0, asked_at)
}

fn orders(orders: &[Order]) -> Step {
    Step {
        told: None,
        orders: orders.to_vec(),
    }
}

fn tells(event: EngineEvent, orders: &[Order]) -> Step {
    Step {
        told: Some(event),
        orders: orders.to_vec(),
    }
}

fn nothing() -> Step {
    Step::default()
}

fn ask_both(wish: Wish) -> [Order; 2] {
    [Facts, Style].map(|update| Order::Share(update, wish))
}

fn value_of(update: Update) -> f64 {
    match update {
        Style => 1.0,
        Facts => 2.0,
    }
}

/// The engine of an update has done its share of this.
fn done(update: Update, wish: Wish) -> JointInput {
    let spectrum = Spectrum::from(vec![value_of(update)]);
    reported(update, wish, Ok(Answer::SimulatedOne(spectrum)))
}

/// The engine of an update has ended its share of this.
fn reported(update: Update, wish: Wish, outcome: Result<Answer, Failure>) -> JointInput {
    let job = Job::SimulateOne {
        params: wish.params,
        update,
    };
    let ticket = Ticket {
        job,
        asked_at: wish.asked_at,
    };
    JointInput::Reported(update, EngineEvent::Answered { ticket, outcome })
}

/// The main engine has done the whole of this.
fn done_alone(wish: Wish) -> JointInput {
    JointInput::Reported(MAIN, answer(wish))
}

fn spectra() -> Spectra {
    let [style, facts] = [Style, Facts].map(|update| Spectrum::from(vec![value_of(update)]));
    Spectra { style, facts }
}

fn whole(wish: Wish, outcome: Result<Answer, Failure>) -> EngineEvent {
    let ticket = Ticket {
        job: Job::Simulate(wish.params),
        asked_at: wish.asked_at,
    };
    EngineEvent::Answered { ticket, outcome }
}

fn answer(wish: Wish) -> EngineEvent {
    whole(wish, Ok(Answer::Simulated(spectra())))
}

fn lost(update: Update, fault: Fault, gave_up: bool) -> JointInput {
    JointInput::Reported(update, EngineEvent::WorkerFailed { fault, gave_up })
}

/// One with this under way on both since time 0.
fn busy(wish: Wish) -> Joint {
    let mut joint = Joint::new(true);
    let step = joint.handle(JointInput::Submit(wish), 0.0);
    assert_eq!(step, orders(&ask_both(wish)));
    joint
}

#[test]
fn two_answers_to_the_same_request_are_one_whichever_comes_first() {
    for [first, second] in [[Style, Facts], [Facts, Style]] {
        let wish = large(8.0);
        let mut joint = busy(wish);
        assert_eq!(joint.handle(done(first, wish), 5.0), nothing());
        let step = joint.handle(done(second, wish), 9.0);
        assert_eq!(step, tells(answer(wish), &[]));
        let again = joint.handle(done(second, wish), 9.0);
        assert_eq!(again, nothing(), "said once");
    }
}

#[test]
fn one_core_and_what_is_small_are_the_main_engines() {
    let mut joint = Joint::new(false);
    let wish = large(8.0);
    let step = joint.handle(JointInput::Submit(wish), 0.0);
    assert_eq!(step, orders(&[Order::Whole(wish)]));
    let mut joint = Joint::new(true);
    for asked_at in [1.0, 2.0] {
        // The engine itself does the newest of these.
        let wish = small(asked_at);
        let step = joint.handle(JointInput::Submit(wish), asked_at);
        assert_eq!(step, orders(&[Order::Whole(wish)]));
        assert_eq!(joint.deadline(), None);
    }
    let step = joint.handle(done_alone(small(1.0)), 3.0);
    assert_eq!(step, tells(answer(small(1.0)), &[]));
}

#[test]
fn of_many_requests_only_the_newest_follows_the_one_under_way() {
    let first = large(1.0);
    let mut joint = busy(first);
    for asked_at in [2.0, 3.0, 4.0] {
        let step = joint.handle(JointInput::Submit(large(asked_at)), asked_at);
        assert_eq!(step, nothing());
    }
    joint.handle(done(Style, first), 5.0);
    let step = joint.handle(done(Facts, first), 6.0);
    assert_eq!(step, tells(answer(first), &ask_both(large(4.0))));
    assert_eq!(joint.deadline(), None);
}

#[test]
fn what_is_outdated_for_long_is_replaced_and_its_late_answers_are_dropped() {
    let (first, second) = (large(1.0), of_rows(600.0, 2.0));
    let mut joint = busy(first);
    let step = joint.handle(JointInput::Submit(second), 10.0);
    assert_eq!(step, nothing(), "it may soon be there");
    assert_eq!(joint.deadline(), Some(PREEMPT_AFTER_MS));
    assert_eq!(joint.handle(JointInput::Deadline, 399.0), nothing());
    let step = joint.handle(JointInput::Deadline, PREEMPT_AFTER_MS);
    assert_eq!(step, orders(&ask_both(second)));
    for update in [Style, Facts] {
        assert_eq!(joint.handle(done(update, first), 410.0), nothing());
    }
    joint.handle(done(Facts, second), 500.0);
    let step = joint.handle(done(Style, second), 500.0);
    assert_eq!(step, tells(answer(second), &[]));
}

#[test]
fn what_comes_long_after_is_asked_for_at_once() {
    let mut joint = busy(large(1.0));
    let step = joint.handle(JointInput::Submit(large(2.0)), 1_000.0);
    assert_eq!(step, orders(&ask_both(large(2.0))));
}

#[test]
fn the_same_settings_asked_for_again_are_not_answered_with_what_was_given_up() {
    let (first, again) = (large(1.0), large(9.0));
    let mut joint = busy(first);
    joint.handle(done(Style, first), 5.0);
    joint.handle(JointInput::Submit(again), 9.0);
    let step = joint.handle(JointInput::Deadline, 400.0);
    assert_eq!(step, orders(&ask_both(again)));
    assert_eq!(joint.handle(done(Facts, first), 401.0), nothing());
}

#[test]
fn small_follows_large_and_large_follows_small() {
    let (first, second, third) = (large(1.0), small(2.0), large(3.0));
    let mut joint = busy(first);
    let step = joint.handle(JointInput::Submit(second), 2.0);
    assert_eq!(step, nothing(), "its turn comes");
    let step = joint.handle(JointInput::Deadline, 400.0);
    let follows = [Order::Cancel(Style), Order::Whole(second)];
    assert_eq!(step, orders(&follows));
    let step = joint.handle(JointInput::Submit(third), 401.0);
    assert_eq!(step, nothing());
    let step = joint.handle(done_alone(second), 402.0);
    assert_eq!(step, tells(answer(second), &ask_both(third)));
}

#[test]
fn progress_is_the_mean_of_both_and_of_the_newest_request_alone() {
    let wish = large(1.0);
    let mut joint = busy(wish);
    let goes_on = |update, done| JointInput::Reported(update, EngineEvent::Progress(done));
    let progress = |done| tells(EngineEvent::Progress(done), &[]);
    assert_eq!(joint.handle(goes_on(Style, 0.5), 1.0), progress(0.25));
    joint.handle(done(Style, wish), 2.0);
    assert_eq!(joint.handle(goes_on(Facts, 0.5), 3.0), progress(0.75));
    joint.handle(JointInput::Submit(large(4.0)), 4.0);
    assert_eq!(joint.handle(goes_on(Facts, 0.6), 5.0), nothing());
}

#[test]
fn a_worker_that_is_killed_costs_its_own_share() {
    for update in [Style, Facts] {
        let wish = large(1.0);
        let mut joint = busy(wish);
        let fault = Fault::Silent;
        let gave_up = false;
        // Its engine does the same work again by itself.
        let step = joint.handle(lost(update, fault.clone(), gave_up), 1.0);
        assert_eq!(
            step,
            tells(EngineEvent::WorkerFailed { fault, gave_up }, &[])
        );
        joint.handle(done(Style, wish), 2.0);
        let step = joint.handle(done(Facts, wish), 3.0);
        assert_eq!(step, tells(answer(wish), &[]));
    }
}

#[test]
fn without_a_second_worker_one_does_the_whole_and_nobody_is_told() {
    for (fault, gave_up) in [
        (Fault::NotStarted("no more".to_owned()), false),
        (Fault::Crashed("again".to_owned()), true),
    ] {
        let wish = large(1.0);
        let mut joint = busy(wish);
        let step = joint.handle(lost(Style, fault.clone(), gave_up), 1.0);
        assert_eq!(step, orders(&[Order::Cancel(Style), Order::Whole(wish)]));
        let again = joint.handle(lost(Style, fault, gave_up), 1.0);
        assert_eq!(again, nothing());
        // What the main engine had under way is of no use any more.
        assert_eq!(joint.handle(done(Facts, wish), 2.0), nothing());
        let step = joint.handle(done_alone(wish), 3.0);
        assert_eq!(step, tells(answer(wish), &[]));
        let next = large(4.0);
        let step = joint.handle(JointInput::Submit(next), 4.0);
        assert_eq!(step, orders(&[Order::Whole(next)]));
    }
}

#[test]
fn when_the_second_is_given_up_the_newest_request_is_done() {
    let mut joint = busy(large(1.0));
    joint.handle(JointInput::Submit(large(2.0)), 2.0);
    let step = joint.handle(lost(Style, Fault::Silent, true), 3.0);
    assert!(step.orders.contains(&Order::Whole(large(2.0))), "{step:?}");
    assert_eq!(joint.deadline(), None);
}

#[test]
fn the_reader_is_told_when_the_main_engine_gives_up_and_can_have_it_try_again() {
    let wish = large(1.0);
    let mut joint = busy(wish);
    joint.handle(done(Style, wish), 2.0);
    let (fault, gave_up) = (Fault::Silent, true);
    let step = joint.handle(lost(Facts, fault.clone(), gave_up), 3.0);
    assert_eq!(
        step,
        tells(EngineEvent::WorkerFailed { fault, gave_up }, &[])
    );
    let step = joint.handle(JointInput::Retry, 4.0);
    assert_eq!(step, orders(&[Order::Retry(Facts)]));
    let step = joint.handle(done(Facts, wish), 5.0);
    assert_eq!(step, tells(answer(wish), &[]));
}

#[test]
fn a_share_that_fails_fails_the_whole_and_styles_reason_comes_first() {
    let wish = large(1.0);
    let failure = |why: &str| Failure::Training(why.to_owned());
    for (style, facts, said) in [
        (Some("s"), Some("f"), "s"),
        (None, Some("f"), "f"),
        (Some("s"), None, "s"),
    ] {
        let mut joint = busy(wish);
        let input = |update, why: Option<&str>| match why {
            Some(why) => reported(update, wish, Err(failure(why))),
            None => done(update, wish),
        };
        assert_eq!(joint.handle(input(Facts, facts), 1.0), nothing());
        let step = joint.handle(input(Style, style), 2.0);
        assert_eq!(step, tells(whole(wish, Err(failure(said))), &[]));
    }
}

#[test]
fn nothing_comes_of_what_is_cancelled() {
    let wish = large(1.0);
    let mut joint = busy(wish);
    joint.handle(JointInput::Submit(large(2.0)), 2.0);
    let stopped = [Style, Facts].map(Order::Cancel);
    assert_eq!(joint.handle(JointInput::Cancel, 3.0), orders(&stopped));
    assert_eq!(joint.deadline(), None);
    for update in [Style, Facts] {
        assert_eq!(joint.handle(done(update, wish), 4.0), nothing());
    }
}
