//! Pure maths: NumPy's random stream, the two simulated updates, their spectra, and what LoRA
//! and rsLoRA make of them, in closed form and in training.
//!
//! A weight update `W` is a `d × k` matrix, `m = min(d, k)`, with singular values
//! `σ₁ ≥ … ≥ σ_m`. Everything the page shows follows from those: see [`spectrum`].

pub mod article;
pub mod directions;
pub mod eigen;
pub mod frame;
pub mod linear;
pub mod marchenko_pastur;
pub mod measurements;
pub mod pretrained;
pub mod random;
pub mod recall;
mod scaling;
mod simulator;
pub mod spectrum;
pub mod training;
pub mod transformer;
pub mod truncation;
pub mod update;
pub mod versioned;

pub use directions::{BothDirections, Directions};
pub use scaling::Scaling;
pub use simulator::Simulator;
pub use spectrum::Spectrum;
pub use truncation::Truncation;

use rankscope_params::UpdateParams;
use serde::{Deserialize, Serialize};

/// The singular values of both simulated updates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spectra {
    /// Of the style update: low rank, plus noise.
    pub style: Spectrum,
    /// Of the facts update: every direction the matrix has, plus noise.
    pub facts: Spectrum,
}

/// Why a simulation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum SimError {
    /// The shape is empty, or the true rank is not in `1..=min(d, k)`.
    #[error("a {rows} × {columns} matrix cannot hold an update of true rank {true_rank}")]
    Shape {
        /// `d`.
        rows: usize,
        /// `k`.
        columns: usize,
        /// `t`.
        true_rank: usize,
    },
    /// The matrix, and so its singular values, holds an infinity or a NaN.
    #[error("the update holds a number that is not finite")]
    NotFinite,
    /// The iteration for the singular values did not settle within its cap.
    #[error("the singular values did not settle within {sweeps} sweeps")]
    NotConverged {
        /// The cap.
        sweeps: usize,
    },
}

/// Draws both updates and takes their singular values, as [`Simulator::simulate`].
///
/// # Errors
/// As [`Simulator::simulate`].
pub fn simulate(params: &UpdateParams, progress: &mut dyn FnMut(f64)) -> Result<Spectra, SimError> {
    Simulator::default().simulate(params, progress)
}
