//! What the article says and what people repeat, held against the present parameters.
//!
//! The statements stand in the [`ledger`](mod@ledger), with the literature. What is found here is computed from the
//! settings in force, so at others a statement may fail that holds at the article's. Where a theorem
//! settles a matter whatever the settings are, it is named. What only a training can tell is taken from
//! the runs of a small transformer; without them it is open.

mod card;
mod claim;
pub mod export;
pub mod ledger;
mod like;
mod links;
pub mod recall;
mod repeated;
pub mod words;

pub use card::{Card, Cited, Opened, tally};
pub use claim::{Basis, Check, Claim, Measure, Verdict};
pub use ledger::{Ledger, ledger};
pub use like::Like;
pub use links::{EXERCISE, adapters, exercise, statement};

use self::links::{explore, real_transformer, train};
use crate::train::plan;
use crate::work::Work;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::query::Link;
use rankscope_params::{Key, SigmaAxis};
use rankscope_sim::article::{ScalingComparison, compare_scalings};
use rankscope_sim::recall::RecallResults;
use rankscope_sim::training::{FirstStep, Optimizer};
use rankscope_sim::transformer::Transformer;
use rankscope_sim::{Scaling, Spectra, Spectrum};

/// The last rank of the article's table of scales.
const LAST_RANK: usize = 64;
/// “About 28 %”: so far off is still about it.
const ABOUT: f64 = 0.01;
/// “Well”: an error this many times the least possible is not.
const WELL: f64 = 1.1;
/// “Kills”: less than this share of the signal is left.
const KILLED: f64 = 0.1;
/// Energy that counts as all of it.
const NEARLY_ALL: f64 = 0.99;

/// The measurement of the first steps that the claims are judged by.
pub fn first_steps_job(link: &Link) -> Job {
    Job::FirstSteps(Packed::of(&plan::of_claims(link)))
}

/// The first steps at the link's settings; none while they are measured, or when they cannot be.
pub fn first_steps(link: &Link, work: &Work) -> Option<Vec<FirstStep>> {
    match work.answer(Some(&first_steps_job(link))) {
        Some(Answer::FirstSteps(steps)) => steps.open(),
        _ => None,
    }
}

/// What verdicts rest on beside the simulation, each once it is there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'k> {
    /// The first steps of training on the facts update.
    pub steps: Option<&'k [FirstStep]>,
    /// The runs of a small transformer.
    pub runs: Option<&'k Transformer>,
    /// The run of recall.
    pub learned: Option<&'k RecallResults>,
}

/// What is found of every statement of the ledger in a state, in the ledger's order.
pub fn claims(link: &Link, spectra: &Spectra, known: Known<'_>) -> Vec<Claim> {
    let Known {
        steps,
        runs,
        learned,
    } = known;
    vec![
        style_energy(link, &spectra.style),
        facts_energy(link, &spectra.facts),
        lora_reconstructs(link, &spectra.style),
        rslora_lowers(link, spectra),
        scales_fall(link),
        signal_dies(link, steps),
        low_and_high(link, spectra),
        repeated::rank_8_facts(link, &spectra.facts, runs),
        repeated::alpha_twice_rank(link, &spectra.style),
        repeated::rslora_better(link, runs),
        repeated::spectrum_tells(link, &spectra.facts, runs),
        repeated::higher_rank(link, steps, runs),
        recall::facts_need_rank(link, learned),
    ]
}

fn style_energy(link: &Link, style: &Spectrum) -> Claim {
    let rank = 4;
    let energy = energy(style, rank);
    let true_rank = link.params.update().true_rank;
    Claim {
        id: "style-energy",
        verdict: Verdict::of(energy.map(|energy| energy > 0.99)),
        why: match energy {
            Some(_) => words::style_energy(true_rank),
            None => words::no_rank(rank),
        },
        number: energy.map(|energy| words::energy(energy, "style", rank)),
        more: vec![],
        basis: &[Basis::Measured, words::ECKART_YOUNG],
        checks: vec![energy_kept(explore(link, &[(Key::RankLow, 4.0)]))],
    }
}

fn facts_energy(link: &Link, facts: &Spectrum) -> Claim {
    let rank = 8;
    let energy = energy(facts, rank);
    Claim {
        id: "facts-energy",
        verdict: Verdict::of(energy.map(|energy| (energy - 0.28).abs() <= ABOUT)),
        why: match energy {
            Some(_) => words::facts_energy(),
            None => words::no_rank(rank),
        },
        number: energy.map(|energy| words::energy(energy, "facts", rank)),
        more: vec![],
        basis: &[Basis::Measured, words::ECKART_YOUNG],
        checks: vec![energy_kept(explore(link, &[(Key::RankHigh, 8.0)]))],
    }
}

