//! The triangle of a tall matrix, taken some rows at a time.
//!
//! A `p × n` matrix F has a thin QR decomposition `F = QR` with R upper triangular and Q's columns
//! orthonormal, so F and R have the same singular values, and `B Aᵀ` those of `R_B R_Aᵀ`. Only R is
//! wanted: Q is never formed, and neither is `FᵀF`, which would square what rounding does.
//!
//! F need not be in memory either. With R of the rows so far, the R of `[R; more rows]` is the R of
//! all of them (TSQR; Demmel et al. 2012, <https://arxiv.org/abs/0808.2664>). A matrix of up to
//! [`ROWS_AT_ONCE`] rows takes one pass, and so costs what it would without this.
//!
//! The signs of R's rows are LAPACK's; singular values do not depend on them.

use nalgebra::DMatrix;
use rankscope_sim::linear::triangle;

/// Rows taken in at a time. A layer of most models has no more, and at rank 256 they are 8 MB; an
/// embedding of 150 000 rows would be 300 MB at once.
pub const ROWS_AT_ONCE: usize = 4096;

/// R of the rows taken in so far: `min(p, n) × n`.
#[derive(Clone, Debug, PartialEq)]
pub struct Triangle {
    rows: DMatrix<f64>,
}

impl Triangle {
    /// R of a matrix of `columns` columns that has no rows yet.
    pub fn new(columns: usize) -> Self {
        Self {
            rows: DMatrix::zeros(0, columns),
        }
    }

    /// Takes in more rows, of as many columns.
    #[must_use]
    pub fn with(self, more: DMatrix<f64>) -> Self {
        if more.nrows() == 0 {
            return self;
        }
        let known = self.rows.nrows();
        let stack = if known == 0 {
            more
        } else {
            let mut stack = self.rows.insert_rows(known, more.nrows(), 0.0);
            stack.rows_mut(known, more.nrows()).copy_from(&more);
            stack
        };
        Self {
            rows: triangle(stack),
        }
    }

    /// R.
    pub fn matrix(&self) -> &DMatrix<f64> {
        &self.rows
    }
}
