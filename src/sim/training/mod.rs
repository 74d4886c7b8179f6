//! Training an adapter on one update: what the scaling is for.
//!
//! A run fits `γBA` to a `d × k` update W by gradient descent on `½‖E‖²_F`, `E = γBA − W`:
//!
//! - start: A `r × k`, uniform in `±1/√k`, row by row from `RandomState(seed)`; B `d × r`, zero;
//! - factor `γ = α/r` (LoRA) or `α/√r` (rsLoRA);
//! - gradients, both at the same point: `∇_B = γ E Aᵀ`, `∇_A = γ Bᵀ E`;
//! - step: SGD or Adam, see [`Optimizer`];
//! - error, before the first step and after each: `‖E‖_F / ‖W‖_F`, which starts at 1.
//!
//! The first step moves B alone, since `∇_A = 0` where B = 0. How far it lowers the loss is what
//! the two factors change most: [`first_step_drop`] measures it, [`first_step_law`] predicts it.
//!
//! Sums are taken in one fixed order and nothing is fused, so a run has the same bits everywhere.
//!
//! Source: Hu et al. 2021, <https://arxiv.org/abs/2106.09685>, with PEFT's start of A; and
//! Kalajdzievski 2023, <https://arxiv.org/abs/2312.03732>.

mod best_rate;
mod chunked;
mod config;
pub(crate) mod factor;
mod first_step;
pub(crate) mod optimizer;
pub(crate) mod panels;
mod rate_exponent;
mod rate_law;
mod run;
mod session;
mod target;

pub use best_rate::{BestRates, MATCHED, TIED, alike, best_rates, best_rates_of, in_two_digits};
pub use chunked::{ChunkedTraining, Equivalence, Trained, Trajectory};
pub use config::{Family, LARGEST_MAX_RANK, RunConfig, TrainingConfig};
pub use first_step::{FirstStep, first_step_average, first_step_drop, first_step_law, first_steps};
pub use rate_exponent::{Exponent, best_exponent, largest_exponent};
pub use rate_law::{RateLaw, edge_of_stability};
pub use run::{DIVERGED, Run, Status};
pub use session::{Chunk, Growth, Plan, Session, train};
pub use target::TrainingTarget;

pub use rankscope_params::Optimizer;
pub use rankscope_params::training::{
    DEFAULT_RANKS, DEFAULT_STEPS, LEARNING_RATES, MOST_RANKS, STEPS,
};

use super::SimError;
use serde::{Deserialize, Serialize};

/// Why there is nothing to train, or no way to.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum TrainingError {
    /// The update could not be drawn.
    #[error(transparent)]
    Update(#[from] SimError),
    /// The update is zero: no error is relative to it.
    #[error("the update is zero, so there is nothing to fit")]
    ZeroUpdate,
    /// `m = min(d, k)` is above [`LARGEST_MAX_RANK`].
    #[error(
        "a matrix of rank up to {max_rank} is too large to train: {LARGEST_MAX_RANK} is the most"
    )]
    TooLarge {
        /// `m`.
        max_rank: usize,
    },
    /// α is not a finite number above zero.
    #[error("α has to be above zero, and is {alpha}")]
    Alpha {
        /// α.
        alpha: f64,
    },
    /// The learning rate is outside [`LEARNING_RATES`].
    #[error(
        "the learning rate has to be in {}…{}, and is {learning_rate}",
        LEARNING_RATES.start(),
        LEARNING_RATES.end()
    )]
    LearningRate {
        /// The rate asked for.
        learning_rate: f64,
    },
    /// The number of steps is outside [`STEPS`].
    #[error("a run has {}…{} steps, not {steps}", STEPS.start(), STEPS.end())]
    Steps {
        /// The number asked for.
        steps: usize,
    },
    /// The list of ranks is empty, or longer than [`MOST_RANKS`].
    #[error("1 to {MOST_RANKS} ranks can be trained at once, not {count}")]
    RankCount {
        /// How many were asked for.
        count: usize,
    },
    /// A rank is not in `1..=m`.
    #[error("no adapter of a matrix of rank up to {max_rank} has rank {rank}")]
    Rank {
        /// The rank asked for.
        rank: usize,
        /// `m`.
        max_rank: usize,
    },
}
