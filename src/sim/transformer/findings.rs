//! What the measurements show, as numbers and decisions: five findings, one for each statement that is
//! held against them. Accuracies are shares, one for each seed.

mod found;

use super::{MeanSpread, Transformer};

/// The rank that the article gives its style.
pub const ARTICLE_RANK: usize = 4;
/// The smallest adapter that is more than one direction.
pub const SMALL_RANK: usize = 2;
/// The rank at which a usual adapter begins.
pub const USUAL_RANK: usize = 8;
/// A share of what is possible that counts as all of it.
pub const NEARLY: f64 = 0.95;
/// A share of what is possible that counts as nothing learned.
const NOTHING: f64 = 0.2;

/// Everything that is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    pub style: Style,
    pub facts: Facts,
    pub falling_scale: FallingScale,
    pub root_scale: RootScale,
    pub own_spectrum: OwnSpectrum,
}

/// Whether style is low-rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Steps of the full fine-tuning and of the adapters.
    pub steps: usize,
    /// The smallest rank with 90 % of the energy of the style updates.
    pub rank90: MeanSpread,
    /// The same of the facts updates.
    pub facts_rank90: MeanSpread,
    /// The share of the style updates' energy at [`ARTICLE_RANK`].
    pub energy: MeanSpread,
    /// Accuracy of the full updates cut to [`ARTICLE_RANK`].
    pub cut: Vec<f64>,
    /// Accuracy of the full updates.
    pub whole: Vec<f64>,
    /// Accuracy of adapters of [`SMALL_RANK`].
    pub small: Vec<f64>,
    /// Accuracy of adapters of [`USUAL_RANK`].
    pub usual: Vec<f64>,
    /// Whether the cut update, and a usual adapter, are nearly as good as the full update.
    pub holds: [bool; 2],
}

/// Whether facts are high-rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Steps of the usual adapters.
    pub steps: usize,
    /// Steps of those that were trained longest.
    pub longer_steps: usize,
    /// The smallest and the largest rank of the adapters.
    pub ranks: [usize; 2],
    /// Recall with rsLoRA at these.
    pub recall: [Vec<f64>; 2],
    /// Whether mean recall grows from each rank to the next.
    pub grows: bool,
    /// The most accuracy that style gains past [`USUAL_RANK`].
    pub style_gain: f64,
    /// Recall of LoRA at [`USUAL_RANK`] after the usual steps, with the first seed.
    pub usual: f64,
    /// The same after the longer training.
    pub usual_longer: Vec<f64>,
    /// Of LoRA at [`SMALL_RANK`] after the longer training.
    pub small_longer: Vec<f64>,
    /// The smallest rank with 90 % of the energy of the facts updates.
    pub rank90: MeanSpread,
    /// Whether recall grows with the rank, and whether a usual adapter lacks something even after
    /// the longer training.
    pub holds: [bool; 2],
}

/// Whether α/r keeps a high rank from helping.
#[derive(Clone, Debug, PartialEq)]
pub struct FallingScale {
    /// The largest rank.
    pub rank: usize,
    /// Recall there with LoRA at the low learning rate.
    pub lora: Vec<f64>,
    /// With rsLoRA at the low learning rate.
    pub rslora: Vec<f64>,
    /// With LoRA at the middle learning rate.
    pub lora_middle: Vec<f64>,
    /// The least and the largest power of the rank with which the first gradient goes, under LoRA.
    pub lora_slopes: [f64; 2],
    /// The same under rsLoRA.
    pub rslora_slopes: [f64; 2],
    /// How far LoRA is behind rsLoRA at the low rate, with the first seed.
    pub gap: f64,
    /// How much of that is left at the middle rate.
    pub gap_left: f64,
    /// Whether LoRA is kept back at the low rate, and whether most of the gap is left at another.
    pub holds: [bool; 2],
}

/// Whether α/√r mends it.
#[derive(Clone, Debug, PartialEq)]
pub struct RootScale {
    /// The smallest and the largest rank.
    pub ranks: [usize; 2],
    /// Recall with rsLoRA at the largest rank and the low learning rate.
    pub low: Vec<f64>,
    /// The same at the middle rate.
    pub middle: Vec<f64>,
    /// The best recall of rsLoRA above the smallest rank, at the high rate.
    pub best_rslora: f64,
    /// The same of LoRA.
    pub best_lora: f64,
    /// Accuracy of style with rsLoRA at the largest rank and the high rate.
    pub style: Vec<f64>,
    /// LoRA's α that is rsLoRA at the largest rank.
    pub lora_alpha: f64,
    /// Whether rsLoRA recalls nearly everything at the low rate, and anything at the high one.
    pub holds: [bool; 2],
}

/// Whether an adapter's spectrum tells style from facts.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSpectrum {
    /// The largest rank.
    pub rank: usize,
    /// Ranks above 1: of one direction there is no spectrum.
    pub ranks: usize,
    /// At how many of them the tasks are further apart than two seeds of one, under LoRA.
    pub lora_apart: usize,
    /// The same under rsLoRA.
    pub rslora_apart: usize,
    /// Entropy ranks of style and facts at [`USUAL_RANK`] under LoRA.
    pub lora: [Vec<f64>; 2],
    /// At the largest rank under rsLoRA.
    pub rslora: [Vec<f64>; 2],
    /// Whether the tasks are apart anywhere under LoRA, and under rsLoRA.
    pub holds: [bool; 2],
}

impl Findings {
    /// What the measurements show; none when runs are missing that it follows from.
    pub fn of(measured: &Transformer) -> Option<Self> {
        Some(Self {
            style: found::style(measured)?,
            facts: found::facts(measured)?,
            falling_scale: found::falling_scale(measured)?,
            root_scale: found::root_scale(measured)?,
            own_spectrum: found::own_spectrum(measured)?,
        })
    }
}
