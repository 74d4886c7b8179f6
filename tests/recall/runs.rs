//! Questions, losses, answers and truncations.

use std::collections::BTreeMap;
use std::sync::Arc;

use rankscope_sim::random::NumpyStream;
use rankscope_sim::recall::{ChunkedRecall, Learned, RecallPlan, RecallRun, draw, learn};
use rankscope_sim::training::Status;

use crate::experiments::experiments;
use crate::near;

/// Losses agree to this, relative to them.
const RELATIVE: f64 = 1e-6;
/// Or to this, in nats: no loss is known better.
const ROUNDING: f64 = 1e-10;

/// Trains a plan to its end, in chunks of so many turns.
fn learned(plan: RecallPlan, turns: usize) -> Arc<Learned> {
    let mut recall = ChunkedRecall::new(plan).expect("a plan that can be trained");
    let mut session = None;
    while let Some(chunk) = recall.next() {
        let mut left = turns;
        let growth = learn(&mut session, &chunk, &mut || (), &mut || {
            left = left.saturating_sub(1);
            left > 0
        });
        recall.take(&chunk, growth.expect("a growth"));
    }
    Arc::new((**recall.learned()).clone())
}

#[test]
fn questions_are_numpys_to_the_bit() {
    for experiment in experiments() {
        let config = experiment.config();
        let (seen, held_out) = draw(&config);
        let answers = experiment.answers.as_ref().expect("answers");
        assert_eq!(&seen.answers()[..answers.len()], answers);
        let last = held_out.map(|questions| questions.answers()[1992..].to_vec());
        assert_eq!(last, experiment.held_out_answers, "{}", experiment.name());
        let width = config.width;
        let first = NumpyStream::new(config.seed).normal_matrix(1, width) / (width as f64).sqrt();
        let first: Vec<u64> = first.iter().map(|number| number.to_bits()).collect();
        assert_eq!(Some(first), experiment.first_key);
    }
}

#[test]
fn losses_and_steps_of_divergence_are_numpys() {
    let (mut compared, mut diverged) = (0, 0);
    for experiment in experiments() {
        let plan = experiment.plan();
        let questions = Arc::new(draw(&plan.config).0);
        let configs = plan.runs().expect("a plan in range");
        for numpy in &experiment.runs {
            let learner = numpy.learner();
            let config = configs.iter().find(|config| config.learner() == learner);
            let mut run = RecallRun::new(Arc::clone(&questions), *config.expect("a run"));
            let losses: BTreeMap<usize, f64> = numpy.losses.iter().copied().collect();
            let what = format!("{}, {learner:?}", experiment.name());
            loop {
                if let Some(&loss) = losses.get(&run.made()) {
                    let apart = (run.loss() - loss).abs();
                    assert!(
                        apart <= ROUNDING.max(RELATIVE * loss),
                        "{what}, step {}: {} here, {loss} in NumPy",
                        run.made(),
                        run.loss()
                    );
                    compared += 1;
                }
                if run.step() != Status::Running {
                    break;
                }
            }
            let status = match numpy.diverged {
                Some(step) => Status::Diverged { step },
                None => Status::Finished,
            };
            if numpy.sure {
                assert_eq!(run.status(), status, "{what}");
                diverged += usize::from(numpy.diverged.is_some());
            }
        }
    }
    assert!(compared >= 1200, "only {compared} losses were compared");
    assert!(diverged >= 10, "only {diverged} runs diverged");
}

#[test]
fn recall_is_numpys_to_within_a_key() {
    let mut partial = 0;
    for experiment in experiments() {
        let learned = learned(experiment.plan(), 997);
        for numpy in &experiment.runs {
            let learner = numpy.learner();
            let run = learned.runs.iter().find(|run| run.learner == learner);
            let run = run.expect("a run");
            let Some(right) = numpy.right else { continue };
            let what = format!("{}, {learner:?}", experiment.name());
            let board = run.final_board().expect("a finished run");
            assert!(
                near(board.right(), right),
                "{what}: {} for {right}",
                board.right()
            );
            assert_eq!(run.recalls().last(), Some(board.recall()));
            let exam = run.final_exam().map(|board| board.right());
            assert_eq!(exam.is_some(), numpy.held_out.is_some(), "{what}");
            if let Some((ours, numpy)) = exam.zip(numpy.held_out) {
                assert!(near(ours, numpy), "{what}, held out: {ours} for {numpy}");
            }
            partial += usize::from(right > 2 && right < experiment.settings.facts);
        }
    }
    assert!(
        partial >= 40,
        "only {partial} runs recalled some but not all"
    );
}

#[test]
fn the_full_matrix_and_its_truncations_are_numpys() {
    let mut compared = 0;
    for experiment in experiments() {
        let Some(numpy) = &experiment.full else {
            continue;
        };
        let mut plan = experiment.plan();
        plan.families.clear();
        let learned = learned(plan, 50);
        let cut = learned.cut.as_ref().expect("a full matrix");
        let largest = numpy.singular_values[0];
        for (ours, numpy) in cut.spectrum.values().iter().zip(&numpy.singular_values) {
            let apart = (ours - numpy).abs();
            assert!(apart < 1e-6 * largest, "{ours} for {numpy}");
        }
        for &(rank, right, held_out) in &numpy.cut {
            let ours = learned.truncated(rank).expect("a truncation");
            let what = format!("{}, cut to {rank}", experiment.name());
            assert_eq!(
                ours.held_out.is_some(),
                experiment.held_out_answers.is_some()
            );
            for (ours, numpy, keys) in [
                (Some(ours.right), right, "seen"),
                (ours.held_out, held_out, "held out"),
            ] {
                if let Some((ours, numpy)) = ours.zip(numpy) {
                    assert!(near(ours, numpy), "{what}, {keys}: {ours} for {numpy}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared >= 60, "only {compared} counts were compared");
}
