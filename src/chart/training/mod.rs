//! The figures of training: each a [`Plot`](crate::Plot), drawn like any other.

mod errors;
mod final_error;
mod first_step;
mod map;
mod one_rate;

pub use final_error::{Pattern, pattern};
pub use map::{law_column, law_name, rates};
pub use one_rate::{OneRate, one_rate, tuned};

use std::borrow::Cow;

use super::{Axis, Rule, scaling_column, scaling_name};
use rankscope_params::TrainAxis;
use rankscope_params::number::Format;
use rankscope_sim::Scaling;
use rankscope_sim::training::{Family, Status, Trained, Trajectory, alike, in_two_digits};

pub use errors::{plot as errors, strength};
pub use final_error::plot as final_error;
pub use first_step::{gain, plot as first_step};
pub use map::{csv as map_csv, plot as map};

/// The figures of the Train view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrainingFigure {
    /// Error against step of LoRA, a curve for each rank.
    ErrorsLora,
    /// The same of what LoRA is trained beside.
    ErrorsRival,
    /// Final error against rank.
    FinalError,
    /// The first step's loss drop against rank.
    FirstStep,
    /// Final error against rank and learning rate, of LoRA.
    MapLora,
    /// The same of what LoRA is trained beside.
    MapRival,
    /// Final error against rank, every rank at one learning rate.
    OneRate,
    /// Final error against rank, each rank at a learning rate of its own.
    Tuned,
}

impl TrainingFigure {
    /// Its name in element ids and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ErrorsLora => "train-errors",
            Self::ErrorsRival => "train-errors-rival",
            Self::FinalError => "train-final",
            Self::FirstStep => "train-first-step",
            Self::MapLora => "train-map-lora",
            Self::MapRival => "train-map-rival",
            Self::OneRate => "train-one-rate",
            Self::Tuned => "train-tuned",
        }
    }

    /// Its heading, where LoRA is trained beside `rival`.
    pub const fn title(self, rival: Family) -> &'static str {
        match (self, rival) {
            (Self::ErrorsLora, _) => "LoRA, step by step",
            (Self::ErrorsRival, Family::LoraRoot) => "LoRA with α·√r, step by step",
            (Self::ErrorsRival, _) => "rsLoRA, step by step",
            (Self::FinalError, _) => "Final error by rank",
            (Self::FirstStep, _) => "Progress of the first step, by rank",
            (Self::MapLora, _) => "Learning rates for LoRA",
            (Self::MapRival, Family::LoraRoot) => "Learning rates for LoRA with α·√r",
            (Self::MapRival, _) => "Learning rates for rsLoRA",
            (Self::OneRate, _) => "One learning rate for all ranks",
            (Self::Tuned, _) => "A learning rate for each rank",
        }
    }
}

/// What is shown of a training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainingView {
    /// What LoRA is compared with.
    pub rival: Family,
    /// The axis of errors.
    pub axis: TrainAxis,
    /// The step the reader has gone back to; none for the last.
    pub step: Option<usize>,
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
        Family::LoraRoot => "LoRA with α·√r",
    }
}

/// An error as the page writes it.
fn written(error: f64) -> String {
    Format::Decimals(3).write(error)
}

/// The error of a run after a step, or without one after its last, once that is made.
fn error_at(run: &Trajectory, step: Option<usize>) -> Option<f64> {
    match step {
        Some(step) => run.errors.get(step).copied(),
        None => run.final_error(),
    }
}

/// "0.984", "still running" or "diverged at step 37": how a run stands after a step, or after its last.
pub fn standing(run: &Trajectory, step: Option<usize>) -> String {
    error_at(run, step).map_or_else(
        || divergence(run).unwrap_or_else(|| "still running".to_owned()),
        written,
    )
}

/// The steps made by the run that is furthest: so many can be gone back.
pub fn steps_made(trained: &Trained) -> usize {
    let runs = trained.runs.iter();
    let made = runs.map(|run| run.errors.len().saturating_sub(1));
    made.max().unwrap_or_default()
}

/// "diverged at step 37", for a run that did.
pub fn divergence(run: &Trajectory) -> Option<String> {
    match run.status {
        Status::Diverged { step } => Some(format!("diverged at step {step}")),
        Status::Running | Status::Finished => None,
    }
}

/// Runs that diverged before they are only counted.
const NAMED: usize = 3;

/// "LoRA at rank 2 diverged at step 37." of every run that did, in a row; of many how many, and the first
/// step.
fn divergences<'r>(runs: impl Iterator<Item = &'r Trajectory>) -> String {
    let diverged: Vec<(&Trajectory, usize)> = runs
        .filter_map(|run| match run.status {
            Status::Diverged { step } => Some((run, step)),
            Status::Running | Status::Finished => None,
        })
        .collect();
    let first = diverged.iter().map(|(_, step)| step).min();
    if let Some(first) = first.filter(|_| diverged.len() > NAMED) {
        return format!(
            " {} runs diverged, the first at step {first}.",
            diverged.len()
        );
    }
    let said = diverged.iter().map(|(run, step)| {
        let (family, rank) = (family_name(run.family), run.config.rank());
        format!(" {family} at rank {rank} diverged at step {step}.")
    });
    said.collect()
}

/// The line of an adapter that does nothing. The title of its axis names it: beside the line there is
/// no room, since curves begin on it.
const NO_ADAPTER: Rule = Rule {
    value: 1.0,
    label: Cow::Borrowed(""),
};

/// Errors that the fixed axis shows. Below the first a curve has all but arrived.
const FIXED: (f64, f64) = (0.01, 1.2);

const ERROR_TITLE: &str = "relative error, log scale · 1 = no adapter";

/// A logarithmic axis of errors: fixed, or one that holds all of `values` and "no adapter".
fn error_axis(axis: TrainAxis, values: impl Iterator<Item = f64>) -> Axis {
    if axis == TrainAxis::Fixed {
        return Axis::log(ERROR_TITLE, FIXED.0, FIXED.1);
    }
    let positive = values.filter(|&value| value > 0.0);
    let (least, most) = positive.fold((0.7, 1.0), |(least, most), value| {
        (value.min(least), value.max(most))
    });
    // Of a curve on its way to divergence the beginning is worth seeing.
    let most = f64::min(most, 10.0);
    Axis::log(ERROR_TITLE, least / 1.15, most * 1.25)
}

#[cfg(test)]
mod tests;
