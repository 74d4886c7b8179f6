//! What is chosen of a training.

use serde::{Deserialize, Serialize};

use super::View;

choice! {
    /// One of the two simulated updates.
    #[derive(Serialize, Deserialize)]
    Update {
        /// Every direction.
        #[default]
        Facts = "facts";
        /// Few directions.
        Style = "style";
    }
}

choice! {
    /// The rule by which a gradient moves an adapter.
    #[derive(Hash, Serialize, Deserialize)]
    Optimizer {
        /// Plain gradient descent: a small gradient makes a small step.
        #[default]
        Sgd = "sgd", "SGD";
        /// Steps of about η whatever the size of the gradient.
        Adam = "adam", "Adam";
    }
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

    /// η of the recall experiment when nothing is said. A gradient there is a mean over all keys, so SGD
    /// takes large steps.
    pub const fn default_recall_rate(self) -> f64 {
        match self {
            Self::Sgd => 1.0,
            Self::Adam => 0.02,
        }
    }

    /// The optimizer of a view when nothing is said.
    pub const fn default_in(view: View) -> Self {
        match view {
            View::Recall => Self::Adam,
            _ => Self::Sgd,
        }
    }
}

choice! {
    /// What LoRA is trained beside.
    Rival {
        /// rsLoRA, with the same α.
        #[default]
        RsLora = "rslora", "rsLoRA";
        /// LoRA with α·√r: rsLoRA by another name.
        LoraRoot = "lora_root", "LoRA with α·√r";
    }
}

choice! {
    /// When a training run begins.
    Start {
        /// When the reader says so.
        #[default]
        ByHand = "0";
        /// As the page opens.
        AtOnce = "1";
    }
}

choice! {
    /// The range of errors that the figures of a training show.
    TrainAxis {
        /// The same for every setting, so that settings can be compared by eye.
        #[default]
        Fixed = "fixed";
        /// What the curves need.
        Fit = "fit";
    }
}
