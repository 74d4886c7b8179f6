//! What becomes of the adapter under PEFT's rule: which ranks would do, and how much smaller it is then.

use rankscope_adapter::{RankRule, Thresholds};

use super::derived::{Derived, Kept};

/// The ranks that would do, and what they save.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommendation {
    /// The smallest and the largest rank that a layer needs.
    pub ranks: (usize, usize),
    /// The share of the energy that every layer keeps then.
    pub keep: f64,
    /// Parameters now.
    pub now: u64,
    /// Parameters at these ranks.
    pub after: u64,
    /// The latter as a share of the former.
    pub share: f64,
}

/// A smaller rank is recommended where it saves at least this share of the parameters.
const WORTH_WHILE: f64 = 0.05;

impl Recommendation {
    /// None before there is a layer with an update.
    pub fn of(derived: &Derived, thresholds: Thresholds) -> Option<Self> {
        derived.summary.entropy_rank?;
        let rules = RankRule::ALL.iter().zip(&derived.kept);
        let (_, kept): (_, &Kept) = rules
            .into_iter()
            .find(|(rule, _)| **rule == RankRule::Peft)?;
        Some(Self {
            ranks: (kept.least? as usize, kept.most? as usize),
            keep: thresholds.keep.get(),
            now: derived.summary.parameters,
            after: kept.parameters,
            share: kept.share / 100.0,
        })
    }

    /// Whether it is worth the trouble.
    pub fn is_smaller(&self) -> bool {
        self.share <= 1.0 - WORTH_WHILE
    }
}
