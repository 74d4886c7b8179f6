//! How the recall experiment is run, as far as it is a number or a list: facts, learning rate, steps,
//! ranks.
//!
//! As with [`Training`](super::Training), what was asked for stays remembered while it cannot be, and
//! what is in force is always valid.

use std::ops::RangeInclusive;

use super::training::ranks_in;
use super::{Optimizer, RecallNumber, Width};

/// Keys that are learned.
pub const FACTS: RangeInclusive<usize> = 16..=1024;
/// Keys when nothing is said.
pub const DEFAULT_FACTS: usize = 256;
/// Learning rates. At the least nothing is learned in [`RECALL_STEPS`]; at the most both optimizers lose
/// what they learn.
pub const RECALL_LEARNING_RATES: RangeInclusive<f64> = 1e-4..=1000.0;
/// Steps of a run.
pub const RECALL_STEPS: RangeInclusive<usize> = 1..=2000;
/// Steps when nothing is said.
pub const DEFAULT_RECALL_STEPS: usize = 400;
/// Ranks when nothing is said; a width has those that are at most it.
pub const DEFAULT_RECALL_RANKS: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];

/// What was asked for; none and empty where nothing was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recall {
    facts: Option<f64>,
    learning_rate: Option<f64>,
    steps: Option<f64>,
    ranks: Vec<usize>,
}

impl Recall {
    /// Keys that are learned.
    pub fn facts(&self) -> usize {
        self.facts.map_or(DEFAULT_FACTS, |facts| facts as usize)
    }

    /// η in force.
    pub fn learning_rate(&self, optimizer: Optimizer) -> f64 {
        let default = optimizer.default_recall_rate();
        self.learning_rate.unwrap_or(default)
    }

    /// Steps in force.
    pub fn steps(&self) -> usize {
        self.steps
            .map_or(DEFAULT_RECALL_STEPS, |steps| steps as usize)
    }

    /// Ranks in force, ascending, at least one, each at most the width.
    pub fn ranks(&self, width: Width) -> Vec<usize> {
        let asked: &[usize] = if self.ranks.is_empty() {
            &DEFAULT_RECALL_RANKS
        } else {
            &self.ranks
        };
        let mut ranks = asked.to_vec();
        ranks.retain(|&rank| rank <= width.count());
        if ranks.is_empty() {
            ranks.push(width.count());
        }
        ranks
    }

    pub(super) fn number(&self, key: RecallNumber, optimizer: Optimizer) -> f64 {
        match key {
            RecallNumber::Facts => self.facts() as f64,
            RecallNumber::LearningRate => self.learning_rate(optimizer),
            RecallNumber::Steps => self.steps() as f64,
        }
    }

    pub(super) const fn asked_mut(&mut self, key: RecallNumber) -> &mut Option<f64> {
        match key {
            RecallNumber::Facts => &mut self.facts,
            RecallNumber::LearningRate => &mut self.learning_rate,
            RecallNumber::Steps => &mut self.steps,
        }
    }

    /// Takes a list of numbers: the nearest ranks of the width, each once, or the default where there
    /// is none. Returns whether that is what was given.
    pub(super) fn take_ranks(&mut self, given: &str, width: Width) -> bool {
        let (mut ranks, as_given) = ranks_in(given, width.count());
        if ranks == Self::default().ranks(width) {
            ranks.clear();
        }
        self.ranks = ranks;
        as_given
    }

    pub(super) fn reset_ranks(&mut self) {
        self.ranks.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_width_trains_the_ranks_it_has_and_a_larger_one_gives_them_back() {
        let mut recall = Recall::default();
        assert!(recall.take_ranks("4,128", Width::W128));
        assert_eq!(recall.ranks(Width::W16), [4]);
        assert_eq!(recall.ranks(Width::W128), [4, 128]);
        assert!(!recall.take_ranks("40", Width::W16));
        assert_eq!(recall.ranks(Width::W16), [16]);
    }

    #[test]
    fn the_default_ranks_are_those_of_the_width() {
        let recall = Recall::default();
        assert_eq!(recall.ranks(Width::W16), [1, 2, 4, 8, 16]);
        assert_eq!(recall.ranks(Width::W128), DEFAULT_RECALL_RANKS);
    }
}
