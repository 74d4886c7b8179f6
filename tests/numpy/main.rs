//! The simulation agrees with NumPy: every public function of `sim` against `tests/fixtures`.
//!
//! A number agrees when it is within [`RELATIVE`] of NumPy's, or within an absolute floor that is
//! relative to the scale of what was computed: below it, both hold rounding and nothing else.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../oracle/mod.rs"]
mod oracle;
mod singular_values;
mod stream;
mod tables;
mod updates;

use nalgebra::DMatrix;
use oracle::Experiment;
use rankscope_sim::{Spectra, simulate};

/// What the page promises.
const RELATIVE: f64 = 1e-9;
/// Of σ₁. QR, product and SVD each round by some units in the last place of σ₁ (2·10⁻¹⁶), growing
/// slowly with the shape; a singular value or an entry below this holds no digits in float64.
const ROUNDING: f64 = 1e-14;
/// Of the norm of what is subtracted. NumPy's error comes from a reconstruction whose entries carry
/// that rounding; the closed form has none, and can be zero where NumPy measures 6·10⁻¹⁵.
const RECONSTRUCTION_ROUNDING: f64 = 3e-14;

#[track_caller]
fn agree(ours: f64, numpy: f64, floor: f64, what: &str) {
    let allowed = floor.max(RELATIVE * numpy.abs());
    let apart = (ours - numpy).abs();
    assert!(
        apart <= allowed,
        "{what}: {ours:e} here, {numpy:e} in NumPy, {apart:e} apart, {allowed:e} allowed"
    );
}

#[track_caller]
fn matrices_agree(ours: &DMatrix<f64>, numpy: &DMatrix<f64>, floor: f64, what: &str) {
    assert_eq!(ours.shape(), numpy.shape(), "{what}");
    for (i, (ours, numpy)) in ours.iter().zip(numpy).enumerate() {
        agree(
            *ours,
            *numpy,
            floor,
            &format!("{what}, entry {i} by columns"),
        );
    }
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn spectra(experiment: &Experiment) -> Spectra {
    simulate(&experiment.update(), &mut |_| {}).expect(&experiment.name)
}

/// Rounding of a reconstruction that is scaled by `factor`, relative to the update's norm.
fn reconstruction_floor(factor: f64) -> f64 {
    RECONSTRUCTION_ROUNDING * factor.max(1.0)
}
