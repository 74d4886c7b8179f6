//! What the two simulated updates depend on, and apart from it how their singular values are read.

use serde::{Deserialize, Serialize};

/// The first and last singular value of an update; those between are spaced evenly.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ends {
    /// `σ₁` before noise.
    pub first: f64,
    /// The last singular value before noise.
    pub last: f64,
}

/// What the two simulated updates, and so their singular values, depend on. Nothing else
/// calls for an SVD.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateParams {
    /// `d`.
    pub rows: usize,
    /// `k`.
    pub columns: usize,
    /// `t`, at most [`UpdateParams::max_rank`].
    pub true_rank: usize,
    /// Standard deviation of the noise.
    pub noise: f64,
    /// Singular values of the style update.
    pub style: Ends,
    /// Singular values of the facts update.
    pub facts: Ends,
    /// Seed of the random stream.
    pub seed: u32,
}

impl UpdateParams {
    /// `m = min(d, k)`.
    pub fn max_rank(&self) -> usize {
        self.draws().max_rank()
    }

    /// What the random draws depend on.
    pub fn draws(&self) -> DrawParams {
        DrawParams {
            rows: self.rows,
            columns: self.columns,
            true_rank: self.true_rank,
            seed: self.seed,
        }
    }
}

/// The part of [`UpdateParams`] that the random draws of both updates depend on: their frames and their noise
/// before it is scaled. The singular values and the noise's deviation come after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawParams {
    /// `d`.
    pub rows: usize,
    /// `k`.
    pub columns: usize,
    /// `t`.
    pub true_rank: usize,
    /// Seed of the random stream.
    pub seed: u32,
}

impl DrawParams {
    /// `m = min(d, k)`.
    pub fn max_rank(&self) -> usize {
        self.rows.min(self.columns)
    }
}

/// How the singular values are read: these re-derive curves and never call for an SVD.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// `α`.
    pub alpha: f64,
    /// The first inspected rank.
    pub rank_low: usize,
    /// The second inspected rank.
    pub rank_high: usize,
}
