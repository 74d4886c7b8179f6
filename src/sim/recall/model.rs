//! What learns: an adapter, or the full matrix. It gives logits, takes their gradient, and steps.
//!
//! With G the gradient of the loss by the logits, `N × V`:
//!
//! - by factors, `O(N r (d + V))`: `K = γ X Aᵀ`, `Z = K Bᵀ`; `∇_B = Gᵀ K`, `∇_A = γ (G B)ᵀ X`;
//! - by the product, `O(N d V + r d V)`: `W = γ B A`, `Z = X Wᵀ`, `∇_W = Gᵀ X`; `∇_B = γ ∇_W Aᵀ`,
//!   `∇_A = γ Bᵀ ∇_W`;
//! - full: `Z = X Wᵀ`, `∇_W = Gᵀ X`.
//!
//! The first two are the same numbers but for rounding. All buffers are allocated as a model is made.

use nalgebra::DMatrix;

use super::config::{Learner, RecallRunConfig};
use super::questions::Questions;
use crate::random::NumpyStream;
use crate::training::factor::Factor;
use crate::training::optimizer::{AdamMoments, Stepper};
use crate::training::panels::{Panels, WIDTH};

/// Logits with their gradient in both of its layouts.
#[derive(Debug)]
pub(super) struct Slopes {
    /// The logits, then their gradient: `V × N`.
    pub(super) by_key: Panels,
    /// The gradient, `N × V`.
    pub(super) by_answer: Panels,
}

#[derive(Debug)]
pub(super) enum Model {
    Factored(Adapter, Codes),
    Dense(Adapter, Product),
    Full(Full),
}

/// The two factors.
#[derive(Debug)]
pub(super) struct Adapter {
    factor: f64,
    /// A, `r × d`.
    right: Factor,
    /// `Bᵀ`, `r × V`.
    left: Factor,
}

/// Buffers of what is computed by factors.
#[derive(Debug)]
pub(super) struct Codes {
    /// K, `N × r`, and its transpose.
    keys: Panels,
    keys_transposed: Panels,
    /// `γ G B`, `N × r`, and its transpose.
    back: Panels,
    back_transposed: Panels,
}

/// Buffers of what is computed by the product.
#[derive(Debug)]
pub(super) struct Product {
    /// `Wᵀ`, `d × V`.
    weights: Panels,
    /// `∇_Wᵀ`, `d × V`, and its transpose.
    slope: Panels,
    slope_transposed: Panels,
}

/// The full matrix.
#[derive(Debug)]
pub(super) struct Full {
    /// `Wᵀ`, `d × V`.
    weights: Panels,
    gradient: Panels,
    moments: AdamMoments,
}

/// Multiplications of a step by factors and by the product; a rank is padded to whole panels.
fn costs(keys: usize, width: usize, rank: usize) -> (usize, usize) {
    let rank = rank.next_multiple_of(WIDTH);
    let by_product = 2 * keys * width * width + 3 * rank * width * width;
    (5 * keys * rank * width, by_product)
}

impl Model {
    pub(super) fn new(config: &RecallRunConfig, questions: &Questions) -> Self {
        let (width, optimizer) = (config.width(), config.optimizer());
        let Learner::Adapter { rank, .. } = config.learner() else {
            let weights = Panels::zeros(width, width);
            return Self::Full(Full {
                moments: AdamMoments::new(optimizer, weights.entries().len()),
                gradient: weights.clone(),
                weights,
            });
        };
        let bound = 1.0 / (width as f64).sqrt();
        let right = NumpyStream::new(config.seed()).uniform_matrix(bound, rank, width);
        let adapter = Adapter {
            factor: config.factor(),
            right: Factor::new(&right, optimizer),
            left: Factor::new(&DMatrix::zeros(rank, width), optimizer),
        };
        let keys = questions.count();
        let (by_factors, by_product) = costs(keys, width, rank);
        if by_factors <= by_product {
            let (tall, wide) = (Panels::zeros(keys, rank), Panels::zeros(rank, keys));
            let codes = Codes {
                keys: tall.clone(),
                keys_transposed: wide.clone(),
                back: tall,
                back_transposed: wide,
            };
            Self::Factored(adapter, codes)
        } else {
            let square = Panels::zeros(width, width);
            let product = Product {
                weights: square.clone(),
                slope: square.clone(),
                slope_transposed: square,
            };
            Self::Dense(adapter, product)
        }
    }

