//! Final error against rank and learning rate.
//!
//! The colour is the error above the floor `f` of its rank: full at `f`, none at 1, which no adapter
//! scores, so a rank that holds little does not look like a rate that fails. Grey: above 1, worse than
//! no adapter. Every rate within [`TIED`] of the rank's best, or equal to it in two digits, is outlined,
//! since a best one alone would be noise.

use super::super::{Axis, Cell, Plot, Tone};
use super::{alike, family_name, in_two_digits};
use rankscope_params::csv;
use rankscope_params::number::significant;
use rankscope_params::training::LEARNING_RATES;
use rankscope_sim::Spectrum;
use rankscope_sim::training::{Family, Status, Trained, Trajectory};

/// Steps of a map's learning rates below and above the one it is around. More above: what LoRA wants
/// at a large rank is far up there.
const REACH: std::ops::RangeInclusive<i32> = -3..=5;
/// Between two of them: half a power of ten.
const STEP: f64 = 3.162_277_660_168_379_5;
/// Of the colour, at the floor: what is written on it can still be read.
const FULLEST: f64 = 0.5;
/// Of the neutral colour, where an adapter is worse than none.
const WORSE: f64 = 0.16;
/// Errors within this share of the best are as good: seeds move them by more.
const TIED: f64 = 0.02;

/// The learning rates of a map around `now`, ascending, within what can be trained.
pub fn rates(now: f64) -> Vec<f64> {
    let all = REACH.map(|number| now * STEP.powi(number));
    all.filter(|rate| LEARNING_RATES.contains(rate)).collect()
}

/// The learning rates that are best for a rank.
#[derive(Clone, Debug, PartialEq)]
pub struct BestRates {
    pub rank: usize,
    /// The least error.
    pub error: f64,
    /// Every rate that is as good, ascending: within [`TIED`] of the least error, or equal to it in two digits.
    pub rates: Vec<f64>,
    /// How many rates there are to choose from.
    pub of: usize,
}

/// The best learning rates of every rank for which all rates are known.
pub fn best_rates(trained: &[impl AsRef<Trained>], family: Family) -> Vec<BestRates> {
    let first = trained
        .first()
        .map(|trained| &trained.as_ref().plan.config.ranks);
    let best = |&rank: &usize| {
        let runs: Option<Vec<&Trajectory>> = trained
            .iter()
            .map(|trained| trained.as_ref().run(family, rank))
            .collect();
        let runs = runs?;
        if runs.iter().any(|run| run.status == Status::Running) {
            return None;
        }
        let known = || {
            let error = |run: &&Trajectory| Some((run.config.learning_rate(), run.final_error()?));
            runs.iter().filter_map(error)
        };
        let least = known().map(|(_, error)| error).min_by(f64::total_cmp)?;
        let tied =
            known().filter(|&(_, error)| error <= least * (1.0 + TIED) || alike(error, least));
        Some(BestRates {
            rank,
            error: least,
            rates: tied.map(|(rate, _)| rate).collect(),
            of: runs.len(),
        })
    };
    first.into_iter().flatten().filter_map(best).collect()
}

/// The figure of one family: a plan for each learning rate, all of the same ranks. `spectrum` is the
/// fitted update's, for the floor; without it the floor counts as 0.
pub fn plot(trained: &[impl AsRef<Trained>], family: Family, spectrum: Option<&Spectrum>) -> Plot {
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
        let worse = error.is_none_or(|error| error > 1.0);
        let floor = spectrum.and_then(|spectrum| spectrum.floor(rank));
        let above = |error: f64| {
            let floor = floor.unwrap_or_default();
            // Where the floor is 1 nothing can be learned, and nothing is missing either.
            ((error - floor) / (1.0 - floor).max(f64::EPSILON)).clamp(0.0, 1.0)
        };
        Cell {
            at: (rank as f64, rate),
            across: edges(ranks, rank),
            up: (rate / STEP.sqrt(), rate * STEP.sqrt()),
            value: error,
            label: error.map_or_else(|| "×".to_owned(), in_two_digits),
            tone: match config {
                Some(config) if !worse => Tone::from(config.which),
                _ => Tone::Neutral,
            },
            strength: match error {
                Some(error) if !worse => FULLEST * (1.0 - above(error)),
                _ => WORSE,
            },
            marked: best
                .iter()
                .any(|best| best.rank == rank && best.rates.contains(&rate)),
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

/// "At rank 2, six of nine learning rates tie (0.96). The best learning rate is 0.063 at rank 16 and 0.2 at
/// rank 64. No learning rate is among the best at every rank." A trend is stated only over ranks without
/// a tie.
pub(super) fn summary(best: &[BestRates], ranks: usize, family: Family) -> String {
    let name = family_name(family);
    let (Some(first), true) = (best.first(), best.len() == ranks) else {
        return format!("{name}: a field appears when its run has finished.");
    };
    let rate = |rate: f64| significant(rate, 2);
    let (tied, alone): (Vec<_>, Vec<_>) = best.iter().partition(|best| best.rates.len() > 1);
    let tie = tied.first().map(|tie| {
        format!(
            "At rank {}, {} of {} learning rates tie ({}).",
            tie.rank,
            counted(tie.rates.len()),
            counted(tie.of),
            in_two_digits(tie.error),
        )
    });
    let alone: Vec<(usize, f64)> = alone
        .iter()
        .filter_map(|best| Some((best.rank, *best.rates.first()?)))
        .collect();
    let common = first.rates.iter().rev().find(|&rate| {
        let mut others = best.iter();
        others.all(|best| best.rates.contains(rate))
    });
    let trend = match (alone.as_slice(), common) {
        // Said by what they have in common.
        ([], _) | (_, Some(_)) => None,
        ([(rank, only)], None) => Some(format!(
            "At rank {rank} the best learning rate is {}.",
            rate(*only)
        )),
        ([(one, low), .., (other, high)], None) => Some(format!(
            "The best learning rate is {} at rank {one} and {} at rank {other}.",
            rate(*low),
            rate(*high),
        )),
    };
    let shared = match common {
        Some(common) if tied.is_empty() => {
            format!("At every rank the best learning rate is {}.", rate(*common))
        }
        Some(common) => format!(
            "Learning rate {} is among the best at every rank.",
            rate(*common)
        ),
        None => "No learning rate is among the best at every rank.".to_owned(),
    };
    let sentences = [tie, trend, Some(shared)];
    sentences
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A small count as a word.
fn counted(count: usize) -> String {
    const WORDS: [&str; 10] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    WORDS
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// Every cell of a map, with all digits, as comma-separated values.
pub fn csv(plot: &Plot) -> String {
    let mut text = csv::line(["rank", "learning_rate", "error"]);
    for Cell { at, value, .. } in &plot.cells {
        text += &csv::line([Some(at.0), Some(at.1), *value]);
    }
    text
}
