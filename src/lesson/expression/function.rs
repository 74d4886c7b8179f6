//! The functions of expressions, declared once: the parser, the evaluation and the documentation's
//! table read them here.

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// σᵢ.
    Sigma,
    /// E(r).
    Energy,
    /// `√(1 − E(r))`.
    Floor,
    /// The relative error of the truncation scaled by α/r.
    LoraError,
    /// The relative error of the truncation scaled by α/√r.
    RsLoraError,
    /// α/r.
    LoraScale,
    /// α/√r.
    RsLoraScale,
    /// α√r.
    LoraAlpha,
    /// The smallest rank with at least this energy.
    SmallestRank,
    /// The final relative error of a training run.
    TrainingError,
    /// The share of its keys that an adapter answers right.
    Recall,
    /// The same of keys that it has never seen.
    HeldOut,
    /// E(r) of a sample adapter, averaged over its layers.
    AdapterEnergy,
    /// The entropy rank of a sample adapter, averaged over its layers.
    AdapterEntropyRank,
    /// The standard deviation of that rank over the layers.
    AdapterEntropySpread,
    /// √x.
    Sqrt,
    /// |x|.
    Abs,
}

/// What kind of word an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    /// `style` or `facts`.
    Update,
    /// `lora` or `rslora`.
    Scaling,
    /// `sgd` or `adam`.
    Optimizer,
}

/// How a function is written.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    pub function: Function,
    /// Its name.
    pub name: &'static str,
    /// Its first arguments, words.
    pub words: &'static [ArgumentKind],
    /// The names of its other arguments, numbers.
    pub numbers: &'static [&'static str],
    /// What it is, in a sentence.
    pub help: &'static str,
}

const fn row(
    function: Function,
    name: &'static str,
    words: &'static [ArgumentKind],
    numbers: &'static [&'static str],
    help: &'static str,
) -> Signature {
    Signature {
        function,
        name,
        words,
        numbers,
        help,
    }
}

/// Every function.
#[rustfmt::skip]
pub const FUNCTIONS: [Signature; 17] = [
    row(Function::Sigma, "sigma", &[ArgumentKind::Update], &["i"], "The i-th largest singular value."),
    row(Function::Energy, "energy", &[ArgumentKind::Update], &["r"], "The share of the energy in the first r directions, 0 to 1."),
    row(Function::Floor, "floor", &[ArgumentKind::Update], &["r"], "The least relative error any rank-r matrix has."),
    row(Function::LoraError, "lora_error", &[ArgumentKind::Update], &["r"], "Relative error of the best rank-r product times α/r."),
    row(Function::RsLoraError, "rslora_error", &[ArgumentKind::Update], &["r"], "Relative error of the best rank-r product times α/√r."),
    row(Function::LoraScale, "lora_scale", &[], &["r"], "α/r."),
    row(Function::RsLoraScale, "rslora_scale", &[], &["r"], "α/√r."),
    row(Function::LoraAlpha, "lora_alpha", &[], &["r"], "The α with which LoRA has rsLoRA's factor: α√r."),
    row(Function::SmallestRank, "smallest_rank", &[ArgumentKind::Update], &["share"], "The smallest rank with at least this share of the energy."),
    row(Function::TrainingError, "training_error", &[ArgumentKind::Update, ArgumentKind::Scaling, ArgumentKind::Optimizer], &["r", "steps"], "Relative error after so many steps of real training, at the optimizer's default learning rate."),
    row(Function::Recall, "recall", &[ArgumentKind::Update], &["n", "r"], "The share of n keys that LoRA of rank r answers right once it has learned them, 0 to 1: as in the Recall view at its defaults, of width d and with a rule of rank true_rank."),
    row(Function::HeldOut, "held_out", &[], &["n", "r"], "The same of 2,000 keys never seen, after learning style from n."),
    row(Function::AdapterEnergy, "adapter_energy", &[ArgumentKind::Update], &["r"], "The share of the energy in the first r directions of a real adapter, mean of its layers."),
    row(Function::AdapterEntropyRank, "adapter_entropy_rank", &[ArgumentKind::Update], &[], "The entropy rank of a real adapter, exp of the entropy of σ²/Σσ², mean of its layers."),
    row(Function::AdapterEntropySpread, "adapter_entropy_spread", &[ArgumentKind::Update], &[], "The standard deviation of that rank over the layers."),
    row(Function::Sqrt, "sqrt", &[], &["x"], "The square root."),
    row(Function::Abs, "abs", &[], &["x"], "The magnitude."),
];

impl Function {
    /// How the function of this name is written, if there is one.
    pub(super) fn named(name: &str) -> Option<&'static Signature> {
        FUNCTIONS.iter().find(|signature| signature.name == name)
    }
}

impl Signature {
    /// The function with its arguments.
    pub fn written(&self) -> String {
        let words = self.words.iter().map(|kind| kind.name());
        let arguments: Vec<_> = words.chain(self.numbers.iter().copied()).collect();
        format!("{}({})", self.name, arguments.join(", "))
    }
}

impl ArgumentKind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Scaling => "scaling",
            Self::Optimizer => "optimizer",
        }
    }

    pub(super) const fn options(self) -> &'static str {
        match self {
            Self::Update => "style or facts",
            Self::Scaling => "lora or rslora",
            Self::Optimizer => "sgd or adam",
        }
    }
}
