//! Eigenvalues and eigenvectors of a symmetric matrix, with progress from inside the computation.
//!
//! `A = V diag(λ) Vᵀ` for a symmetric `n × n` matrix A: Householder reflections make it tridiagonal
//! (nalgebra's), then the implicit QL iteration with Wilkinson's shift finds one eigenvalue after
//! the other and rotates two neighbouring columns of V in each step. nalgebra's own iteration gives
//! no sign of life, and takes some seconds at 1024 × 1024: a page that waits would take its worker
//! for lost.
//!
//! Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.3.

use nalgebra::linalg::SymmetricTridiagonal;
use nalgebra::{DMatrix, DVector};

use super::SimError;

/// Steps allowed for each eigenvalue; LAPACK's `dsteqr` gives up after 30, and two are usual.
const STEPS_PER_VALUE: usize = 60;
/// Share of the work that is done when the matrix is tridiagonal.
const TRIDIAGONAL: f64 = 0.3;

/// The eigenvalues of a symmetric matrix, in no order, and its eigenvectors, as columns in the same
/// order. Only the lower triangle is read. `progress` is called with the share done, in `0..=1`.
///
/// # Errors
/// [`SimError::NotConverged`] when the iteration exceeds its cap, which nothing finite is known to
/// do; a matrix that holds an infinity or a NaN ends this way too.
pub fn symmetric_eigen(
    matrix: DMatrix<f64>,
    progress: &mut dyn FnMut(f64),
) -> Result<(DVector<f64>, DMatrix<f64>), SimError> {
    let size = matrix.nrows();
    if size < 2 {
        let values = matrix.diagonal();
        return Ok((values, DMatrix::identity(size, size)));
    }
    let (mut vectors, mut diagonal, beside) = SymmetricTridiagonal::new(matrix).unpack();
    progress(TRIDIAGONAL);
    // One more than there are, so that a step may write beyond the last.
    let mut beside = beside.push(0.0);
    let floor = f64::EPSILON * (diagonal.amax() + beside.amax());
    for value in 0..size {
        find_value(
            value,
            diagonal.as_mut_slice(),
            beside.as_mut_slice(),
            floor,
            &mut vectors,
        )?;
        // What is left is as good as proportional to the square of the values left.
        let left = (size - value - 1) as f64 / size as f64;
        progress(1.0 - (1.0 - TRIDIAGONAL) * left * left);
    }
    Ok((diagonal, vectors))
}

/// Steps until the off-diagonal entry beside `first` is negligible: then `diagonal[first]` is an
/// eigenvalue. Negligible is what is so relative to its neighbours, or below `floor`: among the values
/// of a matrix of low rank that are zero but for rounding, the first alone may never come about.
#[expect(
    clippy::indexing_slicing,
    reason = "first ≤ i < last < n, the length of both slices"
)]
fn find_value(
    first: usize,
    diagonal: &mut [f64],
    beside: &mut [f64],
    floor: f64,
    vectors: &mut DMatrix<f64>,
) -> Result<(), SimError> {
    let size = diagonal.len();
    for _ in 0..STEPS_PER_VALUE {
        let negligible = |i: &usize| {
            let neighbours = diagonal[*i].abs() + diagonal[i + 1].abs();
            beside[*i].abs() <= (f64::EPSILON * neighbours).max(floor)
        };
        let last = (first..size - 1).find(negligible).unwrap_or(size - 1);
        if last == first {
            return Ok(());
        }
        // Wilkinson's shift: the eigenvalue of the leading 2 × 2 block nearest to its corner.
        let half = (diagonal[first + 1] - diagonal[first]) / (2.0 * beside[first]);
        let root = half.hypot(1.0).copysign(half);
        let mut bulge = diagonal[last] - diagonal[first] + beside[first] / (half + root);
        let (mut sine, mut cosine, mut shift) = (1.0, 1.0, 0.0);
        let mut split = false;
        for i in (first..last).rev() {
            let (across, along) = (sine * beside[i], cosine * beside[i]);
            let norm = across.hypot(bulge);
            beside[i + 1] = norm;
            if norm == 0.0 {
                // The matrix has come apart here: begin again with the smaller block.
                diagonal[i + 1] -= shift;
                beside[last] = 0.0;
                split = true;
                break;
            }
            (sine, cosine) = (across / norm, bulge / norm);
            let shifted = diagonal[i + 1] - shift;
            let turn = (diagonal[i] - shifted) * sine + 2.0 * cosine * along;
            shift = sine * turn;
            diagonal[i + 1] = shifted + shift;
            bulge = cosine * turn - along;
            rotate(vectors, i, sine, cosine);
        }
        if !split {
            diagonal[first] -= shift;
            beside[first] = bulge;
            beside[last] = 0.0;
        }
    }
    Err(SimError::NotConverged {
        sweeps: STEPS_PER_VALUE,
    })
}

