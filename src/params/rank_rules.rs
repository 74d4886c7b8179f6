//! What the Adapter view asks the rank rules to keep. No simulated update depends on it, and no pinned
//! state holds it.

use super::Threshold;
use super::training::TrainingContext;

/// The thresholds that were asked for; none where nothing was said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RankRules {
    keep: Option<f64>,
    ratio: Option<f64>,
}

impl RankRules {
    /// The value in force.
    pub fn get(&self, key: Threshold) -> f64 {
        let default = || key.numeric().default(TrainingContext::default());
        self.asked(key).unwrap_or_else(default)
    }

    const fn asked(&self, key: Threshold) -> Option<f64> {
        match key {
            Threshold::Keep => self.keep,
            Threshold::Ratio => self.ratio,
        }
    }

    pub(super) const fn asked_mut(&mut self, key: Threshold) -> &mut Option<f64> {
        match key {
            Threshold::Keep => &mut self.keep,
            Threshold::Ratio => &mut self.ratio,
        }
    }
}
