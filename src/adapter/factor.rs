//! A matrix whose numbers stand in a tensor.
//!
//! The entry `(i, j)` is the number `first + i · row_step + j · column_step` of its tensor. So a factor may be
//! a whole tensor, its transpose (mlx-lm keeps Aᵀ and Bᵀ), or one expert of a mixture whose factors are
//! stacked. A grouped convolution's B is block-diagonal; only its blocks are stored.

use std::ops::Range;

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::LayerError;
use super::header::{Tensor, count};
use super::weights::{Bytes, decode, not_finite, read, vector};

/// A matrix in a tensor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// The tensor.
    pub tensor: Tensor,
    /// How many rows the matrix has.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    first: usize,
    row_step: usize,
    column_step: usize,
    /// Blocks on the diagonal; one for a matrix that is stored whole.
    blocks: usize,
    /// What whole numbers, or those of eight bits, are multiplied by.
    multiplier: Option<Box<Multiplier>>,
}

/// The scale of a quantised tensor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Multiplier {
    tensor: Tensor,
    /// Whether there is one number a row of the matrix, one a column, or one for all.
    per: Per,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Per {
    Matrix,
    Row,
    Column,
}

impl Factor {
    /// The matrix of this many rows and columns that a tensor holds row by row.
    pub(super) fn row_by_row(tensor: &Tensor, rows: usize, columns: usize) -> Self {
        Self {
            tensor: tensor.clone(),
            rows,
            columns,
            first: 0,
            row_step: columns,
            column_step: 1,
            blocks: 1,
            multiplier: None,
        }
    }

    /// Its transpose.
    #[must_use]
    pub(super) fn transposed(mut self) -> Self {
        std::mem::swap(&mut self.rows, &mut self.columns);
        std::mem::swap(&mut self.row_step, &mut self.column_step);
        if let Some(multiplier) = &mut self.multiplier {
            multiplier.per = match multiplier.per {
                Per::Matrix => Per::Matrix,
                Per::Row => Per::Column,
                Per::Column => Per::Row,
            };
        }
        self
    }

    /// The rows in this range.
    #[must_use]
    pub(super) fn rows_in(mut self, range: &Range<usize>) -> Self {
        self.first += range.start * self.row_step;
        self.rows = range.len();
        self
    }

    /// Every `step`th column, from the one with index `first` on.
    #[must_use]
    pub(super) fn every_column(mut self, first: usize, step: usize) -> Self {
        self.first += first * self.column_step;
        self.columns /= step;
        self.column_step *= step;
        self
    }

    /// The block-diagonal matrix whose blocks, of equal height, stand one below the other.
    #[must_use]
    pub(super) fn block_diagonal(mut self, blocks: usize) -> Self {
        self.columns *= blocks;
        self.blocks = blocks;
        self
    }

    pub(super) const fn is_block_diagonal(&self) -> bool {
        self.blocks > 1
    }

    /// Multiplied by what stands in another tensor: one number, or one for each of its rows.
    pub(super) fn multiplied_by(mut self, tensor: &Tensor) -> Result<Self, LayerError> {
        let numbers = count(&tensor.shape);
        let per = match numbers {
            1 => Per::Matrix,
            numbers if numbers == self.rows as u64 => Per::Row,
            _ => {
                return Err(LayerError::MultiplierShape {
                    tensor: tensor.name.clone(),
                    shape: tensor.shape.clone(),
                });
            }
        };
        self.multiplier = Some(Box::new(Multiplier {
            tensor: tensor.clone(),
            per,
        }));
        Ok(self)
    }

    /// Its tensors.
    pub(super) fn tensors(&self) -> impl Iterator<Item = &Tensor> {
        let multiplier = self.multiplier.as_ref();
        std::iter::once(&self.tensor).chain(multiplier.map(|multiplier| &multiplier.tensor))
    }

    /// Calls `visit` with each of them.
    pub(super) fn each_tensor(&mut self, visit: &mut dyn FnMut(&mut Tensor)) {
        visit(&mut self.tensor);
        if let Some(multiplier) = &mut self.multiplier {
            visit(&mut multiplier.tensor);
        }
    }

    /// How many numbers are stored of it.
    pub(super) fn numbers(&self) -> u64 {
        self.rows as u64 * (self.columns / self.blocks) as u64
    }

    /// All of it.
    pub(super) fn matrix(&self, bytes: &Bytes<'_>) -> Result<DMatrix<f64>, LayerError> {
        self.rows_at(bytes, 0, self.rows)
    }

