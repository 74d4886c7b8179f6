//! The learning rate that is best for a rank.
//!
//! Of one rank the errors e(η) are known at some rates, ascending. With the least of them at η₀:
//!
//! - as good: every rate whose error is within 2 % of the least, or equal to it in two digits;
//! - its range: from the first of them to the last, each end half-way (in log η) to the next rate tried.
//!   Where the first or the last rate tried is as good, the range is open there;
//! - best: where η₀ alone is as good, the vertex of the parabola in log η through it and its two
//!   neighbours; where several rates tie, or a neighbour is missing, the middle of the range.

use super::{Family, Status, Trained};
use rankscope_params::number::Format;

/// Errors within this share of the least are as good: seeds move them by more.
pub const TIED: f64 = 0.02;
/// Errors below it are none: ΔW is matched.
pub const MATCHED: f64 = 0.005;

/// The learning rates that are best for a rank.
#[derive(Clone, Debug, PartialEq)]
pub struct BestRates {
    pub rank: usize,
    /// The least error.
    pub error: f64,
    /// Every rate that is as good, ascending.
    pub rates: Vec<f64>,
    /// How many rates there are to choose from.
    pub of: usize,
    /// The best rate.
    pub best: f64,
    /// The range of the rates that are as good.
    pub range: (f64, f64),
    /// Whether the range may go on below and above what was tried.
    pub open: (bool, bool),
    /// The ratio between the end of the range and the last rate in it.
    pub half_step: f64,
}

/// An error in two digits, in which no trend is smaller than what another seed makes.
pub fn in_two_digits(error: f64) -> String {
    if error < MATCHED {
        "<0.01".to_owned()
    } else {
        Format::Decimals(2).write(error)
    }
}

/// Whether two errors are equal in two digits. Such a difference is never called a trend.
pub fn alike(one: f64, other: f64) -> bool {
    in_two_digits(one) == in_two_digits(other)
}

/// The best rates of a rank, of its errors at each rate, ascending; none of a rate at which it
/// diverged. None when every rate did, or none was tried.
pub fn best_rates_of(rank: usize, tried: &[(f64, Option<f64>)]) -> Option<BestRates> {
    let known = tried.iter().filter_map(|&(_, error)| error);
    let least = known.min_by(f64::total_cmp)?;
    let as_good = |error: f64| error <= least * (1.0 + TIED) || alike(error, least);
    let good: Vec<usize> = (0..tried.len())
        .filter(|&at| error_of(tried, at).is_some_and(as_good))
        .collect();
    let (&first, &last) = good.first().zip(good.last())?;
    let rate = |at: usize| tried.get(at).map(|&(rate, _)| rate);
    let (low, high) = (rate(first)?, rate(last)?);
    let below = first.checked_sub(1).and_then(rate);
    let above = rate(last + 1);
    // Beyond the first and the last rate tried, as far as on the other side.
    let step = |from: Option<f64>, to: Option<f64>| Some((to? / from?).sqrt());
    let step_up = step(Some(high), above).or_else(|| step(rate(last.checked_sub(1)?), Some(high)));
    let step_down = step(below, Some(low)).or_else(|| step(Some(low), rate(first + 1)));
    let (step_up, step_down) = (step_up.unwrap_or(1.0), step_down.unwrap_or(1.0));
    let range = (low / step_down, high * step_up);
    let vertex = || {
        let (before, after) = (
            error_of(tried, first.checked_sub(1)?)?,
            error_of(tried, last + 1)?,
        );
        let bend = before - 2.0 * least + after;
        // In steps of the rates, which is at most a half of one.
        let off = (before - after) / (2.0 * bend);
        Some(low * (2.0 * off * step_up.ln()).exp())
    };
    let vertex = (first == last).then(vertex).flatten();
    Some(BestRates {
        rank,
        error: least,
        rates: good.iter().filter_map(|&at| rate(at)).collect(),
        of: tried.len(),
        best: vertex.unwrap_or_else(|| (range.0 * range.1).sqrt()),
        range,
        open: (below.is_none(), above.is_none()),
        half_step: step_up,
    })
}

fn error_of(tried: &[(f64, Option<f64>)], at: usize) -> Option<f64> {
    tried.get(at).and_then(|&(_, error)| error)
}

