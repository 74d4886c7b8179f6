//! The file of the measurements, checked as it is read: after this nothing is missing or out of range.

use serde::Deserialize;

use super::super::Scaling;
use super::super::measurements::{self, MeasurementsError, ScalingName, TaskName};
use super::{Findings, Pretrained};
use rankscope_params::Update;

/// The version of the file that is read here.
pub const VERSION: u64 = 1;

/// The language model.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// All of its weights.
    pub parameters: usize,
    /// Those that a full fine-tuning changes.
    pub trained_in_full: usize,
    /// Its width.
    pub hidden: usize,
    /// Its blocks.
    pub blocks: usize,
    /// Heads of attention in each.
    pub heads: usize,
    /// Heads whose keys and values they share.
    pub key_value_heads: usize,
    /// The width inside an MLP.
    pub intermediate: usize,
    /// Tokens it knows.
    pub vocabulary: usize,
}

impl Model {
    /// Rows and columns of a module's matrix.
    pub(super) fn shape(&self, module: &str) -> Option<(usize, usize)> {
        let shared = self.hidden * self.key_value_heads / self.heads.max(1);
        match module {
            "q_proj" | "o_proj" => Some((self.hidden, self.hidden)),
            "k_proj" | "v_proj" => Some((shared, self.hidden)),
            // The spectrum of down_proj's transposed shape is the same.
            "gate_proj" | "up_proj" | "down_proj" => Some((self.intermediate, self.hidden)),
            _ => None,
        }
    }
}

/// What all runs have in common.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// α of every adapter.
    pub alpha: f64,
    /// Steps in which the learning rate rises.
    pub warmup: usize,
    /// Sequences in a step.
    pub batch: Batch,
    /// What has to be known of a person.
    pub bits_per_person: f64,
    /// Facts about each.
    pub facts_each: usize,
    /// How many values each of those can have.
    pub values: Vec<usize>,
    /// Questions whose answers tell the drift.
    pub drift_questions: usize,
    /// Questions that the style is learnt on.
    pub style_trained: usize,
    /// Questions that it is judged on.
    pub style_held_out: usize,
}

/// Sequences in a step, by task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Of facts.
    pub facts: usize,
    /// Of a style.
    pub style: usize,
}

/// How a fact is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompts {
    /// Trained on.
    pub statement: String,
    /// Trained on.
    pub question: String,
    /// Never trained on.
    pub paraphrase: String,
}

/// An answer before and after.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What is asked.
    pub question: String,
    /// The untouched model's answer.
    pub base: String,
    /// The same in the manner that was taught.
    pub styled: String,
}

/// How far two values may lie apart by chance. Shares.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noise {
    /// Of recall.
    pub recall: f64,
    /// Of recall on the prompt that was never trained.
    pub unseen: f64,
    /// Of adherence to the style.
    pub strict: f64,
    /// Of the difference between two runs.
    pub strict_between_runs: f64,
}

/// What was tried once only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Language models.
    pub models: usize,
    /// Bits of its weights, before they were rounded once more.
    pub bits_per_weight: usize,
    /// Tokens of a fact's value.
    pub tokens_per_value: usize,
    /// Manners of speech.
    pub manners: usize,
}

/// What is said of singular values.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statistics {
    /// E(r), a share for each rank.
    pub energy: Vec<f64>,
    /// The smallest rank with 90 % of the energy.
    pub rank90: f64,
    /// The smallest rank with 99 % of it.
    pub rank99: f64,
    /// `Σ σᵢ² / σ₁²`.
    pub stable_rank: f64,
    /// `exp` of the entropy of `σᵢ² / Σ σᵢ²`.
    pub entropy_rank: f64,
}

/// Those of a random matrix.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaussian {
    /// Its rows.
    pub rows: usize,
    /// Its columns.
    pub columns: usize,
    /// As of [`Statistics`].
    pub energy: Vec<f64>,
    /// As of [`Statistics`].
    pub rank90: f64,
    /// As of [`Statistics`].
    pub rank99: f64,
    /// As of [`Statistics`].
    pub stable_rank: f64,
    /// As of [`Statistics`].
    pub entropy_rank: f64,
}

