//! An axis: its range, where a value stands on it, its ticks.
//!
//! plotters' own mesh measures every tick label through the DOM, several times a frame; these
//! axes only place text, so a chart is drawn without asking the page for anything.

use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::coord::types::RangedCoordf64;

use rankscope_params::number::significant;

/// A value below this share of the largest is off a logarithmic axis: six decades are readable,
/// and a spectrum without noise would otherwise reach down to rounding errors.
const DEEPEST_DECADES: i32 = 6;

/// A logarithmic or linear range of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Quantity and unit.
    pub title: &'static str,
    /// The quantity's name in tables and files.
    pub column: &'static str,
    kind: Kind,
    first: f64,
    last: f64,
    /// The only places of [`Kind::Listed`], ascending, with what their ticks say.
    listed: Vec<Tick>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Whole ranks, with ticks at 1 and at multiples of a power of two.
    Ranks,
    /// The same ranks, equal ratios equally far apart, with ticks at powers of two.
    LogRanks,
    /// Ranks in equal steps from doubling to doubling, with ticks at powers of two.
    Doublings,
    Linear,
    Log,
    /// A few places at equal distances, whatever their values.
    Listed,
}

/// A tick: where it stands and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Its value.
    pub value: f64,
    /// Its label.
    pub label: String,
}

impl Axis {
    /// The ranks `1..=max_rank`, at equal distances.
    pub fn ranks(title: &'static str, max_rank: usize) -> Self {
        Self {
            title,
            column: "rank",
            kind: Kind::Ranks,
            first: 1.0,
            last: max_rank as f64,
            listed: vec![],
        }
    }

    /// The ranks `1..=max_rank`, each doubling as far as any other.
    pub fn log_ranks(title: &'static str, max_rank: usize) -> Self {
        Self {
            kind: Kind::LogRanks,
            ..Self::ranks(title, max_rank)
        }
    }

    /// From 0 to a little above `largest`.
    pub fn linear(title: &'static str, largest: f64) -> Self {
        let last = if largest > 0.0 { largest } else { 1.0 };
        Self {
            title,
            column: "value",
            kind: Kind::Linear,
            first: 0.0,
            last,
            listed: vec![],
        }
    }

    /// From `smallest` to `largest`, both positive, at most six decades.
    pub fn log(title: &'static str, smallest: f64, largest: f64) -> Self {
        let last = if largest > 0.0 { largest } else { 1.0 };
        let deepest = last * 10f64.powi(-DEEPEST_DECADES);
        Self {
            title,
            column: "value",
            kind: Kind::Log,
            first: smallest.clamp(deepest, last / 2.0),
            last,
            listed: vec![],
        }
    }

    /// From 0 to `steps`.
    pub fn steps(title: &'static str, steps: usize) -> Self {
        Self {
            column: "step",
            ..Self::linear(title, steps as f64)
        }
    }

    /// The ranks from `smallest` to `largest`, logarithmic, with room for half a doubling of
    /// `margin` on either side.
    pub fn doublings(title: &'static str, smallest: usize, largest: usize, margin: f64) -> Self {
        let room = (0.5 * margin).exp2();
        Self {
            title,
            column: "rank",
            kind: Kind::Doublings,
            first: smallest as f64 / room,
            last: largest as f64 * room,
            listed: vec![],
        }
    }

    /// These ranks, ascending, at equal distances.
    pub fn listed_ranks(title: &'static str, ranks: &[usize]) -> Self {
        let place = |rank: &usize| (*rank as f64, rank.to_string());
        let places: Vec<(f64, String)> = ranks.iter().map(place).collect();
        Self {
            column: "rank",
            ..Self::listed(title, places)
        }
    }

    /// These values, ascending, at equal distances, each with what its tick says.
    pub fn listed(title: &'static str, places: Vec<(f64, String)>) -> Self {
        let tick = |(value, label)| Tick { value, label };
        let listed: Vec<Tick> = places.into_iter().map(tick).collect();
        Self {
            title,
            column: "value",
            kind: Kind::Listed,
            first: listed.first().map_or(0.0, |tick| tick.value),
            last: listed.last().map_or(1.0, |tick| tick.value),
            listed,
        }
    }

