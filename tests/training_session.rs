//! Training a little at a time is training: the same bits, however it is cut.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::Arc;

use proptest::prelude::*;
use rankscope_params::{Key, Params};
use rankscope_sim::training::{
    Chunk, ChunkedTraining, Family, Growth, Optimizer, Plan, Run, Session, Status, TrainingConfig,
    TrainingError, TrainingTarget, train,
};

const FAMILIES: [Family; 3] = [Family::Lora, Family::RsLora, Family::LoraRoot];

/// All three families at three ranks of a 12 × 9 update, for 30 steps.
fn plan() -> Plan {
    let small = Params::default().with(Key::Rows, 12.0).0;
    let update = small.with(Key::Columns, 9.0).0.update();
    Plan {
        config: TrainingConfig {
            steps: 30,
            ranks: vec![1, 4, 9],
            ..TrainingConfig::new(update, 16.0)
        },
        families: FAMILIES.to_vec(),
    }
}

fn next_growth(session: &mut Option<Session>, chunk: &Chunk, turns: usize) -> Growth {
    let mut left = turns;
    train(session, chunk, &mut || (), &mut || {
        left = left.saturating_sub(1);
        left > 0
    })
    .expect("a plan that can be trained")
}

/// Trains to the end in chunks of so many turns, in turn.
fn trained(plan: Plan, turns: &[usize]) -> ChunkedTraining {
    let mut training = ChunkedTraining::new(vec![plan]).expect("a plan that can be trained");
    let mut session = None;
    for &turns in turns.iter().cycle() {
        let Some(chunk) = training.next() else { break };
        let growth = next_growth(&mut session, &chunk, turns);
        training.take(&chunk, growth);
    }
    training
}

fn alone(plan: &Plan) -> Vec<Vec<f64>> {
    let target = TrainingTarget::draw(&plan.config.update, plan.config.which).expect("an update");
    let target = Arc::new(target);
    let runs = plan.runs().expect("a plan that can be trained");
    let errors = runs.into_iter().map(|(_, config)| {
        let mut run = Run::new(Arc::clone(&target), config);
        run.advance(usize::MAX);
        run.errors().to_vec()
    });
    errors.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn however_it_is_cut_it_is_the_same_training(
        turns in prop::collection::vec(1..200usize, 1..5),
    ) {
        let training = trained(plan(), &turns);
        let curves: Vec<_> = training.trained()[0].runs.iter().map(|run| run.errors.clone()).collect();
        prop_assert_eq!(curves, alone(&plan()));
        prop_assert!(training.finished());
        prop_assert_eq!(training.share(), 1.0);
    }
}

#[test]
fn rslora_is_lora_with_a_root_in_its_alpha_to_the_bit() {
    for optimizer in Optimizer::ALL {
        let mut plan = plan();
        plan.config.optimizer = optimizer;
        let training = trained(plan, &[50]);
        let trained = &training.trained()[0];
        for (a, b) in trained.of(Family::RsLora).zip(trained.of(Family::LoraRoot)) {
            assert_eq!(a.errors, b.errors);
            assert!(a.errors.len() == 31 && a.errors[30] != a.errors[0]);
        }
    }
}

#[test]
fn a_run_that_diverges_is_left_and_the_others_go_on() {
    let mut plan = plan();
    plan.config.learning_rate = 0.05;
    plan.config.steps = 60;
    let training = trained(plan, &[7]);
    let runs = &training.trained()[0].runs;
    let diverged = |status| matches!(status, Status::Diverged { step } if step > 0);
    assert!(runs.iter().any(|run| diverged(run.status)));
    assert!(runs.iter().any(|run| run.status == Status::Finished));
    for run in runs {
        assert_eq!(run.final_error().is_some(), !diverged(run.status));
        assert!(run.errors.iter().all(|error| error.is_finite()));
    }
    assert_eq!(training.share(), 1.0);
}

#[test]
fn an_answer_to_something_else_changes_nothing() {
    let mut training = ChunkedTraining::new(vec![plan()]).expect("a plan");
    let chunk = training.next().expect("a beginning");
    let growth = next_growth(&mut None, &chunk, 10);
    training.take(&chunk, growth.clone());
    let before = training.clone();
    training.take(&chunk, growth.clone());
    let mut other = training.next().expect("a next chunk");
    other.plan.config.alpha = 3.0;
    training.take(&other, growth);
    assert_eq!(training, before);
}

#[test]
fn plans_follow_one_another() {
    let mut second = plan();
    second.config.ranks = vec![2];
    let mut training = ChunkedTraining::new(vec![plan(), second]).expect("two plans");
    let mut session = None;
    while let Some(chunk) = training.next() {
        let growth = next_growth(&mut session, &chunk, 100);
        training.take(&chunk, growth);
    }
    assert!(training.trained().iter().all(|trained| trained.finished()));
    let second = &training.trained()[1];
    assert!(
        second
            .run(Family::Lora, 2)
            .is_some_and(|run| run.final_error().is_some())
    );
}

#[test]
fn a_plan_that_cannot_be_trained_is_declined_before_anything_is_drawn() {
    let mut plan = plan();
    plan.config.ranks = vec![];
    let declined = TrainingError::RankCount { count: 0 };
    assert_eq!(ChunkedTraining::new(vec![plan.clone()]), Err(declined));
    assert_eq!(Session::new(&plan).map(|_| ()), Err(declined));
}
