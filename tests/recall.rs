//! The recall experiment agrees with NumPy: questions, losses, answers, truncations, capacities.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

// What NumPy said, as all native tests read it; not all of it concerns recall.
#[allow(dead_code)]
mod oracle;

use std::collections::BTreeMap;
use std::sync::Arc;

use rankscope_params::{Optimizer, Task};
use rankscope_sim::random::NumpyStream;
use rankscope_sim::recall::capacity::{Capacity, capacity, measure, plateau};
use rankscope_sim::recall::{
    ChunkedRecall, Learned, Learner, RecallConfig, RecallPlan, RecallRun, draw, learn,
};
use rankscope_sim::training::{Family, Status};
use serde::Deserialize;

/// Losses agree to this, relative to them.
const RELATIVE: f64 = 1e-6;
/// Or to this, in nats: no loss is known better.
const ROUNDING: f64 = 1e-10;
/// Keys by which two programs that round differently may disagree.
const KEYS: usize = 1;

#[derive(Deserialize)]
struct Settings {
    task: String,
    facts: usize,
    width: usize,
    rule_rank: usize,
    seed: u32,
    optimizer: String,
    lr: f64,
    alpha: f64,
    steps: usize,
}

#[derive(Deserialize)]
struct Experiment {
    settings: Settings,
    ranks: Vec<usize>,
    first_key: Option<Vec<u64>>,
    answers: Option<Vec<u16>>,
    held_out_answers: Option<Vec<u16>>,
    #[serde(default)]
    runs: Vec<NumpyRun>,
    full: Option<NumpyFull>,
    sizes: Option<Vec<usize>>,
    right: Option<Vec<Vec<usize>>>,
    capacities: Option<Vec<Option<(f64, f64)>>>,
}

#[derive(Deserialize)]
struct NumpyRun {
    learner: String,
    rank: Option<usize>,
    /// Whether the end of the run does not depend on how it is rounded.
    sure: bool,
    /// None where it has not diverged, or is not sure.
    diverged: Option<usize>,
    losses: Vec<(usize, f64)>,
    /// None where rounding decides, or the run diverged.
    right: Option<usize>,
    held_out: Option<usize>,
}

#[derive(Deserialize)]
struct NumpyFull {
    /// Rank, keys answered right, held-out keys answered right; none where rounding decides, or where
    /// no keys are held out.
    cut: Vec<(usize, Option<usize>, Option<usize>)>,
    singular_values: Vec<f64>,
}

impl Experiment {
    fn config(&self) -> RecallConfig {
        let Settings {
            facts,
            width,
            rule_rank,
            seed,
            alpha,
            steps,
            ..
        } = self.settings;
        RecallConfig {
            task: match self.settings.task.as_str() {
                "facts" => Task::Facts,
                "style" => Task::Style,
                other => panic!("no task {other}"),
            },
            optimizer: match self.settings.optimizer.as_str() {
                "sgd" => Optimizer::Sgd,
                "adam" => Optimizer::Adam,
                other => panic!("no optimizer {other}"),
            },
            learning_rate: self.settings.lr,
            ranks: self.ranks.clone(),
            facts,
            width,
            rule_rank,
            seed,
            alpha,
            steps,
        }
    }

    fn plan(&self) -> RecallPlan {
        let is = |name| self.runs.iter().any(|run| run.learner == name);
        RecallPlan {
            config: self.config(),
            families: vec![Family::Lora, Family::RsLora],
            full: is("full"),
        }
    }

    fn name(&self) -> String {
        let Settings {
            task,
            facts,
            width,
            seed,
            optimizer,
            lr,
            ..
        } = &self.settings;
        format!("{facts} {task}, width {width}, seed {seed}, {optimizer} at {lr}")
    }
}

impl NumpyRun {
    fn learner(&self) -> Learner {
        let family = match self.learner.as_str() {
            "lora" => Family::Lora,
            "rslora" => Family::RsLora,
            "full" => return Learner::Full,
            other => panic!("no learner {other}"),
        };
        let rank = self.rank.expect("a rank");
        Learner::Adapter { family, rank }
    }
}

fn experiments() -> impl Iterator<Item = Experiment> {
    let all: Vec<Experiment> = oracle::load("recall");
    all.into_iter()
        .filter(|experiment| !experiment.runs.is_empty())
}

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

fn near(ours: usize, numpy: usize) -> bool {
    ours.abs_diff(numpy) <= KEYS
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

#[test]
fn capacities_are_numpys_to_five_per_cent() {
    let all: Vec<Experiment> = oracle::load("recall");
    let mut compared = 0;
    for experiment in &all {
        let (Some(sizes), Some(grid)) = (&experiment.sizes, &experiment.right) else {
            continue;
        };
        let expected = experiment.capacities.as_ref().expect("capacities");
        for (number, (&rank, numpy)) in experiment.ranks.iter().zip(expected).enumerate() {
            let cell = |(&facts, right): (&usize, &Vec<usize>)| {
                let config = RecallConfig {
                    facts,
                    ..experiment.config()
                };
                let cell = measure(&config, rank, &mut |_| ()).expect("a cell");
                assert!(near(cell.right.expect("a finished run"), right[number]));
                cell
            };
            let cells: Vec<_> = sizes.iter().zip(grid).map(cell).collect();
            let ours = capacity(&cells, experiment.settings.width);
            assert_eq!(ours.is_some(), numpy.is_some(), "rank {rank}");
            if let Some((ours, numpy)) = ours.zip(*numpy) {
                assert!((ours.facts / numpy.0 - 1.0).abs() < 0.05);
                assert!((ours.bits / numpy.1 - 1.0).abs() < 0.05);
                compared += 1;
            }
        }
    }
    assert!(compared >= 4, "only {compared} capacities were compared");
}

/// The published numbers of the default experiment.
#[test]
fn twice_the_rank_holds_twice_the_facts() {
    let cell = |facts: usize, rank: usize| {
        let config = RecallConfig {
            facts,
            ..RecallConfig::new(Task::Facts)
        };
        measure(&config, rank, &mut |_| ()).expect("a cell")
    };
    let published = [(4, 144.8, 1.697), (8, 285.1, 1.670)];
    let capacities = published.map(|(rank, facts, bits)| {
        let cells = [128, 256, 512].map(|facts| cell(facts, rank));
        let found = capacity(&cells, 64).expect("a capacity");
        assert!(
            (found.facts / facts - 1.0).abs() < 0.05,
            "rank {rank}: {found:?}"
        );
        assert!((found.bits / bits - 1.0).abs() < 0.05);
        found
    });
    let [four, eight]: [Capacity; 2] = capacities;
    assert!((eight.facts / four.facts - 2.0).abs() < 0.1);
    let plateau = plateau(&capacities).expect("a plateau");
    assert_eq!((plateau.first, plateau.last), (4, 8));
}
