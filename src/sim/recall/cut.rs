//! The full matrix cut to rank r: its best approximation `W_r` (Eckart–Young), and what is left of the
//! answers.
//!
//! `W_r = U_r U_rᵀ W` with the eigenvectors of `W Wᵀ`, strongest first: see
//! [`truncation`](crate::truncation).

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::RecallError;
use super::exam::Examiner;
use crate::eigen::symmetric_eigen;
use crate::training::panels::Panels;
use crate::{SimError, Spectrum};

/// What a truncation of the full matrix recalls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TruncatedRecall {
    /// r.
    pub rank: usize,
    /// Keys answered right.
    pub right: usize,
    /// Held-out keys answered right; none where none are held out.
    pub held_out: Option<usize>,
}

/// The full matrix, once it has been trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CutFull {
    /// Its singular values.
    pub spectrum: Spectrum,
    /// What its truncations recall, at the plan's ranks.
    pub truncated: Vec<TruncatedRecall>,
}

/// Cuts `Wᵀ`, `d × V`, to each of some ranks.
///
/// # Errors
/// [`RecallError::Spectrum`] when an entry is infinite or NaN or an iteration exceeds its cap.
pub(super) fn cut(
    weights: &DMatrix<f64>,
    ranks: &[usize],
    seen: &mut Examiner,
    mut held_out: Option<&mut Examiner>,
) -> Result<CutFull, RecallError> {
    let spectrum = Spectrum::of(weights.clone())?;
    let vectors = strongest_first(weights)?;
    let mut truncated = Vec::new();
    for &rank in ranks {
        let leading = vectors.columns(0, rank.min(vectors.ncols()));
        let weights = Panels::of(&(leading * leading.tr_mul(weights)));
        truncated.push(TruncatedRecall {
            rank,
            right: seen.right(&weights),
            held_out: held_out.as_mut().map(|held_out| held_out.right(&weights)),
        });
    }
    Ok(CutFull {
        spectrum,
        truncated,
    })
}

/// The left singular vectors, as columns.
fn strongest_first(matrix: &DMatrix<f64>) -> Result<DMatrix<f64>, SimError> {
    let (values, vectors) = symmetric_eigen(matrix * matrix.transpose(), &mut |_| ())?;
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let order: Vec<usize> = order.into_iter().map(|(column, _)| column).collect();
    Ok(vectors.select_columns(&order))
}
