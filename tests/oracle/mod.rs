//! What NumPy said: `tests/fixtures/*.json`, written by the scripts beside them.

use std::collections::BTreeMap;

use nalgebra::DMatrix;
use rankscope_params::{Key, Params, UpdateParams};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A matrix, row by row.
pub(crate) type Rows = Vec<Vec<f64>>;

/// Parameters, and NumPy's measure of the two updates they give.
#[derive(Deserialize)]
pub(crate) struct Experiment {
    pub(crate) name: String,
    params: BTreeMap<String, f64>,
    pub(crate) style: Measure,
    pub(crate) facts: Measure,
}

/// One update as NumPy measures it.
#[derive(Deserialize)]
pub(crate) struct Measure {
    pub(crate) frobenius: f64,
    /// The first singular values.
    pub(crate) first: Vec<f64>,
    /// The last singular values.
    pub(crate) last: Vec<f64>,
    /// Empty when the update is zero.
    pub(crate) ranks: Vec<AtRank>,
    /// The update itself, when it is small.
    pub(crate) matrix: Option<Rows>,
}

/// Energy, and errors by explicit reconstruction, of one rank.
#[derive(Deserialize)]
pub(crate) struct AtRank {
    pub(crate) rank: usize,
    pub(crate) energy: f64,
    pub(crate) lora: f64,
    pub(crate) rslora: f64,
    pub(crate) floor: f64,
}

/// Draws of one seed.
#[derive(Deserialize)]
pub(crate) struct Stream {
    pub(crate) seed: u32,
    pub(crate) uniform: Vec<UniformWindow>,
    pub(crate) normal: Vec<NormalWindow>,
    pub(crate) matrix: Rows,
    pub(crate) noisy: Rows,
    pub(crate) uniform_between: Vec<u64>,
    pub(crate) normal_after: f64,
}

/// Some uniform draws, from the one with this index on.
#[derive(Deserialize)]
pub(crate) struct UniformWindow {
    pub(crate) index: usize,
    pub(crate) bits: Vec<u64>,
}

/// Some normal draws, from the one with this index on.
#[derive(Deserialize)]
pub(crate) struct NormalWindow {
    pub(crate) index: usize,
    pub(crate) values: Vec<f64>,
}

/// One `numpy.linspace`.
#[derive(Deserialize)]
pub(crate) struct Linspace {
    pub(crate) first: f64,
    pub(crate) last: f64,
    pub(crate) count: usize,
    pub(crate) bits: Vec<u64>,
}

/// One `numpy.linalg.qr`: the reduced Q, and the complete Q times a right-hand side.
#[derive(Deserialize)]
pub(crate) struct Orthonormal {
    pub(crate) matrix: Rows,
    pub(crate) q: Rows,
    pub(crate) rhs: Rows,
    pub(crate) rotated: Rows,
}

/// `α/r` and `α/√r`, as bits.
#[derive(Deserialize)]
pub(crate) struct Factors {
    pub(crate) alpha: f64,
    pub(crate) rank: usize,
    pub(crate) bits: [u64; 2],
}

/// The records of `tests/fixtures/{name}.json`.
pub(crate) fn load<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every experiment.
pub(crate) fn experiments() -> Vec<Experiment> {
    load("experiments")
}

impl Experiment {
    /// Its parameters.
    pub(crate) fn params(&self) -> Params {
        params(&self.name, &self.params)
    }

    /// What its matrices depend on.
    pub(crate) fn update(&self) -> UpdateParams {
        self.params().update()
    }
}

/// Parameters, set one by one by the names they have in links.
pub(crate) fn params(experiment: &str, values: &BTreeMap<String, f64>) -> Params {
    assert!(
        values.keys().all(|name| Key::from_name(name).is_some()),
        "{experiment}: {values:?}"
    );
    let mut params = Params::default();
    for key in Key::ALL {
        let name = key.declaration().name;
        if let Some(&value) = values.get(name) {
            params = params.with(key, value).0;
            let taken = params.get(key);
            assert_eq!(taken.to_bits(), value.to_bits(), "{experiment}: {name}");
        }
    }
    params
}

impl Measure {
    /// `σ₁`, the scale that rounding is relative to.
    pub(crate) fn scale(&self) -> f64 {
        self.first[0]
    }
}

/// A matrix of these rows.
pub(crate) fn matrix(rows: &Rows) -> DMatrix<f64> {
    DMatrix::from_row_iterator(rows.len(), rows[0].len(), rows.iter().flatten().copied())
}
