//! Singular values, and what a truncation that is scaled by γ leaves of an update.
//!
//! With `W_r` the best rank-r approximation (Eckart–Young) of a `d × k` update W:
//!
//! - energy `E(r) = Σ_{i≤r} σᵢ² / Σ σᵢ²`, in `[0, 1]`;
//! - floor `√(1 − E(r)) = ‖W − W_r‖_F / ‖W‖_F`, the least relative error any rank-r matrix has;
//! - relative error of `γ W_r`: `√(((1−γ)² Σ_{i≤r} σᵢ² + Σ_{i>r} σᵢ²) / Σ σᵢ²)`, which is the floor
//!   at γ = 1 and is 1 for no update at all (γ = 0).
//!
//! None of these needs the matrix again. All are pure numbers; each is undefined (`None`) for an
//! update that is zero.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::{SimError, linear};

/// Between these two a square keeps all its digits, and a sum of a million of them is finite.
const SQUARED: std::ops::RangeInclusive<f64> = 1e-140..=1e140;

/// The singular values of an update, largest first, with their running sums of squares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<f64>", into = "Vec<f64>")]
pub struct Spectrum {
    values: Vec<f64>,
    /// A power of two by which values are divided before they are squared: 1, unless their squares leave
    /// what a float holds.
    unit: f64,
    /// Entry r is `Σ_{i≤r} (σᵢ/unit)²`.
    head: Vec<f64>,
    /// Entry r is `Σ_{i>r} (σᵢ/unit)²`, summed from the small end so that no digit cancels.
    tail: Vec<f64>,
}

/// A power of two near the largest value, where its square would be too small or too large.
pub(super) fn unit(largest: f64) -> f64 {
    if largest <= 0.0 || !largest.is_finite() || SQUARED.contains(&largest) {
        return 1.0;
    }
    // The exponents of all powers that are normal, as are their reciprocals.
    let exponent = largest.log2().round().clamp(-1021.0, 1021.0);
    exponent.exp2()
}

impl From<Vec<f64>> for Spectrum {
    /// Sorts the values, largest first.
    // Once in a module, not once for every message that brings one.
    #[inline(never)]
    fn from(given: Vec<f64>) -> Self {
        // By insertion: there are a thousand at most, nearly in order already, and a general sort
        // is one percent of what a first visit loads.
        let mut values: Vec<f64> = Vec::with_capacity(given.len());
        for value in given {
            let at = values.partition_point(|larger| larger.total_cmp(&value).is_ge());
            values.insert(at, value);
        }
        let unit = unit(values.first().copied().unwrap_or_default());
        let running = |sum: &mut f64, value: &f64| {
            let part = value / unit;
            *sum += part * part;
            Some(*sum)
        };
        let mut head = vec![0.0];
        head.extend(values.iter().scan(0.0, running));
        let mut tail = vec![0.0];
        tail.extend(values.iter().rev().scan(0.0, running));
        tail.reverse();
        Self {
            values,
            unit,
            head,
            tail,
        }
    }
}

impl From<Spectrum> for Vec<f64> {
    fn from(spectrum: Spectrum) -> Self {
        spectrum.values
    }
}

impl Spectrum {
    /// The singular values of a matrix. No singular vectors are formed.
    ///
    /// # Errors
    /// [`SimError::NotFinite`] when an entry is infinite or NaN; [`SimError::NotConverged`] when
    /// the iteration exceeds its cap, which nothing finite is known to do.
    pub fn of(matrix: DMatrix<f64>) -> Result<Self, SimError> {
        if !matrix.iter().all(|entry| entry.is_finite()) {
            return Err(SimError::NotFinite);
        }
        if matrix.is_empty() {
            return Ok(Self::from(vec![]));
        }
        // A power of two: dividing by it and multiplying again rounds nothing that counts.
        let unit = unit(matrix.amax());
        let sweeps = linear::STEPS_PER_VALUE * matrix.nrows().min(matrix.ncols());
        let matrix = if unit == 1.0 { matrix } else { matrix / unit };
        let values = linear::singular_values(matrix).ok_or(SimError::NotConverged { sweeps })?;
        Ok(Self::from(
            values
                .into_iter()
                .map(|value| value * unit)
                .collect::<Vec<_>>(),
        ))
    }

    /// `σ₁ ≥ … ≥ σ_m`.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// `m`, how many singular values there are.
    pub fn max_rank(&self) -> usize {
        self.values.len()
    }

    /// `Σ (σᵢ/unit)²`.
    fn total(&self) -> f64 {
        self.tail.first().copied().unwrap_or_default()
    }

    /// `Σ σᵢ²`, the squared Frobenius norm of the update. Zero or infinite where no float holds it; what is
    /// relative to it is exact all the same.
    pub fn total_energy(&self) -> f64 {
        self.total() * self.unit * self.unit
    }

    /// `‖ΔW‖_F`, the Frobenius norm of the update.
    pub fn frobenius(&self) -> f64 {
        self.total().sqrt() * self.unit
    }

