//! Two real adapters that exercises can ask about: the page's samples of rank 8 with α/r, one taught a
//! style, one new facts.
//!
//! `adapters.json` holds the singular values of each layer's `ΔW`, as `adapter` reads them from the
//! samples' files; a test fails when they differ. A layer has 8 of them: what lies beyond is zero, so
//! there its energy is whole.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use rankscope_params::Update;
use rankscope_sim::Spectrum;
use rankscope_sim::transformer::MeanSpread;

/// The singular values of every layer, from the first to the last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Samples {
    /// Of the adapter that was taught a style.
    pub style: Vec<Spectrum>,
    /// Of the one that was taught facts.
    pub facts: Vec<Spectrum>,
}

// A test reads the file, so it is never empty.
static SAMPLES: LazyLock<Samples> =
    LazyLock::new(|| serde_json::from_str(include_str!("adapters.json")).unwrap_or_default());

/// The spectra of the sample that was taught this.
pub fn layers(task: Update) -> &'static [Spectrum] {
    match task {
        Update::Style => &SAMPLES.style,
        Update::Facts => &SAMPLES.facts,
    }
}

/// E(r), averaged over the layers.
pub(super) fn energy(task: Update, rank: usize) -> Option<f64> {
    let energies = layers(task).iter().map(|layer| layer.energy(rank));
    Some(MeanSpread::of(&energies.collect::<Option<Vec<_>>>()?)?.mean)
}

/// The entropy rank, over the layers.
pub(super) fn entropy_rank(task: Update) -> Option<MeanSpread> {
    let ranks = layers(task).iter().map(Spectrum::entropy_rank);
    MeanSpread::of(&ranks.collect::<Option<Vec<_>>>()?)
}

/// The entropy rank of one layer, counted from 1.
pub(super) fn layer_entropy_rank(task: Update, layer: usize) -> Option<f64> {
    layers(task).get(layer.checked_sub(1)?)?.entropy_rank()
}

/// The two adapters layer by layer: the entropy rank of facts less that of style.
pub(super) struct Pairs {
    /// Layers.
    pub(super) count: usize,
    /// Those in which facts has the larger one.
    pub(super) more: usize,
    /// The standard error of the mean difference: `s/√n`, s the standard deviation estimated from n − 1.
    pub(super) error: f64,
}

/// The differences of all layers.
pub(super) fn pairs() -> Option<Pairs> {
    let of = |task| layers(task).iter().map(Spectrum::entropy_rank);
    let differences = of(Update::Facts).zip(of(Update::Style));
    let differences = differences.map(|(facts, style)| Some(facts? - style?));
    let differences: Vec<f64> = differences.collect::<Option<_>>()?;
    let count = differences.len();
    let spread = MeanSpread::of(&differences)?.spread;
    Some(Pairs {
        count,
        more: differences
            .iter()
            .filter(|difference| **difference > 0.0)
            .count(),
        error: spread / (count.checked_sub(1)? as f64).sqrt(),
    })
}
