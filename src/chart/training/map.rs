//! Final error against rank and learning rate, and what theory says of the best rate.
//!
//! The colour is the error above the floor `f` of its rank: full at `f`, none at 1, which no adapter
//! scores, so a rank that holds little does not look like a rate that fails. Grey: above 1, worse than
//! no adapter. Every rate that is as good as the rank's best ([`BestRates`]) is outlined, since a best one
//! alone would be noise. Once all is known, a dot marks the best rate of each rank, and the laws are
//! lines: the edge of stability where it is, the others through the middle of the dots, since they only
//! say a power of the rank.

use super::super::{Axis, Cell, Curve, Plot, Stroke, Tone};
use super::{family_name, in_two_digits, scaling};
use rankscope_params::csv;
use rankscope_params::number::significant;
use rankscope_params::training::LEARNING_RATES;
use rankscope_params::{Optimizer, Params};
use rankscope_sim::Spectrum;
use rankscope_sim::training::{
    BestRates, Family, RateLaw, Status, Trained, TrainingConfig, Trajectory, best_rates,
    edge_of_stability,
};

/// Steps of a map's learning rates below and above the optimizer's default. More above: what LoRA wants
/// at a large rank is far up there.
const REACH: std::ops::RangeInclusive<i32> = -4..=20;
/// Between two of them.
const STEP: f64 = std::f64::consts::SQRT_2;
/// Of the colour, at the floor: what is written on it can still be read.
const FULLEST: f64 = 0.5;
/// Of the neutral colour, where an adapter is worse than none.
const WORSE: f64 = 0.16;

/// The learning rates of a map, ascending, within what can be trained. SGD's edge of stability goes as
/// `1/α`, and so do the rates.
pub fn rates(optimizer: Optimizer, alpha: f64) -> Vec<f64> {
    let usual = Params::default().reading().alpha;
    let shift = match optimizer {
        // Whole steps, so that at the default α the default rate is among them.
        Optimizer::Sgd => ((usual / alpha).ln() / STEP.ln()).round() as i32,
        Optimizer::Adam => 0,
    };
    let rate = |step: i32| optimizer.default_learning_rate() * STEP.powi(step + shift);
    REACH
        .map(rate)
        .filter(|rate| LEARNING_RATES.contains(rate))
        .collect()
}

/// The figure of one family: a plan for each learning rate, all of the same ranks. `spectrum` is the
/// fitted update's, for the floor; without it the floor counts as 0.
pub fn plot(trained: &[impl AsRef<Trained>], family: Family, spectrum: Option<&Spectrum>) -> Plot {
    let best = best_rates(trained, family, None);
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
            match config {
                Some(config) if best.len() == ranks.len() => {
                    curves(&best, config, family, spectrum)
                }
                _ => vec![],
            },
        )
    }
}

/// The best rates, and the laws of this optimizer.
fn curves(
    best: &[BestRates],
    config: &TrainingConfig,
    family: Family,
    spectrum: Option<&Spectrum>,
) -> Vec<Curve> {
    let scaling = scaling(family);
    let curve = |name: &'static str, label: String, stroke, points| Curve {
        name: name.into(),
        label,
        named: true,
        tone: Tone::Neutral,
        strength: 1.0,
        stroke,
        dots: false,
        points,
    };
    let largest = spectrum.and_then(|spectrum| spectrum.values().first().copied());
    let edge = |rank| {
        Some(edge_of_stability(
            scaling.factor(config.alpha, rank),
            largest?,
        ))
    };
    // Lines of the same power are one.
    let mut laws: Vec<(RateLaw, f64, String)> = vec![];
    for law in RateLaw::ALL {
        let Some(power) = law.exponent(config.optimizer, scaling) else {
            continue;
        };
        match laws.iter_mut().find(|(one, other, _)| {
            *one != RateLaw::EdgeOfStability && law != RateLaw::EdgeOfStability && *other == power
        }) {
            Some((_, _, label)) => *label = format!("{label}, {}", law_name(law)),
            None => laws.push((law, power, law_name(law).to_owned())),
        }
    }
    let through_the_middle = |power: f64| {
        let offsets = best
            .iter()
            .map(|best| best.best.ln() - power * (best.rank as f64).ln());
        (offsets.sum::<f64>() / best.len() as f64).exp()
    };
    let line = |(law, power, label): (RateLaw, f64, String)| {
        let middle = through_the_middle(power);
        let at = |best: &BestRates| {
            let rate = match law {
                RateLaw::EdgeOfStability => edge(best.rank)?,
                RateLaw::FirstStep | RateLaw::SignLike => middle * (best.rank as f64).powf(power),
            };
            Some((best.rank as f64, rate))
        };
        let stroke = match law {
            RateLaw::FirstStep => Stroke::Solid,
            RateLaw::EdgeOfStability | RateLaw::SignLike => Stroke::Dotted,
        };
        curve(
            law_column(law),
            label,
            stroke,
            best.iter().filter_map(at).collect(),
        )
    };
    let dots = best.iter().map(|best| (best.rank as f64, best.best));
    let measured = Curve {
        dots: true,
        ..curve(
            "best",
            "best rate".to_owned(),
            Stroke::Unjoined,
            dots.collect(),
        )
    };
    let lines = laws.into_iter().map(line);
    lines
        .filter(|line| !line.points.is_empty())
        .chain([measured])
        .collect()
}

/// A law's name in tables and files.
pub const fn law_column(law: RateLaw) -> &'static str {
    match law {
        RateLaw::FirstStep => "first-step",
        RateLaw::EdgeOfStability => "edge",
        RateLaw::SignLike => "sign-like",
    }
}

/// A law's name on the page.
pub const fn law_name(law: RateLaw) -> &'static str {
    match law {
        RateLaw::FirstStep => "first-step law",
        RateLaw::EdgeOfStability => "edge of stability",
        RateLaw::SignLike => "μA",
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
