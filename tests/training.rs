//! Training agrees with NumPy, curve by curve.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

// What NumPy said, as all native tests read it; not all of it concerns training.
#[allow(dead_code)]
mod oracle;

use std::collections::BTreeMap;
use std::sync::Arc;

use rankscope_params::{Params, Update};
use rankscope_sim::Scaling;
use rankscope_sim::random::NumpyStream;
use rankscope_sim::training::{Optimizer, Run, Status, TrainingConfig, TrainingTarget};
use serde::Deserialize;

/// What the page promises of an error after any number of SGD's steps, relative to it.
const SGD_RELATIVE: f64 = 1e-9;
/// The same for Adam, which divides small gradients, and their rounding, by their own size.
const ADAM_RELATIVE: f64 = 1e-7;
/// Of W's norm: E is a difference of numbers of W's size, each rounded in its last place.
const ROUNDING: f64 = 1e-14;

/// Some ranks trained on one update with both scalings, as NumPy trains them.
#[derive(Deserialize)]
struct Experiment {
    params: BTreeMap<String, f64>,
    update: String,
    optimiser: String,
    rate: f64,
    steps: usize,
    ranks: Vec<usize>,
    norm: f64,
    /// Of each rank.
    floors: Vec<f64>,
    /// The first row of A at the start, at the largest rank, as bits.
    first_row: Vec<u64>,
    /// The last row of it.
    last_row: Vec<u64>,
    /// LoRA's, by rank, then rsLoRA's.
    runs: Vec<NumpyRun>,
}

#[derive(Deserialize)]
struct NumpyRun {
    rank: usize,
    scaling: String,
    diverged: Option<usize>,
    /// False where the last errors hold rounding alone; the curve ends before them.
    known_whole: bool,
    /// Steps and the errors after them.
    curve: Vec<(usize, f64)>,
}

impl Experiment {
    fn config(&self) -> TrainingConfig {
        let params = oracle::params(&self.name(), &self.params);
        TrainingConfig {
            which: match self.update.as_str() {
                "style" => Update::Style,
                "facts" => Update::Facts,
                other => panic!("no update {other}"),
            },
            optimizer: match self.optimiser.as_str() {
                "sgd" => Optimizer::Sgd,
                "adam" => Optimizer::Adam,
                other => panic!("no optimiser {other}"),
            },
            learning_rate: self.rate,
            steps: self.steps,
            ranks: self.ranks.clone(),
            ..TrainingConfig::new(params.update(), params.reading().alpha)
        }
    }

    fn name(&self) -> String {
        let (d, k) = (self.params["d"], self.params["k"]);
        let (update, optimiser, rate) = (&self.update, &self.optimiser, self.rate);
        format!("{update}, {d} x {k}, {optimiser} at {rate}")
    }
}

fn experiments() -> Vec<Experiment> {
    oracle::load("training")
}

fn target(config: &TrainingConfig) -> Arc<TrainingTarget> {
    Arc::new(TrainingTarget::draw(&config.update, config.which).expect("a target"))
}

/// The runs of one scaling, to their ends.
fn trained(config: &TrainingConfig, scaling: Scaling) -> Vec<Run> {
    let target = target(config);
    let configs = config.runs(scaling).expect("a configuration in range");
    let trained = |config| {
        let mut run = Run::new(Arc::clone(&target), config);
        run.advance(usize::MAX);
        run
    };
    configs.into_iter().map(trained).collect()
}

fn bits<'a>(values: impl IntoIterator<Item = &'a f64>) -> Vec<u64> {
    values.into_iter().map(|value| value.to_bits()).collect()
}

// --- NumPy ------------------------------------------------------------------------------------

#[test]
fn the_start_of_a_is_numpys_to_the_bit() {
    for experiment in experiments() {
        let config = experiment.config();
        let (columns, rank) = (
            config.update.columns,
            *experiment.ranks.iter().max().unwrap(),
        );
        let bound = 1.0 / (columns as f64).sqrt();
        let a = NumpyStream::new(config.seed).uniform_matrix(bound, rank, columns);
        assert_eq!(bits(a.row(0)), experiment.first_row);
        assert_eq!(bits(a.row(rank - 1)), experiment.last_row);
    }
}

