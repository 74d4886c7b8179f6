//! What people repeat, held against the present parameters and the runs of a small transformer.

use rankscope_params::query::Link;
use rankscope_params::{Choice, Key, Optimizer as TrainedWith, TransformerRate, Update};
use rankscope_sim::training::{FirstStep, Optimizer};
use rankscope_sim::transformer::{MeanSpread, Recipe, Transformer};
use rankscope_sim::{Scaling, Spectrum};

use super::links::{explore, real_transformer, train};
use super::words::{self, repeated as said};
use super::{Basis, Check, Claim, Verdict, energy, energy_kept, first_step};
use crate::transformer::Surprise;

/// “Hold”: so much of the facts is recalled.
const RECALLED: f64 = 0.9;
/// Energy that a spectrum's rank keeps.
const MOST: f64 = 0.9;
/// Shares of recall that are nearer than this are alike.
const ALIKE: f64 = 0.05;
/// A first step that gains less than this share of rank 1's is slower.
const SLOWER: f64 = 0.9;

/// What an adapter of a usual rank has learned of the facts after the longest training: steps and share.
fn learned(runs: &Transformer) -> Option<(Surprise, usize, f64)> {
    let found = Surprise::of(runs)?;
    let [lora, _] = found.trained;
    let (steps, recall) = found.longer.unwrap_or((runs.last_step(), lora));
    Some((found, steps, recall))
}

pub(super) fn rank_8_facts(link: &Link, facts: &Spectrum, runs: Option<&Transformer>) -> Claim {
    let rank = 8;
    let cut = energy(facts, rank);
    let found = runs.and_then(learned).filter(|(of, ..)| of.rank == rank);
    let recall = found.map(|(.., recall)| recall);
    Claim {
        id: "rank-8-facts",
        verdict: Verdict::of(recall.map(|recall| recall < RECALLED)),
        why: match recall {
            Some(recall) if recall >= RECALLED => said::RANK_8_LEARNS,
            Some(_) => said::RANK_8_DOES_NOT,
            None => said::NOT_LOADED,
        }
        .to_owned(),
        number: match found {
            Some((_, steps, recall)) => Some(said::recalled(recall, rank, steps)),
            None => cut.map(|cut| words::energy(cut, "facts", rank)),
        },
        more: said::rank_8_facts(rank, cut, found.map(|(of, ..)| of.cut)),
        basis: &[Basis::Measured, Basis::Runs],
        checks: vec![
            energy_kept(explore(link, &[(Key::RankHigh, 8.0)])),
            of_runs(link),
        ],
    }
}

pub(super) fn alpha_twice_rank(link: &Link, style: &Spectrum) -> Claim {
    let reading = link.params.reading();
    let rank = reading.rank_low;
    let twice = 2.0 * rank as f64;
    Claim {
        id: "alpha-2r",
        verdict: Verdict::Open,
        why: said::ALPHA_2R_WHY.to_owned(),
        number: Some(said::twice(Scaling::Lora.factor(twice, rank))),
        more: said::alpha_2r(
            (rank, style.error(rank, Scaling::Lora.factor(twice, rank))),
            reading.alpha,
        ),
        basis: &[Basis::Measured, words::DIVIDE_BY_RANK],
        checks: vec![Check {
            label: words::SCALE,
            link: explore(link, &[(Key::Alpha, twice)]),
            figure: "figure-scaling",
        }],
    }
}

/// Recall at the largest rank with α/r and with α/√r.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtRate {
    pub rate: f64,
    pub lora: f64,
    pub rslora: f64,
}

/// At each learning rate that both were run at.
fn at_largest(runs: &Transformer) -> Option<(usize, Vec<AtRate>)> {
    let rank = *runs.ranks.last()?;
    let at = |&rate: &TransformerRate| {
        Some(AtRate {
            rate: rate.rate(),
            lora: recall(runs, Scaling::Lora, rate, rank)?,
            rslora: recall(runs, Scaling::RsLora, rate, rank)?,
        })
    };
    let rates: Vec<_> = TransformerRate::ALL.iter().filter_map(at).collect();
    (!rates.is_empty()).then_some((rank, rates))
}

/// Of the facts, after the usual steps: the mean over the seeds that were run.
fn recall(runs: &Transformer, scaling: Scaling, rate: TransformerRate, rank: usize) -> Option<f64> {
    let recipe = Recipe {
        task: Update::Facts,
        scaling,
        rate: rate.rate(),
        steps: runs.last_step(),
    };
    MeanSpread::of(&runs.accuracy_at(recipe, rank)).map(|found| found.mean)
}

