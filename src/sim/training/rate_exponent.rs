//! How the best learning rate goes with the rank: the power of it that fits what was measured.
//!
//! `η* ∝ r^p`, η* the best rate at rank r: p is the slope of log η* against log r by least squares, each rank
//! weighted by `1/h²`, h half its range in log η, so a rank with a sharp optimum counts more. Its interval is the
//! least and the greatest slope when each η* may lie anywhere in its range. The same is fitted to the upper ends
//! of the ranges, the largest rates that are as good, each known to half a step of the rates.

use super::BestRates;

/// Ranks that a slope is fitted to, at the least: through two any line goes.
const FEWEST: usize = 3;

/// How a learning rate goes with the rank, as a power of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponent {
    pub value: f64,
    /// From the least to the greatest that the ranges allow.
    pub interval: (f64, f64),
    /// Ranks it is fitted to.
    pub ranks: usize,
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
