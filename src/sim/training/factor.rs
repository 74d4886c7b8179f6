//! One of the two trained factors, A or B.
//!
//! Both are held with r rows, A as it is and B as its transpose, since their gradients then have
//! one form: `∇_A = γ Bᵀ E` and `∇_{Bᵀ} = γ A Eᵀ`. Each product takes one factor transposed, so the
//! transpose is kept beside the values; it costs 1/r of a product to write it. All sums are those of
//! [`panels`](super::panels), in one fixed order, so that a run has the same bits everywhere.

use nalgebra::DMatrix;

use super::Optimizer;
use super::optimizer::{AdamMoments, Stepper};
use super::panels::Panels;

/// An `r × n` factor, with the buffers of its training.
#[derive(Debug)]
pub(crate) struct Factor {
    values: Panels,
    transposed: Panels,
    gradient: Panels,
    moments: AdamMoments,
}

impl Factor {
    /// Starts from `values`.
    pub(crate) fn new(values: &DMatrix<f64>, optimizer: Optimizer) -> Self {
        let (rank, width) = values.shape();
        let values = Panels::of(values);
        let mut transposed = Panels::zeros(width, rank);
        values.transpose_to(&mut transposed);
        Self {
            moments: AdamMoments::new(optimizer, values.entries().len()),
            gradient: Panels::zeros(rank, width),
            values,
            transposed,
        }
    }

    /// Takes the gradient, `factor · other · residual`, `r × n`: `other` has to be `r × p` and
    /// `residual` `p × n`.
    pub(crate) fn take_gradient(&mut self, factor: f64, other: &Self, residual: &Panels) {
        self.gradient
            .set_product(factor, &other.transposed, residual);
    }

    /// Takes the gradient, `factor · leftᵀ · right`, `r × n`: `left` has to be `p × r` and `right`
    /// `p × n`.
    pub(crate) fn take_product(&mut self, factor: f64, left: &Panels, right: &Panels) {
        self.gradient.set_product(factor, left, right);
    }

    /// Moves the values along the gradient last taken.
    pub(crate) fn step(&mut self, stepper: &Stepper) {
        let (values, gradient) = (self.values.entries_mut(), self.gradient.entries());
        stepper.apply(values, gradient, &mut self.moments);
        self.values.transpose_to(&mut self.transposed);
    }

    /// The values, `r × n`.
    pub(crate) fn values(&self) -> &Panels {
        &self.values
    }

    /// The values' transpose, `n × r`.
    pub(crate) fn transposed(&self) -> &Panels {
        &self.transposed
    }

    /// The gradient last taken.
    pub(crate) fn gradient(&self) -> &Panels {
        &self.gradient
    }
}
