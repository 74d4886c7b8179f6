//! What is chosen of the page as a whole.

use super::Choice;

/// What the page is about now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The article's experiment, live.
    #[default]
    Explore,
    /// The course, a teacher's assignment, and what makes one.
    Exercises,
    /// The reader's own adapter.
    Adapter,
    /// What the scaling is for: adapters in training.
    Train,
    /// What the article says, checked.
    Claims,
}

impl View {
    /// What the page calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Explore => "Explore",
            Self::Exercises => "Exercises",
            Self::Adapter => "Adapter",
            Self::Train => "Train",
            Self::Claims => "Claims",
        }
    }
}

impl Choice for View {
    const NAME: &'static str = "view";
    const HELP: &'static str = "The view that is open.";
    const ALL: &'static [Self] = &[
        Self::Explore,
        Self::Train,
        Self::Exercises,
        Self::Adapter,
        Self::Claims,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Explore => "explore",
            Self::Exercises => "exercises",
            Self::Adapter => "adapter",
            Self::Train => "train",
            Self::Claims => "claims",
        }
    }
}

/// What lies over the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sheet {
    /// Nothing.
    #[default]
    Closed,
    /// Link, embed code and picture of the present state.
    Share,
}

impl Choice for Sheet {
    const NAME: &'static str = "sheet";
    const HELP: &'static str = "What lies over the page.";
    const ALL: &'static [Self] = &[Self::Closed, Self::Share];

    fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Share => "share",
        }
    }
}

/// What is shown of the page where it is embedded in another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Embed {
    /// All of it: it is not embedded.
    #[default]
    Page,
    /// The singular values alone.
    Spectrum,
    /// The energy kept alone.
    Variance,
    /// The two scales alone.
    Scaling,
    /// The reconstruction error alone.
    Error,
    /// A training run alone.
    Train,
    /// One exercise alone, by its `id`.
    Exercise,
}

impl Choice for Embed {
    const NAME: &'static str = "embed";
    const HELP: &'static str = "The figure that is shown alone, in another page.";
    const ALL: &'static [Self] = &[
        Self::Page,
        Self::Spectrum,
        Self::Variance,
        Self::Scaling,
        Self::Error,
        Self::Train,
        Self::Exercise,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Spectrum => "spectrum",
            Self::Variance => "variance",
            Self::Scaling => "scaling",
            Self::Error => "error",
            Self::Train => "train",
            Self::Exercise => "exercise",
        }
    }
}

/// Dark or light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Choice for Theme {
    const NAME: &'static str = "theme";
    const HELP: &'static str = "Dark or light; `auto` follows the reader's system.";
    const ALL: &'static [Self] = &[Self::Auto, Self::Light, Self::Dark];

    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}