    /// True when the update is the zero matrix: then nothing relative to it is defined.
    pub fn is_zero(&self) -> bool {
        self.total() <= 0.0
    }

    /// `Σσ²/σ₁²`, the stable rank, in `1..=m`; none of a zero update.
    pub fn stable_rank(&self) -> Option<f64> {
        let first = self.values.first().filter(|_| !self.is_zero())?;
        let first = first / self.unit;
        Some(self.total() / (first * first))
    }

    /// `E(r)`, the share of the energy in the first `rank` directions.
    pub fn energy(&self, rank: usize) -> Option<f64> {
        let head = self.head.get(rank.min(self.max_rank()))?;
        // Against the same running sum, so that E(m) is 1 and not a rounding away from it.
        let total = self.head.last()?;
        (*total > 0.0).then(|| head / total)
    }

    /// The entropy rank, `exp(−Σ p ln p)` with `p = σ²/Σσ²`, in `1..=m`; none of a zero update. Not Roy and
    /// Vetterli's effective rank (EUSIPCO 2007), whose `p` is `σ/Σσ`.
    pub fn entropy_rank(&self) -> Option<f64> {
        let total = self.total();
        if self.is_zero() {
            return None;
        }
        let shares = self.values.iter().map(|value| {
            let part = value / self.unit;
            part * part / total
        });
        let entropy: f64 = shares
            .filter(|&share| share > 0.0)
            .map(|share| -share * share.ln())
            .sum();
        Some(entropy.exp())
    }

    /// `√(1 − E(r))`, the Eckart–Young floor.
    pub fn floor(&self, rank: usize) -> Option<f64> {
        self.error(rank, 1.0)
    }

    /// Relative Frobenius error of the rank-`rank` truncation scaled by `factor` (γ).
    pub fn error(&self, rank: usize, factor: f64) -> Option<f64> {
        let rank = rank.min(self.max_rank());
        let (head, tail) = (self.head.get(rank)?, self.tail.get(rank)?);
        let total = self.total();
        let missed = (1.0 - factor).powi(2);
        (total > 0.0).then(|| ((missed * head + tail) / total).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-12 * b.abs().max(1.0)
    }

    #[test]
    fn a_diagonal_matrix_has_its_entries_for_singular_values() {
        let matrix = DMatrix::from_diagonal(&nalgebra::DVector::from_row_slice(&[1.0, -3.0, 2.0]));
        let spectrum = Spectrum::of(matrix).unwrap();
        assert!(
            spectrum
                .values()
                .iter()
                .zip([3.0, 2.0, 1.0])
                .all(|(&a, b)| close(a, b))
        );
        assert!(close(spectrum.energy(1).unwrap(), 9.0 / 14.0));
        assert!(close(spectrum.floor(2).unwrap(), (1.0f64 / 14.0).sqrt()));
    }

    #[test]
    fn a_zero_update_has_no_energy_and_no_error() {
        let spectrum = Spectrum::of(DMatrix::zeros(3, 2)).unwrap();
        assert!(spectrum.is_zero());
        assert_eq!((spectrum.energy(1), spectrum.floor(1)), (None, None));
    }

    #[test]
    fn nothing_relative_depends_on_the_size_of_an_update() {
        let values = [9.0, 4.0, 4.0, 1.0, 0.25];
        let known = Spectrum::from(values.to_vec());
        // The squares are ordinary, subnormal, zero, infinite.
        for exponent in [-60, 60, -530, -535, -600, -1000, 400, 600, 1000] {
            let factor = f64::from(exponent).exp2();
            let scaled = Spectrum::from(values.map(|value| value * factor).to_vec());
            assert!(!scaled.is_zero(), "2^{exponent}");
            assert_eq!(scaled.stable_rank(), known.stable_rank(), "2^{exponent}");
            assert_eq!(scaled.entropy_rank(), known.entropy_rank(), "2^{exponent}");
            for rank in 0..=values.len() {
                assert_eq!(scaled.energy(rank), known.energy(rank), "2^{exponent}");
                assert_eq!(scaled.floor(rank), known.floor(rank), "2^{exponent}");
            }
            assert!(
                close(scaled.frobenius() / factor, known.frobenius()),
                "2^{exponent}"
            );
        }
    }

    #[test]
    fn the_smallest_floats_have_a_rank() {
        let least = f64::from_bits(1);
        let spectrum = Spectrum::from(vec![least; 4]);
        assert!(close(spectrum.entropy_rank().unwrap(), 4.0));
        assert!(close(spectrum.stable_rank().unwrap(), 4.0));
    }

    #[test]
    fn what_is_not_finite_is_declined() {
        for entry in [f64::NAN, f64::INFINITY] {
            let matrix = DMatrix::from_element(2, 2, entry);
            assert_eq!(Spectrum::of(matrix), Err(SimError::NotFinite));
        }
    }

    #[test]
    fn no_update_at_all_scores_one() {
        let spectrum = Spectrum::from(vec![2.0, 1.0]);
        assert!(close(spectrum.error(1, 0.0).unwrap(), 1.0));
    }
}
