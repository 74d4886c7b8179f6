//! What is kept of ΔW while its rows are read, and what is found of it then.

use nalgebra::{DMatrix, DMatrixView};

use super::analysis::Values;
use super::error::MatrixError;
use super::exact::Decomposed;
use super::matrix::{Kind, Matrix};
use super::randomised::Sketch;
use super::work::{Aim, Factors, LARGEST_EXACT};
use crate::save::Orthogonal;

/// The most numbers of a difference that are held: a gigabyte in 32 bits.
pub const LARGEST_HELD: u64 = 1 << 28;
/// A tall matrix of more numbers is not held where its values alone are wanted.
const LARGEST_TALL: u64 = 1 << 22;
/// Rows that join its triangle together, or twice its columns: of more, each takes less time, and all more memory.
const ROWS_AT_ONCE: usize = 2048;

/// What is kept of ΔW.
#[derive(Debug)]
pub(super) enum Held {
    Nothing,
    /// The triangle of the rows so far, and rows that have yet to join it.
    Triangle(DMatrix<f64>, Vec<f64>),
    /// Row by row.
    Double(Vec<f64>),
    Single(Vec<f32>),
}

fn reserved<T>(numbers: u64) -> Result<Vec<T>, MatrixError> {
    let mut held = Vec::new();
    let bytes = numbers.saturating_mul(size_of::<T>() as u64);
    let count = usize::try_from(numbers).unwrap_or(usize::MAX);
    held.try_reserve_exact(count)
        .map_err(|_| MatrixError::NoMemory { bytes })?;
    Ok(held)
}

type Found = (Values, Option<Factors>);

impl Held {
    /// Of a matrix of which this is wanted.
    ///
    /// # Errors
    /// [`MatrixError::TooLarge`] and [`MatrixError::NoMemory`].
    pub(super) fn of(matrix: &Matrix, aim: Aim) -> Result<Self, MatrixError> {
        let numbers = matrix.parameter.numbers();
        let is_exact = matrix.parameter.smaller_side() <= LARGEST_EXACT;
        let is_tall = matrix.parameter.rows >= matrix.parameter.columns;
        if aim == Aim::Norms || matrix.parameter.kind == Kind::Vector {
            return Ok(Self::Nothing);
        }
        if aim == Aim::Spectrum && is_exact && is_tall && numbers > LARGEST_TALL {
            return Ok(Self::Triangle(
                DMatrix::zeros(0, matrix.parameter.columns),
                Vec::new(),
            ));
        }
        if numbers > LARGEST_HELD {
            let largest = LARGEST_HELD;
            return Err(MatrixError::TooLarge { numbers, largest });
        }
        Ok(if is_exact {
            Self::Double(reserved(numbers)?)
        } else {
            Self::Single(reserved(numbers)?)
        })
    }

    /// Takes in the next rows.
    pub(super) fn extend(&mut self, changes: impl Iterator<Item = f64>, columns: usize) {
        match self {
            Self::Nothing => {}
            Self::Double(held) => held.extend(changes),
            Self::Single(held) => held.extend(changes.map(|change| change as f32)),
            Self::Triangle(triangle, waiting) => {
                waiting.extend(changes);
                if waiting.len() >= ROWS_AT_ONCE.max(2 * columns) * columns {
                    join(triangle, waiting, columns);
                }
            }
        }
    }

    /// What is found of all rows. Calls `progress` with the share done, in `0..=1`.
    ///
    /// # Errors
    /// [`MatrixError::NoMemory`] and [`MatrixError::Singular`].
    pub(super) fn decomposed(
        self,
        matrix: &Matrix,
        energy: f64,
        rank: Option<usize>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Option<Found>, MatrixError> {
        let (rows, columns) = (matrix.parameter.rows, matrix.parameter.columns);
        let is_tall = rows >= columns;
        Ok(Some(match self {
            Self::Nothing => return Ok(None),
            Self::Triangle(mut triangle, mut waiting) => {
                join(&mut triangle, &mut waiting, columns);
                (exact(Decomposed::of(triangle, progress)?.values), None)
            }
            // Row by row is the transpose, column by column.
            Self::Double(held) => {
                let transposed = DMatrix::from_vec(columns, rows, held);
                let Some(rank) = rank else {
                    let tall = if is_tall {
                        transposed.transpose()
                    } else {
                        transposed
                    };
                    return Ok(Some((exact(Decomposed::of(tall, progress)?.values), None)));
                };
                let tall = if is_tall {
                    transposed.transpose()
                } else {
                    transposed.clone()
                };
                let found = Decomposed::of(tall, progress)?;
                let vectors = found.right(rank.min(found.values.len()))?;
                let factors = if is_tall {
                    let images = (vectors.transpose() * &transposed).transpose();
                    Factors {
                        up: over_root(images, &found.values),
                        down: times_root(vectors, &found.values).transpose(),
                    }
                } else {
                    let images = transposed * &vectors;
                    Factors {
                        up: times_root(vectors, &found.values),
                        down: over_root(images, &found.values).transpose(),
                    }
                };
                (exact(found.values), Some(factors))
            }
            Self::Single(held) => {
                let transposed = DMatrix::from_vec(columns, rows, held);
                let sketch = Sketch::of(&transposed, energy, progress)?;
                let factors = rank.map(|rank| {
                    let values = &sketch.known.values;
                    let kept = rank.min(values.len());
                    let first = |vectors: &DMatrix<f64>| {
                        times_root(vectors.columns(0, kept).into_owned(), values)
                    };
                    Factors {
                        up: first(&sketch.right),
                        down: first(&sketch.left).transpose(),
                    }
                });
                (sketch.known, factors)
            }
        }))
    }
}

fn exact(values: Vec<f64>) -> Values {
    Values {
        count: values.len(),
        values,
        bounds: None,
    }
}

/// Columns times `√σ`.
fn times_root(mut vectors: DMatrix<f64>, values: &[f64]) -> DMatrix<f64> {
    for (mut column, value) in vectors.column_iter_mut().zip(values) {
        column *= value.sqrt();
    }
    vectors
}

/// Columns of length σ over `√σ`; those of no length stay.
fn over_root(mut images: DMatrix<f64>, values: &[f64]) -> DMatrix<f64> {
    for (mut column, value) in images.column_iter_mut().zip(values) {
        if *value > 0.0 {
            column /= value.sqrt();
        }
    }
    images
}

/// Lets waiting rows join their triangle.
fn join(triangle: &mut DMatrix<f64>, waiting: &mut Vec<f64>, columns: usize) {
    if waiting.is_empty() {
        return;
    }
    let known = triangle.nrows();
    let rows = waiting.len() / columns.max(1);
    let mut stack = DMatrix::zeros(known + rows, columns);
    stack.rows_mut(0, known).copy_from(triangle);
    let below = DMatrixView::from_slice(waiting, columns, rows);
    stack.rows_mut(known, rows).tr_copy_from(&below);
    waiting.clear();
    *triangle = Orthogonal::of(stack).into_r();
}
