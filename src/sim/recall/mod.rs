//! What rank does it take to remember N facts? An experiment: one linear map learns to answer.
//!
//! A key x has `d` numbers, an answer is one of `V = d` (the width); logits are `γ B A x`, and the answer
//! is the largest logit.
//!
//! - keys: `X`, `N × d`, standard normal `/ √d`;
//! - facts: `y = ⌊V u⌋`, u uniform: an answer of its own for every key, nothing to generalise;
//! - style: `y = argmax T x`, `T` the product of normal `V × t` and `t × d`: one rule of rank t for every
//!   key; 2,000 further keys are held out;
//! - adapter: `A` uniform in `±1/√d`, `r × d`, B zero, `γ = α/r` (LoRA) or `α/√r` (rsLoRA);
//! - full: a `V × d` matrix from zero, γ = 1;
//! - loss: mean cross-entropy over all N keys, in nats; full-batch SGD or Adam.
//!
//! Recall is the share of the N keys answered right. Capacity is the largest N still recalled to 90 %,
//! `N log₂V / (r (d + V))` bits per parameter: see [`capacity`](mod@capacity).
//!
//! All randomness is NumPy's `RandomState(seed)`: X, then y or T, then the held-out keys; A from the
//! same seed anew.
//!
//! A step never forms `B A` where that costs more: `A X` first, then B, is `O(N r (d + V))` operations
//! against `O(N d V)`. Both orders are exact; `model.rs` takes the cheaper one.
//!
//! Source of the adapter: Hu et al. 2021, <https://arxiv.org/abs/2106.09685>.

mod board;
pub mod capacity;
mod chunked;
mod config;
mod cut;
mod exam;
mod exponential;
mod model;
mod questions;
mod run;
mod session;
mod softmax;

pub use board::Board;
pub use chunked::{ChunkedRecall, Learned, RecallResults, RecallTrajectory};
pub use config::{FULL_RATE, Learner, RecallConfig, RecallPlan, RecallRunConfig};
pub use cut::{CutFull, TruncatedRecall};
pub use exam::Exam;
pub use questions::{HELD_OUT, Questions, draw};
pub use run::{DIVERGED, RecallRun};
pub use session::{RecallChunk, RecallGrowth, RecallSession, RunGrowth, learn};

use super::SimError;
use serde::{Deserialize, Serialize};

use rankscope_params::recall::{FACTS, RECALL_LEARNING_RATES, RECALL_STEPS};
use rankscope_params::training::MOST_RANKS;

/// Why there is nothing to learn, or no way to.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum RecallError {
    /// The number of keys is outside [`FACTS`].
    #[error("{}…{} facts can be learned, not {facts}", FACTS.start(), FACTS.end())]
    Facts {
        /// The number asked for.
        facts: usize,
    },
    /// The width is none of those on offer.
    #[error("a key has 16, 32, 64 or 128 numbers, not {width}")]
    Width {
        /// The width asked for.
        width: usize,
    },
    /// The rank of the rule is not in `1..=width`.
    #[error("no rule of width {width} has rank {rank}")]
    RuleRank {
        /// The rank asked for.
        rank: usize,
        /// The width.
        width: usize,
    },
    /// α is not a finite number above zero.
    #[error("α has to be above zero, and is {alpha}")]
    Alpha {
        /// α.
        alpha: f64,
    },
    /// The learning rate is outside [`RECALL_LEARNING_RATES`].
    #[error(
        "the learning rate has to be in {}…{}, and is {learning_rate}",
        RECALL_LEARNING_RATES.start(),
        RECALL_LEARNING_RATES.end()
    )]
    LearningRate {
        /// The rate asked for.
        learning_rate: f64,
    },
    /// The number of steps is outside [`RECALL_STEPS`].
    #[error("a run has {}…{} steps, not {steps}", RECALL_STEPS.start(), RECALL_STEPS.end())]
    Steps {
        /// The number asked for.
        steps: usize,
    },
    /// The list of ranks is longer than [`MOST_RANKS`], or empty where there are adapters.
    #[error("1 to {MOST_RANKS} ranks can learn at once, not {count}")]
    RankCount {
        /// How many were asked for.
        count: usize,
    },
    /// A rank is not in `1..=width`.
    #[error("no adapter of width {width} has rank {rank}")]
    Rank {
        /// The rank asked for.
        rank: usize,
        /// The width.
        width: usize,
    },
    /// The full matrix could not be decomposed.
    #[error(transparent)]
    Spectrum(#[from] SimError),
}
