//! A matrix that both checkpoints have, and which bytes hold it.
//!
//! A tensor of shape `d × k₁ × k₂ …` is the `d × k` matrix with `k = k₁k₂…`, as for a convolution; a vector of n
//! numbers is `1 × n`. Experts stacked in one tensor are matrices of their own. Where the two shapes differ, as
//! after new words were added to a vocabulary, the matrix is what both have: the first rows and columns.
//!
//! Weights in 8 bits may have a scale beside them (`X_scale`, `X_scale_inv`): one number, one for each row, or one
//! for each block of 128 × 128 numbers (DeepSeek-V3's `weight_scale_inv`). Sources: compressed-tensors'
//! `float_quantized` format; DeepSeek-V3's `inference/kernel.py`, `weight_dequant`.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::error::{MatrixError, Side};
use crate::Dtype;
use crate::header::Tensor;

/// Bytes read of each checkpoint at a time, but at least one row.
const SLICE_BYTES: u64 = 1 << 20;
/// The side of a block that shares a scale.
const BLOCK: usize = 128;

/// What a matrix is to its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A linear layer.
    Linear,
    /// A convolution.
    Convolution,
    /// One of several experts in one tensor.
    Expert,
    /// GPT-2's linear layers, which are stored transposed.
    Transposed,
    /// An embedding.
    Embedding,
    /// The layer that gives words.
    Head,
    /// A vector: a norm, a bias.
    Vector,
}

impl Kind {
    /// Whether a LoRA made here holds its change.
    pub const fn is_extracted(self) -> bool {
        matches!(self, Self::Linear | Self::Convolution)
    }

    /// So many of them, in words.
    pub fn counted(self, count: usize) -> String {
        let one = match self {
            Self::Linear => "linear layer",
            Self::Convolution => "convolution",
            Self::Expert => "expert stacked in one tensor",
            Self::Transposed => "layer stored transposed",
            Self::Embedding => "embedding",
            Self::Head => "output layer",
            Self::Vector => "norm or bias",
        };
        let several = self.plural();
        format!("{count} {}", if count == 1 { one } else { several })
    }

    /// Several of them, in words.
    const fn plural(self) -> &'static str {
        match self {
            Self::Linear => "linear layers",
            Self::Convolution => "convolutions",
            Self::Expert => "experts stacked in one tensor",
            Self::Transposed => "layers stored transposed",
            Self::Embedding => "embeddings",
            Self::Head => "output layers",
            Self::Vector => "norms and biases",
        }
    }
}

/// A matrix in a tensor of one checkpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// The tensor.
    pub tensor: Tensor,
    /// What its numbers are multiplied by.
    pub scale: Option<Tensor>,
    /// Numbers of a row.
    pub(super) width: usize,
    /// Rows before the first.
    pub(super) first_row: usize,
    /// Rows of the whole matrix.
    pub(super) height: usize,
}

/// A parameter of a model, whatever its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name in the base, without what wrappers leave in it and without `.weight`.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// d.
    pub rows: usize,
    /// k.
    pub columns: usize,
    /// The sides of a convolution's kernel; none otherwise.
    pub kernel: Vec<u64>,
}

impl Parameter {
    /// `min(d, k)`.
    pub fn smaller_side(&self) -> usize {
        self.rows.min(self.columns)
    }

    /// How many numbers it has.
    pub const fn numbers(&self) -> u64 {
        self.rows as u64 * self.columns as u64
    }
}

/// A parameter of both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// The parameter: of differing shapes, what both have.
    pub parameter: Parameter,
    /// In the base.
    pub base: Stored,
    /// In the tuned checkpoint, whose bytes follow those of the base.
    pub tuned: Stored,
    /// Whether the two shapes differ, so that this is what both have.
    pub is_cut: bool,
}

impl Stored {
    /// Bytes of one row.
    fn row_bytes(&self) -> u64 {
        self.width as u64 * (self.tensor.dtype.bits() / 8)
    }

