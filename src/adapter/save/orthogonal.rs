//! Thin QR of a tall matrix, with Q ready to be applied.
//!
//! `F = QR` for a `p × n` matrix F. With `m = min(p, n)`, Q has m orthonormal columns and R is `m × n`, upper
//! triangular where F is tall. Q is kept as the reflections of which it is made: to form it, and then to multiply by it,
//! is three times the work for eight of 64 directions.
//!
//! A matrix of lower rank is no exception: R then has small or zero entries on its diagonal, Q is orthogonal
//! all the same.

use nalgebra::DMatrix;
use rankscope_sim::linear::{Block, Scratch, apply_to_triangle, decomposed};

/// Numbers whose squares, and sums of those, are far from the ends of float64's range.
const MODERATE: std::ops::RangeInclusive<f64> = 1e-100..=1e100;

/// Q and R of a matrix.
#[derive(Debug)]
pub(crate) struct Orthogonal {
    /// p.
    rows: usize,
    /// Q, the first to act last; none where F is wider than tall: Q is then the identity.
    reflections: Vec<Block>,
    r: DMatrix<f64>,
}

impl Orthogonal {
    /// Of a matrix whose entries are finite.
    pub(crate) fn of(mut matrix: DMatrix<f64>) -> Self {
        let (rows, columns) = matrix.shape();
        if rows < columns {
            return Self {
                rows,
                reflections: Vec::new(),
                r: matrix,
            };
        }
        let largest = matrix.amax();
        let scales = largest > 0.0 && !MODERATE.contains(&largest);
        if scales {
            matrix /= largest;
        }
        let (reflections, mut r) = decomposed(matrix);
        if scales {
            r *= largest;
        }
        Self {
            rows,
            reflections,
            r,
        }
    }

    /// R.
    pub(crate) const fn r(&self) -> &DMatrix<f64> {
        &self.r
    }

    /// R, and nothing else.
    pub(crate) fn into_r(self) -> DMatrix<f64> {
        self.r
    }

    /// `QX` of a matrix with m rows.
    pub(crate) fn times(&self, x: DMatrix<f64>) -> DMatrix<f64> {
        let mut product = x.resize_vertically(self.rows, 0.0);
        let mut scratch = Scratch::default();
        for block in self.reflections.iter().rev() {
            block.apply(product.as_mut_slice(), self.rows, &mut scratch);
        }
        product
    }

    /// Q.
    pub(crate) fn columns(&self) -> DMatrix<f64> {
        let mut columns = DMatrix::identity(self.rows, self.r.nrows());
        apply_to_triangle(&self.reflections, &mut columns);
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_sim::random::NumpyStream;

    const ROUNDING: f64 = 1e-13;

    /// `F = QR`, `QᵀQ = I`, and R upper triangular.
    fn check(matrix: &DMatrix<f64>) {
        let qr = Orthogonal::of(matrix.clone());
        let inner = matrix.nrows().min(matrix.ncols());
        let q = qr.columns();
        assert_eq!(qr.times(DMatrix::identity(inner, inner)), q);
        assert_eq!(qr.r().shape(), (inner, matrix.ncols()));
        let scale = matrix.amax().max(f64::MIN_POSITIVE);
        let residual = (&q * (qr.r() / scale) - matrix / scale).norm();
        assert!(residual <= ROUNDING * matrix.ncols() as f64, "{residual:e}");
        let identity = DMatrix::identity(inner, inner);
        assert!((q.tr_mul(&q) - identity).norm() <= ROUNDING * inner as f64);
        let below = |row: usize, column: usize| row > column && matrix.nrows() >= matrix.ncols();
        let mut cells =
            (0..inner).flat_map(|row| (0..matrix.ncols()).map(move |column| (row, column)));
        assert!(cells.all(|(row, column)| !below(row, column) || qr.r()[(row, column)] == 0.0));
    }

    #[test]
    fn factors_recompose_the_matrix() {
        let mut stream = NumpyStream::new(1);
        for (rows, columns) in [(1, 1), (9, 1), (8, 8), (9, 9), (70, 33), (3, 5), (300, 64)] {
            check(&stream.normal_matrix(rows, columns));
        }
    }

    #[test]
    fn lower_rank_and_extreme_numbers_are_no_exception() {
        let mut stream = NumpyStream::new(2);
        check(&DMatrix::zeros(20, 11));
        check(&DMatrix::from_element(20, 11, 3.0));
        check(&(stream.normal_matrix(40, 3) * stream.normal_matrix(3, 20)));
        check(&(stream.normal_matrix(40, 12) * 1e-200));
        check(&(stream.normal_matrix(40, 12) * 1e200));
        check(&DMatrix::identity(12, 12));
    }
}
