//! Error against step: a curve for each rank and family, the paler the smaller the rank.

use super::super::{Axis, Curve, Plot, Stroke};
use super::{NO_UPDATE, bare, column, divergences, error_axis, stroke, tone, written};
use crate::sim::training::{Family, Trained, Trajectory};

/// The least of a colour that can still be seen on paper.
const PALEST: f64 = 0.4;
/// How pale rsLoRA is under the LoRA that must lie on it.
const UNDERNEATH: f64 = 0.3;

/// The figure of what is known so far. `rival` is trained beside LoRA.
pub fn plot(trained: &Trained, rival: Family) -> Plot {
    let config = &trained.plan.config;
    let last = config.ranks.len().saturating_sub(1).max(1) as f64;
    let curve = |run: &Trajectory| {
        let rank = run.config.rank();
        let place = config.ranks.iter().position(|&other| other == rank);
        let underneath = run.family == Family::RsLora && rival == Family::LoraRoot;
        let share = place.map_or(1.0, |place| place as f64 / last);
        Curve {
            name: format!("{}_{rank}", column(run.family)).into(),
            label: if underneath {
                String::new()
            } else {
                format!("r {rank}")
            },
            tone: tone(config.which),
            strength: if underneath {
                UNDERNEATH
            } else {
                PALEST + (1.0 - PALEST) * share
            },
            stroke: if underneath {
                Stroke::Solid
            } else {
                stroke(run.family)
            },
            dots: false,
            points: (0..)
                .zip(&run.errors)
                .map(|(step, &error)| (f64::from(step), error))
                .collect(),
        }
    };
    // What lies underneath is drawn first.
    let (under, over): (Vec<_>, Vec<_>) = trained
        .runs
        .iter()
        .partition(|run| run.family != Family::Lora && run.family != rival);
    let curves: Vec<Curve> = under.into_iter().chain(over).map(curve).collect();
    let values = trained.runs.iter().flat_map(|run| &run.errors).copied();
    Plot {
        rules: vec![NO_UPDATE],
        summary: summary(trained, rival),
        ..bare(
            Axis::steps("training step", config.steps),
            error_axis(values),
            curves,
        )
    }
}

/// "After 500 steps of SGD on the facts update, rank 64 is at 0.974 with LoRA, at 0.155 with …"
fn summary(trained: &Trained, rival: Family) -> String {
    let config = &trained.plan.config;
    let made = |run: &Trajectory| run.errors.len().saturating_sub(1);
    let step = trained.runs.iter().map(made).max().unwrap_or_default();
    let Some(&rank) = config.ranks.last() else {
        return String::new();
    };
    let at = |family: Family| {
        let run = trained.run(family, rank);
        let error = run.and_then(|run| run.errors.get(step).copied());
        error.map_or_else(
            || format!("nowhere with {}", super::name(family)),
            |error| format!("at {} with {}", written(error), super::name(family)),
        )
    };
    format!(
        "After {step} of {} steps of {} on the {} update, rank {rank} is {} and {}.{}",
        config.steps,
        crate::params::Choice::label(config.optimizer),
        config.which.name(),
        at(Family::Lora),
        at(rival),
        divergences(
            trained
                .runs
                .iter()
                .filter(|run| [Family::Lora, rival].contains(&run.family))
        ),
    )
}
