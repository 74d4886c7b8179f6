//! Which values of an axis have a tick, and what it says.

use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::coord::types::RangedCoordf64;

use super::{Axis, Kind, Tick};
use rankscope_params::number::significant;

/// Listed places of which every one has its tick, however little room there is.
const FEW_PLACES: usize = 10;

impl Axis {
    /// The ticks, at most about `most` of them.
    pub fn ticks(&self, most: usize) -> Vec<Tick> {
        match self.kind {
            Kind::Ranks => self.rank_ticks(most),
            Kind::Doublings | Kind::LogRanks => self.doubling_ticks(most),
            Kind::Linear => self.linear_ticks(most),
            Kind::Log => self.log_ticks(most),
            Kind::Listed => self.listed_ticks(most),
        }
    }

    /// Every place while there are few of them, else as many as there is room for.
    fn listed_ticks(&self, most: usize) -> Vec<Tick> {
        let every = if self.listed.len() > FEW_PLACES {
            self.listed.len().div_ceil(most.max(1))
        } else {
            1
        };
        self.listed.iter().step_by(every).cloned().collect()
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
            value: value / self.worth,
            label: significant(value, 6),
        };
        RangedCoordf64::from(self.first * self.worth..self.last * self.worth)
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
