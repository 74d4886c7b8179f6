//! What the Evidence view says. The claims are the article's; every number found is an argument.

pub mod literature;
pub mod repeated;

use super::{Basis, Measure};
use rankscope_chart::training::gain;
use rankscope_params::number::{Format, percent, significant};
use rankscope_params::{Key, Params};
use rankscope_sim::article::ScalingComparison;
use rankscope_sim::training::FirstStep;

/// "Twelve statements, checked".
pub fn headline(statements: usize) -> String {
    match statements {
        12 => "Twelve statements, checked".to_owned(),
        13 => "Thirteen statements, checked".to_owned(),
        other => format!("{other} statements, checked"),
    }
}

/// Before and after the article's title.
pub const FROM: &str = "Seven are from ";
pub const ABOUT: &str =
    "The others are what people repeat. Each verdict is for the present settings.";
/// A real model stands before them.
pub const TO_STATEMENTS: &str = "Go to the statements";
pub const BACK_TO_ARTICLE: &str = "Judge at the article’s settings";
/// Differences listed before the rest is only counted.
const LISTED: usize = 4;

/// Where the settings are not the article's; none where they are. The inspected ranks and the seed change
/// no statement.
pub fn own_settings(params: &Params) -> Option<String> {
    let differences = Params::default().differences(params);
    let mut said: Vec<String> = differences
        .iter()
        .filter(|changed| !matches!(changed.key, Key::RankLow | Key::RankHigh | Key::Seed))
        .map(ToString::to_string)
        .collect();
    if said.is_empty() {
        return None;
    }
    let more = said.len().saturating_sub(LISTED);
    said.truncate(LISTED);
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!(
        "Your settings are not the article’s: {}{more}. The verdicts are for your settings.",
        said.join(", ")
    ))
}
pub const CHECK_IT: &str = "Check it:";

pub const NOT_MEASURED: &str = "The first steps are not measured, or cannot be at these settings.";

// What the checks show.
pub const ENERGY_KEPT: &str = "Energy kept";
pub const RECONSTRUCTION_ERROR: &str = "Reconstruction error";
pub const SCALE: &str = "The scale";
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
    "Kalajdzievski 2023: with SGD at a fixed learning rate, as r → ∞ and in expectation over the start, only \
     α/√r keeps learning stable",
    "https://arxiv.org/abs/2312.03732",
);
pub const DIVIDE_BY_RANK: Basis = Basis::Source(
    "Hu 2023, first author of LoRA: dividing by r keeps Adam-like steps stable",
    "https://github.com/microsoft/LoRA/issues/101",
);

/// Where a claim says what the simulation was built to show.
const ASSUMPTION: &str = "so this is an assumption, not a finding";

pub fn style_energy(true_rank: usize) -> String {
    format!("The simulation builds style from {true_rank} directions, {ASSUMPTION}.")
}

pub fn facts_energy() -> String {
    format!("The simulation gives facts every direction there is, {ASSUMPTION}.")
}

/// The share of an update's energy at a rank.
pub fn energy(share: f64, update: &str, rank: usize) -> Measure {
    Measure {
        number: percent(share),
        of: format!("of the {update} update’s energy at rank {rank}"),
    }
}

pub const LORA_RECONSTRUCTS_WHY: &str = "The article multiplies the best copy by α/r. To reproduce ΔW exactly, the factor would have to be 1.";

pub fn error(error: f64) -> Measure {
    Measure {
        number: three(error),
        of: "relative error at rank 4 · 1 = no adapter".to_owned(),
    }
}

/// The error at rank 8, and the least possible at ranks 4 and 8.
pub fn lora_reconstructs(error: f64, [low, high]: [f64; 2]) -> Vec<String> {
    vec![
        format!("At rank 8 the error is {}.", three(error)),
        format!(
            "The lowest possible error is {} at rank 4 and {} at rank 8.",
            three(low),
            three(high)
        ),
        "The factor α/r is 1 where r = α.".to_owned(),
    ]
}

pub const RSLORA_LOWERS_WHY: &str =
    "This error says nothing of training, and training is what rsLoRA is for.";

pub fn lower(found: ScalingComparison) -> Measure {
    Measure {
        number: format!("{} of {}", found.lower, found.compared),
        of: "of the article’s comparisons have a lower error with rsLoRA".to_owned(),
    }
}