/// The best learning rates of every rank for which all rates are known, after a step, or without one
/// after the last. A plan for each rate, ascending, all of the same ranks.
pub fn best_rates(
    trained: &[impl AsRef<Trained>],
    family: Family,
    step: Option<usize>,
) -> Vec<BestRates> {
    let first = trained.first().map(|trained| &trained.as_ref().plan.config);
    let best = |&rank: &usize| {
        let tried = trained.iter().map(|trained| {
            let run = trained.as_ref().run(family, rank)?;
            let error = match step {
                Some(step) => run.errors.get(step).copied(),
                None => run.final_error(),
            };
            // Without an error a run has diverged by then, or is not so far.
            let known = error.is_some() || run.status != Status::Running;
            known.then_some((run.config.learning_rate(), error))
        });
        best_rates_of(rank, &tried.collect::<Option<Vec<_>>>()?)
    };
    let ranks = first.into_iter().flat_map(|config| &config.ranks);
    ranks.filter_map(best).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{best_exponent, largest_exponent};
    use super::*;

    const ROOT: f64 = std::f64::consts::SQRT_2;

    /// Rates in steps of √2 around 1.
    fn rates() -> Vec<f64> {
        (-12..=12).map(|step| ROOT.powi(step)).collect()
    }

    fn tried(error: impl Fn(f64) -> Option<f64>) -> Vec<(f64, Option<f64>)> {
        rates()
            .into_iter()
            .map(|rate| (rate, error(rate)))
            .collect()
    }

    #[test]
    fn a_sharp_optimum_between_two_rates_is_found_by_its_parabola() {
        let optimum: f64 = 1.13;
        let parabola = |rate: f64| Some(0.3 + 0.5 * (rate / optimum).ln().powi(2));
        let best = best_rates_of(4, &tried(parabola)).unwrap();
        assert_eq!(best.rates, [1.0]);
        assert!((best.best / optimum - 1.0).abs() < 1e-12, "{best:?}");
        let quarter = ROOT.sqrt();
        assert!((best.range.0 * quarter - 1.0).abs() < 1e-12);
        assert!((best.range.1 / quarter - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_tie_is_a_range_and_its_middle_the_best() {
        let flat = |rate: f64| {
            Some(if (0.4..3.0).contains(&rate) {
                0.7031
            } else {
                0.9
            })
        };
        let best = best_rates_of(4, &tried(flat)).unwrap();
        assert_eq!((best.rates.len(), best.open), (6, (false, false)));
        assert!((best.best - (best.range.0 * best.range.1).sqrt()).abs() < 1e-12);
        // Equal in two digits, though one is least by the third.
        let nearly = |rate: f64| Some(flat(rate)? + 1e-3 * (rate - 1.0).abs());
        assert_eq!(best_rates_of(4, &tried(nearly)).unwrap().rates.len(), 6);
    }

    #[test]
    fn ties_on_both_sides_of_a_worse_rate_are_one_range() {
        let split = |rate: f64| {
            Some(if (0.9..1.1).contains(&rate) {
                0.8
            } else {
                0.7 + 0.2 * f64::from(u8::from(rate.ln().abs() > 1.5))
            })
        };
        let best = best_rates_of(4, &tried(split)).unwrap();
        assert_eq!(best.rates.len(), 8);
        assert!((best.best - 1.0).abs() < 1e-12, "{best:?}");
    }

    #[test]
    fn a_range_that_reaches_the_last_rate_tried_is_open_and_fits_nothing() {
        let falling = |rate: f64| Some(1.0 / rate);
        let best = best_rates_of(4, &tried(falling)).unwrap();
        assert_eq!(best.open, (false, true));
        assert_eq!(
            best_exponent(&[best.clone(), best.clone(), best.clone()]),
            None
        );
        assert_eq!(largest_exponent(&[best.clone(), best.clone(), best]), None);
        assert_eq!(best_rates_of(4, &tried(|_| None)), None);
        assert_eq!(best_rates_of(4, &[]), None);
        // One rate alone.
        let alone = best_rates_of(4, &[(0.5, Some(0.1))]).unwrap();
        assert_eq!((alone.best, alone.open), (0.5, (true, true)));
    }

    #[test]
    fn beside_a_rate_that_diverged_the_best_is_the_rate_itself() {
        let cliff = |rate: f64| (rate < 1.2).then(|| 1.0 / rate);
        let best = best_rates_of(4, &tried(cliff)).unwrap();
        assert!((best.best - 1.0).abs() < 1e-12);
        assert_eq!(best.open, (false, false));
    }
}
