//! One run: one rank, one scaling, step by step.

use std::sync::Arc;

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::factor::Factor;
use super::optimizer::Stepper;
use super::panels::Panels;
use super::{RunConfig, TrainingTarget};
use crate::random::NumpyStream;

/// An error above this ends a run: it is a thousand times what no update at all scores, and from
/// there gradient descent does not return.
pub const DIVERGED: f64 = 1000.0;

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// It has steps to go.
    Running,
    /// It has made all its steps.
    Finished,
    /// After this step the error was NaN, infinite or above [`DIVERGED`].
    Diverged {
        /// Counted from 1.
        step: usize,
    },
}

/// An adapter in training.
///
/// Everything a run needs is allocated when it is made; its steps allocate nothing.
#[derive(Debug)]
pub struct Run {
    config: RunConfig,
    target: Arc<TrainingTarget>,
    factor: f64,
    stepper: Stepper,
    /// A.
    right: Factor,
    /// `Bᵀ`.
    left: Factor,
    /// E, of the present factors.
    residual: Panels,
    /// `Eᵀ`.
    residual_transposed: Panels,
    errors: Vec<f64>,
    status: Status,
}

impl Run {
    /// A run before its first step.
    pub fn new(target: Arc<TrainingTarget>, config: RunConfig) -> Self {
        let (rows, columns, rank) = (target.rows(), target.columns(), config.rank());
        let bound = 1.0 / (columns as f64).sqrt();
        let right = NumpyStream::new(config.seed()).uniform_matrix(bound, rank, columns);
        let left = DMatrix::zeros(rank, rows);
        let mut errors = Vec::with_capacity(config.steps() + 1);
        errors.push(1.0);
        let mut run = Self {
            config,
            factor: config.factor(),
            stepper: Stepper::new(config.optimizer(), config.learning_rate()),
            right: Factor::new(&right, config.optimizer()),
            left: Factor::new(&left, config.optimizer()),
            residual: Panels::zeros(rows, columns),
            residual_transposed: Panels::zeros(columns, rows),
            errors,
            status: Status::Running,
            target,
        };
        run.take_residual();
        run
    }

    /// Makes one step, if there is one to make.
    pub fn step(&mut self) -> Status {
        if self.status != Status::Running {
            return self.status;
        }
        self.take_gradients();
        self.stepper.begin();
        self.right.step(&self.stepper);
        self.left.step(&self.stepper);
        self.take_residual();
        let step = self.errors.len();
        let error = self.residual.norm() / self.target.norm();
        // The other way round, a NaN would count as small.
        self.status = if error <= DIVERGED {
            self.errors.push(error);
            if step < self.config.steps() {
                Status::Running
            } else {
                Status::Finished
            }
        } else {
            Status::Diverged { step }
        };
        self.status
    }

    /// Makes `most` steps, or as many as there are to make.
    pub fn advance(&mut self, most: usize) -> Status {
        for _ in 0..most {
            if self.step() != Status::Running {
                break;
            }
        }
        self.status
    }

    /// What it was made from.
    pub fn config(&self) -> &RunConfig {
        &self.config
    }

    /// How far it is.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The relative error after each step; the first is 1, before any. All are finite: the one
    /// that ended a diverged run is left out.
    pub fn errors(&self) -> &[f64] {
        &self.errors
    }

    /// The error after the last step, once all are made; none while running, or when diverged.
    pub fn final_error(&self) -> Option<f64> {
        let last = self.errors.last().copied();
        last.filter(|_| self.status == Status::Finished)
    }

    /// The gradient of B at the present point, as its entries in some order.
    pub(super) fn gradient_of_b(&mut self) -> &[f64] {
        self.take_gradients();
        self.left.gradient().entries()
    }

    fn take_gradients(&mut self) {
        let (left, right) = (&mut self.left, &mut self.right);
        left.take_gradient(self.factor, right, &self.residual_transposed);
        right.take_gradient(self.factor, left, &self.residual);
    }

    fn take_residual(&mut self) {
        let (left, right) = (self.left.values(), self.right.values());
        let target = self.target.entries();
        self.residual
            .set_product_less(self.factor, left, right, target);
        self.residual.transpose_to(&mut self.residual_transposed);
    }
}
