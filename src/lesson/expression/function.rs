//! The functions of expressions, declared once: the parser, the evaluation and the documentation's
//! table read them here.

use super::Word;
use rankscope_params::Update;
use rankscope_sim::Scaling;
use rankscope_sim::training::Optimizer;

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
    /// 1 where a training run diverges, else 0.
    Diverged,
    /// The relative error of the truncation times any scale.
    ScaleError,
    /// The share of its keys that an adapter answers right.
    Recall,
    /// The same with any scaling, optimizer and learning rate.
    RecallWith,
    /// The same of keys that it has never seen.
    HeldOut,
    /// The share of its keys that the full matrix answers right once it is cut to a rank.
    RecallCut,
    /// E(r) of the full matrix once it has learned.
    EnergyCut,
    /// In how many layers the second sample adapter uses more directions than the first.
    LayerPairsMore,
    /// How many layers the sample adapters have.
    LayerPairs,
    /// The standard error of the mean difference of their entropy ranks.
    LayerPairsError,
    /// The entropy rank of one layer of a sample adapter.
    LayerEntropyRank,
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
    /// x to some decimals.
    Round,
    /// One of some expressions, by its place from 0.
    Choose,
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
    /// The names of further numbers, of which the last can be left out, or all.
    pub optional: &'static [&'static str],
    /// What it is, in a sentence.
    pub help: &'static str,
}

const fn row(
    function: Function,
    name: &'static str,
    words: &'static [ArgumentKind],
    numbers: &'static [&'static str],
    optional: &'static [&'static str],
    help: &'static str,
) -> Signature {
    Signature {
        function,
        name,
        words,
        numbers,
        optional,
        help,
    }
}

/// A run of training: its words.
const TRAINED: &[ArgumentKind] = &[
    ArgumentKind::Update,
    ArgumentKind::Scaling,
    ArgumentKind::Optimizer,
];
/// What its last numbers are by default: the optimizer's learning rate, the parameter α.
const RATE_AND_ALPHA: &[&str] = &["rate", "alpha"];

/// Every function.
#[rustfmt::skip]
pub const FUNCTIONS: [Signature; 28] = [
    row(Function::Sigma, "sigma", &[ArgumentKind::Update], &["i"], &[], "The i-th largest singular value."),
    row(Function::Energy, "energy", &[ArgumentKind::Update], &["r"], &[], "The share of the energy in the first r directions, 0 to 1."),
    row(Function::Floor, "floor", &[ArgumentKind::Update], &["r"], &[], "The least relative error any rank-r matrix has."),
    row(Function::LoraError, "lora_error", &[ArgumentKind::Update], &["r"], &[], "Relative error of the best rank-r product times α/r."),
    row(Function::RsLoraError, "rslora_error", &[ArgumentKind::Update], &["r"], &[], "Relative error of the best rank-r product times α/√r."),
    row(Function::ScaleError, "scale_error", &[ArgumentKind::Update], &["r", "scale"], &[], "Relative error of the best rank-r product times this scale."),
    row(Function::LoraScale, "lora_scale", &[], &["r"], &[], "α/r."),
    row(Function::RsLoraScale, "rslora_scale", &[], &["r"], &[], "α/√r."),
    row(Function::LoraAlpha, "lora_alpha", &[], &["r"], &[], "The α with which LoRA has rsLoRA's factor: α√r."),
    row(Function::SmallestRank, "smallest_rank", &[ArgumentKind::Update], &["share"], &[], "The smallest rank with at least this share of the energy."),
    row(Function::TrainingError, "training_error", TRAINED, &["r", "steps"], RATE_AND_ALPHA, "Relative error after so many steps of real training, at the optimizer's default learning rate and the parameter α where they are left out. Undefined where it diverges."),
    row(Function::Diverged, "diverged", TRAINED, &["r", "steps"], RATE_AND_ALPHA, "1 where this training diverges, 0 where it does not."),
    row(Function::Recall, "recall", &[ArgumentKind::Update], &["n", "r"], RATE_AND_ALPHA, "The share of n keys that LoRA of rank r answers right once it has learned them by Adam, 0 to 1: as in the Recall view at its defaults, of width d and with a rule of rank true_rank."),
    row(Function::RecallWith, "recall_with", TRAINED, &["n", "r"], RATE_AND_ALPHA, "The same with this scaling and this optimizer."),
    row(Function::HeldOut, "held_out", &[], &["n", "r"], RATE_AND_ALPHA, "The same of 2,000 keys never seen, after learning style from n."),
    row(Function::RecallCut, "recall_cut", &[ArgumentKind::Update], &["n", "r"], &[], "The share of n keys that the full matrix answers right once it has learned them and is then cut to rank r."),
    row(Function::EnergyCut, "energy_cut", &[ArgumentKind::Update], &["n", "r"], &[], "The share of its energy that this full matrix keeps when it is cut to rank r."),
    row(Function::AdapterEnergy, "adapter_energy", &[ArgumentKind::Update], &["r"], &[], "The share of the energy in the first r directions of a real adapter, mean of its layers."),
    row(Function::AdapterEntropyRank, "adapter_entropy_rank", &[ArgumentKind::Update], &[], &[], "The entropy rank of a real adapter, exp of the entropy of σ²/Σσ², mean of its layers."),
    row(Function::AdapterEntropySpread, "adapter_entropy_spread", &[ArgumentKind::Update], &[], &[], "The standard deviation of that rank over the layers."),
    row(Function::LayerEntropyRank, "layer_entropy_rank", &[ArgumentKind::Update], &["layer"], &[], "The entropy rank of one layer of a real adapter, counted from 1."),
    row(Function::LayerPairs, "layer_pairs", &[], &[], &[], "How many layers the two real adapters have."),
    row(Function::LayerPairsMore, "layer_pairs_more", &[], &[], &[], "In how many of them the facts adapter has the larger entropy rank."),
    row(Function::LayerPairsError, "layer_pairs_error", &[], &[], &[], "The standard error of the mean difference between the two entropy ranks of a layer."),
    row(Function::Sqrt, "sqrt", &[], &["x"], &[], "The square root."),
    row(Function::Abs, "abs", &[], &["x"], &[], "The magnitude."),
    row(Function::Round, "round", &[], &["x", "digits"], &[], "The nearest number with so many digits after the point."),
    row(Function::Choose, "choose", &[], &["i", "first", "second"], &["third", "fourth"], "The first for i = 0, the second for i = 1, and so on."),
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
        let optional = self.optional.iter().map(|name| format!("[, {name}]"));
        let optional: String = optional.collect();
        format!("{}({}{optional})", self.name, arguments.join(", "))
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

    /// The word of this name, or of this place from 0 in the order in which they are told.
    pub(super) fn word(self, name: &str) -> Option<Word> {
        let place = self.words().iter().position(|word| *word == name)?;
        self.at(place)
    }

    pub(super) fn at(self, place: usize) -> Option<Word> {
        Some(match (self, place) {
            (Self::Update, 0) => Word::Update(Update::Style),
            (Self::Update, 1) => Word::Update(Update::Facts),
            (Self::Scaling, 0) => Word::Scaling(Scaling::Lora),
            (Self::Scaling, 1) => Word::Scaling(Scaling::RsLora),
            (Self::Optimizer, 0) => Word::Optimizer(Optimizer::Sgd),
            (Self::Optimizer, 1) => Word::Optimizer(Optimizer::Adam),
            _ => return None,
        })
    }

    /// Its words.
    pub(super) const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Update => ["style", "facts"],
            Self::Scaling => ["lora", "rslora"],
            Self::Optimizer => ["sgd", "adam"],
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
