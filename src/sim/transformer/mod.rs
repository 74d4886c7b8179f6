//! What a real fine-tuning showed: a small transformer, taught a style and new facts.
//!
//! `experiments/real-finetune/` made the runs; `static/transformer.json` holds what is shown of them.
//! Of every full fine-tuning there is `E(r) = Σ_{i≤r} σᵢ² / Σ σᵢ²` of each layer's `ΔW`, at some ranks
//! and steps, and the accuracy that is left when every `ΔW` is cut to rank r. Of every adapter there
//! is the accuracy after its last step, the norm of the gradient at its first, and the entropy rank of
//! what it learned, averaged over its layers.
//!
//! Accuracies are shares: of held-out sentences in the new manner, for style; of the new facts, for
//! facts. [`Findings`] are the numbers and decisions that everything said of the runs follows from.

mod derived;
mod file;
mod findings;

pub use derived::{MeanSpread, slope};
pub use file::{Gaussian, VERSION};
pub use findings::{
    ARTICLE_RANK, Facts, FallingScale, Findings, NEARLY, OwnSpectrum, RootScale, SMALL_RANK, Style,
    USUAL_RANK,
};

use serde::Deserialize;

use super::Scaling;
use rankscope_params::Update;

/// Everything that was measured.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transformer {
    /// The version of the file.
    version: u64,
    /// The transformer.
    pub model: Model,
    /// What it was trained with.
    pub versions: Versions,
    /// People whose facts were said anew, or otherwise.
    pub people: usize,
    /// Facts about each.
    pub facts_each: usize,
    /// Sentences in a step.
    pub batch: usize,
    /// α of every adapter.
    pub alpha: f64,
    /// The learning rate of the full fine-tunings.
    pub full_rate: f64,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// The ranks of adapters and energies, from the smallest.
    pub ranks: Vec<usize>,
    /// The layers that were trained.
    pub layers: Vec<String>,
    /// What random matrices of the layers' shapes look like.
    pub gaussian: Vec<Gaussian>,
    full: Vec<file::Full>,
    lora: Vec<file::Adapter>,
}

/// The shape of the transformer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Its width.
    pub hidden: usize,
    /// Its blocks.
    pub blocks: usize,
    /// Heads of attention in each.
    pub heads: usize,
    /// The width inside an MLP.
    pub intermediate: usize,
    /// Words it knows.
    pub vocabulary: usize,
}

/// The libraries of the runs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// `PyTorch`.
    pub torch: String,
    /// Transformers.
    pub transformers: String,
    /// PEFT.
    pub peft: String,
}

/// Adapters that differ in nothing but rank and seed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// What they were taught.
    pub task: Update,
    /// The rule of γ.
    pub scaling: Scaling,
    /// The learning rate.
    pub rate: f64,
    /// The steps.
    pub steps: usize,
}
