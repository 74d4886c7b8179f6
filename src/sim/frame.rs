//! Orthonormal frames with LAPACK's signs.
//!
//! The reduced QR decomposition `A = QR` of a `p × n` matrix, `p ≥ n`, is unique only up to the
//! signs of Q's columns. LAPACK (`dgeqrf`, and so `numpy.linalg.qr`) takes Householder reflections
//! `Hᵢ = I − 2 vᵢvᵢᵀ` with `R_ii = −sign(pivot)·‖column‖`; the last reflection of a square matrix
//! acts on a single number and is the identity. `Q = H₁H₂…H_n`.
//!
//! nalgebra's `q()` flips columns until `R_ii > 0`. A frame here is the reflections, and multiplying by Q applies
//! them, some together. That also saves forming Q.

use nalgebra::DMatrix;

use super::linear::{Block, Scratch, apply_to_triangle, decomposed};

/// The orthonormal factor Q of a QR decomposition, kept as its Householder reflections.
#[derive(Debug)]
pub struct OrthonormalFrame {
    /// Of the matrix that it spans: p and n, p ≥ n.
    shape: (usize, usize),
    /// The reflections, in turn.
    blocks: Vec<Block>,
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
            shape: matrix.shape(),
            blocks: decomposed(matrix).0,
        }
    }

    /// `Q · rhs`, in place, with the square Q of which the frame is the first n columns.
    ///
    /// # Panics
    /// When `rhs` has not p rows.
    pub fn rotate(&self, rhs: &mut DMatrix<f64>) {
        assert_eq!(rhs.nrows(), self.shape.0, "as many rows as the frame");
        let mut scratch = Scratch::default();
        for block in self.blocks.iter().rev() {
            block.apply(rhs.as_mut_slice(), self.shape.0, &mut scratch);
        }
    }

    /// `Q · diag(values)`, `p × values.len()`: column i is `valuesᵢ` times Q's column i. Values beyond
    /// the n columns of the frame are left out.
    pub fn scaled_columns(&self, values: &[f64]) -> DMatrix<f64> {
        let (rows, columns) = self.shape;
        let values = values.get(..columns).unwrap_or(values);
        let mut product = DMatrix::from_partial_diagonal(rows, values.len(), values);
        apply_to_triangle(&self.blocks, &mut product);
        product
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
