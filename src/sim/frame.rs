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
pub struct Frame {
    /// Column i holds the unit axis `vᵢ` from row i down.
    axes: DMatrix<f64>,
}

impl Frame {
    /// The frame that spans the columns of `matrix`, which has at least as many rows as columns.
    pub fn spanning(matrix: DMatrix<f64>) -> Self {
        Self {
            axes: matrix.qr().qr_internal().clone_owned(),
        }
    }

    /// `Q · rhs`, in place: `rhs` has as many rows as the frame, its own first columns' span first.
    pub fn rotate(&self, rhs: &mut DMatrix<f64>) {
        self.apply(rhs, |_| 0);
    }

    /// `Q · diag(values)`, of the shape of the frame: column i is `valuesᵢ` times Q's column i.
    pub fn scaled_columns(&self, values: &[f64]) -> DMatrix<f64> {
        let shape = (self.axes.nrows(), values.len());
        let mut product = DMatrix::from_partial_diagonal(shape.0, shape.1, values);
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
            let mut target = rhs.view_range_mut(i.., first_column(i)..);
            Reflection::new(axis, 0.0).reflect(&mut target);
        }
    }
}
