//! What the reader's own setting is like: which literature counts in Evidence.

choice! {
    /// The optimizer of the reader's training.
    LikeOptimizer {
        /// It does not matter.
        #[default]
        Any = "any", "any";
        Sgd = "sgd", "SGD";
        /// Adam, `AdamW`.
        Adam = "adam", "Adam";
    }
}

choice! {
    /// Whether the reader tunes the learning rate for each rank.
    LikeRate {
        /// It does not matter.
        #[default]
        Any = "any", "any";
        /// A learning rate of its own for each rank.
        Tuned = "tuned", "tuned for each rank";
        /// One learning rate for all ranks.
        One = "one", "one for all ranks";
    }
}

choice! {
    /// What the reader adapts.
    LikeModel {
        /// It does not matter.
        #[default]
        Any = "any", "any";
        /// One linear map.
        Matrix = "matrix", "one matrix";
        Language = "language", "a language model";
    }
}
