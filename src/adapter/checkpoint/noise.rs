//! What rounding to the stored type leaves in a difference: the floor under its spectrum.
//!
//! A number w of a format with p bits of significand was rounded to a multiple of `ulp(w) = 2^(e − p + 1)`, e its
//! exponent. The error is spread evenly over one ulp, so its variance is `ulp²/12`; of a difference of two stored
//! numbers it is `s² = (ulp₀² + ulp₁²)/12`. A matrix of independent entries of these variances has no singular
//! value much above
//!
//! `max_i √Σ_j s²_ij + max_j √Σ_i s²_ij`
//!
//! (Bandeira and van Handel 2016, <https://arxiv.org/abs/1408.6185>; for equal variances this is `s(√d + √k)`, the
//! edge of Marchenko and Pastur's law). Where a training step is smaller than an ulp most numbers do not change at
//! all, and rounding leaves less than that: so a row or column counts with no more than the energy that is in it.
//!
//! The base is taken to be rounded too. Where training began from the stored base itself, only the tuned numbers
//! are, and the floor is √2 times too high at most.

use crate::Dtype;

/// Bits of a double's fraction, and what is added to its exponent.
const FRACTION_BITS: u32 = 52;
const BIAS: i32 = 1023;

/// What a format rounds to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spacing {
    /// Bits of the significand, without the first.
    fraction: i32,
    /// The exponent of the smallest normal number.
    least: i32,
}

impl Spacing {
    /// Of a format that is read.
    pub(super) const fn of(dtype: Dtype) -> Self {
        let (fraction, least) = match dtype {
            Dtype::F64 => (52, -1022),
            Dtype::F16 => (10, -14),
            Dtype::BF16 => (7, -126),
            Dtype::F8_E4M3 => (3, -6),
            Dtype::F8_E5M2 => (2, -14),
            // The only other one.
            _ => (23, -126),
        };
        Self { fraction, least }
    }

    /// `ulp(w)²`.
    pub(super) fn squared(self, number: f64) -> f64 {
        let bits = number.to_bits() >> FRACTION_BITS & 0x7FF;
        let exponent = (bits as i32 - BIAS).max(self.least) - self.fraction;
        // A power of two whose square is a double as well; below, it is as good as zero.
        let doubled = 2 * exponent + BIAS;
        if doubled <= 0 {
            return 0.0;
        }
        f64::from_bits((doubled as u64) << FRACTION_BITS)
    }
}

/// Variances and energies of rows and columns.
#[derive(Clone, Debug)]
pub(super) struct Noise {
    row: f64,
    row_energy: f64,
    /// The largest `min(Σ s², Σ Δ²)` of a row.
    largest_row: f64,
    columns: Vec<(f64, f64)>,
}

impl Noise {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            row: 0.0,
            row_energy: 0.0,
            largest_row: 0.0,
            columns: vec![(0.0, 0.0); columns],
        }
    }

    /// Takes in a row: of each entry `ulp₀² + ulp₁²` and Δ.
    pub(super) fn row(&mut self, entries: impl Iterator<Item = (f64, f64)>) {
        (self.row, self.row_energy) = (0.0, 0.0);
        for (column, (squared, change)) in self.columns.iter_mut().zip(entries) {
            let energy = change * change;
            self.row += squared;
            self.row_energy += energy;
            column.0 += squared;
            column.1 += energy;
        }
        self.largest_row = self.largest_row.max((self.row / 12.0).min(self.row_energy));
    }

    /// The floor.
    pub(super) fn floor(&self) -> f64 {
        let columns = self.columns.iter();
        let largest = columns.map(|(squared, energy)| (squared / 12.0).min(*energy));
        self.largest_row.sqrt() + largest.fold(0.0, f64::max).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ulp_is_the_distance_to_the_next_number() {
        let ulp = |dtype, number: f64| Spacing::of(dtype).squared(number).sqrt();
        assert_eq!(ulp(Dtype::BF16, 1.0), 2_f64.powi(-7));
        assert_eq!(ulp(Dtype::BF16, -1.99), 2_f64.powi(-7));
        assert_eq!(ulp(Dtype::F16, 0.75), 2_f64.powi(-11));
        assert_eq!(ulp(Dtype::F16, 0.0), 2_f64.powi(-24));
        assert_eq!(ulp(Dtype::F32, 4.0), 2_f64.powi(-21));
        assert_eq!(ulp(Dtype::F8_E4M3, 8.0), 1.0);
        assert_eq!(ulp(Dtype::F8_E5M2, 8.0), 2.0);
        assert_eq!(ulp(Dtype::F64, 1.0), f64::EPSILON);
    }

    #[test]
    fn what_did_not_change_has_no_floor() {
        let mut noise = Noise::new(3);
        noise.row([(1.0, 0.0); 3].into_iter());
        assert_eq!(noise.floor(), 0.0);
        noise.row([(12.0, 9.0); 3].into_iter());
        // The row has 3; each column 1 and 1/12 more.
        let expected = 3_f64.sqrt() + (13.0_f64 / 12.0).sqrt();
        assert!((noise.floor() - expected).abs() < 1e-15);
    }
}
