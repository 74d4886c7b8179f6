//! The runs, and what was measured of each.

use serde::Deserialize;

use super::super::Scaling;
use super::super::measurements::{ScalingName, TaskName};
use super::file::is_share;
use rankscope_params::Update;

/// What is said of singular values.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statistics {
    /// E(r), a share for each rank.
    pub energy: Vec<f64>,
    /// The smallest rank with 90 % of the energy.
    pub rank90: f64,
    /// The smallest rank with 99 % of it.
    pub rank99: f64,
    /// `Σ σᵢ² / σ₁²`.
    pub stable_rank: f64,
    /// `exp` of the entropy of `σᵢ² / Σ σᵢ²`.
    pub entropy_rank: f64,
}

/// Those of a random matrix.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaussian {
    /// Its rows.
    pub rows: usize,
    /// Its columns.
    pub columns: usize,
    /// As of [`Statistics`].
    pub energy: Vec<f64>,
    /// As of [`Statistics`].
    pub rank90: f64,
    /// As of [`Statistics`].
    pub rank99: f64,
    /// As of [`Statistics`].
    pub stable_rank: f64,
    /// As of [`Statistics`].
    pub entropy_rank: f64,
}

impl Gaussian {
    /// The same without its shape.
    pub fn statistics(&self) -> Statistics {
        Statistics {
            energy: self.energy.clone(),
            rank90: self.rank90,
            rank99: self.rank99,
            stable_rank: self.stable_rank,
            entropy_rank: self.entropy_rank,
        }
    }
}

/// Those of a full update.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spectrum {
    /// Their means over all matrices.
    pub mean: Statistics,
    /// Their means over the blocks, for each module.
    pub modules: Vec<Statistics>,
    /// The rank for 90 % of the energy: a list for each block, a number for each module.
    pub rank90: Vec<Vec<usize>>,
}

/// What a model can do. Shares, and nats a token.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Measured {
    /// After facts.
    Facts {
        /// Over the prompts that were trained on.
        recall: f64,
        /// On the prompt that was not.
        unseen: f64,
        /// What the untouched model's answers cost.
        drift: f64,
        /// Bits of a value that are held.
        bits: f64,
    },
    /// After a style.
    Style {
        /// Held-out answers in the manner.
        strict: f64,
        /// What such an answer costs.
        nats: f64,
        /// F1 of the words with the untouched model's answer in the manner.
        content: f64,
    },
}

impl Measured {
    /// Recall, or the share of answers in the manner.
    pub const fn share(&self) -> f64 {
        match *self {
            Self::Facts { recall, .. } => recall,
            Self::Style { strict, .. } => strict,
        }
    }

    /// Recall on the prompt that was never trained; none of a style.
    pub const fn unseen(&self) -> Option<f64> {
        match *self {
            Self::Facts { unseen, .. } => Some(unseen),
            Self::Style { .. } => None,
        }
    }

    /// Drift; none of a style.
    pub const fn drift(&self) -> Option<f64> {
        match *self {
            Self::Facts { drift, .. } => Some(drift),
            Self::Style { .. } => None,
        }
    }

    pub(super) fn is_of(&self, task: Update) -> bool {
        matches!(self, Self::Facts { .. }) == (task == Update::Facts)
    }

    pub(super) fn is_possible(&self) -> bool {
        let (shares, nats) = match *self {
            Self::Facts {
                recall,
                unseen,
                drift,
                ..
            } => ([recall, unseen], drift),
            Self::Style {
                strict,
                nats,
                content,
            } => ([strict, content], nats),
        };
        shares.into_iter().all(is_share) && nats >= 0.0
    }
}

/// What is left of an update, or of an adapter, that is cut.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// Directions kept, from 0: the untouched model.
    pub rank: usize,
    /// What it can do then.
    pub measured: Measured,
}

/// A full fine-tuning.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Full {
    #[serde(with = "TaskName")]
    pub task: Update,
    pub seed: u64,
    pub rate: f64,
    pub steps: usize,
    /// Invented people to learn of; none for a style.
    pub people: Option<usize>,
    /// Weights that were trained.
    pub parameters: usize,
    /// Right answers in a batch before it is learnt, after every tenth step.
    pub course: Vec<f64>,
    /// The norm of the first gradient.
    pub gradient: f64,
    /// `‖ΔW‖ / ‖W‖`.
    pub change: f64,
    pub measured: Measured,
    /// Of those that were cut.
    pub spectrum: Option<Spectrum>,
    pub cuts: Vec<Cut>,
}

/// An adapter.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adapter {
    #[serde(with = "ScalingName")]
    pub scaling: Scaling,
    pub rank: usize,
    pub gamma: f64,
    /// Matrices that it is on.
    pub matrices: usize,
    /// The name under which it was kept.
    pub adapter: Option<String>,
    #[serde(with = "TaskName")]
    pub task: Update,
    pub seed: u64,
    pub rate: f64,
    pub steps: usize,
    /// Invented people to learn of; none for a style.
    pub people: Option<usize>,
    /// Weights that were trained.
    pub parameters: usize,
    /// Right answers in a batch before it is learnt, after every tenth step.
    pub course: Vec<f64>,
    /// The norm of the first gradient.
    pub gradient: f64,
    /// `‖ΔW‖ / ‖W‖`.
    pub change: f64,
    pub measured: Measured,
    /// The norm of ΔW after the first step.
    pub first_update: f64,
    pub spectrum: Statistics,
    pub cuts: Vec<Cut>,
}

/// A run that was planned.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotRun {
    #[serde(with = "TaskName")]
    pub task: Update,
    pub seed: u64,
    pub rate: f64,
    pub steps: usize,
    pub people: Option<usize>,
    /// None of a full fine-tuning.
    pub scaling: Option<PlannedScaling>,
    /// None of a full fine-tuning.
    pub rank: Option<usize>,
}

/// A scaling, where there may be none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct PlannedScaling(#[serde(with = "ScalingName")] pub Scaling);
