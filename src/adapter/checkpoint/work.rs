//! One matrix, from its bytes to what is found of it.
//!
//! [`Work::wants`] says which bytes to read next, [`Work::take`] takes them in, some rows of both checkpoints at a
//! time; when nothing more is wanted, [`Work::finish`] gives the result. Nothing is held but ΔW, and of a tall
//! matrix whose values alone are asked for only its triangle.
//!
//! | smaller side | kept of ΔW | values |
//! |---|---|---|
//! | up to [`LARGEST_EXACT`] | 64 bits | exact: all of them |
//! | above | 32 bits | between bounds: the first [`TOLD`](super::TOLD) |

use std::collections::VecDeque;
use std::ops::Range;

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::error::{MatrixError, Side};
use super::held::Held;
use super::matrix::{Blocks, Matrix};
use super::noise::{Noise, Spacing};
use crate::header::count;
use crate::weights::decode;

/// Up to this smaller side all singular values are found.
pub const LARGEST_EXACT: usize = 2048;
/// What is wanted of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aim {
    /// Norms, and how many numbers changed.
    Norms,
    /// These and singular values.
    Spectrum,
    /// These and the factors of the best approximation of this rank.
    Factors(usize),
}

/// The best approximation `BA` of ΔW of some rank, both factors of equal norm.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// B, `d × r`.
    pub up: DMatrix<f64>,
    /// A, `r × k`.
    pub down: DMatrix<f64>,
}

/// What is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// Of the matrix.
    pub analysis: Analysis,
    /// The factors, where they were asked for.
    pub factors: Option<Factors>,
}

/// A matrix being read.
#[derive(Debug)]
pub struct Work<'m> {
    matrix: &'m Matrix,
    aim: Aim,
    /// Scales that have yet to be read.
    scales_wanted: VecDeque<Side>,
    scales: [Option<(Blocks, Vec<f64>)>; 2],
    row: usize,
    held: Held,
    noise: Noise,
    spacings: [Spacing; 2],
    /// Σw₀², Σw₁², ΣΔ².
    energies: [f64; 3],
    changed: u64,
    is_equal: bool,
}

impl<'m> Work<'m> {
    /// Begins a matrix.
    ///
    /// # Errors
    /// [`MatrixError::Dtype`], [`MatrixError::ScaleShape`], [`MatrixError::TooLarge`] and [`MatrixError::NoMemory`].
    pub fn new(matrix: &'m Matrix, aim: Aim) -> Result<Self, MatrixError> {
        for side in Side::ALL {
            matrix.side(side).check(side)?;
        }
        // The exponents of numbers of 8 bits say nothing of their spacing once they are multiplied.
        let scaled = |side: &Side| matrix.side(*side).scale.is_some();
        Ok(Self {
            held: Held::of(matrix, aim)?,
            scales_wanted: Side::ALL.into_iter().filter(scaled).collect(),
            scales: [None, None],
            row: 0,
            noise: Noise::new(matrix.parameter.columns),
            spacings: Side::ALL.map(|side| Spacing::of(matrix.side(side).tensor.dtype)),
            energies: [0.0; 3],
            changed: 0,
            is_equal: matrix.base.tensor.dtype == matrix.tuned.tensor.dtype,
            matrix,
            aim,
        })
    }

    /// The ranges to read next, the tuned checkpoint's bytes behind the base's; none when all have been.
    pub fn wants(&self) -> Option<Vec<Range<u64>>> {
        if let Some(side) = self.scales_wanted.front() {
            let scale = self.matrix.side(*side).scale.as_ref();
            return scale.map(|scale| vec![scale.bytes.clone()]);
        }
        let rows = self.next_rows();
        (!rows.is_empty()).then(|| {
            Side::ALL
                .map(|side| self.matrix.side(side).rows(&rows))
                .to_vec()
        })
    }

    /// The share of its bytes that has been read.
    pub fn share_read(&self) -> f64 {
        self.row as f64 / self.matrix.parameter.rows.max(1) as f64
    }

    fn next_rows(&self) -> Range<usize> {
        let end = self.row + self.matrix.rows_at_once();
        self.row..end.min(self.matrix.parameter.rows)
    }

    /// Takes in the bytes of the ranges that [`Work::wants`] named.
    ///
    /// # Errors
    /// [`MatrixError::ShortRead`] and [`MatrixError::NotFinite`].
    pub fn take(&mut self, pieces: &[Vec<u8>]) -> Result<(), MatrixError> {
        let piece = |index: usize| pieces.get(index).map(Vec::as_slice).unwrap_or_default();
        if let Some(side) = self.scales_wanted.pop_front() {
            return self.take_scale(side, piece(0));
        }
        let rows = self.next_rows();
        let bytes = [piece(0), piece(1)];
        let mut numbers = [Vec::new(), Vec::new()];
        for ((side, bytes), numbers) in Side::ALL.into_iter().zip(bytes).zip(&mut numbers) {
            *numbers = self.numbers(side, &rows, bytes)?;
        }
        let [base, tuned] = bytes;
        self.is_equal = self.is_equal && base == tuned;
        self.take_rows(&rows, numbers);
        self.row = rows.end;
        Ok(())
    }

