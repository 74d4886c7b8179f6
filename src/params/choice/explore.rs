//! What is chosen in Explore.

use super::Update;

choice! {
    /// How the axis of ranks is divided.
    RankAxis {
        /// Equal ratios of ranks are equally far apart.
        #[default]
        Log = "log", "log r";
        /// Equal differences are.
        Linear = "linear", "linear r";
    }
}

choice! {
    /// Which axis the singular-value spectrum is drawn on.
    SigmaAxis {
        /// Linear in σ.
        #[default]
        Linear = "linear";
        /// Logarithmic in σ, which shows the noise floor.
        Log = "log";
    }
}

choice! {
    /// Whose matrices are shown.
    Matrices {
        /// None: nothing is computed for them.
        #[default]
        Hidden = "hidden";
        /// The style update's.
        Style = "style";
        /// The facts update's.
        Facts = "facts";
    }
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

choice! {
    /// The rank the matrices are truncated to.
    MatricesRank {
        /// The low inspected rank.
        #[default]
        Low = "low";
        /// The high inspected rank.
        High = "high";
    }
}

choice! {
    /// Which Python is shown.
    Script {
        #[default]
        Hidden = "hidden";
        /// The experiment in NumPy.
        Numpy = "numpy";
        /// PEFT's configuration under α/r.
        Lora = "lora";
        /// PEFT's configuration under α/√r.
        RsLora = "rslora";
    }
}