#[test]
fn error_curves_floors_and_steps_of_divergence_are_numpys() {
    let (mut whole, mut diverged) = (0, 0);
    for experiment in experiments() {
        let config = experiment.config();
        let relative = match config.optimizer {
            Optimizer::Sgd => SGD_RELATIVE,
            Optimizer::Adam => ADAM_RELATIVE,
        };
        let norm = target(&config).norm();
        assert!((norm - experiment.norm).abs() <= SGD_RELATIVE * norm);
        let floors: BTreeMap<_, _> = experiment.ranks.iter().zip(&experiment.floors).collect();
        let ours = Scaling::ALL.map(|scaling| trained(&config, scaling));
        for (run, numpy) in ours.iter().flatten().zip(&experiment.runs) {
            let (rank, scaling) = (numpy.rank, &numpy.scaling);
            let what = format!("{}, {scaling}, rank {rank}", experiment.name());
            assert_eq!(run.config().rank(), rank, "{what}");
            for &(step, numpy) in &numpy.curve {
                let ours = run.errors()[step];
                let apart = (ours - numpy).abs();
                assert!(
                    apart <= ROUNDING.max(relative * numpy),
                    "{what}, step {step}: {ours:e} here, {numpy:e} in NumPy, {apart:e} apart"
                );
            }
            let floor = floors[&rank];
            assert!(
                run.errors().iter().all(|error| *error >= floor - ROUNDING),
                "{what}: an error below the floor {floor}"
            );
            let status = match numpy.diverged {
                Some(step) => Status::Diverged { step },
                None => Status::Finished,
            };
            assert_eq!(run.status(), status, "{what}");
            whole += usize::from(numpy.known_whole);
            diverged += usize::from(numpy.diverged.is_some());
        }
        assert_eq!(ours.iter().flatten().count(), experiment.runs.len());
    }
    assert!(whole >= 100, "only {whole} curves were compared whole");
    assert!(diverged >= 15, "only {diverged} runs diverged");
}

/// The numbers come from another draw of the same experiment: orthonormal factors, no noise. What
/// a draw changes is the second or third decimal.
#[test]
fn final_errors_have_the_pattern_that_is_published() {
    let published = [
        (
            Optimizer::Sgd,
            [0.869, 0.808, 0.928, 0.974],
            [0.850, 0.710, 0.468, 0.155],
        ),
        (
            Optimizer::Adam,
            [0.849, 0.707, 0.454, 0.100],
            [0.847, 0.702, 0.439, 0.000],
        ),
    ];
    let mut update = Params::default().update();
    update.noise = 0.0;
    for (optimizer, lora, rslora) in published {
        let config = TrainingConfig {
            optimizer,
            learning_rate: optimizer.default_learning_rate(),
            ranks: vec![8, 16, 32, 64],
            ..TrainingConfig::new(update, 16.0)
        };
        for (scaling, published) in Scaling::ALL.into_iter().zip([lora, rslora]) {
            for (run, published) in trained(&config, scaling).iter().zip(published) {
                let error = run.final_error().expect("a finished run");
                assert!(
                    (error - published).abs() < 0.01,
                    "{optimizer:?}, {scaling:?}, rank {}: {error}",
                    run.config().rank()
                );
            }
        }
    }
}

// --- The equivalence --------------------------------------------------------------------------

#[test]
fn rslora_is_lora_with_alpha_times_the_root_of_the_rank_to_the_bit() {
    let update = Params::default().update();
    for optimizer in Optimizer::ALL {
        for alpha in [16.0, 3.7] {
            // At 3, 5 and 7 the square root rounds.
            for rank in [1, 2, 3, 4, 5, 7, 64] {
                let rslora = TrainingConfig {
                    optimizer,
                    steps: 40,
                    ranks: vec![rank],
                    ..TrainingConfig::new(update, alpha)
                };
                let lora = TrainingConfig {
                    alpha: alpha * (rank as f64).sqrt(),
                    ..rslora.clone()
                };
                assert_eq!(
                    bits(trained(&rslora, Scaling::RsLora)[0].errors()),
                    bits(trained(&lora, Scaling::Lora)[0].errors()),
                    "{optimizer:?}, α {alpha}, rank {rank}"
                );
            }
        }
    }
}
