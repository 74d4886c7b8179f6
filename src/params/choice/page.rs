//! What is chosen of the page as a whole.

choice! {
    /// The view that is open. A query without any parameter opens Start instead of the first option:
    /// see `query`.
    View {
        /// The article's experiment, live.
        #[default]
        Explore = "explore", "Explore";
        /// The rank to take hold of, and the story.
        Start = "start", "Start";
        /// What the scaling is for: adapters in training.
        Train = "train", "Train";
        /// What rank facts need: adapters that learn them.
        Recall = "recall", "Recall";
        /// The course, or a teacher's assignment.
        Exercises = "exercises", "Exercises";
        /// The reader's own adapter.
        Adapter = "adapter", "Adapter";
        /// What the article says, checked.
        Evidence = "evidence", "Evidence";
        /// Where a teacher composes an assignment and reads what came back.
        Teach = "teach", "For teachers";
    }
}

impl View {
    /// The views that the navigation lists, in its order.
    pub const LISTED: [Self; 7] = [
        Self::Start,
        Self::Explore,
        Self::Train,
        Self::Recall,
        Self::Adapter,
        Self::Evidence,
        Self::Exercises,
    ];

    /// What views were called in older links.
    pub(crate) const PAST_NAMES: [(&str, Self); 1] = [("claims", Self::Evidence)];

    /// The present name of a view that may be called by an older one.
    pub(crate) fn present_name(name: &str) -> &str {
        let past = Self::PAST_NAMES.iter().find(|(past, _)| *past == name);
        past.map_or(name, |(_, view)| view.name())
    }
}

choice! {
    /// The step of the story on Start.
    Step {
        /// The picture above the story.
        #[default]
        Top = "0";
        /// An update is a product of two thin matrices.
        Product = "1";
        /// The singular values of style.
        Style = "2";
        /// The singular values of facts.
        Facts = "3";
        /// What the product is multiplied by.
        Scale = "4";
        /// What the scale does to a training.
        Training = "5";
        /// What rank facts need.
        Recall = "8";
        /// What a real transformer learned.
        Transformer = "6";
        /// The reader's own adapter.
        Yours = "7";
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
    /// Whether a teacher presents: one exercise after another in large type, and nothing around it; and which part of
    /// the slide is shown.
    Present {
        #[default]
        Off = "0";
        /// The question and the guesses.
        On = "1";
        /// The figure.
        Figure = "figure";
        /// The answer.
        Reveal = "reveal";
    }
}

impl Present {
    /// Whether slides are shown.
    pub const fn is_on(self) -> bool {
        !matches!(self, Self::Off)
    }
}

choice! {
    /// What is shown of the page where it is embedded in another.
    Embed {
        /// All of it: it is not embedded.
        #[default]
        Page = "page";
        /// The picture of Start alone.
        Start = "start";
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
        /// What rank facts need, alone.
        Recall = "recall";
        /// One statement of Evidence alone, by its `claim`.
        Claim = "claim";
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
