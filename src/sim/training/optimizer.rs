//! The rule by which gradients move parameters.
//!
//! With gradient g, learning rate η and step t = 1, 2, …, entry by entry:
//!
//! - SGD: `θ ← θ − ηg`;
//! - Adam: `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`,
//!   `θ ← θ − η · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)`. The first step is `ηg/(|g| + ε)`, as good as the
//!   sign of g.
//!
//! Source: Kingma & Ba 2015, <https://arxiv.org/abs/1412.6980>, with its constants, which are
//! PyTorch's too.

use rankscope_params::Optimizer;

/// β₁, the decay of the mean gradient.
const MEAN_DECAY: f64 = 0.9;
/// β₂, the decay of the mean squared gradient.
const SQUARE_DECAY: f64 = 0.999;
/// ε, which keeps a gradient of zero from being divided by zero.
const EPSILON: f64 = 1e-8;

/// A rule at work: how many steps it has made, as far as the rule asks.
#[derive(Debug)]
pub(crate) struct Stepper {
    optimizer: Optimizer,
    learning_rate: f64,
    /// β₁ᵗ.
    mean_power: f64,
    /// β₂ᵗ.
    square_power: f64,
}

/// What Adam remembers of the gradients of one array of parameters; empty for SGD.
#[derive(Debug)]
pub(crate) struct AdamMoments {
    mean: Vec<f64>,
    square: Vec<f64>,
}

impl AdamMoments {
    /// Of no gradient yet, for `count` parameters.
    pub(crate) fn new(optimizer: Optimizer, count: usize) -> Self {
        let count = match optimizer {
            Optimizer::Sgd => 0,
            Optimizer::Adam => count,
        };
        Self {
            mean: vec![0.0; count],
            square: vec![0.0; count],
        }
    }
}

impl Stepper {
    /// Before its first step.
    pub(crate) fn new(optimizer: Optimizer, learning_rate: f64) -> Self {
        Self {
            optimizer,
            learning_rate,
            mean_power: 1.0,
            square_power: 1.0,
        }
    }

    /// Begins the next step, in which every array is moved once.
    pub(crate) fn begin(&mut self) {
        self.mean_power *= MEAN_DECAY;
        self.square_power *= SQUARE_DECAY;
    }

    /// Moves an array of parameters.
    pub(crate) fn apply(&self, values: &mut [f64], gradient: &[f64], moments: &mut AdamMoments) {
        let parameters = values.iter_mut().zip(gradient);
        match self.optimizer {
            Optimizer::Sgd => {
                for (value, gradient) in parameters {
                    *value -= self.learning_rate * gradient;
                }
            }
            Optimizer::Adam => {
                let rate = self.learning_rate / (1.0 - self.mean_power);
                let root = (1.0 - self.square_power).sqrt().recip();
                let moments = moments.mean.iter_mut().zip(&mut moments.square);
                for ((value, gradient), (mean, square)) in parameters.zip(moments) {
                    *mean = MEAN_DECAY * *mean + (1.0 - MEAN_DECAY) * gradient;
                    *square = SQUARE_DECAY * *square + (1.0 - SQUARE_DECAY) * gradient * gradient;
                    *value -= rate * *mean / (root * square.sqrt() + EPSILON);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stepped(optimizer: Optimizer, gradients: &[f64]) -> f64 {
        let mut stepper = Stepper::new(optimizer, 0.5);
        let mut moments = AdamMoments::new(optimizer, 1);
        let mut value = [1.0];
        for gradient in gradients {
            stepper.begin();
            stepper.apply(&mut value, &[*gradient], &mut moments);
        }
        value[0]
    }

    #[test]
    fn sgd_moves_by_the_gradient() {
        assert_eq!(stepped(Optimizer::Sgd, &[2.0, -1.0]), 0.5);
    }

    #[test]
    fn adams_first_step_is_the_learning_rate_whatever_the_gradient() {
        for gradient in [1e-3, 1.0, 1e6] {
            assert!((stepped(Optimizer::Adam, &[gradient]) - 0.5).abs() < 1e-5);
            assert!((stepped(Optimizer::Adam, &[-gradient]) - 1.5).abs() < 1e-5);
        }
    }

    #[test]
    fn no_gradient_moves_nothing() {
        for optimizer in Optimizer::ALL {
            assert_eq!(stepped(optimizer, &[0.0, 0.0]), 1.0);
        }
    }
}
