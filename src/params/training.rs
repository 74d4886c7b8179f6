//! How adapters are trained, as far as it is a number or a list: learning rate, steps, ranks.
//!
//! What was asked for stays remembered while it cannot be: a rank above the present matrix's, a
//! learning rate that is only an optimizer's default. What is in force is always valid.

use std::ops::RangeInclusive;

use super::number;
use super::{Optimizer, Params, TrainingNumber};

/// Learning rates. At the least nothing moves in [`STEPS`] steps; at the most every run diverges.
pub const LEARNING_RATES: RangeInclusive<f64> = 1e-6..=10.0;
/// Steps of a run: enough to see where every curve goes, few enough to wait for.
pub const STEPS: RangeInclusive<usize> = 1..=5000;
/// Ranks trained at once: more curves than these cannot be told apart.
pub const MOST_RANKS: usize = 16;

/// Steps when nothing is said.
pub const DEFAULT_STEPS: usize = 500;
/// Ranks when nothing is said; a matrix has those that are at most its m.
pub const DEFAULT_RANKS: [usize; 6] = [2, 4, 8, 16, 32, 64];

/// What was asked for; none and empty where nothing was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Training {
    learning_rate: Option<f64>,
    steps: Option<f64>,
    ranks: Vec<usize>,
}

/// What a default or a range depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrainingContext {
    /// Whose default learning rate it is.
    pub optimizer: Optimizer,
    /// `m = min(d, k)`.
    pub max_rank: usize,
}

impl Default for TrainingContext {
    fn default() -> Self {
        Self {
            optimizer: Optimizer::default(),
            max_rank: Params::default().max_rank(),
        }
    }
}

impl Training {
    /// η in force.
    pub fn learning_rate(&self, optimizer: Optimizer) -> f64 {
        let default = optimizer.default_learning_rate();
        self.learning_rate.unwrap_or(default)
    }

    /// Steps in force.
    pub fn steps(&self) -> usize {
        self.steps.map_or(DEFAULT_STEPS, |steps| steps as usize)
    }

    /// Ranks in force, ascending, at least one: those asked for that a matrix of this m has.
    pub fn ranks(&self, max_rank: usize) -> Vec<usize> {
        let asked: &[usize] = if self.ranks.is_empty() {
            &DEFAULT_RANKS
        } else {
            &self.ranks
        };
        let mut ranks = asked.to_vec();
        ranks.retain(|&rank| rank <= max_rank);
        if ranks.is_empty() {
            ranks.push(max_rank);
        }
        ranks
    }

    pub(super) fn number(&self, key: TrainingNumber, optimizer: Optimizer) -> f64 {
        match key {
            TrainingNumber::LearningRate => self.learning_rate(optimizer),
            TrainingNumber::Steps => self.steps() as f64,
        }
    }

    pub(super) const fn asked_mut(&mut self, key: TrainingNumber) -> &mut Option<f64> {
        match key {
            TrainingNumber::LearningRate => &mut self.learning_rate,
            TrainingNumber::Steps => &mut self.steps,
        }
    }

    /// Takes a list of numbers: the nearest ranks of the matrix, each once, or the default where
    /// there is none. Returns whether that is what was given.
    pub(super) fn take_ranks(&mut self, given: &str, max_rank: usize) -> bool {
        let (mut ranks, as_given) = ranks_in(given, max_rank);
        if ranks == Self::default().ranks(max_rank) {
            ranks.clear();
        }
        self.ranks = ranks;
        as_given
    }

    pub(super) fn reset_ranks(&mut self) {
        self.ranks.clear();
    }
}

/// The nearest ranks, up to `max_rank`, of a list of numbers, ascending and each once, and whether
/// they are what was given; none where the list has no number.
pub(super) fn ranks_in(given: &str, max_rank: usize) -> (Vec<usize>, bool) {
    let items = given.split([',', ' ']).filter(|item| !item.is_empty());
    let asked: Vec<Option<f64>> = items.map(number::read).collect();
    let nearest = |rank: f64| rank.round().clamp(1.0, max_rank.max(1) as f64);
    let used = |rank: &usize| {
        let mut asked = asked.iter().flatten();
        asked.any(|&asked| nearest(asked) == *rank as f64)
    };
    let ranks: Vec<usize> = (1..=max_rank).filter(used).take(MOST_RANKS).collect();
    let kept = |rank: &Option<f64>| rank.is_some_and(|rank| nearest(rank) == rank);
    let as_given = asked.iter().all(kept) && ranks.len() == asked.len() && !ranks.is_empty();
    (ranks, as_given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_matrix_trains_the_ranks_it_has_and_a_larger_one_gives_them_back() {
        let mut training = Training::default();
        assert!(training.take_ranks("4,32", 64));
        assert_eq!(training.ranks(8), [4]);
        assert_eq!(training.ranks(2), [2]);
        assert_eq!(training.ranks(64), [4, 32]);
    }
}