    /// The logits of all keys, `V × N`.
    pub(super) fn take_logits(&mut self, questions: &Questions, logits: &mut Panels) {
        let keys = questions.transposed();
        match self {
            Self::Factored(adapter, codes) => {
                let (right, left) = (adapter.right.transposed(), adapter.left.values());
                codes
                    .keys_transposed
                    .set_product(adapter.factor, right, keys);
                codes.keys_transposed.transpose_to(&mut codes.keys);
                logits.set_unscaled_product(left, &codes.keys_transposed);
            }
            Self::Dense(adapter, product) => {
                adapter.multiply_to(&mut product.weights);
                logits.set_unscaled_product(&product.weights, keys);
            }
            Self::Full(full) => logits.set_unscaled_product(&full.weights, keys),
        }
    }

    /// The gradients of all parameters.
    pub(super) fn take_gradients(&mut self, questions: &Questions, slopes: &Slopes) {
        let (keys, by_answer) = (questions.keys(), &slopes.by_answer);
        match self {
            Self::Factored(adapter, codes) => {
                let Adapter {
                    factor,
                    right,
                    left,
                } = adapter;
                left.take_product(1.0, &codes.keys, by_answer);
                let back = &mut codes.back_transposed;
                back.set_product(*factor, left.transposed(), &slopes.by_key);
                back.transpose_to(&mut codes.back);
                right.take_product(1.0, &codes.back, keys);
            }
            Self::Dense(adapter, product) => {
                let slope = &mut product.slope;
                slope.set_unscaled_product(keys, by_answer);
                slope.transpose_to(&mut product.slope_transposed);
                let (left, right) = (&mut adapter.left, &mut adapter.right);
                left.take_gradient(adapter.factor, right, slope);
                right.take_gradient(adapter.factor, left, &product.slope_transposed);
            }
            Self::Full(full) => full.gradient.set_unscaled_product(keys, by_answer),
        }
    }

    /// Moves all parameters along their gradients.
    pub(super) fn step(&mut self, stepper: &Stepper) {
        match self {
            Self::Factored(adapter, _) | Self::Dense(adapter, _) => {
                adapter.right.step(stepper);
                adapter.left.step(stepper);
            }
            Self::Full(full) => {
                let (weights, gradient) = (full.weights.entries_mut(), full.gradient.entries());
                stepper.apply(weights, gradient, &mut full.moments);
            }
        }
    }

    /// Writes `Wᵀ`, `d × V`, of the present parameters.
    pub(super) fn write_weights(&self, weights: &mut Panels) {
        match self {
            Self::Factored(adapter, _) | Self::Dense(adapter, _) => adapter.multiply_to(weights),
            Self::Full(full) => weights.clone_from(&full.weights),
        }
    }
}

impl Adapter {
    /// Writes `(γ B A)ᵀ`, `d × V`.
    fn multiply_to(&self, weights: &mut Panels) {
        let (right, left) = (self.right.values(), self.left.values());
        weights.set_product(self.factor, right, left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_rank_is_computed_by_factors_and_a_large_one_by_the_product() {
        let cheaper = |keys, rank| {
            let (by_factors, by_product) = costs(keys, 64, rank);
            by_factors <= by_product
        };
        assert!(cheaper(256, 1) && cheaper(256, 16) && !cheaper(256, 64));
        assert!(cheaper(16, 64), "of few keys the product costs more");
    }
}
