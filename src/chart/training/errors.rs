//! Error against step: a curve for each rank and family, the paler the smaller the rank.

use super::super::{Axis, Curve, Plot, Stroke, Tone};
use super::{NO_UPDATE, divergences, error_axis, family_column, family_name, scaling, written};
use rankscope_sim::training::{Family, Trained, Trajectory};

/// The least of a colour that can still be seen on paper.
const PALEST: f64 = 0.4;
/// How pale rsLoRA is under the LoRA that must lie on it.
const UNDERNEATH: f64 = 0.3;

/// Names closer to each other than this share of the axis would lie on each other's curves.
const APART: f64 = 0.07;

/// The figure of what is known so far. `rival` is trained beside LoRA.
pub fn plot(trained: &Trained, rival: Family) -> Plot {
    let config = &trained.plan.config;
    let values = trained.runs.iter().flat_map(|run| &run.errors).copied();
    let y = error_axis(values);
    let named = named(trained, rival, &y);
    let last = config.ranks.len().saturating_sub(1).max(1) as f64;
    let curve = |run: &Trajectory| {
        let rank = run.config.rank();
        let place = config.ranks.iter().position(|&other| other == rank);
        let share = place.map_or(1.0, |place| place as f64 / last);
        let underneath = !shown(run, rival);
        let steps = (0..).map(f64::from);
        Curve {
            name: format!("{}_{rank}", family_column(run.family)).into(),
            label: format!("{} {rank}", family_name(run.family)),
            named: named.contains(&(run.family, rank)),
            tone: Tone::from(config.which),
            strength: if underneath {
                UNDERNEATH
            } else {
                PALEST + (1.0 - PALEST) * share
            },
            stroke: if underneath {
                Stroke::Solid
            } else {
                scaling(run.family).into()
            },
            dots: false,
            points: steps.zip(run.errors.iter().copied()).collect(),
        }
    };
    // What lies underneath is drawn first.
    let (over, under): (Vec<_>, Vec<_>) = trained.runs.iter().partition(|run| shown(run, rival));
    Plot {
        rules: vec![NO_UPDATE],
        summary: summary(trained, rival),
        ..Plot::new(
            Axis::steps("training step", config.steps),
            y,
            under.into_iter().chain(over).map(curve).collect(),
        )
    }
}

/// Whether a run is one of the two that are compared.
fn shown(run: &Trajectory, rival: Family) -> bool {
    [Family::Lora, rival].contains(&run.family)
}

/// The runs whose names have room: the largest ranks first, the others where their curves are by
/// now apart from those.
fn named(trained: &Trained, rival: Family, y: &Axis) -> Vec<(Family, usize)> {
    let mut taken: Vec<f64> = vec![y.position(NO_UPDATE.value)];
    let mut named = Vec::new();
    for &rank in trained.plan.config.ranks.iter().rev() {
        for family in [Family::Lora, rival] {
            let run = trained.run(family, rank);
            let Some(&error) = run.and_then(|run| run.errors.last()) else {
                continue;
            };
            let place = y.position(error);
            let largest = Some(&rank) == trained.plan.config.ranks.last();
            if largest || taken.iter().all(|other| (other - place).abs() >= APART) {
                taken.push(place);
                named.push((family, rank));
            }
        }
    }
    named
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
            || format!("not known with {}", family_name(family)),
            |error| format!("at {} with {}", written(error), family_name(family)),
        )
    };
    format!(
        "After {step} of {} steps of {} on the {} update, rank {rank} is {} and {}.{}",
        config.steps,
        rankscope_params::Choice::label(config.optimizer),
        config.which.name(),
        at(Family::Lora),
        at(rival),
        divergences(trained.runs.iter().filter(|run| shown(run, rival))),
    )
}
