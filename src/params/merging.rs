//! The weights of two adapters in their sum. No simulated update depends on them, and no pinned state holds them.

use super::MergeWeight;
use super::training::TrainingContext;

/// The weights that were asked for; none where nothing was said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Merging {
    first: Option<f64>,
    second: Option<f64>,
}

impl Merging {
    /// The weight in force.
    pub fn get(&self, weight: MergeWeight) -> f64 {
        let default = || weight.numeric().default(TrainingContext::default());
        let asked = match weight {
            MergeWeight::First => self.first,
            MergeWeight::Second => self.second,
        };
        asked.unwrap_or_else(default)
    }

    pub(super) const fn asked_mut(&mut self, weight: MergeWeight) -> &mut Option<f64> {
        match weight {
            MergeWeight::First => &mut self.first,
            MergeWeight::Second => &mut self.second,
        }
    }
}
