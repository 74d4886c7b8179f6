//! What is chosen in Explore.

use super::Choice;
use super::Update;

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

/// Whose matrices are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matrices {
    /// None: nothing is computed for them.
    #[default]
    Hidden,
    /// The style update's.
    Style,
    /// The facts update's.
    Facts,
}

impl Matrices {
    /// The update to show, if one is.
    pub const fn update(self) -> Option<Update> {
        match self {
            Self::Hidden => None,
            Self::Style => Some(Update::Style),
            Self::Facts => Some(Update::Facts),
        }
    }
}

impl Choice for Matrices {
    const NAME: &'static str = "matrices";
    const HELP: &'static str = "Whose matrices are shown as heat maps.";
    const ALL: &'static [Self] = &[Self::Hidden, Self::Style, Self::Facts];

    fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Style => "style",
            Self::Facts => "facts",
        }
    }
}

/// The rank the matrices are truncated to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatricesRank {
    /// The low inspected rank.
    #[default]
    Low,
    /// The high inspected rank.
    High,
}

impl Choice for MatricesRank {
    const NAME: &'static str = "matrices_rank";
    const HELP: &'static str = "The inspected rank the matrices are truncated to.";
    const ALL: &'static [Self] = &[Self::Low, Self::High];

    fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::High => "high",
        }
    }
}

/// Which Python is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// None.
    #[default]
    Hidden,
    /// The experiment in NumPy.
    Numpy,
    /// PEFT's configuration under α/r.
    Lora,
    /// PEFT's configuration under α/√r.
    RsLora,
}

impl Choice for Script {
    const NAME: &'static str = "script";
    const HELP: &'static str = "Which Python is shown to take away.";
    const ALL: &'static [Self] = &[Self::Hidden, Self::Numpy, Self::Lora, Self::RsLora];

    fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Numpy => "numpy",
            Self::Lora => "lora",
            Self::RsLora => "rslora",
        }
    }
}
