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

/// One of the two simulated updates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Update {
    /// Few directions.
    Style,
    /// Every direction.
    #[default]
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

impl Choice for Update {
    const NAME: &'static str = "update";
    const HELP: &'static str = "The update that adapters are trained on.";
    const ALL: &'static [Self] = &[Self::Facts, Self::Style];

    fn name(self) -> &'static str {
        self.name()
    }
}

/// The rule by which a gradient moves an adapter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Optimizer {
    /// Plain gradient descent: a small gradient makes a small step.
    #[default]
    Sgd,
    /// Steps of about η whatever the size of the gradient.
    Adam,
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
}

impl Choice for Optimizer {
    const NAME: &'static str = "optimizer";
    const HELP: &'static str = "The rule of a training step.";
    const ALL: &'static [Self] = &Self::ALL;

    fn name(self) -> &'static str {
        match self {
            Self::Sgd => "sgd",
            Self::Adam => "adam",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Sgd => "SGD",
            Self::Adam => "Adam",
        }
    }
}

/// What LoRA is trained beside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rival {
    /// rsLoRA, with the same α.
    #[default]
    RsLora,
    /// LoRA with α√r: rsLoRA by another name.
    LoraRoot,
}

impl Choice for Rival {
    const NAME: &'static str = "rival";
    const HELP: &'static str = "What LoRA is trained beside: rsLoRA with α, or LoRA with α√r.";
    const ALL: &'static [Self] = &[Self::RsLora, Self::LoraRoot];

    fn name(self) -> &'static str {
        match self {
            Self::RsLora => "rslora",
            Self::LoraRoot => "lora_root",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::RsLora => "rsLoRA(α)",
            Self::LoraRoot => "LoRA(α√r)",
        }
    }
}

/// When a training run begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// When the reader says so.
    #[default]
    ByHand,
    /// As the page opens.
    AtOnce,
}

impl Choice for Start {
    const NAME: &'static str = "run";
    const HELP: &'static str = "Whether training starts as the page opens.";
    const ALL: &'static [Self] = &[Self::ByHand, Self::AtOnce];

    fn name(self) -> &'static str {
        match self {
            Self::ByHand => "0",
            Self::AtOnce => "1",
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

/// Which Python is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// None.
    #[default]
    Hidden,
    /// The experiment in NumPy.
    Numpy,
    /// PEFT's configuration under α/r.
    Lora,
    /// PEFT's configuration under α/√r.
    RsLora,
}

impl Choice for Script {
    const NAME: &'static str = "script";
    const HELP: &'static str = "Which Python is shown to take away.";
    const ALL: &'static [Self] = &[Self::Hidden, Self::Numpy, Self::Lora, Self::RsLora];

    fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Numpy => "numpy",
            Self::Lora => "lora",
            Self::RsLora => "rslora",
        }
    }
}

/// What is shown of the fine-tuning of a real transformer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transformer {
    /// Nothing: nothing is loaded for it.
    #[default]
    Closed,
    /// Its weights after 30 steps.
    Step30,
    /// After 100.
    Step100,
    /// After 200.
    Step200,
    /// After 500, its last.
    Step500,
}

impl Transformer {
    /// The step whose weights are shown, if any are.
    pub const fn step(self) -> Option<usize> {
        match self {
            Self::Closed => None,
            Self::Step30 => Some(30),
            Self::Step100 => Some(100),
            Self::Step200 => Some(200),
            Self::Step500 => Some(500),
        }
    }
}

impl Choice for Transformer {
    const NAME: &'static str = "transformer";
    const HELP: &'static str = "The step of a real fine-tuning whose weights are shown.";
    const ALL: &'static [Self] = &[
        Self::Closed,
        Self::Step30,
        Self::Step100,
        Self::Step200,
        Self::Step500,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Step30 => "30",
            Self::Step100 => "100",
            Self::Step200 => "200",
            Self::Step500 => "500",
        }
    }
}

/// The learning rate whose adapters are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransformerRate {
    /// 0.001.
    #[default]
    Low,
    /// 0.0025.
    Middle,
    /// 0.005.
    High,
}

impl TransformerRate {
    /// η.
    pub const fn rate(self) -> f64 {
        match self {
            Self::Low => 0.001,
            Self::Middle => 0.0025,
            Self::High => 0.005,
        }
    }
}

impl Choice for TransformerRate {
    const NAME: &'static str = "transformer_lr";
    const HELP: &'static str = "The learning rate of that fine-tuning’s adapters.";
    const ALL: &'static [Self] = &[Self::Low, Self::Middle, Self::High];

    fn name(self) -> &'static str {
        match self {
            Self::Low => "0.001",
            Self::Middle => "0.0025",
            Self::High => "0.005",
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
