//! At which scale each runtime really applies an adapter.
//!
//! PEFT trains with `γ = α/r`, or `α/√r` under `use_rslora`, layer by layer. A runtime that reads less of the
//! config applies another γ', without a word. What matters is `ρ = γ'/γ`: the update that is served is ρ times the
//! one that was trained. ρ has no unit; 1 is right.
//!
//! Each runtime is declared once for each range of versions that differ, with where that was read: [`RUNTIMES`].
//! What an adapter has that matters to them is an [`Adapter`]; [`Runtime::verdict`] follows. `docs/runtimes.md` is
//! generated from the declarations, and says how to bring one up to date.

mod adapter;
mod causes;
mod declared;
mod features;
mod gamma;
mod groups;
mod rule;
mod verdict;
mod words;
mod written;

pub use adapter::{Adapter, Format, Model, Seen};
pub use declared::{RUNTIMES, WRITERS};
pub use groups::layers_of;
pub use rule::{
    Alpha, Features, Forms, Missing, Rank, Ranks, Reading, RsLora, Rule, Treatment, Zero,
};
pub use verdict::{Applied, Aside, Kind, Verdict, verdicts, worst_first};
pub use words::{Headline, headline, strength};
pub use written::{Fact, Row};

/// A runtime, for one range of its versions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Runtime {
    /// Its name in small letters with hyphens; one for all of its versions.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The versions this is true for.
    pub versions: &'static str,
    /// Whether these are the newest that were read.
    pub current: bool,
    /// The models it runs.
    pub serves: Serves,
    /// Files with PEFT's names and an `adapter_config.json`.
    pub peft: Reading,
    /// Files of a pipeline, with PEFT's or diffusers' names.
    pub diffusers: Reading,
    /// kohya's and LyCORIS' files.
    pub kohya: Reading,
    /// mlx-lm's.
    pub mlx: Reading,
    /// llama.cpp's.
    pub gguf: Reading,
    /// Megatron's.
    pub megatron: Reading,
    /// Products other than pairs.
    pub forms: Forms,
    /// What may stand beside the factors.
    pub features: Features,
    /// Which ranks it takes.
    pub ranks: Ranks,
    /// What else to know, in a sentence; empty where there is nothing.
    pub note: &'static str,
    /// Where it was read.
    pub source: Source,
    /// How surely.
    pub confidence: Confidence,
}

/// Models that a runtime runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serves {
    /// Language models.
    Language,
    /// Pipelines that make images or films.
    Image,
    /// Both.
    Both,
}

/// Where something was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The repository, or the package of a registry.
    pub repository: &'static str,
    /// The file.
    pub file: &'static str,
    /// The function, class or field.
    pub function: &'static str,
    /// A release, or a commit.
    pub version: &'static str,
    /// Of that version, as far as it is known.
    pub date: Option<&'static str>,
}

/// How surely something is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// The runtime's own code was run on configs.
    Ran,
    /// The code was read.
    Read,
    /// A step was inferred.
    Likely,
}

/// What a program writes that others then read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writer {
    /// Its name.
    pub name: &'static str,
    /// What it writes of the scale.
    pub writes: &'static str,
    /// Where it was read.
    pub source: Source,
}

impl Runtime {
    /// The newest declaration of the runtime of this id.
    pub fn of(id: &str) -> Option<&'static Self> {
        RUNTIMES
            .iter()
            .find(|runtime| runtime.id == id && runtime.current)
    }

    /// Whether it runs a model of this kind; of one whose kind is not known, it may.
    pub const fn runs(&self, model: Model) -> bool {
        match (self.serves, model) {
            (Serves::Language, Model::Image) | (Serves::Image, Model::Language) => false,
            (Serves::Language | Serves::Image | Serves::Both, _) => true,
        }
    }

    /// What it makes of files of this format.
    pub const fn reading(&self, format: Format) -> Reading {
        match format {
            Format::Peft => self.peft,
            Format::Diffusers => self.diffusers,
            Format::Kohya => self.kohya,
            Format::Mlx => self.mlx,
            Format::Gguf => self.gguf,
            Format::Megatron => self.megatron,
            Format::Other => Reading::Unknown,
        }
    }
}
