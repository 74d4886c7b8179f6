//! What is chosen of a training.

use serde::{Deserialize, Serialize};

use super::Choice;

/// One of the two simulated updates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Update {
    /// Few directions.
    Style,
    /// Every direction.
    #[default]
    Facts,
}

impl Update {
    /// Its name on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Style => "style",
            Self::Facts => "facts",
        }
    }
}

impl Choice for Update {
    const NAME: &'static str = "update";
    const HELP: &'static str = "The update that adapters are trained on.";
    const ALL: &'static [Self] = &[Self::Facts, Self::Style];

    fn name(self) -> &'static str {
        self.name()
    }
}

/// The rule by which a gradient moves an adapter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Optimizer {
    /// Plain gradient descent: a small gradient makes a small step.
    #[default]
    Sgd,
    /// Steps of about η whatever the size of the gradient.
    Adam,
}

impl Optimizer {
    /// Both rules.
    pub const ALL: [Self; 2] = [Self::Sgd, Self::Adam];

    /// η when nothing is said.
    pub const fn default_learning_rate(self) -> f64 {
        match self {
            Self::Sgd => 0.002,
            Self::Adam => 0.001,
        }
    }
}

impl Choice for Optimizer {
    const NAME: &'static str = "optimizer";
    const HELP: &'static str = "The rule of a training step.";
    const ALL: &'static [Self] = &Self::ALL;

    fn name(self) -> &'static str {
        match self {
            Self::Sgd => "sgd",
            Self::Adam => "adam",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Sgd => "SGD",
            Self::Adam => "Adam",
        }
    }
}

/// What LoRA is trained beside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rival {
    /// rsLoRA, with the same α.
    #[default]
    RsLora,
    /// LoRA with α√r: rsLoRA by another name.
    LoraRoot,
}

impl Choice for Rival {
    const NAME: &'static str = "rival";
    const HELP: &'static str = "What LoRA is trained beside: rsLoRA with α, or LoRA with α√r.";
    const ALL: &'static [Self] = &[Self::RsLora, Self::LoraRoot];

    fn name(self) -> &'static str {
        match self {
            Self::RsLora => "rslora",
            Self::LoraRoot => "lora_root",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::RsLora => "rsLoRA(α)",
            Self::LoraRoot => "LoRA(α√r)",
        }
    }
}

/// When a training run begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// When the reader says so.
    #[default]
    ByHand,
    /// As the page opens.
    AtOnce,
}

impl Choice for Start {
    const NAME: &'static str = "run";
    const HELP: &'static str = "Whether training starts as the page opens.";
    const ALL: &'static [Self] = &[Self::ByHand, Self::AtOnce];

    fn name(self) -> &'static str {
        match self {
            Self::ByHand => "0",
            Self::AtOnce => "1",
        }
    }
}
