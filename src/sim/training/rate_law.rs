//! What theory says of the best learning rate: a power of the rank, `η ∝ r^p`.
//!
//! | law | SGD: α/r, α/√r | Adam: α/r, α/√r |
//! |---|---|---|
//! | first step: it gains as much at every rank | 1, 0 | 0, −½ |
//! | edge of stability: in proportion to `1/γ` | 1, ½ | |
//! | sign-like steps: in proportion to `1/√(γr)` | | 0, −¼ |
//!
//! Source of the last, found for r → ∞: Chen, Villar and Hayou 2026, μA, <https://arxiv.org/abs/2602.06204>.

use super::Optimizer;
use crate::Scaling;

/// What theory says of the best learning rate, as a power of the rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLaw {
    /// The first step gains as much at every rank: [`first_step_law`](super::first_step_law).
    FirstStep,
    /// Gradient descent is stable up to `1/γσ₁`, in proportion to `1/γ`.
    EdgeOfStability,
    /// Steps of size η in every entry, as Adam's, move γBA by `γrη²` once both factors have moved: that
    /// is the same at every rank for `η ∝ (γr)^−½`, which is μA's law.
    SignLike,
}

impl RateLaw {
    pub const ALL: [Self; 3] = [Self::FirstStep, Self::EdgeOfStability, Self::SignLike];

    /// The power of r; none where the law is not of this optimizer.
    pub const fn exponent(self, optimizer: Optimizer, scaling: Scaling) -> Option<f64> {
        match (self, optimizer, scaling) {
            (Self::FirstStep | Self::EdgeOfStability, Optimizer::Sgd, Scaling::Lora) => Some(1.0),
            (Self::FirstStep, Optimizer::Sgd, Scaling::RsLora)
            | (Self::FirstStep | Self::SignLike, Optimizer::Adam, Scaling::Lora) => Some(0.0),
            (Self::EdgeOfStability, Optimizer::Sgd, Scaling::RsLora) => Some(0.5),
            (Self::FirstStep, Optimizer::Adam, Scaling::RsLora) => Some(-0.5),
            (Self::SignLike, Optimizer::Adam, Scaling::RsLora) => Some(-0.25),
            (Self::EdgeOfStability, Optimizer::Adam, _) | (Self::SignLike, Optimizer::Sgd, _) => {
                None
            }
        }
    }
}

/// `1/γσ₁`: above it gradient descent leaves a minimum of the loss. There the two factors share the
/// strongest direction of ΔW alike, each with `√(σ₁/γ)`, and the loss has the curvature `2γσ₁`.
pub fn edge_of_stability(factor: f64, largest_singular_value: f64) -> f64 {
    1.0 / (factor * largest_singular_value)
}

#[cfg(test)]
mod tests {
    use super::super::first_step_law;
    use super::*;

    #[test]
    fn the_laws_are_powers_of_the_scale() {
        for optimizer in Optimizer::ALL {
            for scaling in Scaling::ALL {
                // η times what the first step gains at η = 1 is the same at ranks 1 and 4.
                let gain = |rank| first_step_law(optimizer, scaling, 1.0, rank);
                let first = RateLaw::FirstStep.exponent(optimizer, scaling).unwrap();
                assert!((4f64.powf(first) * gain(4) / gain(1) - 1.0).abs() < 1e-12);
                let factor = |rank| scaling.factor(1.0, rank);
                let edge = RateLaw::EdgeOfStability.exponent(optimizer, scaling);
                let ratio = edge_of_stability(factor(4), 3.0) / edge_of_stability(factor(1), 3.0);
                assert!(edge.is_none_or(|edge| (4f64.powf(edge) / ratio - 1.0).abs() < 1e-12));
                let sign = RateLaw::SignLike.exponent(optimizer, scaling);
                let moved = |rank: usize| factor(rank) * rank as f64;
                let level = |sign: f64| 4f64.powf(2.0 * sign) * moved(4) / moved(1);
                assert!(sign.is_none_or(|sign| (level(sign) - 1.0).abs() < 1e-12));
            }
        }
    }
}
