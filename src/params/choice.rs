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

/// Declares [`Choices`] and what goes through all of them.
macro_rules! choices {
    ($($field:ident: $choice:ty),+ $(,)?) => {
        /// Every choice a link holds.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Choices {
            $(#[doc = concat!("See [`", stringify!($choice), "`].")] pub $field: $choice,)+
        }

        impl Choices {
            /// The keys in links, in order.
            pub const NAMES: &'static [&'static str] = &[$(<$choice as Choice>::NAME),+];

            /// Sets the choice with the key `name` to its option called `option`.
            ///
            /// # Errors
            /// The name of the option that stays in force when there is none of that name.
            pub fn choose(&mut self, name: &str, option: &str) -> Result<(), &'static str> {
                match name {
                    $(<$choice as Choice>::NAME => {
                        let found = <$choice>::ALL.iter().find(|known| known.name() == option);
                        self.$field = *found.ok_or(self.$field.name())?;
                    })+
                    _ => {}
                }
                Ok(())
            }

            /// Key and option of every choice that is not at its default.
            pub fn chosen(&self) -> Vec<(&'static str, &'static str)> {
                let mut chosen = Vec::new();
                $(if self.$field != <$choice>::default() {
                    chosen.push((<$choice as Choice>::NAME, self.$field.name()));
                })+
                chosen
            }

            /// Key, options (the default one first) and help of every choice.
            pub fn declared() -> Vec<(&'static str, Vec<&'static str>, &'static str)> {
                vec![$((
                    <$choice as Choice>::NAME,
                    <$choice>::ALL.iter().map(|option| option.name()).collect(),
                    <$choice as Choice>::HELP,
                )),+]
            }
        }
    };
}

choices! {
    view: View,
    sigma_axis: SigmaAxis,
    matrices: Matrices,
    matrices_rank: MatricesRank,
}

/// What the page is about now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The article's experiment, live.
    #[default]
    Explore,
    /// The reader's own adapter.
    Adapter,
}

impl View {
    /// What the page calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Explore => "Explore",
            Self::Adapter => "Adapter",
        }
    }
}

impl Choice for View {
    const NAME: &'static str = "view";
    const HELP: &'static str = "The view that is open.";
    const ALL: &'static [Self] = &[Self::Explore, Self::Adapter];

    fn name(self) -> &'static str {
        match self {
            Self::Explore => "explore",
            Self::Adapter => "adapter",
        }
    }
}

/// One of the two simulated updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Update {
    /// Few directions.
    Style,
    /// Every direction.
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
