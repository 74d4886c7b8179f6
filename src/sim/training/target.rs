//! The update that is fitted.

use nalgebra::DMatrix;

use super::TrainingError;
use super::panels::Panels;
use crate::{SimError, update};
use rankscope_params::{Update, UpdateParams};

/// W, shared by all runs on it.
#[derive(Debug)]
pub struct TrainingTarget {
    rows: usize,
    columns: usize,
    entries: Panels,
    norm: f64,
    row_norms: f64,
}

impl TrainingTarget {
    /// Draws one of the two simulated updates.
    ///
    /// # Errors
    /// [`TrainingError::Update`] as [`update::draw`]; otherwise as [`TrainingTarget::of`].
    pub fn draw(params: &UpdateParams, which: Update) -> Result<Self, TrainingError> {
        Self::of(&update::draw(params, which)?)
    }

    /// Any matrix.
    ///
    /// # Errors
    /// [`TrainingError::Update`] when an entry is infinite or NaN; [`TrainingError::ZeroUpdate`]
    /// when W is zero, or so small that its squares are.
    pub fn of(matrix: &DMatrix<f64>) -> Result<Self, TrainingError> {
        let (rows, columns) = matrix.shape();
        if !matrix.iter().all(|entry| entry.is_finite()) {
            return Err(SimError::NotFinite.into());
        }
        let entries = Panels::of(matrix);
        let norm = entries.norm();
        if norm <= 0.0 {
            return Err(TrainingError::ZeroUpdate);
        }
        Ok(Self {
            rows,
            columns,
            entries,
            norm,
            row_norms: matrix.row_iter().map(|row| row.norm()).sum(),
        })
    }

    /// d.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// k.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// `‖W‖_F`.
    pub fn norm(&self) -> f64 {
        self.norm
    }

    /// `Σᵢ‖wᵢ‖` over the rows of W.
    pub(super) fn row_norms(&self) -> f64 {
        self.row_norms
    }

    /// W.
    pub(super) fn entries(&self) -> &Panels {
        &self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_fitted_is_declined() {
        let declined = |matrix: DMatrix<f64>| TrainingTarget::of(&matrix).unwrap_err();
        assert_eq!(declined(DMatrix::zeros(3, 2)), TrainingError::ZeroUpdate);
        assert_eq!(
            declined(DMatrix::from_element(2, 2, f64::NAN)),
            TrainingError::Update(SimError::NotFinite)
        );
    }
}