impl Gaussian {
    /// The same without its shape.
    pub fn statistics(&self) -> Statistics {
        Statistics {
            energy: self.energy.clone(),
            rank90: self.rank90,
            rank99: self.rank99,
            stable_rank: self.stable_rank,
            entropy_rank: self.entropy_rank,
        }
    }
}

/// Those of a full update.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spectrum {
    /// Their means over all matrices.
    pub mean: Statistics,
    /// Their means over the blocks, for each module.
    pub modules: Vec<Statistics>,
    /// The rank for 90 % of the energy: a list for each block, a number for each module.
    pub rank90: Vec<Vec<usize>>,
}

/// What a model can do. Shares, and nats a token.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Measured {
    /// After facts.
    Facts {
        /// Over the prompts that were trained on.
        recall: f64,
        /// On the prompt that was not.
        unseen: f64,
        /// What the untouched model's answers cost.
        drift: f64,
        /// Bits of a value that are held.
        bits: f64,
    },
    /// After a style.
    Style {
        /// Held-out answers in the manner.
        strict: f64,
        /// What such an answer costs.
        nats: f64,
        /// F1 of the words with the untouched model's answer in the manner.
        content: f64,
    },
}

impl Measured {
    /// Recall, or the share of answers in the manner.
    pub const fn share(&self) -> f64 {
        match *self {
            Self::Facts { recall, .. } => recall,
            Self::Style { strict, .. } => strict,
        }
    }

    /// Recall on the prompt that was never trained; none of a style.
    pub const fn unseen(&self) -> Option<f64> {
        match *self {
            Self::Facts { unseen, .. } => Some(unseen),
            Self::Style { .. } => None,
        }
    }

    /// Drift; none of a style.
    pub const fn drift(&self) -> Option<f64> {
        match *self {
            Self::Facts { drift, .. } => Some(drift),
            Self::Style { .. } => None,
        }
    }

    fn is_of(&self, task: Update) -> bool {
        matches!(self, Self::Facts { .. }) == (task == Update::Facts)
    }

    fn is_possible(&self) -> bool {
        let (shares, nats) = match *self {
            Self::Facts {
                recall,
                unseen,
                drift,
                ..
            } => ([recall, unseen], drift),
            Self::Style {
                strict,
                nats,
                content,
            } => ([strict, content], nats),
        };
        shares.into_iter().all(is_share) && nats >= 0.0
    }
}

/// What is left of an update, or of an adapter, that is cut.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// Directions kept, from 0: the untouched model.
    pub rank: usize,
    /// What it can do then.
    pub measured: Measured,
}

/// A full fine-tuning.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Full {
    #[serde(with = "TaskName")]
    pub task: Update,
    pub seed: u64,
    pub rate: f64,
    pub steps: usize,
    /// Invented people to learn of; none for a style.
    pub people: Option<usize>,
    /// Weights that were trained.
    pub parameters: usize,
    /// Right answers in a batch before it is learnt, after every tenth step.
    pub course: Vec<f64>,
    /// The norm of the first gradient.
    pub gradient: f64,
    /// `‖ΔW‖ / ‖W‖`.
    pub change: f64,
    pub measured: Measured,
    /// Of those that were cut.
    pub spectrum: Option<Spectrum>,
    pub cuts: Vec<Cut>,
}

/// An adapter.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adapter {
    #[serde(with = "ScalingName")]
    pub scaling: Scaling,
    pub rank: usize,
    pub gamma: f64,
    /// Matrices that it is on.
    pub matrices: usize,
    /// The name under which it was kept.
    pub adapter: Option<String>,
    #[serde(with = "TaskName")]
    pub task: Update,
    pub seed: u64,
    pub rate: f64,
    pub steps: usize,
    /// Invented people to learn of; none for a style.
    pub people: Option<usize>,
    /// Weights that were trained.
    pub parameters: usize,
    /// Right answers in a batch before it is learnt, after every tenth step.
    pub course: Vec<f64>,
    /// The norm of the first gradient.
    pub gradient: f64,
    /// `‖ΔW‖ / ‖W‖`.
    pub change: f64,
    pub measured: Measured,
    /// The norm of ΔW after the first step.
    pub first_update: f64,
    pub spectrum: Statistics,
    pub cuts: Vec<Cut>,
}

