//! What a reader chooses from a few: each choice an enum, its options declared here and nowhere else.

use super::declaration::{ChoiceOption, Declaration};
use super::setting_key::SettingKey;

/// Declares the enum of a choice: each option with its name in links and, where the page calls it
/// otherwise, its label. The first option is the default.
macro_rules! choice {
    (
        $(#[$of_choice:meta])*
        $choice:ident {
            $($(#[$of_option:meta])* $option:ident = $name:literal $(, $label:literal)?;)+
        }
    ) => {
        $(#[$of_choice])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $choice {
            $($(#[$of_option])* $option,)+
        }

        impl $choice {
            /// The option's name in links and element ids.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$option => $name,)+
                }
            }

            /// What the page calls the option.
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$option => label!($name $(, $label)?),)+
                }
            }
        }

        impl $crate::Choice for $choice {
            const KEY: $crate::ChoiceKey = $crate::ChoiceKey::$choice;
            const ALL: &'static [Self] = &[$(Self::$option),+];
            const OPTIONS: &'static [$crate::ChoiceOption] = &[$($crate::ChoiceOption {
                name: $name,
                label: label!($name $(, $label)?),
            }),+];

            fn name(self) -> &'static str {
                self.name()
            }

            fn label(self) -> &'static str {
                self.label()
            }
        }
    };
}

macro_rules! label {
    ($name:literal) => {
        $name
    };
    ($name:literal, $label:literal) => {
        $label
    };
}

mod adapter;
mod evidence;
mod explore;
mod page;
mod recall;
mod training;
mod transformer;

pub use adapter::{Resize, Sample, Source};
pub use evidence::{LikeModel, LikeOptimizer, LikeRate};
pub use explore::{Matrices, MatricesRank, RankAxis, Script, SigmaAxis};
pub use page::{Embed, Present, Sheet, Step, Theme, View};
pub use recall::{Task, Width};
pub use training::{Optimizer, Rival, Start, TrainAxis, Update};
pub use transformer::{Transformer, TransformerRate};

/// One of a few, with a name in links.
pub trait Choice: Copy + Default + PartialEq + 'static {
    const KEY: ChoiceKey;
    /// Every option, in the order the page offers them, the default first.
    const ALL: &'static [Self];
    /// Names and labels, in the order of [`Choice::ALL`].
    const OPTIONS: &'static [ChoiceOption];

    /// The option's own name in links and element ids.
    fn name(self) -> &'static str;

    /// What the page calls the option.
    fn label(self) -> &'static str;

    fn declaration() -> &'static Declaration {
        SettingKey::Choice(Self::KEY).declaration()
    }
}

/// Declares [`ChoiceKey`] and [`Choices`], and what goes through all of them.
macro_rules! choices {
    ($($field:ident: $choice:ident),+ $(,)?) => {
        /// A choice, by the type of its options.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ChoiceKey {
            $($choice,)+
        }

        impl ChoiceKey {
            pub const ALL: [Self; [$(Self::$choice),+].len()] = [$(Self::$choice),+];
            /// How many choices there are.
            pub const COUNT: usize = Self::ALL.len();
        }

        /// Every choice a link holds.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Choices {
            $(pub $field: $choice,)+
        }

        impl Choices {
            /// The name of the option in force.
            pub fn name_of(&self, key: ChoiceKey) -> &'static str {
                match key {
                    $(ChoiceKey::$choice => self.$field.name(),)+
                }
            }

            /// Chooses an option by its name; false, and no change, where there is none of that name.
            pub fn choose(&mut self, key: ChoiceKey, option: &str) -> bool {
                match key {
                    $(ChoiceKey::$choice => choose(&mut self.$field, option),)+
                }
            }

            pub(super) fn reset(&mut self, key: ChoiceKey) {
                match key {
                    $(ChoiceKey::$choice => self.$field = <$choice>::default(),)+
                }
            }
        }

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn the_first_option_of_each_choice_is_its_default() {
                $(
                    assert_eq!(<$choice as Choice>::ALL.first(), Some(&<$choice>::default()));
                    assert_eq!(<$choice as Choice>::KEY, ChoiceKey::$choice);
                )+
            }
        }
    };
}

fn choose<C: Choice>(chosen: &mut C, option: &str) -> bool {
    let found = C::ALL.iter().find(|known| known.name() == option);
    if let Some(found) = found {
        *chosen = *found;
    }
    found.is_some()
}

// In the order of links.
choices! {
    view: View,
    step: Step,
    rank_axis: RankAxis,
    sigma_axis: SigmaAxis,
    matrices: Matrices,
    matrices_rank: MatricesRank,
    update: Update,
    optimizer: Optimizer,
    rival: Rival,
    run: Start,
    train_axis: TrainAxis,
    task: Task,
    width: Width,
    script: Script,
    transformer: Transformer,
    transformer_lr: TransformerRate,
    like_optimizer: LikeOptimizer,
    like_rate: LikeRate,
    like_model: LikeModel,
    source: Source,
    sample: Sample,
    resize: Resize,
    sheet: Sheet,
    present: Present,
    embed: Embed,
    theme: Theme,
}