pub(super) fn rslora_better(link: &Link, runs: Option<&Transformer>) -> Claim {
    let found = runs.and_then(at_largest);
    let count = |ahead: fn(&AtRate) -> bool| {
        let rates = found.iter().flat_map(|(_, rates)| rates);
        rates.filter(|at| ahead(at)).count()
    };
    let ahead = count(|at| at.rslora > at.lora + ALIKE);
    let behind = count(|at| at.lora > at.rslora + ALIKE);
    let of = found.as_ref().map_or(0, |(_, rates)| rates.len());
    Claim {
        id: "rslora-better",
        verdict: match (of, ahead, behind) {
            (0, ..) => Verdict::Open,
            (_, _, 1..) => Verdict::Fails,
            _ if ahead == of => Verdict::Holds,
            _ => Verdict::Partly,
        },
        why: match (of, ahead, behind) {
            (0, ..) => said::NOT_LOADED,
            (_, 0, 1..) => said::RSLORA_BEHIND,
            (_, _, 1..) => said::RSLORA_EITHER,
            _ => said::RSLORA_NOT_BEHIND,
        }
        .to_owned(),
        number: found
            .as_ref()
            .map(|(rank, _)| said::ahead(ahead, of, *rank)),
        more: found
            .as_ref()
            .map_or_else(Vec::new, |(_, rates)| said::at_rates(rates)),
        basis: &[Basis::Runs, words::RSLORA],
        checks: vec![of_runs(link)],
    }
}

pub(super) fn spectrum_tells(link: &Link, facts: &Spectrum, runs: Option<&Transformer>) -> Claim {
    let found = runs.and_then(|runs| {
        let used = runs.rank90(Update::Facts, runs.last_step())?;
        let (of, steps, recall) = learned(runs)?;
        Some((used.mean, runs.directions(), of, steps, recall))
    });
    // It would have to fail below the spectrum's rank: that it learns at another tells nothing.
    let refuted =
        found.map(|(used, _, of, _, recall)| recall >= RECALLED && (of.rank as f64) < used);
    let mut ranks = 1..=facts.max_rank();
    let simulated = ranks.find(|&rank| energy(facts, rank).is_some_and(|kept| kept >= MOST));
    Claim {
        id: "spectrum-tells",
        verdict: match refuted {
            Some(true) => Verdict::Fails,
            Some(false) | None => Verdict::Open,
        },
        why: match refuted {
            Some(true) => said::SPECTRUM_WHY,
            Some(false) => said::SPECTRUM_OPEN,
            None => said::NOT_LOADED,
        }
        .to_owned(),
        number: found.map(|(used, all, of, ..)| said::directions(used, all, of.rank)),
        more: said::spectrum_tells(
            simulated,
            found.map(|(_, _, of, steps, recall)| (of, steps, recall)),
        ),
        basis: &[Basis::Measured, Basis::Runs],
        checks: vec![of_runs(link)],
    }
}

pub(super) fn higher_rank(
    link: &Link,
    steps: Option<&[FirstStep]>,
    runs: Option<&Transformer>,
) -> Claim {
    let of = |step: &&FirstStep| (step.optimizer, step.scaling) == (Optimizer::Sgd, Scaling::Lora);
    let last = steps.and_then(|steps| steps.iter().rfind(of));
    let slower = last.map(|step| step.drop < SLOWER);
    Claim {
        id: "higher-rank",
        verdict: match slower {
            Some(true) => Verdict::Fails,
            // That a first step gains enough does not show that a training does.
            Some(false) | None => Verdict::Open,
        },
        why: match slower {
            Some(true) => said::HIGHER_SLOWER,
            Some(false) => said::HIGHER_OPEN,
            None => words::NOT_MEASURED,
        }
        .to_owned(),
        number: last.map(words::first_step),
        more: runs
            .and_then(|runs| falls(runs, TransformerRate::Middle))
            .map_or_else(Vec::new, |found| vec![said::falls(&found)]),
        basis: &[Basis::Measured, Basis::Runs],
        checks: vec![
            first_step(words::TRAINING_SGD, train(link, TrainedWith::Sgd)),
            of_runs(link),
        ],
    }
}

/// How recall falls with the rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fall {
    pub rate: f64,
    /// Rank and recall where it is highest.
    pub best: (usize, f64),
    /// The same at the largest rank.
    pub last: (usize, f64),
}

/// With α/√r; none where the largest rank recalls as much as any.
fn falls(runs: &Transformer, rate: TransformerRate) -> Option<Fall> {
    let at = |&rank: &usize| Some((rank, recall(runs, Scaling::RsLora, rate, rank)?));
    let known: Vec<_> = runs.ranks.iter().filter_map(at).collect();
    let best = *known
        .iter()
        .max_by(|one, other| one.1.total_cmp(&other.1))?;
    let last = *known.last()?;
    (best.1 > last.1 + ALIKE).then_some(Fall {
        rate: rate.rate(),
        best,
        last,
    })
}

fn of_runs(link: &Link) -> Check {
    Check {
        label: words::REAL_TRANSFORMER,
        link: real_transformer(link),
        figure: "transformer",
    }
}