fn lora_reconstructs(link: &Link, style: &Spectrum) -> Claim {
    let alpha = link.params.reading().alpha;
    let at = |rank| {
        let within = rank <= style.max_rank();
        let error = style.error(rank, Scaling::Lora.factor(alpha, rank));
        error.zip(style.floor(rank)).filter(|_| within)
    };
    let both = at(4).zip(at(8));
    let well = |(error, floor): (f64, f64)| error < 1.0 && error <= WELL * floor;
    Claim {
        id: "lora-reconstructs",
        verdict: both.map_or(Verdict::Open, |(low, high)| {
            Verdict::of_both([well(low), well(high)])
        }),
        why: match both {
            Some(_) => words::LORA_RECONSTRUCTS_WHY.to_owned(),
            None => words::no_rank(8),
        },
        number: both.map(|(low, _)| words::error(low.0)),
        more: both.map_or_else(Vec::new, |(low, high)| {
            words::lora_reconstructs(high.0, [low.1, high.1])
        }),
        basis: &[Basis::Measured, words::ECKART_YOUNG],
        checks: vec![reconstruction(explore(
            link,
            &[(Key::RankLow, 4.0), (Key::RankHigh, 8.0)],
        ))],
    }
}

fn rslora_lowers(link: &Link, spectra: &Spectra) -> Claim {
    let found = compare_scalings(spectra, link.params.reading().alpha);
    let ScalingComparison {
        compared, lower, ..
    } = found;
    let verdict = match lower {
        _ if compared == 0 => Verdict::Open,
        0 => Verdict::Fails,
        lower if lower == compared => Verdict::Holds,
        _ => Verdict::Partly,
    };
    Claim {
        id: "rslora-lowers",
        verdict,
        why: words::RSLORA_LOWERS_WHY.to_owned(),
        number: Some(words::lower(found)),
        more: words::rslora_lowers(found),
        basis: &[Basis::Measured],
        checks: vec![
            reconstruction(explore(link, &[])),
            training(words::TRAINING, train(link, Optimizer::Sgd)),
        ],
    }
}

fn scales_fall(link: &Link) -> Claim {
    let alpha = link.params.reading().alpha;
    let [lora, rslora] = Scaling::ALL.map(|scaling| scaling.factor(alpha, LAST_RANK));
    Claim {
        id: "scales-fall",
        verdict: Verdict::of(Some(lora == 0.25)),
        why: words::SCALES_FALL_WHY.to_owned(),
        number: Some(words::fall(alpha, lora)),
        more: words::scales_fall(alpha, rslora),
        basis: &[words::LORA],
        checks: vec![Check {
            label: words::SCALE,
            link: explore(link, &[]),
            figure: "figure-scaling",
        }],
    }
}

fn signal_dies(link: &Link, steps: Option<&[FirstStep]>) -> Claim {
    let at_last_rank = |optimizer| {
        let of = |step: &&FirstStep| (step.optimizer, step.scaling) == (optimizer, Scaling::Lora);
        steps?.iter().rfind(of)
    };
    let both = at_last_rank(Optimizer::Sgd).zip(at_last_rank(Optimizer::Adam));
    let killed = both.map(|(sgd, adam)| [sgd.drop < KILLED, adam.drop < KILLED]);
    Claim {
        id: "signal-dies",
        verdict: killed.map_or(Verdict::Open, Verdict::of_both),
        why: killed
            .map_or(words::NOT_MEASURED, words::signal_dies_why)
            .to_owned(),
        number: both.map(|(sgd, _)| words::first_step(sgd)),
        more: both.map_or_else(Vec::new, |(sgd, adam)| words::signal_dies(sgd, adam)),
        basis: &[Basis::Measured, words::RSLORA, words::DIVIDE_BY_RANK],
        checks: vec![
            first_step(words::TRAINING_SGD, train(link, Optimizer::Sgd)),
            first_step(words::TRAINING_ADAM, train(link, Optimizer::Adam)),
        ],
    }
}

fn low_and_high(link: &Link, spectra: &Spectra) -> Claim {
    let enough = |spectrum: &Spectrum| {
        let mut ranks = 1..=spectrum.max_rank();
        ranks.find(|&rank| {
            spectrum
                .energy(rank)
                .is_some_and(|energy| energy >= NEARLY_ALL)
        })
    };
    let mut log = explore(link, &[]);
    log.choices.sigma_axis = SigmaAxis::Log;
    Claim {
        id: "low-and-high",
        verdict: Verdict::Assumed,
        why: words::LOW_AND_HIGH_WHY.to_owned(),
        number: words::nearly_all(enough(&spectra.style)),
        more: words::low_and_high(enough(&spectra.facts), spectra.style.max_rank()),
        basis: &[Basis::Assumption],
        checks: vec![
            Check {
                label: words::SINGULAR_VALUES,
                link: log,
                figure: "figure-spectrum",
            },
            Check {
                label: words::REAL_TRANSFORMER,
                link: real_transformer(link),
                figure: "transformer",
            },
        ],
    }
}

fn energy_kept(link: Link) -> Check {
    Check {
        label: words::ENERGY_KEPT,
        link,
        figure: "figure-variance",
    }
}

fn reconstruction(link: Link) -> Check {
    Check {
        label: words::RECONSTRUCTION_ERROR,
        link,
        figure: "figure-error",
    }
}

fn training(label: &'static str, link: Link) -> Check {
    Check {
        label,
        link,
        figure: "figure-train-final",
    }
}

fn first_step(label: &'static str, link: Link) -> Check {
    Check {
        figure: "figure-train-first-step",
        ..training(label, link)
    }
}

/// The share of the energy, where the matrix has this rank.
fn energy(spectrum: &Spectrum, rank: usize) -> Option<f64> {
    let within = rank <= spectrum.max_rank();
    spectrum.energy(rank).filter(|_| within)
}

#[cfg(test)]
mod tests;
