//! What is chosen of the recall experiment.

use serde::{Deserialize, Serialize};

choice! {
    /// What the keys are answered by.
    #[derive(Hash, Serialize, Deserialize)]
    Task {
        /// An answer of its own for every key: nothing to generalise.
        #[default]
        Facts = "facts";
        /// One rule of low rank for every key.
        Style = "style";
    }
}

choice! {
    /// How many numbers a key has, and how many answers there are to choose from.
    Width {
        #[default]
        W64 = "64";
        W16 = "16";
        W32 = "32";
        W128 = "128";
    }
}

impl Width {
    /// Every width, ascending.
    pub const ASCENDING: [Self; 4] = [Self::W16, Self::W32, Self::W64, Self::W128];

    /// The width as a number.
    pub const fn count(self) -> usize {
        match self {
            Self::W16 => 16,
            Self::W32 => 32,
            Self::W64 => 64,
            Self::W128 => 128,
        }
    }
}
