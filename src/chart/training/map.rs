//! Final error against rank and learning rate: the fuller the colour, the less is missing. The best
//! learning rate of each rank is outlined.

use super::super::{Axis, Cell, Plot, Tone};
use super::family_name;
use rankscope_params::csv;
use rankscope_params::number::{Format, significant};
use rankscope_params::training::LEARNING_RATES;
use rankscope_sim::training::{Family, Status, Trained, Trajectory};

/// Steps of a map's learning rates below and above the one it is around. More above: what LoRA wants
/// at a large rank is far up there.
const REACH: std::ops::RangeInclusive<i32> = -3..=5;
/// Between two of them: half a power of ten.
const STEP: f64 = 3.162_277_660_168_379_5;
/// Of the colour, at an error of 0: what is written on it can still be read.
const FULLEST: f64 = 0.5;

/// The learning rates of a map around `now`, ascending, within what can be trained.
pub fn rates(now: f64) -> Vec<f64> {
    let all = REACH.map(|number| now * STEP.powi(number));
    all.filter(|rate| LEARNING_RATES.contains(rate)).collect()
}

/// Rank, best learning rate and error there, of every rank for which all rates are known.
pub fn best_rates(trained: &[impl AsRef<Trained>], family: Family) -> Vec<(usize, f64, f64)> {
    let first = trained
        .first()
        .map(|trained| &trained.as_ref().plan.config.ranks);
    let best = |&rank: &usize| {
        let mut best: Option<(f64, f64)> = None;
        for trained in trained {
            let run = trained.as_ref().run(family, rank)?;
            if run.status == Status::Running {
                return None;
            }
            let error = run
                .final_error()
                .filter(|error| best.is_none_or(|best| *error < best.1));
            best = error
                .map(|error| (run.config.learning_rate(), error))
                .or(best);
        }
        best.map(|(rate, error)| (rank, rate, error))
    };
    first.into_iter().flatten().filter_map(best).collect()
}

/// The figure of one family: a plan for each learning rate, all of the same ranks.
pub fn plot(trained: &[impl AsRef<Trained>], family: Family) -> Plot {
    let best = best_rates(trained, family);
    let runs = trained
        .iter()
        .flat_map(|trained| trained.as_ref().of(family));
    let known: Vec<&Trajectory> = runs.filter(|run| run.status != Status::Running).collect();
    let config = trained.first().map(|trained| &trained.as_ref().plan.config);
    let ranks = config
        .map(|config| config.ranks.as_slice())
        .unwrap_or_default();
    let cell = |run: &&Trajectory| {
        let (rank, rate) = (run.config.rank(), run.config.learning_rate());
        let error = run.final_error();
        Cell {
            at: (rank as f64, rate),
            across: edges(ranks, rank),
            up: (rate / STEP.sqrt(), rate * STEP.sqrt()),
            value: error,
            label: error.map_or_else(|| "×".to_owned(), |error| Format::Decimals(2).write(error)),
            tone: Tone::from(config.map(|config| config.which).unwrap_or_default()),
            strength: error.map_or(0.0, |error| FULLEST * (1.0 - error).clamp(0.0, 1.0)),
            marked: best.iter().any(|best| (best.0, best.1) == (rank, rate)),
        }
    };
    let rates: Vec<f64> = trained
        .iter()
        .map(|trained| trained.as_ref().plan.config.learning_rate)
        .collect();
    let (low, high) = (
        rates.first().copied().unwrap_or(1.0),
        rates.last().copied().unwrap_or(1.0),
    );
    let (first, last) = (
        ranks.first().copied().unwrap_or(1),
        ranks.last().copied().unwrap_or(1),
    );
    let y = Axis::log(
        "learning rate η, log scale",
        low / STEP.sqrt(),
        high * STEP.sqrt(),
    );
    Plot {
        cells: known.iter().map(cell).collect(),
        summary: summary(&best, ranks.len(), family),
        ..Plot::new(
            Axis::doublings("rank r, log scale", first, last, 1.0),
            y,
            vec![],
        )
    }
}

/// From where to where a rank's cells reach: half-way to its neighbours, half a doubling at the ends.
fn edges(ranks: &[usize], rank: usize) -> (f64, f64) {
    let own = rank as f64;
    let below = ranks.iter().copied().filter(|&other| other < rank).max();
    let above = ranks.iter().copied().filter(|&other| other > rank).min();
    let half = 2f64.sqrt();
    (
        below.map_or(own / half, |other| (own * other as f64).sqrt()),
        above.map_or(own * half, |other| (own * other as f64).sqrt()),
    )
}

/// "LoRA’s best learning rate goes from 0.02 at rank 2 to 0.2 at rank 64, a factor of 10."
fn summary(best: &[(usize, f64, f64)], ranks: usize, family: Family) -> String {
    let name = family_name(family);
    match (best.first(), best.last()) {
        (Some(first), Some(last)) if best.len() == ranks => {
            let rates = best.iter().map(|best| best.1);
            let (least, most) = rates.fold((f64::INFINITY, 0.0_f64), |(least, most), rate| {
                (rate.min(least), rate.max(most))
            });
            let write = |rate| significant(rate, 2);
            if least == most {
                return format!(
                    "{name}’s best learning rate is {} at every rank.",
                    write(least)
                );
            }
            format!(
                "{name}’s best learning rate goes from {} at rank {} to {} at rank {}; over all ranks \
                 it spans a factor of {}.",
                write(first.1),
                first.0,
                write(last.1),
                last.0,
                write(most / least),
            )
        }
        _ => format!("{name}: each field appears when its run has ended."),
    }
}

/// Every cell of a map, with all digits, as comma-separated values.
pub fn csv(plot: &Plot) -> String {
    let mut text = csv::line(["rank", "learning_rate", "error"]);
    for Cell { at, value, .. } in &plot.cells {
        text += &csv::line([Some(at.0), Some(at.1), *value]);
    }
    text
}
