//! What the Adapter view resizes to. No simulated update depends on it, and no pinned state holds it.

use super::ResizeNumber;
use super::training::TrainingContext;

/// The largest rank that adapters are written with.
pub const LARGEST_RESIZED_RANK: f64 = 2048.0;

/// The numbers that were asked for; none where nothing was said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Resizing {
    rank: Option<f64>,
    budget: Option<f64>,
}

impl Resizing {
    /// The value in force.
    pub fn get(&self, key: ResizeNumber) -> f64 {
        let default = || key.numeric().default(TrainingContext::default());
        let asked = match key {
            ResizeNumber::Rank => self.rank,
            ResizeNumber::Budget => self.budget,
        };
        asked.unwrap_or_else(default)
    }

    pub(super) const fn asked_mut(&mut self, key: ResizeNumber) -> &mut Option<f64> {
        match key {
            ResizeNumber::Rank => &mut self.rank,
            ResizeNumber::Budget => &mut self.budget,
        }
    }
}
