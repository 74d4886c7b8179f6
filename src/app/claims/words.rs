//! What the Claims view says. The claims are the article's; every number found is an argument.

use super::Basis;
use rankscope_params::number::{Format, significant};
use rankscope_sim::article::ScalingComparison;
use rankscope_sim::training::FirstStep;

pub const HEADLINE: &str = "What the article says, checked";
pub const ABOUT: &str = "Each verdict is computed now, from the settings in the address: change them in Explore and it may change. \
     Every check opens the view and the state that shows it.";

pub const STYLE_ENERGY: &str = "Rank 4 holds over 99 % of the style update.";
pub const FACTS_ENERGY: &str = "Rank 8 holds about 28 % of the facts update.";
pub const LORA_RECONSTRUCTS: &str = "At ranks 4 to 8, LoRA reconstructs the style update well.";
pub const RSLORA_LOWERS: &str = "rsLoRA lowers the reconstruction error.";
pub const SCALES_FALL: &str = "From rank 1 to 64, α/r falls from 16 to 0.25 and α/√r from 16 to 2.";
pub const SIGNAL_DIES: &str = "The falling scale α/r kills the learning signal at high rank.";
pub const LOW_AND_HIGH: &str = "Style is low-rank, facts are high-rank.";

pub const NOT_MEASURED: &str = "The first steps are not measured, or cannot be at these settings.";

// What the checks show.
pub const ENERGY_KEPT: &str = "Energy kept";
pub const RECONSTRUCTION_ERROR: &str = "Reconstruction error";
pub const SCALE: &str = "What the scale does";
pub const SINGULAR_VALUES: &str = "Singular values";
pub const TRAINING: &str = "Training";
pub const TRAINING_SGD: &str = "Training with SGD";
pub const TRAINING_ADAM: &str = "Training with Adam";
pub const REAL_TRANSFORMER: &str = "A real transformer";

pub const ECKART_YOUNG: Basis = Basis::Theorem(
    "Eckart and Young 1936: no matrix of rank r is nearer than the truncated SVD",
    "https://doi.org/10.1007/BF02288367",
);
pub const LORA: Basis =
    Basis::Theorem("LoRA’s definition of γ", "https://arxiv.org/abs/2106.09685");
pub const RSLORA: Basis = Basis::Theorem(
    "Kalajdzievski 2023: only α/√r keeps learning stable at every rank",
    "https://arxiv.org/abs/2312.03732",
);

pub fn style_energy(percent: f64, true_rank: usize) -> String {
    format!(
        "Rank 4 holds {} % of it. The simulation built it with true rank {true_rank}, so this is put in, not \
         found out.",
        two(percent),
    )
}

pub fn facts_energy(percent: f64) -> String {
    format!("Rank 8 holds {} % of it.", two(percent))
}

/// Errors at ranks 4 and 8, and the least possible there.
pub fn lora_reconstructs(errors: [f64; 2], floors: [f64; 2]) -> String {
    let ([low, high], [low_floor, high_floor]) = (errors.map(three), floors.map(three));
    format!(
        "By the article’s own measure its error is {low} at rank 4 and {high} at rank 8, where {low_floor} and \
         {high_floor} are possible and no update at all scores 1. Only γ = 1, which is r = α, leaves the best \
         product as it is.",
    )
}

pub fn rslora_lowers(found: ScalingComparison) -> String {
    let ScalingComparison {
        compared,
        lower,
        worse_than_nothing,
    } = found;
    format!(
        "It is below LoRA’s in {lower} of the article’s {compared} comparisons, and above 1, worse than no \
         update, in {worse_than_nothing}. This measure cannot show what rsLoRA is for: training can.",
    )
}

/// The scales of LoRA and rsLoRA at rank 64; at rank 1 both are α.
pub fn scales_fall(alpha: f64, last: [f64; 2]) -> String {
    let alpha = significant(alpha, 4);
    let [lora, rslora] = last.map(|scale| significant(scale, 3));
    format!(
        "With α = {alpha} they fall from {alpha} to {lora} and to {rslora}: by 64 and by 8, whatever α is."
    )
}

pub fn signal_dies(sgd: &FirstStep, adam: &FirstStep) -> String {
    format!(
        "At rank {} the first step of SGD gains {} times what it gains at rank 1, by its law {}. \
         Adam’s first step, a sign, gains {} times as much, by its law {}. So it depends on the optimizer.",
        sgd.rank,
        significant(sgd.drop, 3),
        significant(sgd.law, 3),
        significant(adam.drop, 3),
        significant(adam.law, 3),
    )
}

/// The ranks that hold nearly all energy of style and of facts, of so many.
pub fn low_and_high(style: Option<usize>, facts: Option<usize>, all: usize) -> String {
    let written =
        |rank: Option<usize>| rank.map_or("no rank".to_owned(), |rank| format!("rank {rank}"));
    format!(
        "The simulation draws them so: 99 % of the style update takes {}, of the facts update {}, of {all}. \
         Whether real updates are like this, real updates have to say: below are some.",
        written(style),
        written(facts),
    )
}

pub fn no_rank(rank: usize) -> String {
    format!("At these settings the matrix has no rank {rank}, or the update is zero.")
}

fn two(value: f64) -> String {
    Format::Decimals(2).write(value)
}

fn three(value: f64) -> String {
    Format::Decimals(3).write(value)
}
