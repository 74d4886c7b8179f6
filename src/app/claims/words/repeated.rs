//! What is said of the statements that people repeat.

use super::{Measure, three};
use crate::claims::repeated::{AtRate, Fall};
use crate::transformer::Surprise;
use rankscope_params::number::{Format, percent, significant};

pub const NOT_LOADED: &str =
    "Only a training can tell, and the runs of the small transformer are not loaded.";

pub const RANK_8_LEARNS: &str =
    "A cut to rank 8 loses most facts. An adapter that is trained at rank 8 learns them.";
pub const RANK_8_DOES_NOT: &str = "The small transformer did not learn them at rank 8.";

/// What an adapter recalls.
pub fn recalled(recall: f64, rank: usize, steps: usize) -> Measure {
    Measure {
        number: percent(recall),
        of: format!(
            "of new facts recalled by an adapter trained at rank {rank}, {steps} steps, small transformer"
        ),
    }
}

/// What a cut keeps of the simulated facts update, and of what the small transformer learned.
pub fn rank_8_facts(rank: usize, simulated: Option<f64>, cut: Option<f64>) -> Vec<String> {
    let simulated = match simulated {
        Some(energy) => format!(
            "A cut of the simulated facts update to rank {rank} keeps {} of its energy.",
            percent(energy)
        ),
        None => super::no_rank(rank),
    };
    let cut = cut.map(|cut| {
        format!(
            "A full update of the small transformer, cut to rank {rank}, recalls {} of the facts.",
            percent(cut)
        )
    });
    std::iter::once(simulated).chain(cut).collect()
}

pub const ALPHA_2R_WHY: &str =
    "A habit: it fixes the scale. No training here compares it with another α.";

/// The factor that α = 2r gives.
pub fn twice(factor: f64) -> Measure {
    Measure {
        number: format!("γ = {}", significant(factor, 3)),
        of: "at every rank, when α = 2r".to_owned(),
    }
}

/// The error by the article's measure at a rank, with the factor of α = 2r; and the present α.
pub fn alpha_2r((rank, error): (usize, Option<f64>), alpha: f64) -> Vec<String> {
    let by_the_article = error.map(|error| {
        format!(
            "By the article’s measure the error of style is then {} at rank {rank}. Without an adapter it is 1.",
            three(error)
        )
    });
    let now = format!(
        "At present α is {} and r is {rank}, so α is {} times r.",
        significant(alpha, 4),
        significant(alpha / rank as f64, 3)
    );
    by_the_article
        .into_iter()
        .chain([now, super::ALPHA_TWICE_RANK.to_owned()])
        .collect()
}

pub const RSLORA_EITHER: &str =
    "α/√r is a larger step. That helps at a small learning rate and harms at a large one.";
pub const RSLORA_BEHIND: &str = "It recalls less at every learning rate that was run.";
pub const RSLORA_NOT_BEHIND: &str = "It recalls no less at any learning rate that was run.";

/// At how many learning rates rsLoRA recalls more.
pub fn ahead(ahead: usize, of: usize, rank: usize) -> Measure {
    Measure {
        number: format!("{ahead} of {of}"),
        of: format!("learning rates at which rsLoRA recalls more, rank {rank}, small transformer"),
    }
}

pub fn at_rates(rates: &[AtRate]) -> Vec<String> {
    let said = |at: &AtRate| {
        format!(
            "At learning rate {}, α/r recalls {} and α/√r {}.",
            Format::Exact.write(at.rate),
            percent(at.lora),
            percent(at.rslora)
        )
    };
    rates.iter().map(said).collect()
}

pub const SPECTRUM_WHY: &str =
    "An adapter learned the facts at a rank far below the one that the full update uses.";
pub const SPECTRUM_OPEN: &str = "These runs do not contradict it, and do not show it.";

/// How many directions a full update uses, of how many, where an adapter of a rank was trained.
pub fn directions(used: f64, all: usize, rank: usize) -> Measure {
    Measure {
        number: format!("{} of {all}", Format::Whole.write(used)),
        of: format!(
            "directions hold 90 % of a full facts update; an adapter was trained at rank {rank}"
        ),
    }
}

/// The rank of the simulated facts update, and what an adapter recalls after so many steps.
pub fn spectrum_tells(
    simulated: Option<usize>,
    trained: Option<(Surprise, usize, f64)>,
) -> Vec<String> {
    let trained = trained.map(|(found, steps, recall)| {
        format!(
            "Trained at rank {} for {steps} steps, an adapter recalls {}. A full update cut to that rank recalls {}.",
            found.rank,
            percent(recall),
            percent(found.cut)
        )
    });
    let simulated = simulated.map(|rank| {
        format!("90 % of the simulated facts update takes rank {rank}. Nothing was taught to it.")
    });
    trained.into_iter().chain(simulated).collect()
}

pub const HIGHER_SLOWER: &str =
    "With SGD at one learning rate for all ranks, α/r makes a high rank slower.";
pub const HIGHER_OPEN: &str =
    "The first step of SGD is no slower at high rank here. A whole training may still be.";

pub fn falls(found: &Fall) -> String {
    format!(
        "In the small transformer at learning rate {}, α/√r recalls {} at rank {} and {} at rank {}.",
        Format::Exact.write(found.rate),
        percent(found.best.1),
        found.best.0,
        percent(found.last.1),
        found.last.0
    )
}
