//! One update, decomposed.

use nalgebra::DMatrix;
use rankscope_sim::SimError;

use crate::form::Factors;
use crate::save::first_directions;

/// `ΔW = U diag(σ) Vᵀ`, with as many directions as its numerical rank: those with `σ > max(d, k) ε σ₁`, ε being the
/// precision of 64 bits. That is the rule of NumPy's `matrix_rank`.
pub(super) struct Decomposed {
    /// U, `d × n`.
    pub(super) left: DMatrix<f64>,
    /// σ, largest first.
    pub(super) values: Vec<f64>,
    /// V, `k × n`.
    pub(super) right: DMatrix<f64>,
    /// `‖ΔW‖_F`.
    pub(super) norm: f64,
}

impl Decomposed {
    /// Of the product of two factors. Calls `progress` with the share done, in `0..=1`.
    ///
    /// # Errors
    /// When a number is not finite or the singular vectors were not found.
    pub(super) fn of((up, down): Factors, progress: &mut dyn FnMut(f64)) -> Result<Self, SimError> {
        let longer = up.nrows().max(down.ncols());
        let (left, mut values, right) = first_directions(up, &down, usize::MAX, progress)?;
        let largest = values.first().copied().unwrap_or_default();
        let least = longer as f64 * f64::EPSILON * largest;
        let count = values.partition_point(|value| *value > least);
        values.truncate(count);
        let norm = norm(&values);
        if !norm.is_finite() {
            return Err(SimError::NotFinite);
        }
        Ok(Self {
            left: left.columns(0, count).into_owned(),
            right: right.columns(0, count).into_owned(),
            values,
            norm,
        })
    }

    /// σ divided by `‖ΔW‖_F`; none of a zero update.
    pub(super) fn shares(&self) -> Option<Vec<f64>> {
        let share = |value: &f64| value / self.norm;
        (self.norm > 0.0).then(|| self.values.iter().map(share).collect())
    }

    /// `σ₁`.
    pub(super) fn largest(&self) -> f64 {
        self.values.first().copied().unwrap_or_default()
    }
}

/// `√Σσ²` of values that fall, without squares that overflow or vanish.
fn norm(values: &[f64]) -> f64 {
    let largest = values.first().copied().unwrap_or_default();
    if largest == 0.0 {
        return 0.0;
    }
    let squares = values.iter().map(|value| (value / largest).powi(2));
    largest * squares.sum::<f64>().sqrt()
}
