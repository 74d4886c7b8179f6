//! The first step of a run obeys the four laws of `sim::training`.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::ops::Range;
use std::sync::Arc;

use rankscope_params::{Params, Update, UpdateParams};
use rankscope_sim::Scaling;
use rankscope_sim::training::{
    DEFAULT_RANKS, Optimizer, Run, TrainingConfig, TrainingTarget, first_step_average,
    first_step_drop, first_step_law,
};

/// How near the first-step laws hold.
const LAW: f64 = 0.05;

fn target(config: &TrainingConfig) -> Arc<TrainingTarget> {
    Arc::new(TrainingTarget::draw(&config.update, config.which).expect("a target"))
}

/// The drops of the first step at some ranks, summed over experiments that differ in their seed,
/// each with the sum of what they are on average over all starts of A.
fn first_steps(
    which: Update,
    optimizer: Optimizer,
    scaling: Scaling,
    ranks: &[usize],
    seeds: Range<u32>,
) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0); ranks.len()];
    for seed in seeds {
        let update = UpdateParams {
            seed,
            ..Params::default().update()
        };
        let config = TrainingConfig {
            which,
            optimizer,
            ranks: ranks.to_vec(),
            ..TrainingConfig::new(update, 16.0)
        };
        let target = target(&config);
        let runs = config.runs(scaling).expect("a configuration in range");
        for (sum, run) in sums.iter_mut().zip(runs) {
            sum.0 += first_step_drop(&target, run);
            sum.1 += first_step_average(&target, &run);
        }
    }
    sums
}

/// Rank 1 first, which the others are relative to.
fn ranks_from_one() -> Vec<usize> {
    [&[1], DEFAULT_RANKS.as_slice()].concat()
}

/// Of the facts update. The one draw at r = 1 strays by 17 % (one standard deviation), its average
/// over ten seeds by 5 %: these seeds, the page's own and the nine after it, stay within that.
#[test]
fn the_first_step_obeys_its_law_over_ten_seeds_relative_to_rank_one() {
    let ranks = ranks_from_one();
    for optimizer in Optimizer::ALL {
        for scaling in Scaling::ALL {
            let drops = first_steps(Update::Facts, optimizer, scaling, &ranks, 42..52);
            let law = |rank| first_step_law(optimizer, scaling, 16.0, rank);
            for (&rank, (drop, _)) in ranks.iter().zip(&drops) {
                let off = drop / drops[0].0 / (law(rank) / law(1)) - 1.0;
                assert!(
                    off.abs() <= LAW,
                    "{optimizer:?}, {scaling:?}, {rank}: {off}"
                );
            }
        }
    }
}

/// The law with its constant, which no draw at r = 1 blurs.
#[test]
fn the_first_step_is_what_the_law_says_over_ten_seeds() {
    let ranks = ranks_from_one();
    for optimizer in Optimizer::ALL {
        for scaling in Scaling::ALL {
            let drops = first_steps(Update::Facts, optimizer, scaling, &ranks, 42..52);
            for (rank, (drop, average)) in ranks.iter().zip(&drops) {
                let off = drop / average - 1.0;
                assert!(
                    off.abs() <= LAW,
                    "{optimizer:?}, {scaling:?}, {rank}: {off}"
                );
            }
        }
    }
}

/// The style update has four directions, and most of its energy in two: one row of A strays by
/// nearly the whole average. So here are more rows and more seeds.
#[test]
fn the_first_step_on_the_style_update_is_what_the_law_says_over_many_draws() {
    for optimizer in Optimizer::ALL {
        for scaling in Scaling::ALL {
            let drops = first_steps(Update::Style, optimizer, scaling, &[16, 32, 64], 0..100);
            for (drop, average) in drops {
                let off = drop / average - 1.0;
                assert!(off.abs() <= LAW, "{optimizer:?}, {scaling:?}: {off}");
            }
        }
    }
}

/// What the gradient predicts, a step so short that it stays near does.
#[test]
fn a_small_first_step_lowers_the_loss_by_its_first_order_drop() {
    let update = Params::default().update();
    for optimizer in Optimizer::ALL {
        let config = TrainingConfig {
            optimizer,
            learning_rate: 1e-6,
            steps: 1,
            ..TrainingConfig::new(update, 16.0)
        };
        let target = target(&config);
        for run in config.runs(Scaling::RsLora).expect("a configuration") {
            let predicted = first_step_drop(&target, run);
            let mut run = Run::new(Arc::clone(&target), run);
            run.advance(1);
            let loss = |error: f64| 0.5 * (error * target.norm()).powi(2);
            let dropped = loss(1.0) - loss(run.errors()[1]);
            assert!((dropped / predicted - 1.0).abs() < 1e-3, "{optimizer:?}");
        }
    }
}
