//! What is chosen of the page as a whole.

choice! {
    /// What the page is about now.
    View {
        /// The article's experiment, live.
        #[default]
        Explore = "explore", "Explore";
        /// What the scaling is for: adapters in training.
        Train = "train", "Train";
        /// The course, a teacher's assignment, and what makes one.
        Exercises = "exercises", "Exercises";
        /// The reader's own adapter.
        Adapter = "adapter", "Adapter";
        /// What the article says, checked.
        Claims = "claims", "Claims";
    }
}

choice! {
    /// What lies over the page.
    Sheet {
        /// Nothing.
        #[default]
        Closed = "closed";
        /// Link, embed code and picture of the present state.
        Share = "share";
    }
}

choice! {
    /// What is shown of the page where it is embedded in another.
    Embed {
        /// All of it: it is not embedded.
        #[default]
        Page = "page";
        /// The singular values alone.
        Spectrum = "spectrum";
        /// The energy kept alone.
        Variance = "variance";
        /// The two scales alone.
        Scaling = "scaling";
        /// The reconstruction error alone.
        Error = "error";
        /// A training run alone.
        Train = "train";
        /// One exercise alone, by its `id`.
        Exercise = "exercise";
    }
}

choice! {
    /// Dark or light.
    Theme {
        /// As the reader's system.
        #[default]
        Auto = "auto";
        Light = "light";
        Dark = "dark";
    }
}
