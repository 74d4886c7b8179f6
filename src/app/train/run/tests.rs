//! A run from its start to its end, with answers that come late, wrong or never.

use rankscope_engine::supervisor::Fault;
use rankscope_params::query;
use rankscope_sim::training::{Session, train};

use super::*;
use crate::train::plan;

fn plans(link: &str) -> Vec<Plan> {
    vec![plan::of_link(&query::read(link).0)]
}

fn started(link: &str) -> Rc<TrainingRun> {
    Rc::new(TrainingRun::default()).reduce(RunAction::Start(plans(link)))
}

fn chunk(run: &TrainingRun) -> Chunk {
    match run.demand() {
        EngineDemand::Train(chunk) => chunk,
        other => panic!("{other:?}"),
    }
}

fn answered(chunk: &Chunk, outcome: Result<Answer, Failure>) -> RunAction {
    let ticket = Ticket {
        job: Job::Train(Packed::of(chunk)),
        asked_at: 0.0,
    };
    RunAction::Engine(EngineEvent::Answered { ticket, outcome })
}

/// The engine's answer to a chunk, of a few turns.
fn trained(chunk: &Chunk, session: &mut Option<Session>) -> RunAction {
    let mut left = 5;
    let growth = train(session, chunk, &mut || (), &mut || {
        left -= 1;
        left > 0
    })
    .expect("a plan that can be trained");
    answered(chunk, Ok(Answer::Trained(Packed::of(&growth))))
}

fn failed(chunk: &Chunk) -> RunAction {
    answered(chunk, Err(Failure::Training("no".to_owned())))
}

fn gave_up() -> RunAction {
    RunAction::Engine(EngineEvent::WorkerFailed {
        fault: Fault::Silent,
        gave_up: true,
    })
}

const SMALL: &str = "d=6&k=5&steps=6&ranks=1,2";

#[test]
fn a_run_asks_chunk_by_chunk_until_it_is_finished() {
    let mut run = started(SMALL);
    let mut session = None;
    while let EngineDemand::Train(chunk) = run.demand() {
        assert_eq!(run.status, RunStatus::Running);
        run = run.reduce(trained(&chunk, &mut session));
    }
    assert_eq!(
        (run.status, run.demand()),
        (RunStatus::Finished, EngineDemand::Drain)
    );
    assert_eq!(run.share(), 1.0);
}

#[test]
fn a_pause_takes_the_chunk_under_way_and_asks_for_no_other() {
    let run = started(SMALL);
    let under_way = chunk(&run);
    let run = run.reduce(RunAction::Pause);
    assert_eq!(run.demand(), EngineDemand::Drain);
    let run = run.reduce(trained(&under_way, &mut None));
    assert!(run.share() > 0.0);
    assert_eq!(run.demand(), EngineDemand::Drain);
    let run = run.reduce(RunAction::Resume);
    assert!(chunk(&run).from > 0);
}

#[test]
fn the_end_of_a_run_aborts_the_engine_and_clears_what_was_shown() {
    let run = started(SMALL);
    let first = chunk(&run);
    let run = run.reduce(trained(&first, &mut None));
    let run = run.reduce(RunAction::Start(vec![]));
    assert_eq!(run.demand(), EngineDemand::Abort);
    assert!(run.trained().is_empty());
    assert_eq!(*run, TrainingRun::default());
}

#[test]
fn until_a_new_run_has_results_the_previous_are_shown() {
    let run = started(SMALL);
    let first = chunk(&run);
    let run = run.reduce(trained(&first, &mut None));
    let before = run.trained().to_vec();
    let run = run.reduce(RunAction::Start(plans("d=6&k=5&steps=9&ranks=1")));
    assert_eq!(run.trained(), before);
    let first = chunk(&run);
    let run = run.reduce(trained(&first, &mut None));
    assert_ne!(run.trained(), before);
}

#[test]
fn the_failure_of_an_outdated_chunk_does_not_end_the_run() {
    let run = started(SMALL);
    let outdated = chunk(&run);
    let run = run.reduce(RunAction::Start(plans("d=6&k=5&steps=9&ranks=1")));
    let run = run.reduce(failed(&outdated));
    assert_eq!((run.status, &run.trouble), (RunStatus::Running, &None));
    let current = chunk(&run);
    let run = run.reduce(failed(&current));
    assert_eq!(run.status, RunStatus::Idle);
    assert!(matches!(run.trouble, Some(Trouble::NoResult(_))));
}

#[test]
fn an_answer_ends_the_trouble_before_it() {
    let run = started(SMALL).reduce(gave_up());
    assert!(run.trouble.as_ref().is_some_and(Trouble::can_retry));
    let first = chunk(&run);
    let run = run.reduce(trained(&first, &mut None));
    assert_eq!(run.trouble, None);
}

#[test]
fn trying_again_asks_for_the_same_chunk() {
    let run = started(SMALL).reduce(gave_up());
    let before = chunk(&run);
    let run = run.reduce(RunAction::Retry);
    assert_eq!((chunk(&run), &run.trouble), (before, &None));
}

#[test]
fn what_cannot_be_trained_is_declined_at_the_start() {
    let run = started("d=512&k=512");
    assert_eq!(run.status, RunStatus::Idle);
    assert!(matches!(run.trouble, Some(Trouble::NoResult(_))));
    // Nothing is under way that the engine could give up.
    let after = run.clone().reduce(gave_up());
    assert_eq!(after, run);
}
