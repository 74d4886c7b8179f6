//! Which rank each layer keeps.
//!
//! | asked for | each layer keeps |
//! |---|---|
//! | a rank n | `min(n, r)`; so too what a runtime's `max_lora_rank` takes |
//! | a rule | what [`RankRule::rank`] keeps |
//! | a budget of P parameters | one direction, then the directions with the most energy for each parameter |
//!
//! A direction of a `d × k` layer takes `d + k` parameters and holds σ². Within a layer σ falls, so the first
//! directions go first. A direction that no longer fits is passed over, with all that follow it in its layer;
//! smaller layers may still have some. Directions of no energy are never taken.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};

use super::SaveError;
use crate::{RankRule, Report, Thresholds};

/// How ranks are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Resize {
    /// At most this rank in each layer.
    Rank(usize),
    /// By a tool's rule.
    Rule(RankRule, Thresholds),
    /// At most this many parameters in all, spread by the layers' energies.
    Budget(u64),
}

impl Resize {
    /// The rank of each layer, at least 1 and at most the largest that the layer's update can have.
    ///
    /// # Errors
    /// [`SaveError::ZeroRank`], and [`SaveError::BudgetTooSmall`] for less than one direction a layer.
    pub fn ranks(self, reports: &[&Report]) -> Result<Vec<usize>, SaveError> {
        match self {
            Self::Rank(0) => Err(SaveError::ZeroRank),
            Self::Rank(rank) => {
                let largest = |report: &&Report| report.spectrum.max_rank().max(1);
                Ok(reports
                    .iter()
                    .map(|report| rank.min(largest(report)))
                    .collect())
            }
            Self::Rule(rule, thresholds) => {
                let kept = |report: &&Report| report.kept(rule, thresholds);
                Ok(reports.iter().map(kept).collect())
            }
            Self::Budget(budget) => {
                let layer = |report: &&'_ Report| report.layer.parameters_at(1);
                let costs: Vec<u64> = reports.iter().map(layer).collect();
                let values: Vec<&[f64]> = reports
                    .iter()
                    .map(|report| report.spectrum.values())
                    .collect();
                spread(budget, &costs, &values)
            }
        }
    }
}

/// A layer's next direction.
struct Direction {
    /// σ² for each parameter.
    gain: f64,
    layer: usize,
}

impl Ord for Direction {
    /// By gain; of equal ones the earlier layer is the greater.
    fn cmp(&self, other: &Self) -> Ordering {
        let gain = self.gain.total_cmp(&other.gain);
        gain.then_with(|| other.layer.cmp(&self.layer))
    }
}

impl PartialOrd for Direction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Direction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Direction {}

/// The ranks that `budget` parameters buy, of layers whose directions cost so many and have these σ.
fn spread(budget: u64, costs: &[u64], values: &[&[f64]]) -> Result<Vec<usize>, SaveError> {
    let least: u64 = costs.iter().sum();
    let Some(mut left) = budget.checked_sub(least) else {
        return Err(SaveError::BudgetTooSmall { budget, least });
    };
    let mut ranks = vec![1; costs.len()];
    let next = |layer: usize, rank: usize| {
        let value = *values.get(layer)?.get(rank)?;
        let cost = *costs.get(layer)?;
        let gain = value * value / cost as f64;
        (gain > 0.0).then_some(Direction { gain, layer })
    };
    let first = (0..costs.len()).filter_map(|layer| next(layer, 1));
    let mut waiting: BinaryHeap<Direction> = first.collect();
    while let Some(Direction { layer, .. }) = waiting.pop() {
        let cost = costs.get(layer).copied().unwrap_or(u64::MAX);
        if let (Some(rest), Some(rank)) = (left.checked_sub(cost), ranks.get_mut(layer)) {
            left = rest;
            *rank += 1;
            waiting.extend(next(layer, *rank));
        }
    }
    Ok(ranks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_buys_the_most_energy_for_each_parameter() {
        let costs = [10, 10, 40];
        let values: [&[f64]; 3] = [&[9.0, 3.0, 1.0], &[2.0, 1.9, 0.0], &[9.0, 5.0, 5.0]];
        let ranks = |budget| spread(budget, &costs, &values).unwrap();
        assert_eq!(ranks(60), [1, 1, 1]);
        // 9, 3.61 and 25 for 10, 10 and 40 parameters.
        assert_eq!(ranks(70), [2, 1, 1]);
        // 25 for 40 no longer fits, so the next that does.
        assert_eq!(ranks(80), [2, 2, 1]);
        assert_eq!(ranks(110), [2, 1, 2]);
        // Nothing is bought that has no energy.
        assert_eq!(ranks(u64::MAX), [3, 2, 3]);
    }

    #[test]
    fn a_budget_below_one_direction_for_each_layer_is_an_error() {
        let values: [&[f64]; 2] = [&[1.0], &[1.0]];
        let (budget, least) = (19, 20);
        assert_eq!(
            spread(budget, &[10, 10], &values),
            Err(SaveError::BudgetTooSmall { budget, least })
        );
    }
}