    fn take_scale(&mut self, side: Side, bytes: &[u8]) -> Result<(), MatrixError> {
        let stored = self.matrix.side(side);
        let Some(tensor) = &stored.scale else {
            return Ok(());
        };
        whole(side, &tensor.bytes, bytes)?;
        let mut numbers = vec![0.0; count(&tensor.shape) as usize];
        decode(tensor.dtype, bytes, (0, 1), &mut numbers)
            .map_err(|_| MatrixError::NotFinite { side })?;
        let blocks = Blocks::of(tensor, stored.height, stored.width);
        let [base, tuned] = &mut self.scales;
        let scale = if side == Side::Base { base } else { tuned };
        *scale = blocks.map(|blocks| (blocks, numbers));
        Ok(())
    }

    /// The numbers of some rows, row by row.
    fn numbers(
        &self,
        side: Side,
        rows: &Range<usize>,
        bytes: &[u8],
    ) -> Result<Vec<f64>, MatrixError> {
        let stored = self.matrix.side(side);
        whole(side, &stored.rows(rows), bytes)?;
        let columns = self.matrix.parameter.columns;
        let mut numbers = vec![0.0; rows.len() * columns];
        let dtype = stored.tensor.dtype;
        let not_finite = |_| MatrixError::NotFinite { side };
        if stored.width == columns {
            decode(dtype, bytes, (0, 1), &mut numbers).map_err(not_finite)?;
        } else {
            for (row, target) in numbers.chunks_exact_mut(columns.max(1)).enumerate() {
                decode(dtype, bytes, (row * stored.width, 1), target).map_err(not_finite)?;
            }
        }
        if let Some((blocks, scale)) = self.scale(side) {
            let by_rows = numbers.chunks_exact_mut(columns.max(1));
            for (row, target) in rows.clone().zip(by_rows) {
                for (column, number) in target.iter_mut().enumerate() {
                    let at = blocks.at(stored.first_row + row, column);
                    *number *= scale.get(at).copied().unwrap_or(1.0);
                }
            }
            if !numbers.iter().all(|number| number.is_finite()) {
                return Err(MatrixError::NotFinite { side });
            }
        }
        Ok(numbers)
    }

    const fn scale(&self, side: Side) -> Option<&(Blocks, Vec<f64>)> {
        let [base, tuned] = &self.scales;
        match side {
            Side::Base => base.as_ref(),
            Side::Tuned => tuned.as_ref(),
        }
    }

    fn take_rows(&mut self, rows: &Range<usize>, [base, tuned]: [Vec<f64>; 2]) {
        let columns = self.matrix.parameter.columns.max(1);
        let [of_base, of_tuned] = self.spacings;
        let scales = [self.scale(Side::Base), self.scale(Side::Tuned)]
            .map(Option::<&(Blocks, Vec<f64>)>::cloned);
        let by_rows = base.chunks_exact(columns).zip(tuned.chunks_exact(columns));
        let [mut e0, mut e1, mut e2] = self.energies;
        for (row, (base, tuned)) in rows.clone().zip(by_rows) {
            for (w0, w1) in base.iter().zip(tuned) {
                let change = w1 - w0;
                e0 += w0 * w0;
                e1 += w1 * w1;
                e2 += change * change;
                self.changed += u64::from(change != 0.0);
            }
            let pairs = base.iter().zip(tuned).enumerate();
            let squared = |index: usize, column: usize, number: f64, spacing: Spacing| {
                let scale = scales.get(index).and_then(Option::as_ref);
                scale.map_or_else(
                    || spacing.squared(number),
                    |(blocks, scale)| {
                        let at = blocks.at(row, column);
                        let scale = scale.get(at).copied().unwrap_or(1.0);
                        spacing.squared(number / scale) * scale * scale
                    },
                )
            };
            self.noise.row(pairs.map(|(column, (w0, w1))| {
                let both = squared(0, column, *w0, of_base) + squared(1, column, *w1, of_tuned);
                (both, w1 - w0)
            }));
        }
        self.energies = [e0, e1, e2];
        let changes = base.iter().zip(&tuned).map(|(w0, w1)| w1 - w0);
        self.held.extend(changes, columns);
    }

    /// What was found. Calls `progress` with the share of the rest done, in `0..=1`.
    ///
    /// # Errors
    /// [`MatrixError::Overflow`], [`MatrixError::NoMemory`] and [`MatrixError::Singular`].
    pub fn finish(mut self, progress: &mut dyn FnMut(f64)) -> Result<Done, MatrixError> {
        let [base, tuned, change] = self.energies;
        if !(base + tuned + change).is_finite() {
            return Err(MatrixError::Overflow);
        }
        let rank = match self.aim {
            Aim::Factors(rank) => Some(rank),
            Aim::Norms | Aim::Spectrum => None,
        };
        let held = std::mem::replace(&mut self.held, Held::Nothing);
        let found = held.decomposed(self.matrix, change, rank, progress)?;
        let (values, factors) = found.unzip();
        Ok(Done {
            analysis: Analysis {
                numbers: self.matrix.parameter.numbers(),
                changed: self.changed,
                is_equal_to_the_bit: self.is_equal && self.changed == 0,
                base_norm: base.sqrt(),
                tuned_norm: tuned.sqrt(),
                frobenius: change.sqrt(),
                floor: self.noise.floor(),
                values,
            },
            factors: factors.flatten(),
        })
    }
}

/// Whether as many bytes were read as were asked for.
fn whole(side: Side, range: &Range<u64>, bytes: &[u8]) -> Result<(), MatrixError> {
    let (expected, read) = (range.end - range.start, bytes.len() as u64);
    if expected == read {
        Ok(())
    } else {
        Err(MatrixError::ShortRead {
            side,
            expected,
            read,
        })
    }
}
