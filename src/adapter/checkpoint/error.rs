//! Why a checkpoint, or one of its matrices, cannot be analysed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::FileError;
use rankscope_sim::SimError;

/// One of the two checkpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The model before.
    Base,
    /// The model after.
    Tuned,
}

impl Side {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Base, Self::Tuned];

    /// The other.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Base => Self::Tuned,
            Self::Tuned => Self::Base,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base => "base",
            Self::Tuned => "tuned",
        })
    }
}

/// Why two checkpoints cannot be compared at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
// The messages say what each means.
#[expect(missing_docs)]
pub enum CheckpointError {
    #[error("the {side} checkpoint: {error}")]
    File { side: Side, error: FileError },
    #[error("the {side} checkpoint is a GGUF file, whose numbers are quantised")]
    Gguf { side: Side },
    #[error(
        "the two checkpoints share no matrix: of {base} matrices and {tuned} none has a partner by its name"
    )]
    NothingShared { base: usize, tuned: usize },
    #[error(
        "of {pairs} matrices with equal names {differ} have shapes that cannot be of one model"
    )]
    OtherModel { pairs: usize, differ: usize },
}

impl CheckpointError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::File { error, .. } => match error {
                FileError::Repeated { .. } | FileError::InTwoShards { .. } => {
                    "Open the shards of one checkpoint at a time."
                }
                _ => error.advice(),
            },
            Self::Gguf { .. } => {
                "Open the safetensors that it was converted from: of quantised numbers the change is mostly rounding."
            }
            Self::NothingShared { .. } | Self::OtherModel { .. } => {
                "Open a model and what was trained from it."
            }
        }
    }
}

/// Why a matrix is left out, while the others are analysed.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
// The messages say what each means.
#[expect(missing_docs)]
pub enum MatrixError {
    #[error("the {side} matrix holds {dtype}; floating point of 8 to 64 bits is read")]
    Dtype { side: Side, dtype: String },
    #[error("the scale beside the {side} matrix has the shape {shape:?}, which does not fit it")]
    ScaleShape { side: Side, shape: Vec<u64> },
    #[error("its shapes are {base:?} and {tuned:?}, which share no part")]
    Shapes { base: Vec<u64>, tuned: Vec<u64> },
    #[error("the {side} matrix holds a number that is infinite or not a number")]
    NotFinite { side: Side },
    #[error(
        "{expected} bytes of the {side} matrix were asked for, and {read} were read; the files may have changed"
    )]
    ShortRead {
        side: Side,
        expected: u64,
        read: u64,
    },
    #[error("it has {numbers} numbers; up to {largest} are held at once")]
    TooLarge { numbers: u64, largest: u64 },
    #[error("there is no memory for its {bytes} bytes")]
    NoMemory { bytes: u64 },
    #[error("its squares leave the range of 64 bits")]
    Overflow,
    #[error("the singular values were not found: {0}")]
    Singular(#[from] SimError),
}

impl MatrixError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Dtype { .. } | Self::ScaleShape { .. } => {
                "Open the checkpoint before it was quantised."
            }
            Self::Shapes { .. } => "Open a model and what was trained from it.",
            Self::NotFinite { .. } | Self::Overflow => {
                "Training diverged, or a conversion overflowed: look for an earlier save."
            }
            Self::ShortRead { .. } => "Open the files again.",
            Self::TooLarge { .. } => "Analyse this matrix with a script.",
            Self::NoMemory { .. } => "Close what else needs memory, or use the command rankscope.",
            Self::Singular(_) => "Please report this matrix's shape.",
        }
    }
}