    /// The value that stands `beside` the place with this number, in distances of two places.
    pub fn value_beside(&self, number: usize, beside: f64) -> f64 {
        let value = |number: usize| self.listed.get(number).map(|tick| tick.value);
        let own = value(number).unwrap_or_default();
        let next = if beside < 0.0 {
            let below = number.checked_sub(1).and_then(value);
            below.map(|below| own - below)
        } else {
            value(number + 1).map(|above| above - own)
        };
        own + beside * next.unwrap_or(1.0)
    }

    /// The number of the place at a value, with how far it is to the next.
    fn listed_number(&self, value: f64) -> f64 {
        let after = self.listed.partition_point(|tick| tick.value <= value);
        let number = after.saturating_sub(1);
        let own = self.listed.get(number).map_or(0.0, |tick| tick.value);
        let next = self.listed.get(number + 1).map(|tick| tick.value);
        let distance = next.filter(|_| value > own).map_or(1.0, |next| next - own);
        number as f64 + (value - own) / distance
    }

    /// Whether it has a few places only.
    pub(super) fn is_listed(&self) -> bool {
        self.kind == Kind::Listed
    }

    /// Whether it has a place for every rank from 1 on.
    pub(super) fn counts_ranks(&self) -> bool {
        matches!(self.kind, Kind::Ranks | Kind::LogRanks)
    }

