//! Orthonormal frames with LAPACK's signs.
//!
//! The reduced QR decomposition `A = QR` of a `p × n` matrix, `p ≥ n`, is unique only up to the
//! signs of Q's columns. LAPACK (`dgeqrf`, and so `numpy.linalg.qr`) takes Householder reflections
//! `Hᵢ = I − 2 vᵢvᵢᵀ` with `R_ii = −sign(pivot)·‖column‖`; the last reflection of a square matrix
//! acts on a single number and is the identity. `Q = H₁H₂…H_n`.
//!
//! nalgebra's `q()` flips columns until `R_ii > 0`. Its reflection axes are LAPACK's, so a frame
//! here is those axes, and multiplying by Q applies them. That also saves forming Q.

use nalgebra::{DMatrix, Reflection, Unit};

/// The orthonormal factor Q of a QR decomposition, kept as its Householder reflections.
#[derive(Debug)]
pub struct OrthonormalFrame {
    /// `p × n`, `p ≥ n`: column i holds the unit axis `vᵢ` from row i down.
    axes: DMatrix<f64>,
}

impl OrthonormalFrame {
    /// The frame that spans the columns of a `p × n` matrix; its first p columns, where it has more
    /// columns than rows.
    pub fn spanning(matrix: DMatrix<f64>) -> Self {
        let (rows, columns) = matrix.shape();
        let matrix = if columns > rows {
            matrix.resize_horizontally(rows, 0.0)
        } else {
            matrix
        };
        Self {
            axes: matrix.qr().qr_internal().clone_owned(),
        }
    }

    /// `Q · rhs`, in place, with the square Q of which the frame is the first n columns.
    ///
    /// # Panics
    /// When `rhs` has not p rows.
    pub fn rotate(&self, rhs: &mut DMatrix<f64>) {
        self.apply(rhs, |_| 0);
    }

    /// `Q · diag(values)`, `p × values.len()`: column i is `valuesᵢ` times Q's column i. Values beyond
    /// the n columns of the frame are left out.
    pub fn scaled_columns(&self, values: &[f64]) -> DMatrix<f64> {
        let (rows, columns) = self.axes.shape();
        let values = values.get(..columns).unwrap_or(values);
        let mut product = DMatrix::from_partial_diagonal(rows, values.len(), values);
        // Reflection i acts on the rows from i on, where the columns before i are still zero.
        self.apply(&mut product, |i| i);
        product
    }

    /// Applies the reflections, last first, each from the column on that `first_column` names.
    fn apply(&self, rhs: &mut DMatrix<f64>, first_column: impl Fn(usize) -> usize) {
        let rows = self.axes.nrows();
        for i in (0..self.axes.ncols()).rev() {
            let is_identity = i + 1 == rows;
            if is_identity {
                continue;
            }
            let axis = Unit::new_unchecked(self.axes.view_range(i.., i));
            let first_column = first_column(i).min(rhs.ncols());
            let mut target = rhs.view_range_mut(i.., first_column..);
            Reflection::new(axis, 0.0).reflect(&mut target);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_matrix_has_the_frame_of_its_first_columns() {
        let wide = DMatrix::from_fn(2, 4, |i, j| (1 + i * 3 + j * j) as f64);
        let square = wide.columns(0, 2).into_owned();
        let values = [1.0; 2];
        let frame = OrthonormalFrame::spanning(wide).scaled_columns(&values);
        assert_eq!(
            frame,
            OrthonormalFrame::spanning(square).scaled_columns(&values)
        );
    }

    #[test]
    fn values_without_a_column_are_left_out_and_columns_without_a_value_too() {
        let tall = || OrthonormalFrame::spanning(DMatrix::from_fn(5, 3, |i, j| (i + j * i) as f64));
        let all = tall().scaled_columns(&[1.0, 2.0, 3.0]);
        assert_eq!(tall().scaled_columns(&[1.0, 2.0, 3.0, 4.0, 5.0]), all);
        let one = tall().scaled_columns(&[1.0]);
        assert_eq!(one.shape(), (5, 1));
    }
}
