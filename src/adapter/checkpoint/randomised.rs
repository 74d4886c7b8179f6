//! The first singular values of a large matrix, each between two bounds.
//!
//! With Q an orthonormal basis of [`BLOCK`] columns that `A (AᵀA)^q Ω` spans, Ω of normal numbers and q =
//! [`POWER`], the singular values of `C = QᵀA` are those of A, or less (range finder with power iterations; Halko,
//! Martinsson and Tropp 2011, <https://arxiv.org/abs/0909.4061>, algorithms 4.4 and 5.1). What is missed,
//! `E = A − QQᵀA`, is measured:
//!
//! - `‖E‖_F² = ‖A‖_F² − ‖C‖_F²`, `‖A‖_F` being exact;
//! - `‖E‖₂ ≤ (α √(2/π) max_j ‖(EEᵀ)^p E ω_j‖)^(1/(2p+1))` for r normal vectors ω, wrong with a probability of
//!   `α^−r` (their lemma 4.1 for `(EEᵀ)^p E`): with α = 4 and r = [`PROBES`] that is 2 · 10⁻¹⁰;
//! - `ρ_k = ‖E V_k‖_F`, `V_k` the first k right singular vectors of C.
//!
//! `AᵀA = CᵀC + EᵀE`; in a basis that begins with `V_k` the second has a first block of norm `ρ_k²` and, beside it,
//! blocks of norm `ρ_k ‖E‖₂` or less. So by Weyl, with σ̂ the values of C,
//!
//! `σ̂ᵢ² ≤ σᵢ² ≤ min(σ̂ᵢ² + ‖E‖₂², min_{k ≥ i} max(σ̂ᵢ² + ρ_k², σ̂ₖ₊₁² + ‖E‖₂²) + ρ_k ‖E‖₂)`.
//!
//! Products are in 32 bits, all else in 64; what that rounds, `ARITHMETIC · σ₁`, widens each bound.

use nalgebra::DMatrix;
use rankscope_sim::SimError;
use rankscope_sim::random::NumpyStream;

use super::analysis::{Bounds, Values};
use crate::save::{Orthogonal, Singular};

/// Columns of Q.
pub const BLOCK: usize = 288;
/// Values that are told: the last of a block are the least certain.
pub const TOLD: usize = 256;
/// q.
pub const POWER: usize = 2;
/// Of Ω and of the probes.
pub const SEED: u32 = 14;
/// r.
const PROBES: usize = 16;
/// p.
const PROBE_POWER: i32 = 12;
/// α.
const PROBE_FACTOR: f64 = 4.0;
/// What products of thousands of 32-bit numbers round, relative to σ₁: tests see a tenth of it.
const ARITHMETIC: f64 = 4e-6;

/// The first values and vectors.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    /// σ̂, [`TOLD`] at most, between their bounds.
    pub(super) known: Values,
    /// Singular vectors.
    pub(super) left: DMatrix<f64>,
    pub(super) right: DMatrix<f64>,
}

impl Sketch {
    /// Of a matrix with this `‖A‖_F²`. Calls `step` with the share done.
    ///
    /// # Errors
    /// [`SimError::NotFinite`], and those of [`Singular::of`].
    pub(super) fn of(
        matrix: &DMatrix<f32>,
        energy: f64,
        step: &mut dyn FnMut(f64),
    ) -> Result<Self, SimError> {
        if !energy.is_finite() {
            return Err(SimError::NotFinite);
        }
        let (rows, columns) = matrix.shape();
        let block = BLOCK.min(rows).min(columns);
        let passes = (2 * POWER + 4) as f64;
        let mut done = 0.0;
        let mut pass = || {
            done += 1.0;
            step(0.9 * (done / passes).min(1.0));
        };
        let mut stream = NumpyStream::new(SEED);
        let mut basis = orthonormal(times(matrix, &stream.normal_matrix(columns, block)));
        pass();
        for _ in 0..POWER {
            let other = orthonormal(times_transposed(matrix, &basis));
            pass();
            basis = orthonormal(times(matrix, &other));
            pass();
        }
        let projected = Orthogonal::of(times_transposed(matrix, &basis));
        pass();
        let small = Singular::of(projected.r(), &mut |_| ())?;
        // C = Rᵀ Q'ᵀ: the left vectors of R are behind Q', the right ones behind Q.
        let right = projected.times(small.left);
        let left = &basis * &small.right;
        pass();
        let found = Found {
            values: small.values,
            residuals: residuals(matrix, &left, &right),
        };
        pass();
        let sketch = found.sketch(
            energy,
            norm_beyond(matrix, &basis, &mut stream),
            (left, right),
            rows.min(columns),
        );
        step(1.0);
        Ok(sketch)
    }
}