    /// The bytes of these rows.
    pub(super) fn rows(&self, rows: &Range<usize>) -> Range<u64> {
        let at =
            |row: usize| self.tensor.bytes.start + (self.first_row + row) as u64 * self.row_bytes();
        at(rows.start)..at(rows.end)
    }

    /// Whether it can be read.
    pub(super) fn check(&self, side: Side) -> Result<(), MatrixError> {
        let dtype = self.tensor.dtype;
        if !is_read(dtype) {
            let dtype = dtype.name().to_owned();
            return Err(MatrixError::Dtype { side, dtype });
        }
        match &self.scale {
            Some(scale)
                if !is_read(scale.dtype)
                    || Blocks::of(scale, self.height, self.width).is_none() =>
            {
                Err(MatrixError::ScaleShape {
                    side,
                    shape: scale.shape.clone(),
                })
            }
            _ => Ok(()),
        }
    }
}

/// Whether numbers of this format are compared.
pub(super) const fn is_read(dtype: Dtype) -> bool {
    matches!(
        dtype,
        Dtype::F64 | Dtype::F32 | Dtype::F16 | Dtype::BF16 | Dtype::F8_E4M3 | Dtype::F8_E5M2
    )
}

/// How the numbers of a scale lie over a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blocks {
    /// Rows and columns that share a number.
    height: usize,
    width: usize,
    /// Numbers in a row of the scale.
    across: usize,
}

impl Blocks {
    /// Of a scale over a matrix of this many rows and columns; none where it does not fit.
    pub(super) fn of(scale: &Tensor, rows: usize, columns: usize) -> Option<Self> {
        let (down, across) = match *scale.shape.as_slice() {
            [] | [1] | [1, 1] => (1, 1),
            [down] => (down as usize, 1),
            [down, across] => (down as usize, across as usize),
            _ => return None,
        };
        let side = |length: usize, count: usize| {
            if count == 1 {
                Some(length)
            } else if count == length {
                Some(1)
            } else {
                (length.div_ceil(BLOCK) == count).then_some(BLOCK)
            }
        };
        Some(Self {
            height: side(rows, down)?.max(1),
            width: side(columns, across)?.max(1),
            across,
        })
    }

    /// The place of the number for an entry.
    pub(super) const fn at(self, row: usize, column: usize) -> usize {
        row / self.height * self.across + column / self.width
    }
}

impl Matrix {
    /// In one of the two.
    pub const fn side(&self, side: Side) -> &Stored {
        match side {
            Side::Base => &self.base,
            Side::Tuned => &self.tuned,
        }
    }

    /// How many bytes are read of it, of both together.
    pub fn bytes(&self) -> u64 {
        Side::ALL
            .map(|side| self.side(side).row_bytes() * self.parameter.rows as u64)
            .iter()
            .sum()
    }

    /// The rows that are read together.
    pub(super) fn rows_at_once(&self) -> usize {
        let widest = self.base.row_bytes().max(self.tuned.row_bytes()).max(1);
        (SLICE_BYTES / widest).max(1) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(shape: &[u64]) -> Tensor {
        Tensor {
            name: String::new(),
            dtype: Dtype::F32,
            shape: shape.to_vec(),
            bytes: 0..0,
        }
    }

    #[test]
    fn a_scale_is_for_all_for_each_row_or_for_each_block() {
        let of = |shape: &[u64]| Blocks::of(&scale(shape), 300, 200);
        assert_eq!(of(&[]).map(|blocks| blocks.at(299, 199)), Some(0));
        assert_eq!(of(&[300, 1]).map(|blocks| blocks.at(7, 199)), Some(7));
        assert_eq!(of(&[300]).map(|blocks| blocks.at(7, 199)), Some(7));
        let blocks = of(&[3, 2]).unwrap();
        assert_eq!(
            [(0, 0), (127, 128), (256, 0), (299, 199)].map(|(row, column)| blocks.at(row, column)),
            [0, 1, 4, 5]
        );
        assert_eq!(of(&[2, 2]), None);
        assert_eq!(of(&[2, 2, 2]), None);
    }
}
