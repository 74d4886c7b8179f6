//! The file of the measurements, checked as it is read: after this nothing is missing or out of range.

use serde::Deserialize;

use super::super::Scaling;
use super::super::measurements::{self, MeasurementsError, ScalingName, TaskName};
use super::{Findings, Transformer};
use rankscope_params::Update;

/// The version of the file that is read here.
pub const VERSION: u64 = 1;

/// The spectrum of a random matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaussian {
    /// Its rows.
    pub rows: usize,
    /// Its columns.
    pub columns: usize,
    /// The smallest rank with 90 % of its energy.
    pub rank90: usize,
}

/// One full fine-tuning.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Full {
    #[serde(with = "TaskName")]
    pub(super) task: Update,
    pub(super) seed: u64,
    pub(super) checkpoints: Vec<Checkpoint>,
    pub(super) truncated: Vec<Truncated>,
}

/// Its weights at one step.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Checkpoint {
    pub(super) step: usize,
    /// E(r): a list for each layer, a share for each rank.
    pub(super) energy: Vec<Vec<f64>>,
    /// The smallest rank with 90 % of the energy, for each layer.
    pub(super) rank90: Vec<usize>,
}

/// What is left when its last weights' update is cut.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Truncated {
    /// Directions kept, from 0.
    pub(super) rank: usize,
    pub(super) accuracy: f64,
}

/// One adapter.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Adapter {
    #[serde(with = "TaskName")]
    pub(super) task: Update,
    pub(super) seed: u64,
    #[serde(with = "ScalingName")]
    pub(super) scaling: Scaling,
    pub(super) rate: f64,
    pub(super) steps: usize,
    pub(super) rank: usize,
    pub(super) accuracy: f64,
    pub(super) gradient: f64,
    pub(super) entropy_rank: f64,
}

impl Transformer {
    /// Reads the file.
    ///
    /// # Errors
    /// [`MeasurementsError`], one variant a cause.
    pub fn from_json(text: &str) -> Result<Self, MeasurementsError> {
        measurements::read::<Self>(text, VERSION)?.checked()
    }

    fn checked(self) -> Result<Self, MeasurementsError> {
        let wrong = |what| Err(MeasurementsError::Contradiction { what });
        let ascending = self.ranks.is_sorted_by(|one, next| one < next);
        if !ascending || self.ranks.first().is_none_or(|&rank| rank == 0) {
            return wrong("the ranks are not in order");
        }
        let share = |value: f64| (0.0..=1.0).contains(&value);
        for run in &self.full {
            if !run.truncated.iter().all(|cut| share(cut.accuracy)) {
                return wrong("an accuracy is no share");
            }
            for Checkpoint { energy, rank90, .. } in &run.checkpoints {
                if energy.len() != self.layers.len() || rank90.len() != self.layers.len() {
                    return wrong("a checkpoint has not as many layers as there are");
                }
                if energy.iter().any(|layer| layer.len() != self.ranks.len()) {
                    return wrong("a layer has not as many energies as there are ranks");
                }
                if !energy.iter().flatten().all(|&energy| share(energy)) {
                    return wrong("an energy is no share");
                }
            }
        }
        for adapter in &self.lora {
            let whole = adapter.gradient > 0.0 && adapter.entropy_rank >= 1.0 - f64::EPSILON;
            if !share(adapter.accuracy) || !whole || !self.ranks.contains(&adapter.rank) {
                return wrong("an adapter has a value outside its range");
            }
        }
        if Findings::of(&self).is_none() {
            return Err(MeasurementsError::Incomplete);
        }
        Ok(self)
    }
}