/// σ̂ of the whole block, and the residual vectors `A v` and `σ̂ u` apart.
struct Found {
    values: Vec<f64>,
    /// `‖E vᵢ‖` needs σ̂ᵢ too: see [`Found::sketch`].
    residuals: Vec<f64>,
}

impl Found {
    fn sketch(
        self,
        energy: f64,
        norm_beyond: f64,
        (left, right): (DMatrix<f64>, DMatrix<f64>),
        count: usize,
    ) -> Sketch {
        let first = self.values.first().copied().unwrap_or_default();
        let rounding = ARITHMETIC * first;
        let held: f64 = self.values.iter().map(|value| value * value).sum();
        let missed = (energy - held).max(0.0);
        let beyond =
            norm_beyond.min((missed + rounding * rounding + ARITHMETIC * energy).sqrt()) + rounding;
        let told = TOLD.min(self.values.len());
        let most = self.most(beyond);
        let least = self.values.iter().map(|value| (value - rounding).max(0.0));
        let bounds = Bounds {
            least: least.take(told).collect(),
            most: most.iter().take(told).map(|most| most + rounding).collect(),
            // A value of the block that is not told is one of the further ones.
            beyond: most
                .get(told)
                .map_or(beyond, |next| (next + rounding).min(first + beyond)),
            residual: missed.sqrt(),
        };
        Sketch {
            left: left.columns(0, told).into_owned(),
            right: right.columns(0, told).into_owned(),
            known: Values {
                values: self.values.into_iter().take(told).collect(),
                count,
                bounds: Some(bounds),
            },
        }
    }

    /// The upper bounds.
    fn most(&self, beyond: f64) -> Vec<f64> {
        let all = self.residuals.iter().scan(0.0, |sum, residual| {
            *sum += residual * residual;
            Some(*sum)
        });
        let all: Vec<f64> = all.collect();
        let square = |index: usize| self.values.get(index).map_or(0.0, |value| value * value);
        let beyond_squared = beyond * beyond;
        let bound = |i: usize| {
            let own = square(i);
            let of_block = |k: usize| {
                let residual = all.get(k).copied().unwrap_or_default();
                let outside = square(k + 1) + beyond_squared;
                (own + residual).max(outside) + residual.sqrt() * beyond
            };
            let best = (i..self.values.len())
                .map(of_block)
                .fold(f64::INFINITY, f64::min);
            best.min(own + beyond_squared).sqrt()
        };
        (0..self.values.len()).map(bound).collect()
    }
}

/// `‖A v − u (uᵀA v)‖` of each pair, with `uᵀ A v = σ̂`.
fn residuals(matrix: &DMatrix<f32>, left: &DMatrix<f64>, right: &DMatrix<f64>) -> Vec<f64> {
    let images = times(matrix, right);
    let images = &images - left * left.tr_mul(&images);
    images.column_iter().map(|column| column.norm()).collect()
}

/// The bound on `‖E‖₂`.
fn norm_beyond(matrix: &DMatrix<f32>, basis: &DMatrix<f64>, stream: &mut NumpyStream) -> f64 {
    let outside = |y: DMatrix<f64>| {
        let inside = basis * (basis.transpose() * &y);
        y - inside
    };
    let mut probes = stream.normal_matrix(matrix.ncols(), PROBES);
    let mut logarithms = [0.0; PROBES];
    let mut normalise = |y: &mut DMatrix<f64>| {
        for (mut column, sum) in y.column_iter_mut().zip(&mut logarithms) {
            let norm = column.norm();
            *sum += norm.ln();
            if norm > 0.0 {
                column /= norm;
            }
        }
    };
    normalise(&mut probes);
    for round in 0..=PROBE_POWER {
        let mut images = outside(times(matrix, &probes));
        normalise(&mut images);
        if round < PROBE_POWER {
            probes = times_transposed(matrix, &outside(images));
            normalise(&mut probes);
        }
    }
    let largest = logarithms.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let factor = PROBE_FACTOR * (2.0 / std::f64::consts::PI).sqrt();
    ((factor.ln() + largest) / f64::from(2 * PROBE_POWER + 1)).exp()
}

fn orthonormal(matrix: DMatrix<f64>) -> DMatrix<f64> {
    Orthogonal::of(matrix).columns()
}

/// `A X`.
fn times(matrix: &DMatrix<f32>, x: &DMatrix<f64>) -> DMatrix<f64> {
    (matrix * x.map(|entry| entry as f32)).map(f64::from)
}

/// `Aᵀ X`.
fn times_transposed(matrix: &DMatrix<f32>, x: &DMatrix<f64>) -> DMatrix<f64> {
    let transposed = x.transpose().map(|entry| entry as f32);
    (transposed * matrix).transpose().map(f64::from)
}

#[cfg(test)]
mod tests;
