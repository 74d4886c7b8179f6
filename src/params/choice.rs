//! What a reader chooses from a few: each choice an enum, declared here and nowhere else.

use serde::{Deserialize, Serialize};

/// One of a few, with a name in links.
pub trait Choice: Copy + Default + PartialEq + 'static {
    /// Its key in links.
    const NAME: &'static str;
    /// What it decides, in a sentence.
    const HELP: &'static str;
    /// Every option, in the order the page offers them.
    const ALL: &'static [Self];

    /// The option's own name in links and element ids.
    fn name(self) -> &'static str;
}

/// One of the two simulated updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Update {
    /// Few directions.
    Style,
    /// Every direction.
    Facts,
}

/// Which axis the singular-value spectrum is drawn on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SigmaAxis {
    /// Linear in σ.
    #[default]
    Linear,
    /// Logarithmic in σ, which shows the noise floor.
    Log,
}

impl Choice for SigmaAxis {
    const NAME: &'static str = "sigma_axis";
    const HELP: &'static str = "The axis the singular values are drawn on.";
    const ALL: &'static [Self] = &[Self::Linear, Self::Log];

    fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Log => "log",
        }
    }
}
