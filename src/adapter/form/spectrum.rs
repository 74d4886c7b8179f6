//! The singular values of the update that a layer's tensors make.
//!
//! | form | singular values |
//! |---|---|
//! | a pair | those of `R_B R_Aᵀ`, with thin QR `B = Q_B R_B`, `Aᵀ = Q_A R_A` |
//! | AdaLoRA | those of `R_B diag(E) R_Aᵀ` |
//! | Tucker | as a pair's |
//! | LoKr | the products of its two matrices' |
//! | LoHa | those of a pair of rank `r²`: rows of B and columns of A are Kronecker products |
//!
//! No Gram matrix is formed either: it would lose every singular value below `10⁻⁸ σ₁`.

use nalgebra::{DMatrix, DVector};

use super::{Form, Low};
use crate::LayerError;
use crate::factor::Factor;
use crate::triangle::{ROWS_AT_ONCE, Triangle};
use crate::weights::{Bytes, vector};
use rankscope_sim::Spectrum;

impl Low {
    /// Its singular values, `max_rank` of them.
    fn spectrum(
        &self,
        bytes: &Bytes<'_>,
        step: &mut dyn FnMut(usize),
    ) -> Result<Spectrum, LayerError> {
        match self {
            Self::Pair { up, down } => of_pair(up, down, None, bytes, step),
            Self::Whole(factor) => {
                // R of its longer side is as wide as its shorter.
                let tall = if factor.rows < factor.columns {
                    factor.clone().transposed()
                } else {
                    factor.clone()
                };
                let triangle = triangle(&tall, bytes, step)?;
                Ok(Spectrum::of(triangle.matrix().clone())?)
            }
            Self::Tucker { .. } => {
                let (left, right) = self.factors(bytes)?;
                of_matrices(left, &right, step)
            }
        }
    }
}

impl Form {
    /// The singular values of the update before its scale. Calls `step` with rows taken in.
    ///
    /// # Errors
    /// When bytes are missing, a number is not finite, or the singular values do not settle.
    pub(crate) fn spectrum(
        &self,
        bytes: &Bytes<'_>,
        step: &mut dyn FnMut(usize),
    ) -> Result<Spectrum, LayerError> {
        match self {
            Self::Low(low) => low.spectrum(bytes, step),
            Self::Diagonal { up, middle, down } => {
                let middle = DVector::from_vec(vector(middle, bytes)?);
                of_pair(up, down, Some(&middle), bytes, step)
            }
            Self::Kronecker(first, second) => {
                let first = first.spectrum(bytes, step)?;
                let second = second.spectrum(bytes, step)?;
                let mut products: Vec<f64> = first
                    .values()
                    .iter()
                    .flat_map(|a| second.values().iter().map(move |b| a * b))
                    .collect();
                products.sort_unstable_by(|a, b| b.total_cmp(a));
                Ok(Spectrum::from(products))
            }
            Self::Hadamard(first, second) => {
                let (b1, a1) = first.factors(bytes)?;
                let (b2, a2) = second.factors(bytes)?;
                let up = row_by_row_products(&b1, &b2);
                let down = row_by_row_products(&a1.transpose(), &a2.transpose());
                of_matrices(up, &down.transpose(), step)
            }
        }
    }
}

/// `[r ⊗ s]` of the rows r and s of two matrices of equal height.
fn row_by_row_products(first: &DMatrix<f64>, second: &DMatrix<f64>) -> DMatrix<f64> {
    let width = second.ncols();
    DMatrix::from_fn(first.nrows(), first.ncols() * width, |row, column| {
        first[(row, column / width)] * second[(row, column % width)]
    })
}

fn of_pair(
    up: &Factor,
    down: &Factor,
    middle: Option<&DVector<f64>>,
    bytes: &Bytes<'_>,
    step: &mut dyn FnMut(usize),
) -> Result<Spectrum, LayerError> {
    let right = triangle(&down.clone().transposed(), bytes, step)?;
    let left = triangle(up, bytes, step)?;
    core_spectrum(&left, &right, middle)
}

fn of_matrices(
    left: DMatrix<f64>,
    right: &DMatrix<f64>,
    step: &mut dyn FnMut(usize),
) -> Result<Spectrum, LayerError> {
    let rank = left.ncols();
    step(left.nrows() + right.ncols());
    let left = Triangle::new(rank).with(left);
    let right = Triangle::new(rank).with(right.transpose());
    core_spectrum(&left, &right, None)
}

fn core_spectrum(
    left: &Triangle,
    right: &Triangle,
    middle: Option<&DVector<f64>>,
) -> Result<Spectrum, LayerError> {
    let mut left = left.matrix().clone();
    if let Some(middle) = middle {
        for (mut column, factor) in left.column_iter_mut().zip(middle) {
            column *= *factor;
        }
    }
    Ok(Spectrum::of(left * right.matrix().transpose())?)
}

/// R of a tall factor.
fn triangle(
    factor: &Factor,
    bytes: &Bytes<'_>,
    step: &mut dyn FnMut(usize),
) -> Result<Triangle, LayerError> {
    let mut triangle = Triangle::new(factor.columns);
    for start in (0..factor.rows).step_by(ROWS_AT_ONCE) {
        let height = ROWS_AT_ONCE.min(factor.rows - start);
        triangle = triangle.with(factor.rows_at(bytes, start, height)?);
        step(height);
    }
    Ok(triangle)
}
