//! Two decomposed updates in one basis.
//!
//! With `U₂ = U₁M + QN` and `V₂ = V₁P + Q'T` both updates stand in the orthonormal bases `[U₁ Q]` and `[V₁ Q']`:
//! the first as `diag(S₁, 0)`, the second as `[M; N] S₂ [P; T]ᵀ`. These matrices are as large as the two ranks
//! together, and norms, inner products and singular values are those of the updates.

use nalgebra::DMatrix;
use rankscope_sim::{SimError, Spectrum};

use super::Angles;
use super::decomposed::Decomposed;
use super::spaces::Spaces;

/// Both updates, and how their spaces lie to each other.
pub(super) struct Measured {
    first: Decomposed,
    second: Decomposed,
    columns: Spaces,
    rows: Spaces,
}

impl Measured {
    pub(super) fn of(first: Decomposed, second: Decomposed) -> Self {
        Self {
            columns: Spaces::of(&first.left, &second.left),
            rows: Spaces::of(&first.right, &second.right),
            first,
            second,
        }
    }

    pub(super) fn ranks(&self) -> [usize; 2] {
        [self.first.values.len(), self.second.values.len()]
    }

    /// `Σᵢⱼ s₁ᵢ Mᵢⱼ s₂ⱼ Pᵢⱼ`, s being σ over the norm.
    pub(super) fn cosine(&self) -> Option<f64> {
        let (first, second) = self.shares()?;
        let scaled = scaled(&self.columns.within, &second);
        let products = scaled.component_mul(&self.rows.within);
        let by_row = products.row_iter().zip(&first);
        let sum: f64 = by_row.map(|(row, share)| share * row.sum()).sum();
        Some(sum.clamp(-1.0, 1.0))
    }

    /// `‖Ĉ₂ − cos Ĉ₁‖`.
    pub(super) fn sine(&self) -> Option<f64> {
        let cosine = self.cosine()?;
        let (first, second) = self.shares()?;
        let first: Vec<f64> = first.iter().map(|share| -cosine * share).collect();
        Some(self.core(&first, &second).norm().min(1.0))
    }

    pub(super) fn angle_rows(&self) -> Result<Option<Angles>, SimError> {
        self.shares().map(|_| self.rows.angles()).transpose()
    }

    pub(super) fn angle_columns(&self) -> Result<Option<Angles>, SimError> {
        self.shares().map(|_| self.columns.angles()).transpose()
    }

    /// Of the first and of the second, the share of energy in the other's spaces: `‖Mᵀ S₁ P‖²` and
    /// `‖M S₂ Pᵀ‖²` over the squared norms.
    pub(super) fn shared(&self) -> Option<[f64; 2]> {
        let (first, second) = self.shares()?;
        let (m, p) = (&self.columns.within, &self.rows.within);
        let of_first = scaled(&m.transpose(), &first) * p;
        let of_second = scaled(m, &second) * p.transpose();
        Some([of_first, of_second].map(|part| part.norm_squared().min(1.0)))
    }

    /// The singular values of `s₁ΔW₁ + s₂ΔW₂`, as many as `inner` directions can give. Those are zero that are
    /// no larger than the rounding of the two terms, `max(d, k) ε max(|s₁|σ₁, |s₂|σ₁)`: what is left where the
    /// terms cancel.
    pub(super) fn sum(&self, [s1, s2]: [f64; 2], inner: usize) -> Result<Spectrum, SimError> {
        let times = |factor: f64, values: &[f64]| -> Vec<f64> {
            values.iter().map(|value| factor * value).collect()
        };
        let core = self.core(
            &times(s1, &self.first.values),
            &times(s2, &self.second.values),
        );
        let spectrum = Spectrum::of(core)?;
        let (rows, columns) = (self.first.left.nrows(), self.first.right.nrows());
        let terms = (s1 * self.first.largest()).abs();
        let terms = terms.max((s2 * self.second.largest()).abs());
        let least = rows.max(columns) as f64 * f64::EPSILON * terms;
        let kept = spectrum
            .values()
            .iter()
            .copied()
            .filter(|value| *value > least);
        let mut values: Vec<f64> = kept.collect();
        values.resize(inner.min(rows).min(columns), 0.0);
        Ok(Spectrum::from(values))
    }

    /// `diag(first, 0) + [M; N] diag(second) [P; T]ᵀ`.
    fn core(&self, first: &[f64], second: &[f64]) -> DMatrix<f64> {
        let left = stacked(&self.columns);
        let mut core = scaled(&left, second) * stacked(&self.rows).transpose();
        for (index, value) in first.iter().enumerate() {
            if let Some(entry) = core.get_mut((index, index)) {
                *entry += value;
            }
        }
        core
    }

    /// The singular values over the norms; none where an update is zero.
    fn shares(&self) -> Option<(Vec<f64>, Vec<f64>)> {
        self.first.shares().zip(self.second.shares())
    }
}

/// A matrix whose columns are multiplied by these.
fn scaled(matrix: &DMatrix<f64>, factors: &[f64]) -> DMatrix<f64> {
    let mut scaled = matrix.clone();
    for (mut column, factor) in scaled.column_iter_mut().zip(factors) {
        column *= *factor;
    }
    scaled
}

/// `[M; N]`.
fn stacked(spaces: &Spaces) -> DMatrix<f64> {
    let Spaces { within, beyond } = spaces;
    let mut stacked = DMatrix::zeros(within.nrows() + beyond.nrows(), within.ncols());
    let mut top = stacked.rows_mut(0, within.nrows());
    top.copy_from(within);
    let mut below = stacked.rows_mut(within.nrows(), beyond.nrows());
    below.copy_from(beyond);
    stacked
}
