//! What fine-tuning did to a pretrained language model: it was taught new facts, or a manner of speech.
//!
//! `experiments/pretrained/` made the runs; `static/pretrained.json` holds what is shown of them. A full
//! fine-tuning changes the linear matrices of all blocks; of its update ΔW there is
//! `E(r) = Σ_{i≤r} σᵢ² / Σ σᵢ²`, as the mean over these matrices, and what is left when every ΔW is cut to
//! its r strongest directions. An adapter is LoRA of rank r on the same matrices.
//!
//! Recall is the share of new facts whose value is the model's first choice. Strict is the share of
//! held-out answers in the new manner. Drift is what the untouched model's own answers cost, in nats a
//! token. [`Findings`] are the numbers and decisions that everything said of the runs follows from.

mod file;
mod findings;
mod model;
mod runs;

pub use file::VERSION;
pub use findings::{
    Boundaries, CUT_RANK, Cutting, Findings, GRID_PEOPLE, LARGE_RANK, OfSeed, PEOPLE, RATES, Rates,
    SMALL_RANK, Spectra, Surprise,
};
pub use model::{Batch, Example, Limits, Model, Noise, Prompts, Settings};
pub use runs::{
    Adapter, Cut, Full, Gaussian, Measured, NotRun, PlannedScaling, Spectrum, Statistics,
};

use serde::Deserialize;

use super::Scaling;
use super::transformer::Versions;
use rankscope_params::Update;

/// Everything that was measured.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pretrained {
    /// The version of the file.
    version: u64,
    /// The language model.
    pub model: Model,
    /// What it was trained with.
    pub versions: Versions,
    /// What all runs have in common.
    pub settings: Settings,
    /// How a fact is asked for, with `{n}` for a name.
    pub prompts: Prompts,
    /// An answer of the untouched model, and the same in the manner that was taught.
    pub example: Example,
    /// How far two values may lie apart by chance.
    pub noise: Noise,
    /// What was tried once only.
    pub limits: Limits,
    /// The ranks of every list of energies.
    pub energy_ranks: Vec<usize>,
    /// The linear matrices of a block.
    pub modules: Vec<String>,
    /// What random matrices of their shapes look like.
    pub gaussian: Vec<Gaussian>,
    full: Vec<Full>,
    lora: Vec<Adapter>,
    /// What was planned and is not in the file.
    pub not_run: Vec<NotRun>,
}

/// Runs that differ in rank and seed only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// What they were taught.
    pub task: Update,
    /// Invented people to learn of; none for a style.
    pub people: Option<usize>,
    /// The rule of γ.
    pub scaling: Scaling,
    /// The learning rate.
    pub rate: f64,
    /// The steps.
    pub steps: usize,
}

impl Pretrained {
    /// The full fine-tunings of a task with so many people whose update was cut, in the order of their seeds.
    pub fn cut(&self, task: Update, people: Option<usize>) -> impl Iterator<Item = &Full> {
        let same = move |run: &&Full| run.task == task && run.people == people;
        self.full
            .iter()
            .filter(same)
            .filter(|run| run.spectrum.is_some())
    }

    /// Every full fine-tuning.
    pub fn full(&self) -> impl Iterator<Item = &Full> {
        self.full.iter()
    }

    /// The steps of those that were cut: the adapters at several learning rates were trained as long.
    pub fn steps(&self, task: Update, people: Option<usize>) -> Option<usize> {
        self.cut(task, people).next().map(|run| run.steps)
    }

    /// The adapters of a recipe, on all matrices, from the smallest rank. At rank 1 both scalings are the
    /// same number, so a run under either counts for both.
    pub fn adapters(&self, recipe: Recipe) -> impl Iterator<Item = &Adapter> {
        self.on_all_matrices().filter(move |run| {
            let scaling = run.scaling == recipe.scaling || run.rank == 1;
            let made = (run.task, run.people, run.rate, run.steps);
            scaling && made == (recipe.task, recipe.people, recipe.rate, recipe.steps)
        })
    }

    /// One of them.
    pub fn adapter(&self, recipe: Recipe, rank: usize, seed: u64) -> Option<&Adapter> {
        let mut found = self.adapters(recipe);
        found.find(|run| (run.rank, run.seed) == (rank, seed))
    }

    /// Every adapter on all matrices.
    pub fn on_all_matrices(&self) -> impl Iterator<Item = &Adapter> {
        self.lora.iter().filter(|run| run.matrices > 1)
    }

    /// The adapters on a single matrix, which learnt nothing.
    pub fn on_one_matrix(&self) -> impl Iterator<Item = &Adapter> {
        self.lora.iter().filter(|run| run.matrices == 1)
    }

    /// The matrices that a full fine-tuning changes.
    pub fn matrices(&self) -> usize {
        self.modules.len() * self.model.blocks
    }

    /// The directions of the largest of them: a cut to that rank leaves all of it.
    pub fn directions(&self) -> usize {
        let shapes = self.gaussian.iter();
        shapes
            .map(|shape| shape.rows.min(shape.columns))
            .max()
            .unwrap_or_default()
    }

    /// The statistics of random matrices, averaged over the modules' shapes as those of an update are.
    pub fn random(&self) -> Option<Statistics> {
        let modules = self.modules.iter().map(|module| {
            let (rows, columns) = self.model.shape(module)?;
            let mut shapes = self.gaussian.iter();
            shapes.find(|shape| (shape.rows, shape.columns) == (rows, columns))
        });
        let modules: Vec<&Gaussian> = modules.collect::<Option<_>>()?;
        let mean = |value: &dyn Fn(&Gaussian) -> f64| {
            modules.iter().map(|module| value(module)).sum::<f64>() / modules.len() as f64
        };
        let energy = |column: usize| {
            mean(&|module: &Gaussian| module.energy.get(column).copied().unwrap_or_default())
        };
        (!modules.is_empty()).then(|| Statistics {
            energy: (0..self.energy_ranks.len()).map(energy).collect(),
            rank90: mean(&|module| module.rank90),
            rank99: mean(&|module| module.rank99),
            stable_rank: mean(&|module| module.stable_rank),
            entropy_rank: mean(&|module| module.entropy_rank),
        })
    }

    /// The energy at one of [`energy_ranks`](Self::energy_ranks).
    pub fn energy(&self, of: &Statistics, rank: usize) -> Option<f64> {
        let column = self.energy_ranks.iter().position(|&known| known == rank)?;
        of.energy.get(column).copied()
    }
}