/// Rotates the columns `i` and `i + 1`.
fn rotate(vectors: &mut DMatrix<f64>, i: usize, sine: f64, cosine: f64) {
    let rows = vectors.nrows();
    let columns = vectors.as_mut_slice().get_mut(i * rows..(i + 2) * rows);
    let (left, right) = columns.unwrap_or_default().split_at_mut(rows);
    for (left, right) in left.iter_mut().zip(right) {
        (*left, *right) = (
            cosine * *left - sine * *right,
            sine * *left + cosine * *right,
        );
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::SymmetricEigen;

    use super::*;
    use crate::random::NumpyStream;

    fn sorted(values: &DVector<f64>) -> Vec<f64> {
        let mut values: Vec<f64> = values.iter().copied().collect();
        values.sort_by(f64::total_cmp);
        values
    }

    /// `B Bᵀ` of a random `size × rank` matrix.
    fn product(seed: u32, size: usize, rank: usize) -> DMatrix<f64> {
        let factor = NumpyStream::new(seed).normal_matrix(size, rank);
        &factor * factor.transpose()
    }

    fn check(matrix: &DMatrix<f64>) {
        let size = matrix.nrows();
        let (values, vectors) = symmetric_eigen(matrix.clone(), &mut |_| ()).unwrap();
        let scale = matrix.norm().max(f64::MIN_POSITIVE);
        let tolerance = 1e-14 * size as f64;
        let again = &vectors * DMatrix::from_diagonal(&values) * vectors.transpose();
        assert!((again - matrix).norm() <= tolerance * scale, "recomposes");
        let identity = DMatrix::identity(size, size);
        assert!(
            (vectors.tr_mul(&vectors) - identity).norm() <= tolerance,
            "orthogonal"
        );
        let known = SymmetricEigen::new(matrix.clone()).eigenvalues;
        for (value, known) in sorted(&values).into_iter().zip(sorted(&known)) {
            assert!(
                (value - known).abs() <= tolerance * scale,
                "{value} {known}"
            );
        }
    }

    #[test]
    fn values_and_vectors_recompose_the_matrix() {
        for (seed, size, rank) in [(1, 2, 2), (2, 3, 1), (3, 17, 17), (4, 40, 5), (5, 96, 96)] {
            check(&product(seed, size, rank));
        }
        // Mostly rounding, and values of many sizes.
        check(&product(9, 128, 16));
        let graded = NumpyStream::new(10).normal_matrix(64, 8);
        let graded = DMatrix::from_fn(64, 8, |i, j| graded[(i, j)] * 10_f64.powf(-3.0 * j as f64));
        check(&(&graded * graded.transpose()));
    }

    #[test]
    fn special_matrices_are_no_exception() {
        check(&DMatrix::zeros(5, 5));
        check(&DMatrix::identity(6, 6));
        check(&DMatrix::from_element(7, 7, 1.0));
        check(&DMatrix::from_diagonal(&DVector::from_row_slice(&[
            3.0, -1.0, 3.0, 0.0,
        ])));
        check(&(product(6, 12, 12) * 1e-150));
        check(&(product(7, 12, 12) * 1e150));
        for size in [0, 1] {
            let (values, vectors) =
                symmetric_eigen(DMatrix::from_element(size, size, 2.0), &mut |_| ()).unwrap();
            assert_eq!((values.len(), vectors.len()), (size, size));
        }
    }

    #[test]
    fn progress_is_told_for_every_value_and_only_grows() {
        let mut shares = Vec::new();
        symmetric_eigen(product(8, 50, 50), &mut |share| shares.push(share)).unwrap();
        assert!(shares.len() > 50);
        assert!(shares.is_sorted());
        assert_eq!(shares.last(), Some(&1.0));
    }

    #[test]
    fn what_is_not_finite_ends() {
        let nan = DMatrix::from_element(4, 4, f64::NAN);
        assert!(symmetric_eigen(nan, &mut |_| ()).is_err());
    }
}
