//! What holds for every training run.
//!
//! The inputs are random but seeded, so a run can be repeated: `PROPTEST_RNG_SEED` sets another seed
//! and `PROPTEST_CASES` another number of cases.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_params::{Ends, Update, UpdateParams};
use rankscope_sim::training::{
    DIVERGED, LEARNING_RATES, Optimizer, Run, RunConfig, Status, TrainingConfig, TrainingError,
    TrainingTarget,
};
use rankscope_sim::{Scaling, Spectrum, update};

/// Relative to 1, the error of no update: some units in the last place of a sum.
const ROUNDING: f64 = 1e-12;

/// Fast enough to run with every other test; seeded, so that a failure is the change's own.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(42);
    }
    config
}

// --- Inputs -----------------------------------------------------------------------------------

fn updates() -> impl Strategy<Value = UpdateParams> {
    let shape = (2usize..=20, 2usize..=20, 0.0..1.0);
    let ends = || (0.0..=20.0, 0.0..=20.0).prop_map(|(first, last)| Ends { first, last });
    let noise = prop_oneof![Just(0.0), 0.0..=1.0];
    (shape, noise, ends(), ends(), any::<u32>()).prop_map(
        |((rows, columns, share), noise, style, facts, seed)| UpdateParams {
            rows,
            columns,
            true_rank: 1 + (share * rows.min(columns) as f64) as usize,
            noise,
            style,
            facts,
            seed,
        },
    )
}

/// One rank of any update, with any rate there is.
fn trainings() -> impl Strategy<Value = TrainingConfig> {
    let which = prop::sample::select(vec![Update::Style, Update::Facts]);
    let optimizer = prop::sample::select(Optimizer::ALL.to_vec());
    let rates = LEARNING_RATES.start().ln()..LEARNING_RATES.end().ln();
    let run = (rates, 0.25..1024.0, 1usize..=60, 0.0..1.0, any::<u32>());
    (updates(), which, optimizer, run).prop_map(
        |(update, which, optimizer, (rate, alpha, steps, share, seed))| TrainingConfig {
            which,
            optimizer,
            learning_rate: rate.exp(),
            steps,
            ranks: vec![1 + (share * update.max_rank() as f64) as usize],
            seed,
            ..TrainingConfig::new(update, alpha)
        },
    )
}

fn scalings() -> impl Strategy<Value = Scaling> {
    prop::sample::select(Scaling::ALL.to_vec())
}

fn started(config: &TrainingConfig, scaling: Scaling) -> Run {
    let target = TrainingTarget::draw(&config.update, config.which).unwrap();
    let run: RunConfig = config.runs(scaling).unwrap()[0];
    Run::new(Arc::new(target), run)
}

fn bits(run: &Run) -> Vec<u64> {
    run.errors().iter().map(|error| error.to_bits()).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_run_makes_all_its_steps_or_says_where_it_diverged(
        config in trainings(), scaling in scalings(),
    ) {
        let mut run = started(&config, scaling);
        prop_assert_eq!(run.errors(), [1.0]);
        prop_assert_eq!(run.status(), Status::Running);
        let status = run.advance(usize::MAX);
        prop_assert!(run.errors().iter().all(|error| *error <= DIVERGED));
        match status {
            Status::Running => prop_assert!(false, "it has steps to go"),
            Status::Finished => {
                prop_assert_eq!(run.errors().len(), config.steps + 1);
                prop_assert_eq!(run.final_error(), run.errors().last().copied());
            }
            Status::Diverged { step } => {
                prop_assert_eq!(run.errors().len(), step);
                prop_assert_eq!(run.final_error(), None);
            }
        }
        // And then it stands still.
        let end = bits(&run);
        prop_assert_eq!(run.step(), status);
        prop_assert_eq!(bits(&run), end);
    }

    #[test]
    fn no_run_does_better_than_the_eckart_young_floor(
        config in trainings(), scaling in scalings(),
    ) {
        let matrix = update::draw(&config.update, config.which).unwrap();
        let floor = Spectrum::of(matrix).unwrap().floor(config.ranks[0]).unwrap();
        let mut run = started(&config, scaling);
        run.advance(usize::MAX);
        prop_assert!(run.errors().iter().all(|error| *error >= floor - ROUNDING));
    }

    #[test]
    fn a_run_in_pieces_is_the_same_run(
        config in trainings(),
        scaling in scalings(),
        pieces in prop::collection::vec(0usize..20, 0..8),
    ) {
        let mut whole = started(&config, scaling);
        whole.advance(usize::MAX);
        let mut pieced = started(&config, scaling);
        for piece in pieces {
            let before = pieced.errors().len();
            pieced.advance(piece);
            prop_assert!(pieced.errors().len() - before <= piece);
        }
        pieced.advance(usize::MAX);
        prop_assert_eq!(bits(&whole), bits(&pieced));
        prop_assert_eq!(whole.status(), pieced.status());
    }

    /// The loss is smooth: near the start, and wherever descent leads from there, its curvature is
    /// at most about `γ²(‖A‖² + ‖B‖²) + γ‖E‖`, and a step far shorter than one over that descends.
    #[test]
    fn sgd_in_short_steps_never_raises_the_loss(
        config in trainings(), scaling in scalings(), share in 0.01..0.1f64,
    ) {
        // A large α would take a rate below the least there is.
        let alpha = config.alpha.min(16.0);
        let config = TrainingConfig { optimizer: Optimizer::Sgd, alpha, ..config };
        let norm = TrainingTarget::draw(&config.update, config.which).unwrap().norm();
        let run = config.runs(scaling).unwrap()[0];
        let (factor, rank) = (run.factor(), run.rank() as f64);
        let curvature = factor * factor * rank / 3.0 + 3.0 * factor * norm;
        let learning_rate = (share / curvature).min(*LEARNING_RATES.end());
        let mut run = started(&TrainingConfig { learning_rate, ..config }, scaling);
        prop_assert_eq!(run.advance(usize::MAX), Status::Finished);
        for pair in run.errors().windows(2) {
            prop_assert!(pair[1] <= pair[0] * (1.0 + ROUNDING), "{:?}", run.errors());
        }
    }

    #[test]
    fn an_update_of_zero_is_declined(params in updates(), facts in any::<bool>()) {
        let none = Ends { first: 0.0, last: 0.0 };
        let params = UpdateParams { noise: 0.0, style: none, facts: none, ..params };
        let which = if facts { Update::Facts } else { Update::Style };
        prop_assert_eq!(
            TrainingTarget::draw(&params, which).unwrap_err(),
            TrainingError::ZeroUpdate
        );
    }
}