pub fn rslora_lowers(found: ScalingComparison) -> Vec<String> {
    vec![format!(
        "In {} of the {} comparisons rsLoRA is above 1, worse than no adapter.",
        found.worse_than_nothing, found.compared,
    )]
}

pub const SCALES_FALL_WHY: &str = "This is arithmetic for a fixed α: α/r falls by 64, α/√r by 8.";

/// The scale of LoRA at rank 64; at rank 1 it is α.
pub fn fall(alpha: f64, last: f64) -> Measure {
    let alpha = significant(alpha, 4);
    Measure {
        number: format!("{alpha} → {}", significant(last, 3)),
        of: format!("α/r from rank 1 to 64, α = {alpha}"),
    }
}

pub fn scales_fall(alpha: f64, rslora: f64) -> Vec<String> {
    vec![
        format!(
            "α/√r falls from {} to {}.",
            significant(alpha, 4),
            significant(rslora, 3)
        ),
        ALPHA_TWICE_RANK.to_owned(),
    ]
}

const ALPHA_TWICE_RANK: &str =
    "Many people set α = 2r. Then γ = α/r is 2 at every rank, and this fall cannot occur.";

/// Whether the signal is killed with SGD and in Adam's first step.
pub const fn signal_dies_why(killed: [bool; 2]) -> &'static str {
    match killed {
        [true, false] => {
            "Yes with SGD at one learning rate for all ranks. No in Adam’s first step."
        }
        [true, true] => {
            "Yes at one learning rate for all ranks, with SGD and in Adam’s first step."
        }
        [false, true] => "Not with SGD at one learning rate, but in Adam’s first step.",
        [false, false] => "No: neither with SGD nor in Adam’s first step.",
    }
}

pub fn first_step(sgd: &FirstStep) -> Measure {
    let number = if sgd.drop < 1.0 && sgd.drop > 0.0 {
        format!("1/{}", Format::Whole.write(1.0 / sgd.drop))
    } else {
        format!("× {}", significant(sgd.drop, 3))
    };
    Measure {
        number,
        of: format!(
            "of rank 1’s progress in the first SGD step, at rank {}",
            sgd.rank
        ),
    }
}

pub fn signal_dies(sgd: &FirstStep, adam: &FirstStep) -> Vec<String> {
    /// So near to 1 a gain is the same.
    const SAME: f64 = 0.1;
    let adam = if (adam.drop - 1.0).abs() < SAME {
        format!(
            "Adam’s first step gains the same at every rank: × {} (theory: × {}).",
            significant(adam.drop, 3),
            significant(adam.law, 3),
        )
    } else {
        format!("Adam’s first step gains {}.", gain(adam.drop, adam.law))
    };
    vec![
        format!(
            "At rank {} the first SGD step gains {}.",
            sgd.rank,
            gain(sgd.drop, sgd.law)
        ),
        adam,
        "The theorem for α/√r is about SGD at a fixed learning rate, for r → ∞, in expectation over the start. It \
         says nothing of Adam, of a learning rate tuned for each rank, or of quality."
            .to_owned(),
        "For steps like Adam’s, α/r is the scale that keeps them stable.".to_owned(),
        ALPHA_TWICE_RANK.to_owned(),
    ]
}

pub const LOW_AND_HIGH_WHY: &str =
    "The simulation draws them so. Real updates may differ. See the experiment.";

/// The rank that keeps nearly all energy of style, and that of facts, of so many.
pub fn nearly_all(style: Option<usize>) -> Option<Measure> {
    style.map(|rank| Measure {
        number: format!("rank {rank}"),
        of: "keeps 99 % of the simulated style update".to_owned(),
    })
}

pub fn low_and_high(facts: Option<usize>, all: usize) -> Vec<String> {
    let facts = facts.map_or("no rank".to_owned(), |rank| format!("rank {rank} of {all}"));
    vec![format!("For the simulated facts update it takes {facts}.")]
}

pub fn no_rank(rank: usize) -> String {
    format!("At these settings the matrix has no rank {rank}, or the update is zero.")
}

fn three(value: f64) -> String {
    Format::Decimals(3).write(value)
}
