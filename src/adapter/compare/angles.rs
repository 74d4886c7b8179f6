//! The angles between two spaces.

use serde::{Deserialize, Serialize};

/// The principal angles between two spaces of dimensions p and q: `min(p, q)` of them, in radians, between 0
/// and π/2. The first is the smallest angle that a vector of the one makes with one of the other; each further
/// is the same among what is orthogonal to the vectors before. All are 0 where one space holds the other, all
/// are π/2 where the spaces are orthogonal.
///
/// Each direction counts alike, however little of the update it holds.
///
/// Source: Björck and Golub 1973, "Numerical methods for computing angles between linear subspaces".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Angles(Vec<f64>);

impl Angles {
    /// From cosines, largest first, and sines, smallest first. The cosine of a small angle differs from one by
    /// less than rounding, and so does the sine of a large one: each angle is taken from the smaller of the two.
    pub(super) fn of(cosines: &[f64], sines: &[f64]) -> Self {
        let angle = |(cosine, sine): (&f64, &f64)| {
            if cosine * cosine >= 0.5 {
                sine.min(1.0).asin()
            } else {
                cosine.min(1.0).acos()
            }
        };
        Self(cosines.iter().zip(sines).map(angle).collect())
    }

    /// All of them, smallest first.
    pub fn all(&self) -> &[f64] {
        &self.0
    }

    /// The smallest; none of a space without a direction.
    pub fn smallest(&self) -> Option<f64> {
        self.0.first().copied()
    }

    /// The largest; none of a space without a direction.
    pub fn largest(&self) -> Option<f64> {
        self.0.last().copied()
    }

    /// The mean; none of a space without a direction.
    pub fn mean(&self) -> Option<f64> {
        let sum: f64 = self.0.iter().sum();
        (!self.0.is_empty()).then(|| sum / self.0.len() as f64)
    }
}
