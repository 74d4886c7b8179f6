//! The learning rate that is best for a rank, and how it goes with the rank.
//!
//! Of one rank the errors e(η) are known at some rates, ascending. With the least of them at η₀:
//!
//! - as good: every rate whose error is within 2 % of the least, or equal to it in two digits;
//! - its range: from the first of them to the last, each end half-way (in log η) to the next rate tried.
//!   Where the first or the last rate tried is as good, the range is open there;
//! - best: where η₀ alone is as good, the vertex of the parabola in log η through it and its two
//!   neighbours; where several rates tie, or a neighbour is missing, the middle of the range.
//!
//! Over ranks, `η* ∝ r^p`: p is the slope of log η* against log r by least squares, each rank weighted
//! by `1/h²`, h half its range in log η, so a rank with a sharp optimum counts more. Its interval is
//! the least and the greatest slope when each η* may lie anywhere in its range. The same is fitted to the
//! upper ends of the ranges, the largest rates that are as good, each known to half a step of the rates.

use super::{Family, Status, Trained};
use rankscope_params::number::Format;

/// Errors within this share of the least are as good: seeds move them by more.
pub const TIED: f64 = 0.02;
/// Errors below it are none: ΔW is matched.
pub const MATCHED: f64 = 0.005;
/// Ranks that a slope is fitted to, at the least: through two any line goes.
const FEWEST: usize = 3;

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

/// How a learning rate goes with the rank, as a power of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponent {
    pub value: f64,
    /// From the least to the greatest that the ranges allow.
    pub interval: (f64, f64),
    /// Ranks it is fitted to.
    pub ranks: usize,
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

/// How the best rate goes with the rank, over the ranks whose range is not open; none of fewer than
/// three.
pub fn best_exponent(best: &[BestRates]) -> Option<Exponent> {
    let closed = best.iter().filter(|best| best.open == (false, false));
    fitted(closed.map(|best| (best.rank, best.best, best.range)))
}

/// The same of the largest rate that is as good as the best.
pub fn largest_exponent(best: &[BestRates]) -> Option<Exponent> {
    let closed = best.iter().filter(|best| !best.open.1);
    fitted(closed.map(|best| {
        let (largest, half) = (best.range.1, best.half_step);
        (best.rank, largest, (largest / half, largest * half))
    }))
}

/// The slope of rates against ranks, both as logarithms, each rate in a range.
fn fitted(rates: impl Iterator<Item = (usize, f64, (f64, f64))>) -> Option<Exponent> {
    struct Place {
        rank: f64,
        rate: f64,
        low: f64,
        high: f64,
        weight: f64,
    }
    let place = |(rank, rate, (low, high)): (usize, f64, (f64, f64))| {
        let (low, high) = (low.ln(), high.ln());
        Place {
            rank: (rank as f64).ln(),
            rate: rate.ln(),
            low,
            high,
            weight: ((high - low) / 2.0).powi(-2),
        }
    };
    let places: Vec<Place> = rates.map(place).collect();
    if places.len() < FEWEST {
        return None;
    }
    let weights: f64 = places.iter().map(|place| place.weight).sum();
    let mean = places
        .iter()
        .map(|place| place.weight * place.rank)
        .sum::<f64>()
        / weights;
    let spread: f64 = places
        .iter()
        .map(|place| place.weight * (place.rank - mean).powi(2))
        .sum();
    let (mut value, mut least, mut most) = (0.0, 0.0, 0.0);
    for Place {
        rank,
        rate,
        low,
        high,
        weight,
    } in &places
    {
        let pull = weight * (rank - mean) / spread;
        let ends = if pull > 0.0 { (low, high) } else { (high, low) };
        value += pull * rate;
        least += pull * ends.0;
        most += pull * ends.1;
    }
    let finite = [value, least, most].iter().all(|number| number.is_finite());
    finite.then_some(Exponent {
        value,
        interval: (least, most),
        ranks: places.len(),
    })
}

impl Exponent {
    /// Whether the interval holds this power.
    pub fn allows(&self, power: f64) -> bool {
        (self.interval.0..=self.interval.1).contains(&power)
    }
}

#[cfg(test)]
mod tests {
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

    /// Best rates that follow a power of the rank, each in a range of this half width.
    fn following(power: f64, halves: &[f64]) -> Vec<BestRates> {
        let best = |(doubling, half): (usize, &f64)| {
            let rank = 2usize << doubling;
            let best = 0.01 * (rank as f64).powf(power);
            BestRates {
                rank,
                error: 0.5,
                rates: vec![best],
                of: 25,
                best,
                range: (best / half, best * half),
                open: (false, false),
                half_step: 2f64.powf(0.25),
            }
        };
        halves.iter().enumerate().map(best).collect()
    }

    #[test]
    fn a_power_law_is_found_and_its_interval_grows_with_the_ranges() {
        for power in [-0.5, 0.0, 1.0] {
            let [sharp, flat] =
                [1.2, 3.0].map(|half| best_exponent(&following(power, &[half; 5])).unwrap());
            for found in [sharp, flat] {
                assert!((found.value - power).abs() < 1e-12, "{found:?}");
                assert!(found.allows(power) && found.ranks == 5);
            }
            let width = |found: Exponent| found.interval.1 - found.interval.0;
            assert!((width(flat) / width(sharp) - 3f64.ln() / 1.2f64.ln()).abs() < 1e-9);
        }
    }

    #[test]
    fn a_flat_rank_hardly_moves_the_slope() {
        let mut best = following(1.0, &[1.2, 1.2, 1.2, 1.2, 100.0]);
        if let Some(flat) = best.last_mut() {
            flat.best *= 10.0;
        }
        let found = best_exponent(&best).unwrap();
        assert!((found.value - 1.0).abs() < 0.01, "{found:?}");
        assert!(found.allows(1.0));
    }

    #[test]
    fn fewer_than_three_ranks_are_no_law() {
        assert_eq!(best_exponent(&following(1.0, &[1.2, 1.2])), None);
        assert_eq!(largest_exponent(&following(1.0, &[1.2, 1.2])), None);
    }
}
