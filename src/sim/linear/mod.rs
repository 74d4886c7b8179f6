//! Decompositions of dense matrices, for speed where vectors are two numbers wide: in WebAssembly, and in
//! what any x86-64 runs.
//!
//! | what | file |
//! |---|---|
//! | products of reflections, applied together | `block.rs` |
//! | products of columns | `inner.rs` |
//! | QR with LAPACK's signs | `triangular.rs` |
//! | a bidiagonal matrix with the same singular values | `bidiagonal.rs` |
//! | its singular values | `quotients.rs` |
//!
//! All of it is plain loops over slices in a fixed order, so the same input has the same bits in every
//! browser and on every machine. nalgebra's decompositions go column by column, and its products, of
//! which a blocked decomposition could be made, are not compiled to vectors for WebAssembly.

mod bidiagonal;
mod block;
mod inner;
mod quotients;
mod triangular;

pub use block::{Block, Scratch};
pub use inner::inner_products;
pub(crate) use quotients::STEPS_PER_VALUE;
pub use triangular::{apply_to_triangle, decomposed, triangle};

use nalgebra::DMatrix;

use crate::SimError;

/// Rows as compared with columns from which a matrix is made triangular first: then it takes fewer operations.
const TALL: usize = 2;

/// The singular values of a matrix whose entries are finite and whose squares are neither too large nor too small, in no
/// order; none when the iteration exceeds its cap.
pub(crate) fn singular_values(matrix: DMatrix<f64>) -> Option<Vec<f64>> {
    let matrix = if matrix.nrows() < matrix.ncols() {
        matrix.transpose()
    } else {
        matrix
    };
    let matrix = if matrix.nrows() >= TALL * matrix.ncols() {
        triangle(matrix)
    } else {
        matrix
    };
    let (diagonal, beside) = bidiagonal::reduce(matrix);
    quotients::singular_values(&diagonal, &beside)
}

/// The singular values of an upper bidiagonal matrix, largest first, given its diagonal and what stands beside it.
///
/// # Errors
/// [`SimError::NotConverged`].
pub fn values_of_bidiagonal(diagonal: &[f64], beside: &[f64]) -> Result<Vec<f64>, SimError> {
    let sweeps = STEPS_PER_VALUE * diagonal.len();
    let values = quotients::singular_values(diagonal, beside);
    let mut values = values.ok_or(SimError::NotConverged { sweeps })?;
    values.sort_by(|one, other| other.total_cmp(one));
    Ok(values)
}

/// Sums that are added up beside each other, so that one does not wait for the last.
const LANES: usize = 8;

/// `Σ aᵢbᵢ`.
pub fn dot(one: &[f64], other: &[f64]) -> f64 {
    let (ones, one_rest) = one.as_chunks::<LANES>();
    let (others, other_rest) = other.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for (one, other) in ones.iter().zip(others) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    let rest = one_rest.iter().zip(other_rest);
    sums.iter().sum::<f64>() + rest.map(|(one, other)| one * other).sum::<f64>()
}

/// Adds a multiple of one vector to another.
fn add(target: &mut [f64], factor: f64, vector: &[f64]) {
    for (target, entry) in target.iter_mut().zip(vector) {
        *target += factor * entry;
    }
}

/// The reflection `H = I − τ v vᵀ` that leaves of a vector only its first entry, as LAPACK's `dlarfg`: puts v,
/// whose first entry is 1, in the place of the vector, and gives τ and what becomes of the first entry,
/// `−sign(first)·‖vector‖`. Where nothing has to be cleared, τ is 0 and H the identity.
fn reflection(vector: &mut [f64]) -> (f64, f64) {
    let Some((first, below)) = vector.split_first_mut() else {
        return (0.0, 0.0);
    };
    let rest = dot(below, below);
    let alpha = *first;
    *first = 1.0;
    if rest == 0.0 {
        below.fill(0.0);
        return (0.0, alpha);
    }
    let entry = -(alpha * alpha + rest).sqrt().copysign(alpha);
    let scale = 1.0 / (alpha - entry);
    for entry in below {
        *entry *= scale;
    }
    ((entry - alpha) / entry, entry)
}

#[cfg(test)]
mod tests;
