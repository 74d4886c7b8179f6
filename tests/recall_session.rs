//! Learning a little at a time is learning: the same boards, however it is cut.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::rc::Rc;

use proptest::prelude::*;
use rankscope_params::{Optimizer, Task};
use rankscope_sim::recall::{
    ChunkedRecall, Learned, RecallChunk, RecallConfig, RecallError, RecallGrowth, RecallPlan,
    RecallSession, learn,
};
use rankscope_sim::training::{Family, Status};

fn plan(task: Task) -> RecallPlan {
    RecallPlan {
        config: RecallConfig {
            facts: 21,
            width: 16,
            steps: 25,
            ranks: vec![1, 4, 16],
            ..RecallConfig::new(task)
        },
        families: vec![Family::Lora, Family::RsLora],
        full: true,
    }
}

fn growth(session: &mut Option<RecallSession>, chunk: &RecallChunk, turns: usize) -> RecallGrowth {
    let mut left = turns;
    learn(session, chunk, &mut || (), &mut || {
        left = left.saturating_sub(1);
        left > 0
    })
    .expect("a plan that can be trained")
}

/// Trains to the end in chunks of so many turns, in turn; the session is lost after some of them.
fn learned(plan: RecallPlan, turns: &[usize], lost: &[bool]) -> Rc<Learned> {
    let mut recall = ChunkedRecall::new(plan).expect("a plan that can be trained");
    let mut session = None;
    for (&turns, lost) in turns.iter().cycle().zip(lost.iter().cycle()) {
        let Some(chunk) = recall.next() else { break };
        if *lost {
            session = None;
        }
        let growth = growth(&mut session, &chunk, turns);
        recall.take(&chunk, growth);
    }
    Rc::clone(recall.learned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn however_it_is_cut_it_is_the_same_learning(
        turns in prop::collection::vec(1..120usize, 1..5),
        lost in prop::collection::vec(any::<bool>(), 1..4),
        style in any::<bool>(),
    ) {
        let task = if style { Task::Style } else { Task::Facts };
        let cut = learned(plan(task), &turns, &lost);
        let whole = learned(plan(task), &[usize::MAX], &[false]);
        prop_assert_eq!(&cut, &whole);
        prop_assert!(cut.finished());
        prop_assert_eq!(cut.share(), 1.0);
    }

    #[test]
    fn shares_are_shares(seed in any::<u32>(), facts in 16..80usize) {
        let mut plan = plan(Task::Style);
        plan.config = RecallConfig { seed, facts, steps: 12, ..plan.config };
        let learned = learned(plan, &[40], &[false]);
        for run in &learned.runs {
            prop_assert_eq!(run.recalls().count(), 13);
            prop_assert!(run.recalls().all(|recall| (0.0..=1.0).contains(&recall)));
            prop_assert_eq!(run.board(12).map(|board| board.cells().count()), Some(facts));
            prop_assert_eq!(run.exam(12).map(|exam| exam.0), Some(12));
            prop_assert_eq!(run.exam(0), None);
        }
        let truncated = learned.truncated(16).expect("a truncation");
        // All of the directions: the full matrix itself.
        let full = learned.runs.last().and_then(rankscope_sim::recall::RecallTrajectory::final_board).expect("a full matrix");
        prop_assert!(truncated.right.abs_diff(full.right()) <= 1);
    }
}

#[test]
fn rslora_is_lora_with_a_root_in_its_alpha_to_the_bit() {
    for optimizer in Optimizer::ALL {
        let mut plan = plan(Task::Facts);
        plan.config.optimizer = optimizer;
        plan.families = vec![Family::RsLora, Family::LoraRoot];
        let learned = learned(plan, &[50], &[false]);
        for rank in [1, 4, 16] {
            let boards = |family| -> Vec<Vec<bool>> {
                let run = learned.run(family, rank).expect("a run");
                let boards = (0..=25).filter_map(|step| run.board(step));
                boards.map(|board| board.cells().collect()).collect()
            };
            assert_eq!(boards(Family::RsLora), boards(Family::LoraRoot));
        }
    }
}

#[test]
fn a_run_that_diverges_is_left_and_the_others_go_on() {
    let mut plan = plan(Task::Facts);
    plan.config.optimizer = Optimizer::Sgd;
    plan.config.learning_rate = 300.0;
    let learned = learned(plan, &[7], &[false]);
    let diverged = |status| matches!(status, Status::Diverged { step } if step > 0);
    assert!(learned.runs.iter().any(|run| diverged(run.status)));
    assert!(
        learned
            .runs
            .iter()
            .any(|run| run.status == Status::Finished)
    );
    for run in &learned.runs {
        assert_eq!(run.final_board().is_some(), !diverged(run.status));
        if let Status::Diverged { step } = run.status {
            assert_eq!(run.made(), step - 1);
        }
    }
    assert_eq!(learned.share(), 1.0);
}

#[test]
fn an_answer_to_something_else_changes_nothing() {
    let mut recall = ChunkedRecall::new(plan(Task::Facts)).expect("a plan");
    let chunk = recall.next().expect("a beginning");
    let growth = growth(&mut None, &chunk, 10);
    recall.take(&chunk, growth.clone());
    let before = recall.clone();
    recall.take(&chunk, growth.clone());
    let mut other = recall.next().expect("a next chunk");
    other.plan.config.alpha = 3.0;
    recall.take(&other, growth);
    assert_eq!(recall, before);
}

#[test]
fn a_plan_that_cannot_be_trained_is_declined() {
    let mut plan = plan(Task::Facts);
    plan.config.facts = 0;
    let error = RecallError::Facts { facts: 0 };
    assert_eq!(ChunkedRecall::new(plan), Err(error));
}
