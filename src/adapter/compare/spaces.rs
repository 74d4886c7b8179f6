//! How the second of two spaces lies to the first.
//!
//! With orthonormal bases `U₁` (`p × m`) and `U₂` (`p × n`): `U₂ = U₁ M + Q N`, `M = U₁ᵀU₂` being what lies
//! within the first space and `Q N` what lies beyond, Q orthonormal and orthogonal to `U₁`. The singular values
//! of M are the cosines of the principal angles, those of N the sines.

use nalgebra::DMatrix;
use rankscope_sim::{SimError, Spectrum};

use super::Angles;
use crate::save::Orthogonal;

/// M and N.
pub(super) struct Spaces {
    pub(super) within: DMatrix<f64>,
    pub(super) beyond: DMatrix<f64>,
}

impl Spaces {
    /// Of two orthonormal bases.
    pub(super) fn of(first: &DMatrix<f64>, second: &DMatrix<f64>) -> Self {
        let mut within = first.tr_mul(second);
        let mut rest = second - first * &within;
        // Once more: what is left of nearly equal spaces is as small as the rounding of the first time.
        let again = first.tr_mul(&rest);
        rest -= first * &again;
        within += again;
        let beyond = Orthogonal::of(rest).r().clone();
        Self { within, beyond }
    }

    /// The principal angles.
    ///
    /// # Errors
    /// As [`Spectrum::of`].
    pub(super) fn angles(&self) -> Result<Angles, SimError> {
        let cosines = Spectrum::of(self.within.clone())?;
        let sines = Spectrum::of(self.beyond.clone())?;
        let sines: Vec<f64> = sines.values().iter().rev().copied().collect();
        Ok(Angles::of(cosines.values(), &sines))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_sim::random::NumpyStream;

    fn basis(columns: &[&[f64]]) -> DMatrix<f64> {
        let columns: Vec<_> = columns
            .iter()
            .map(|column| nalgebra::DVector::from_row_slice(column))
            .collect();
        DMatrix::from_columns(&columns)
    }

    #[test]
    fn angles_of_any_size_have_their_digits() {
        for angle in [1e-15_f64, 1e-9, 1e-3, 0.7, 1.5, 1.57] {
            let first = basis(&[&[1.0, 0.0, 0.0]]);
            let second = basis(&[&[angle.cos(), angle.sin(), 0.0]]);
            let angles = Spaces::of(&first, &second).angles().unwrap();
            let found = angles.smallest().unwrap();
            assert!((found / angle - 1.0).abs() < 1e-9, "{found:e} {angle:e}");
        }
    }

    #[test]
    fn a_space_inside_another_has_angles_of_zero_from_either_side() {
        let mut stream = NumpyStream::new(1);
        let wide = stream.normal_matrix(9, 5).qr().q();
        let narrow = (&wide * stream.normal_matrix(5, 2)).qr().q();
        for (first, second) in [(&wide, &narrow), (&narrow, &wide)] {
            let angles = Spaces::of(first, second).angles().unwrap();
            assert_eq!(angles.all().len(), 2);
            assert!(angles.largest().unwrap() < 1e-14);
        }
    }

    #[test]
    fn orthogonal_spaces_are_at_a_right_angle() {
        let first = basis(&[&[1.0, 0.0, 0.0, 0.0], &[0.0, 1.0, 0.0, 0.0]]);
        let second = basis(&[&[0.0, 0.0, 1.0, 0.0]]);
        let angles = Spaces::of(&first, &second).angles().unwrap();
        assert_eq!(angles.all(), [std::f64::consts::FRAC_PI_2]);
    }
}
