//! Why an adapter is not written.

use serde::{Deserialize, Serialize};

use crate::checkpoint::MatrixError;
use crate::{Dtype, LayerError};

/// Why an adapter is not written. All but [`SaveError::Layer`], [`SaveError::Matrix`],
/// [`SaveError::TooLargeFor`] and [`SaveError::Bytes`] are told before the first byte.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
// The messages say what each means.
#[expect(missing_docs)]
pub enum SaveError {
    #[error("the layer {path} cannot be written: {error}")]
    Layer { path: String, error: LayerError },
    #[error("the layer {path} cannot be cut: {error}")]
    Matrix { path: String, error: MatrixError },
    #[error("the layer {path} is no pair of factors")]
    NotAPair { path: String },
    #[error("none of its layers can be written anew")]
    NothingLeft,
    #[error("a rank of 0 holds no update")]
    ZeroRank,
    #[error("a rank of {rank} was asked for; up to {largest} are written here")]
    RankTooLarge { rank: usize, largest: usize },
    #[error("a rank of {rank} was asked for, and the layers need {needed}")]
    RankTooSmall { rank: usize, needed: usize },
    #[error("{budget} parameters were asked for; one direction for each layer takes {least}")]
    BudgetTooSmall { budget: u64, least: u64 },
    #[error("the layer {path} cannot be named: {reason}")]
    Unnamed { path: String, reason: Unnamed },
    #[error(
        "it adapts several models ({}), and PEFT keeps an adapter for each", .models.join(", ")
    )]
    SeveralModels { models: Vec<String> },
    #[error("two layers would have the name {name}")]
    SameName { name: String },
    #[error(
        "the updates of the layer {path} are {first:?} and {second:?} large: the two adapters are of different models"
    )]
    Shapes {
        path: String,
        first: (usize, usize),
        second: (usize, usize),
    },
    #[error("the layer {path} of the two adapters has not been compared")]
    NotCompared { path: String },
    #[error("the norm of the layer {path} is beyond the range of 64 bits")]
    NotFinite { path: String },
    #[error("the new header would have {bytes} bytes, more than the format takes")]
    HeaderTooLarge { bytes: u64 },
    #[error("a number of the layer {path} is too large for {dtype}")]
    TooLargeFor { path: String, dtype: Dtype },
    #[error("{given} bytes were made where {expected} belong")]
    Bytes { expected: u64, given: u64 },
}

impl SaveError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Layer { error, .. } => error.advice(),
            Self::Matrix { error, .. } => error.advice(),
            Self::NothingLeft | Self::NotAPair { .. } => {
                "Open a LoRA adapter whose layers are pairs A and B."
            }
            Self::ZeroRank => "Ask for a rank of 1 or more.",
            Self::RankTooLarge { .. } => "Ask for a smaller rank.",
            Self::RankTooSmall { .. } => "Ask for that rank, or resize the adapter.",
            Self::BudgetTooSmall { .. } => "Ask for at least that many.",
            Self::Unnamed { reason, .. } => reason.advice(),
            Self::SeveralModels { .. } => "Save it with diffusers’ or kohya’s names.",
            Self::SameName { .. } => "Save the adapter again under names that differ.",
            Self::Shapes { .. } => "Merge two adapters of one base model.",
            Self::NotCompared { .. } => "Wait until all layers have been compared.",
            Self::NotFinite { .. } => "Look for an earlier save: training diverged.",
            Self::HeaderTooLarge { .. } => "Save fewer layers at a time.",
            Self::TooLargeFor { .. } => "Save it as F32.",
            Self::Bytes { .. } => "Save again from the beginning.",
        }
    }
}

/// Why a layer has no name in the new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
// The messages say what each means.
#[expect(missing_docs)]
pub enum Unnamed {
    #[error(
        "llama.cpp’s names are its own, and which module of the model each means is not in the file"
    )]
    LlamaCpp,
    #[error("NeMo’s and Megatron’s modules are cut otherwise than those of the model elsewhere")]
    NeMo,
    #[error("this format’s names do not say which module of the model each means")]
    NoAlpha,
    #[error(
        "kohya’s underscores stand for dots and for themselves, so the module’s path is not known"
    )]
    Flat,
    #[error("these are older names of diffusers, whose modules are called otherwise today")]
    OlderDiffusers,
    #[error("nothing says to which model of a pipeline it belongs")]
    NoModel,
    #[error("kohya’s trainer divides this model into other modules")]
    OtherModules,
}

impl Unnamed {
    /// What to do about it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::LlamaCpp => "Open the adapter that the GGUF file was converted from.",
            Self::NeMo => "Export the adapter from NeMo as PEFT.",
            Self::NoAlpha => "Convert it with the program that reads it.",
            Self::Flat => "Save it with kohya’s names.",
            Self::OlderDiffusers => "Load and save it once with diffusers.",
            Self::NoModel => "Say which: unet, transformer, text_encoder …",
            Self::OtherModules => "Save it with diffusers’ or PEFT’s names.",
        }
    }
}
