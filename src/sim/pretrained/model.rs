//! The language model, and what all runs have in common.

use serde::Deserialize;

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