    /// `height` rows from the one with index `start` on.
    ///
    /// # Errors
    /// When bytes are missing or a number is not finite.
    pub(super) fn rows_at(
        &self,
        bytes: &Bytes<'_>,
        start: usize,
        height: usize,
    ) -> Result<DMatrix<f64>, LayerError> {
        let stored = read(&self.tensor, bytes)?;
        let width = self.columns / self.blocks;
        let numbers = |first: usize, step: usize, target: &mut [f64]| {
            let place = (self.first + first, step);
            let decoded = decode(self.tensor.dtype, stored, place, target);
            decoded.map_err(|_| not_finite(&self.tensor))
        };
        let mut block = if self.column_step == 1 {
            let mut transposed = DMatrix::zeros(width, height);
            if self.row_step == width {
                numbers(start * width, 1, transposed.as_mut_slice())?;
            } else {
                for (row, target) in transposed
                    .as_mut_slice()
                    .chunks_exact_mut(width.max(1))
                    .enumerate()
                {
                    numbers((start + row) * self.row_step, 1, target)?;
                }
            }
            transposed.transpose()
        } else {
            let mut block = DMatrix::zeros(height, width);
            for (column, target) in block
                .as_mut_slice()
                .chunks_exact_mut(height.max(1))
                .enumerate()
            {
                let first = start * self.row_step + column * self.column_step;
                numbers(first, self.row_step, target)?;
            }
            block
        };
        if let Some(multiplier) = &self.multiplier {
            multiplier.apply(&mut block, start, bytes)?;
        }
        Ok(if self.blocks == 1 {
            block
        } else {
            let of_block = self.rows / self.blocks;
            DMatrix::from_fn(height, self.columns, |row, column| {
                let inside = (start + row) / of_block == column / width;
                let number = block.get((row, column % width)).copied();
                number.filter(|_| inside).unwrap_or_default()
            })
        })
    }
}

impl Multiplier {
    fn apply(
        &self,
        block: &mut DMatrix<f64>,
        start: usize,
        bytes: &Bytes<'_>,
    ) -> Result<(), LayerError> {
        let factors = vector(&self.tensor, bytes)?;
        let factor = |index: usize| factors.get(index).copied().unwrap_or(1.0);
        match self.per {
            Per::Matrix => *block *= factor(0),
            Per::Row => {
                for (row, mut numbers) in block.row_iter_mut().enumerate() {
                    numbers *= factor(start + row);
                }
            }
            Per::Column => {
                for (column, mut numbers) in block.column_iter_mut().enumerate() {
                    numbers *= factor(column);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dtype;

    fn tensor(shape: &[u64]) -> Tensor {
        Tensor {
            name: "t".to_owned(),
            dtype: Dtype::U8,
            shape: shape.to_vec(),
            bytes: 0..count(shape),
        }
    }

    fn matrix(factor: &Factor, numbers: &[u8]) -> DMatrix<f64> {
        let numbers = numbers.to_vec().leak();
        factor.matrix(&|_| &*numbers).unwrap()
    }

    #[test]
    fn a_matrix_and_its_transpose() {
        let whole = Factor::row_by_row(&tensor(&[2, 3]), 2, 3);
        let numbers = [1, 2, 3, 4, 5, 6];
        let matrix_of = matrix(&whole, &numbers);
        assert_eq!(
            matrix_of,
            DMatrix::from_row_slice(2, 3, &[1., 2., 3., 4., 5., 6.])
        );
        assert_eq!(matrix(&whole.transposed(), &numbers), matrix_of.transpose());
    }

    #[test]
    fn an_expert_is_some_rows_or_every_so_many_columns() {
        let numbers: Vec<u8> = (0..12).collect();
        let stacked = Factor::row_by_row(&tensor(&[4, 3]), 4, 3).rows_in(&(2..4));
        assert_eq!(
            matrix(&stacked, &numbers).row(0),
            DMatrix::from_row_slice(1, 3, &[6., 7., 8.])
        );
        let strided = Factor::row_by_row(&tensor(&[3, 4]), 3, 4).every_column(1, 2);
        let expected = DMatrix::from_row_slice(3, 2, &[1., 3., 5., 7., 9., 11.]);
        assert_eq!(matrix(&strided, &numbers), expected);
        assert_eq!(
            matrix(&strided.transposed(), &numbers),
            expected.transpose()
        );
    }

    #[test]
    fn blocks_stand_on_the_diagonal() {
        let blocks = Factor::row_by_row(&tensor(&[4, 1]), 4, 1).block_diagonal(2);
        let expected = DMatrix::from_row_slice(4, 2, &[1., 0., 2., 0., 0., 3., 0., 4.]);
        assert_eq!(matrix(&blocks, &[1, 2, 3, 4]), expected);
        let lower = blocks.rows_at(&|_| &[1, 2, 3, 4], 2, 2).unwrap();
        assert_eq!(lower, expected.rows(2, 2));
    }

    #[test]
    fn a_multiplier_is_for_all_or_for_each_row() {
        let factor = Factor::row_by_row(&tensor(&[2, 2]), 2, 2);
        let scaled = factor.multiplied_by(&tensor(&[2, 1])).unwrap();
        // The same bytes serve for the factor and, its first two, for the multiplier.
        let bytes: &[u8] = &[2, 3, 4, 5];
        let read = |tensor: &Tensor| &bytes[..count(&tensor.shape) as usize];
        let expected = DMatrix::from_row_slice(2, 2, &[4., 6., 12., 15.]);
        assert_eq!(scaled.matrix(&read).unwrap(), expected);
        assert_eq!(
            scaled.transposed().matrix(&read).unwrap(),
            expected.transpose()
        );
    }
}
