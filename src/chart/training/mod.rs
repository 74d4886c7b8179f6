//! The figures of training: each a [`Plot`](crate::Plot), drawn like any other.

mod errors;
mod final_error;
mod first_step;
mod map;

pub use final_error::{Pattern, pattern};
pub use map::{best_rates, rates};

use super::{Axis, Rule, scaling_column, scaling_name};
use rankscope_params::number::{Format, significant};
use rankscope_sim::Scaling;
use rankscope_sim::training::{Family, Status, Trajectory};

pub use errors::plot as errors;
pub use final_error::plot as final_error;
pub use first_step::plot as first_step;
pub use map::{csv as map_csv, plot as map};

/// The figures of the Train view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrainingFigure {
    /// Error against step, a curve for each rank.
    Errors,
    /// Final error against rank.
    FinalError,
    /// The first step's loss drop against rank.
    FirstStep,
    /// Final error against rank and learning rate, of LoRA.
    MapLora,
    /// The same of what LoRA is trained beside.
    MapRival,
}

impl TrainingFigure {
    /// Its name in element ids and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Errors => "train-errors",
            Self::FinalError => "train-final",
            Self::FirstStep => "train-first-step",
            Self::MapLora => "train-map-lora",
            Self::MapRival => "train-map-rival",
        }
    }

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Errors => "Error, step by step",
            Self::FinalError => "Error in the end",
            Self::FirstStep => "What the first step gains",
            Self::MapLora => "Learning rates for LoRA",
            Self::MapRival => "Learning rates for rsLoRA",
        }
    }
}

/// A family's scaling: LoRA with α√r is rsLoRA by another name.
const fn scaling(family: Family) -> Scaling {
    match family {
        Family::Lora => Scaling::Lora,
        Family::RsLora | Family::LoraRoot => Scaling::RsLora,
    }
}

/// A family's name in tables and files.
pub const fn family_column(family: Family) -> &'static str {
    match family {
        Family::Lora | Family::RsLora => scaling_column(scaling(family)),
        Family::LoraRoot => "lora_root",
    }
}

/// A family's name on the page.
pub const fn family_name(family: Family) -> &'static str {
    match family {
        Family::Lora | Family::RsLora => scaling_name(scaling(family)),
        Family::LoraRoot => "LoRA(α√r)",
    }
}

/// An error as the page writes it.
fn written(error: f64) -> String {
    Format::Decimals(3).write(error)
}

/// "diverged at step 37", for a run that did.
pub fn divergence(run: &Trajectory) -> Option<String> {
    match run.status {
        Status::Diverged { step } => Some(format!("diverged at step {step}")),
        Status::Running | Status::Finished => None,
    }
}

/// "LoRA at rank 2 diverged at step 37." of every run that did, in a row.
fn divergences<'r>(runs: impl Iterator<Item = &'r Trajectory>) -> String {
    let said = runs.filter_map(|run| {
        let said = divergence(run)?;
        Some(format!(
            " {} at rank {} {said}.",
            family_name(run.family),
            run.config.rank()
        ))
    });
    said.collect::<Vec<_>>().concat()
}

/// The line of an adapter that does nothing.
const NO_UPDATE: Rule = Rule {
    value: 1.0,
    label: "no update",
};

/// A logarithmic axis of errors that holds all of `values`, and "no update".
fn error_axis(values: impl Iterator<Item = f64>) -> Axis {
    let positive = values.filter(|&value| value > 0.0);
    let (least, most) = positive.fold((0.7, 1.0), |(least, most), value| {
        (value.min(least), value.max(most))
    });
    // Of a curve on its way to divergence the beginning is worth seeing.
    let most = f64::min(most, 10.0);
    Axis::log("relative error, log scale", least / 1.15, most * 1.25)
}

/// A ratio as the page writes it.
fn ratio(value: f64) -> String {
    significant(value, 3)
}

#[cfg(test)]
mod tests;