/// A run that was planned.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotRun {
    #[serde(with = "TaskName")]
    pub task: Update,
    pub seed: u64,
    pub rate: f64,
    pub steps: usize,
    pub people: Option<usize>,
    /// None of a full fine-tuning.
    pub scaling: Option<PlannedScaling>,
    /// None of a full fine-tuning.
    pub rank: Option<usize>,
}

/// A scaling, where there may be none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct PlannedScaling(#[serde(with = "ScalingName")] pub Scaling);

impl Pretrained {
    /// Reads the file.
    ///
    /// # Errors
    /// [`MeasurementsError`], one variant a cause.
    pub fn from_json(text: &str) -> Result<Self, MeasurementsError> {
        measurements::read::<Self>(text, VERSION)?.checked()
    }

    fn checked(self) -> Result<Self, MeasurementsError> {
        if let Some(what) = self.contradiction() {
            return Err(MeasurementsError::Contradiction { what });
        }
        if Findings::of(&self).is_none() {
            return Err(MeasurementsError::Incomplete);
        }
        Ok(self)
    }

    fn contradiction(&self) -> Option<&'static str> {
        let ranks = &self.energy_ranks;
        if !ranks.is_sorted_by(|one, next| one < next)
            || ranks.first().is_none_or(|&rank| rank == 0)
        {
            return Some("the ranks are not in order");
        }
        let noise = &self.noise;
        let noises = [
            noise.recall,
            noise.unseen,
            noise.strict,
            noise.strict_between_runs,
        ];
        if !noises.into_iter().all(is_share) {
            return Some("a noise is no share");
        }
        let random = |shape: &Gaussian| self.fits(&shape.energy, shape.rank90);
        if !self.gaussian.iter().all(random) || self.random().is_none() {
            return Some("a random matrix is not as the model's matrices are");
        }
        let fulls = self
            .full
            .iter()
            .map(|run| (run.task, run.people, &run.measured, &run.cuts));
        let loras = self
            .lora
            .iter()
            .map(|run| (run.task, run.people, &run.measured, &run.cuts));
        for (task, people, measured, cuts) in fulls.chain(loras) {
            let all = || cuts.iter().map(|cut| &cut.measured).chain([measured]);
            if !all().all(|measured| measured.is_of(task))
                || people.is_some() != (task == Update::Facts)
            {
                return Some("a run was measured as one of another task");
            }
            if !all().all(Measured::is_possible) {
                return Some("a measurement is outside its range");
            }
            if !cuts.is_sorted_by(|one, next| one.rank < next.rank) {
                return Some("the cuts of a run are not in order");
            }
        }
        let whole = |spectrum: &Spectrum| {
            let modules = spectrum.modules.len() == self.modules.len();
            let blocks = spectrum.rank90.len() == self.model.blocks;
            let each = spectrum
                .rank90
                .iter()
                .all(|block| block.len() == self.modules.len());
            let all = spectrum.modules.iter().chain([&spectrum.mean]);
            modules && blocks && each && all.clone().all(|of| self.fits(&of.energy, of.rank90))
        };
        if !self
            .full
            .iter()
            .filter_map(|run| run.spectrum.as_ref())
            .all(whole)
        {
            return Some(
                "a spectrum has not as many values as there are ranks, modules and blocks",
            );
        }
        let adapter = |run: &Adapter| {
            let spectrum = self.fits(&run.spectrum.energy, run.spectrum.rank90);
            spectrum && run.rank > 0 && run.matrices > 0 && run.gamma > 0.0 && run.gradient > 0.0
        };
        if !self.lora.iter().all(adapter) {
            return Some("an adapter has a value outside its range");
        }
        None
    }

    /// Whether there is a share for each rank, and a rank.
    fn fits(&self, energy: &[f64], rank90: f64) -> bool {
        energy.len() == self.energy_ranks.len()
            && energy.iter().copied().all(is_share)
            && rank90 >= 1.0
    }
}

/// Rounding to nine digits may leave a unit in the last of them.
fn is_share(value: f64) -> bool {
    const ROUNDING: f64 = 1e-9;
    (0.0..=1.0 + ROUNDING).contains(&value)
}