    /// What is written behind a value of it.
    pub fn unit(&self) -> &'static str {
        if self.title.ends_with(", %") {
            "\u{202f}%"
        } else {
            ""
        }
    }

    /// First and last value.
    pub fn range(&self) -> (f64, f64) {
        (self.first, self.last)
    }

    /// Where `value` stands: 0 at the first end, 1 at the last; beyond them outside.
    pub fn position(&self, value: f64) -> f64 {
        let (value, first, last) = match self.kind {
            Kind::Listed => {
                let count = self.listed.len().max(1) as f64;
                (self.listed_number(value) + 0.5, 0.0, count)
            }
            Kind::Ranks | Kind::Linear => (value, self.first, self.last),
            Kind::Log | Kind::Doublings | Kind::LogRanks => {
                (value.ln(), self.first.ln(), self.last.ln())
            }
        };
        (value - first) / (last - first)
    }

    /// The ticks, at most about `most` of them.
    pub fn ticks(&self, most: usize) -> Vec<Tick> {
        match self.kind {
            Kind::Ranks => self.rank_ticks(most),
            Kind::Doublings | Kind::LogRanks => self.doubling_ticks(most),
            Kind::Linear => self.linear_ticks(most),
            Kind::Log => self.log_ticks(most),
            Kind::Listed => self.listed.clone(),
        }
    }

    fn rank_ticks(&self, most: usize) -> Vec<Tick> {
        let max_rank = self.last as usize;
        let mut step = 1;
        while max_rank / step + 1 > most.max(2) {
            step *= 2;
        }
        let multiples = (1..=max_rank / step).map(|i| i * step);
        let mut ranks = vec![1];
        ranks.extend(multiples.filter(|&rank| rank > 1));
        let tick = |rank: usize| Tick {
            value: rank as f64,
            label: rank.to_string(),
        };
        ranks.into_iter().map(tick).collect()
    }

    fn doubling_ticks(&self, most: usize) -> Vec<Tick> {
        let (low, high) = (self.first.log2().ceil(), self.last.log2().floor());
        let every = ((high - low + 1.0) / most.max(1) as f64).ceil().max(1.0) as usize;
        let tick = |exponent: i32| Tick {
            value: f64::from(exponent).exp2(),
            label: significant(f64::from(exponent).exp2(), 6),
        };
        // None below rank 1, however much room there is.
        let exponents = (low as i32).max(0)..=high as i32;
        exponents.step_by(every).map(tick).collect()
    }

    fn linear_ticks(&self, most: usize) -> Vec<Tick> {
        let tick = |value: f64| Tick {
            value,
            label: significant(value, 6),
        };
        RangedCoordf64::from(self.first..self.last)
            .key_points(BoldPoints(most))
            .into_iter()
            .map(tick)
            .collect()
    }

    /// Powers of ten; with 2 and 5 between them when there are few.
    fn log_ticks(&self, most: usize) -> Vec<Tick> {
        let (low, high) = (self.first.log10(), self.last.log10());
        let decades = high - low;
        let steps: &[f64] = if decades * 3.0 <= most as f64 {
            &[1.0, 2.0, 5.0]
        } else {
            &[1.0]
        };
        let every = (decades / most.max(1) as f64).ceil().max(1.0) as i32;
        let exponents = (low.floor() as i32..=high.ceil() as i32).filter(|e| e % every == 0);
        let values = exponents.flat_map(|e| steps.iter().map(move |step| step * 10f64.powi(e)));
        // A tick that misses an end only by rounding is still on the axis.
        let inside = |value: &f64| (-1e-9..=1.0 + 1e-9).contains(&self.position(*value));
        let tick = |value: f64| Tick {
            value,
            label: significant(value, 1),
        };
        values.filter(inside).map(tick).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis, most: usize) -> String {
        let labels: Vec<_> = axis
            .ticks(most)
            .into_iter()
            .map(|tick| tick.label)
            .collect();
        labels.join(" ")
    }

    #[test]
    fn ranks_are_ticked_at_one_and_at_multiples_of_a_power_of_two() {
        assert_eq!(labels(&Axis::ranks("r", 64), 5), "1 16 32 48 64");
        assert_eq!(labels(&Axis::ranks("r", 64), 9), "1 8 16 24 32 40 48 56 64");
        assert_eq!(labels(&Axis::ranks("r", 2), 8), "1 2");
    }

    #[test]
    fn a_logarithmic_axis_of_ranks_is_ticked_at_powers_of_two() {
        let axis = Axis::log_ranks("r", 48);
        assert_eq!(labels(&axis, 8), "1 2 4 8 16 32");
        assert_eq!((axis.position(1.0), axis.position(48.0)), (0.0, 1.0));
        let gap = |rank: f64| axis.position(2.0 * rank) - axis.position(rank);
        assert!((gap(1.0) - gap(16.0)).abs() < 1e-12);
    }

    #[test]
    fn a_linear_axis_starts_at_zero() {
        assert_eq!(labels(&Axis::linear("σ", 5.2), 6), "0 1 2 3 4 5");
    }

    #[test]
    fn a_logarithmic_axis_is_ticked_at_powers_of_ten() {
        assert_eq!(labels(&Axis::log("e", 0.01, 15.0), 5), "0.01 0.1 1 10");
        assert_eq!(labels(&Axis::log("e", 0.5, 6.0), 6), "0.5 1 2 5");
    }

    #[test]
    fn a_logarithmic_axis_never_runs_deeper_than_six_decades() {
        let axis = Axis::log("σ", 1e-17, 5.0);
        assert!((axis.range().0 / 5e-6 - 1.0).abs() < 1e-9);
        assert!(axis.position(0.0) < 0.0);
    }

    #[test]
    fn doublings_of_a_rank_are_equally_far_apart() {
        let axis = Axis::doublings("r", 2, 64, 0.5);
        assert_eq!(labels(&axis, 8), "2 4 8 16 32 64");
        assert_eq!(labels(&axis, 3), "2 8 32");
        let gap = |rank: f64| axis.position(2.0 * rank) - axis.position(rank);
        assert!((gap(2.0) - gap(32.0)).abs() < 1e-12);
        assert_eq!(labels(&Axis::doublings("r", 3, 3, 1.0), 4), "4");
    }

    #[test]
    fn listed_places_are_equally_far_apart() {
        let axis = Axis::listed_ranks("r", &[1, 2, 16, 64]);
        assert_eq!(labels(&axis, 2), "1 2 16 64");
        let places = [1.0, 2.0, 16.0, 64.0].map(|rank| axis.position(rank));
        assert_eq!(places, [0.125, 0.375, 0.625, 0.875]);
        for (number, place) in places.into_iter().enumerate() {
            for beside in [-0.5, -0.25, 0.25, 0.5] {
                let value = axis.value_beside(number, beside);
                assert!((axis.position(value) - place - beside / 4.0).abs() < 1e-12);
            }
        }
        assert!(axis.position(axis.value_beside(0, -2.0)) < 0.0);
    }

    #[test]
    fn an_axis_of_one_value_is_still_an_axis() {
        let listed = Axis::listed_ranks("r", &[3]);
        for axis in [Axis::linear("σ", 0.0), Axis::log("σ", 0.0, 0.0), listed] {
            assert!(axis.position(0.5).is_finite());
            assert!(!axis.ticks(5).is_empty());
        }
    }
}
