//! All singular values of a matrix in 64 bits, and the first of its right singular vectors.
//!
//! A tall matrix is made triangular first (QR); then the triangle is made bidiagonal, and the values and vectors
//! are those of the bidiagonal matrix. What the reflections round is some units in the last place of `‖A‖`.

use nalgebra::DMatrix;
use rankscope_sim::SimError;
use rankscope_sim::linear::values_of_bidiagonal;

use super::bidiagonal::Bidiagonal;
use super::vectors::right_vectors;
use crate::save::Orthogonal;

/// From this ratio of its sides on a matrix is made triangular first, which then takes less time.
const TALL: f64 = 1.6;
/// The share of the time that a triangle takes of a tall matrix, as far as progress tells it.
const TRIANGULAR: f64 = 0.4;

/// A matrix in bidiagonal form, and its singular values.
pub(super) struct Decomposed {
    bidiagonal: Bidiagonal,
    /// What the matrix was divided by.
    scale: f64,
    /// The values, largest first.
    pub(super) values: Vec<f64>,
}

impl Decomposed {
    /// Of a matrix at least as tall as wide. Calls `step` with the share done.
    ///
    /// # Errors
    /// [`SimError::NotFinite`] and [`SimError::NotConverged`].
    pub(super) fn of(
        mut matrix: DMatrix<f64>,
        step: &mut dyn FnMut(f64),
    ) -> Result<Self, SimError> {
        if !matrix.iter().all(|entry| entry.is_finite()) {
            return Err(SimError::NotFinite);
        }
        // A power of two, so that nothing is rounded.
        let largest = matrix.amax();
        let scale = if largest > 0.0 {
            largest.log2().floor().clamp(-1000.0, 1000.0).exp2()
        } else {
            1.0
        };
        matrix /= scale;
        let tall = matrix.nrows() as f64 >= TALL * matrix.ncols() as f64;
        let mut done = 0.0;
        if tall {
            matrix = Orthogonal::of(matrix).into_r();
            done = TRIANGULAR;
            step(done);
        }
        let bidiagonal = Bidiagonal::of(matrix, &mut |share| step(done + (0.9 - done) * share));
        let values = values_of_bidiagonal(&bidiagonal.diagonal, &bidiagonal.beside)?;
        let values = values.iter().map(|value| value * scale).collect();
        step(1.0);
        Ok(Self {
            bidiagonal,
            scale,
            values,
        })
    }

    /// The right singular vectors of the first values, as columns; of values that are rounding, zeros.
    ///
    /// # Errors
    /// As [`right_vectors`].
    pub(super) fn right(&self, count: usize) -> Result<DMatrix<f64>, SimError> {
        let values: Vec<f64> = self
            .values
            .iter()
            .take(count)
            .map(|value| value / self.scale)
            .collect();
        let inner = right_vectors(&self.bidiagonal.diagonal, &self.bidiagonal.beside, &values)?;
        Ok(self.bidiagonal.times(inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DVector;
    use rankscope_sim::Spectrum;
    use rankscope_sim::random::NumpyStream;

    fn of_values(seed: u32, rows: usize, values: &[f64]) -> DMatrix<f64> {
        let mut stream = NumpyStream::new(seed);
        let size = values.len();
        let left = stream.normal_matrix(rows, size).qr().q();
        let middle = DMatrix::from_diagonal(&DVector::from_row_slice(values));
        left * middle * stream.normal_matrix(size, size).qr().q()
    }

    /// The values are those of nalgebra, and the vectors recompose the best approximation of each rank.
    fn check(matrix: &DMatrix<f64>, rank: usize) {
        let known = Spectrum::of(matrix.clone()).unwrap();
        let found = Decomposed::of(matrix.clone(), &mut |_| ()).unwrap();
        let largest = known.values()[0];
        for (ours, known) in found.values.iter().zip(known.values()) {
            assert!(
                (ours - known).abs() <= 1e-13 * largest,
                "{ours:e} {known:e}"
            );
        }
        let right = found.right(rank).unwrap();
        let left = matrix * &right;
        let missed = (matrix - left * right.transpose()).norm();
        let expected = known.floor(rank).unwrap() * matrix.norm();
        assert!(
            (missed - expected).abs() <= 1e-12 * matrix.norm(),
            "{missed:e} {expected:e}"
        );
    }

    #[test]
    fn values_and_vectors_are_those_of_the_matrix() {
        let mut stream = NumpyStream::new(2);
        for (rows, columns, rank) in [
            (1, 1, 1),
            (2, 2, 1),
            (5, 3, 2),
            (40, 40, 7),
            (33, 32, 32),
            (90, 70, 12),
            (300, 65, 65),
        ] {
            check(&stream.normal_matrix(rows, columns), rank);
        }
    }

    #[test]
    fn lower_rank_equal_and_graded_values_are_no_exception() {
        let flat = vec![1.0; 50];
        check(&of_values(1, 60, &flat), 9);
        let low: Vec<f64> = (0..50).map(|i| if i < 5 { 3.0 } else { 0.0 }).collect();
        check(&of_values(2, 80, &low), 5);
        check(&of_values(3, 80, &low), 20);
        let graded: Vec<f64> = (0..50).map(|i| 10_f64.powi(-i)).collect();
        check(&of_values(4, 50, &graded), 8);
        check(&(of_values(5, 50, &graded) * 1e-100), 8);
        check(&DMatrix::identity(40, 40), 4);
    }

    #[test]
    fn zeros_have_values_and_vectors_of_zero() {
        let found = Decomposed::of(DMatrix::zeros(9, 4), &mut |_| ()).unwrap();
        assert_eq!(found.values, [0.0; 4]);
        assert_eq!(found.right(2).unwrap(), DMatrix::zeros(4, 2));
    }

    #[test]
    fn what_is_not_finite_is_declined() {
        let found = Decomposed::of(DMatrix::from_element(3, 2, f64::NAN), &mut |_| ());
        assert_eq!(found.err(), Some(SimError::NotFinite));
    }

    #[test]
    #[ignore = "a measurement"]
    #[expect(clippy::print_stdout)]
    fn how_long_it_takes() {
        let mut stream = NumpyStream::new(3);
        for (rows, columns) in [
            (576, 192),
            (576, 576),
            (1536, 576),
            (1536, 1536),
            (2048, 2048),
            (11008, 2048),
        ] {
            let matrix = stream.normal_matrix(rows, columns);
            let begun = std::time::Instant::now();
            let found = Decomposed::of(matrix.clone(), &mut |_| ()).unwrap();
            let values = begun.elapsed();
            let begun = std::time::Instant::now();
            found.right(16).unwrap();
            let vectors = begun.elapsed();
            let begun = std::time::Instant::now();
            Spectrum::of(matrix).unwrap();
            println!(
                "{rows} × {columns}: {values:.2?}, 16 vectors {vectors:.2?}; quotients {:.2?}",
                begun.elapsed()
            );
        }
    }
}
