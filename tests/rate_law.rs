//! The best learning rate of each rank, and the power of the rank that it follows, agree with NumPy.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

// What NumPy said, as all native tests read it; not all of it concerns learning rates.
#[allow(dead_code)]
mod oracle;

use std::collections::BTreeMap;

use rankscope_chart::training::rates;
use rankscope_params::Params;
use rankscope_sim::training::{
    BestRates, ChunkedTraining, Exponent, Family, Optimizer, Plan, Trained, TrainingConfig,
    best_exponent, best_rates, largest_exponent, train,
};
use serde::Deserialize;
use std::rc::Rc;

/// Powers fitted to the same ranges agree to so much: errors do to 1e-7.
const SAME: f64 = 1e-6;
/// A run near its largest stable rate tells how it was rounded: a range may end a step of √2 apart.
const APART: f64 = 1.5;

/// Six ranks trained with one optimizer and one scale, at many rates, as NumPy trains them.
#[derive(Deserialize)]
struct Experiment {
    optimiser: String,
    scaling: String,
    ranks: Vec<usize>,
    tried: Vec<f64>,
    after: BTreeMap<usize, Law>,
}

#[derive(Deserialize)]
struct Law {
    rates: Vec<Rates>,
    /// Value, least and greatest.
    best: Option<[f64; 3]>,
    largest: Option<[f64; 3]>,
}

#[derive(Deserialize)]
struct Rates {
    best: f64,
    low: f64,
    high: f64,
    open_below: bool,
    open_above: bool,
}

fn trained(optimizer: Optimizer, tried: &[f64]) -> Vec<Rc<Trained>> {
    let params = Params::default();
    let plan = |&learning_rate: &f64| Plan {
        config: TrainingConfig {
            optimizer,
            learning_rate,
            ..TrainingConfig::new(params.update(), params.reading().alpha)
        },
        families: vec![Family::Lora, Family::RsLora],
    };
    let mut training = ChunkedTraining::new(tried.iter().map(plan).collect()).expect("plans");
    let mut session = None;
    while let Some(chunk) = training.next() {
        let growth = train(&mut session, &chunk, &mut || (), &mut || true);
        training.take(&chunk, growth.expect("a training"));
    }
    training.trained().to_vec()
}

/// That each power lies within what the ranges of the other allow.
fn agree(ours: Option<Exponent>, numpys: Option<[f64; 3]>, of: &str) -> bool {
    let (Some(ours), Some([value, least, most])) = (ours, numpys) else {
        assert!(
            ours.is_none() && numpys.is_none(),
            "{of}: {ours:?}, {numpys:?}"
        );
        return true;
    };
    assert!(ours.allows(value), "{of}: NumPy's {value}, {ours:?}");
    assert!(
        (least..=most).contains(&ours.value),
        "{of}: {ours:?}, {least} to {most}"
    );
    let (low, high) = ours.interval;
    [ours.value - value, low - least, high - most]
        .iter()
        .all(|apart| apart.abs() <= SAME)
}

fn near(ours: &BestRates, numpys: &Rates, of: &str) {
    let pairs = [
        (ours.best, numpys.best),
        (ours.range.0, numpys.low),
        (ours.range.1, numpys.high),
    ];
    for (one, other) in pairs {
        assert!(
            (one / other).ln().abs() <= APART.ln(),
            "{of}: {one}, NumPy's {other}"
        );
    }
    assert_eq!(ours.open, (numpys.open_below, numpys.open_above), "{of}");
}

#[test]
fn best_rates_and_their_powers_are_numpys_after_every_number_of_steps() {
    let experiments: Vec<Experiment> = oracle::load("rate_law");
    let (mut laws, mut same) = (0, 0);
    for name in ["sgd", "adam"] {
        let optimizer = match name {
            "sgd" => Optimizer::Sgd,
            _ => Optimizer::Adam,
        };
        let of_it = experiments.iter().filter(|found| found.optimiser == name);
        let mut runs = None;
        for experiment in of_it {
            let tried = rates(optimizer, Params::default().reading().alpha);
            assert_eq!(tried.len(), experiment.tried.len());
            for (one, other) in tried.iter().zip(&experiment.tried) {
                assert!((one / other - 1.0).abs() < 1e-12);
            }
            let runs = runs.get_or_insert_with(|| trained(optimizer, &tried));
            let family = match experiment.scaling.as_str() {
                "lora" => Family::Lora,
                _ => Family::RsLora,
            };
            for (&steps, law) in &experiment.after {
                let best = best_rates(runs, family, Some(steps));
                let of = format!("{name}, {}, {steps} steps", experiment.scaling);
                assert_eq!(best.len(), experiment.ranks.len(), "{of}");
                for (ours, numpys) in best.iter().zip(&law.rates) {
                    near(ours, numpys, &format!("{of}, rank {}", ours.rank));
                }
                let both = [
                    agree(best_exponent(&best), law.best, &format!("{of}, best")),
                    agree(
                        largest_exponent(&best),
                        law.largest,
                        &format!("{of}, largest"),
                    ),
                ];
                laws += both.len();
                same += both.iter().filter(|same| **same).count();
            }
        }
    }
    assert_eq!(laws, 40);
    // Where no range ends otherwise, the powers are the same numbers.
    assert!(same * 10 >= laws * 9, "{same} of {laws}");
}

#[test]
fn at_the_defaults_sgds_largest_rate_follows_the_edge_of_stability() {
    let experiments: Vec<Experiment> = oracle::load("rate_law");
    for (scaling, edge) in [("lora", 1.0), ("rslora", 0.5)] {
        let found = experiments
            .iter()
            .find(|found| found.optimiser == "sgd" && found.scaling == scaling)
            .expect("an experiment");
        for steps in [100, 200, 500] {
            let [value, least, most] = found.after[&steps].largest.expect("a power");
            assert!((value - edge).abs() < 0.01, "{scaling}, {steps}: {value}");
            assert!((least..=most).contains(&edge));
        }
    }
}
