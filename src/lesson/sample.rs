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
