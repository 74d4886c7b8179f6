//! What a reader chooses from a few: each choice an enum, declared here and nowhere else.

mod explore;
mod page;
mod training;
mod transformer;

pub use explore::{Matrices, MatricesRank, Script, SigmaAxis};
pub use page::{Embed, Sheet, Theme, View};
pub use training::{Optimizer, Rival, Start, Update};
pub use transformer::{Transformer, TransformerRate};

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

    /// What the page calls the option.
    fn label(self) -> &'static str {
        self.name()
    }
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
    update: Update,
    optimizer: Optimizer,
    rival: Rival,
    run: Start,
    script: Script,
    transformer: Transformer,
    transformer_lr: TransformerRate,
    sheet: Sheet,
    embed: Embed,
    theme: Theme,
}
