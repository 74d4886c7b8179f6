//! Error against step of one family: a curve for each rank, the paler the smaller the rank.

use super::super::{Axis, Curve, Plot, Tone};
use super::{NO_ADAPTER, TrainingView, divergences, error_axis, family_column, scaling, standing};
use rankscope_sim::training::{Family, Trained, Trajectory};

/// The least of a colour that can still be seen on paper.
const PALEST: f64 = 0.4;

/// Names closer to each other than this share of the axis would lie on each other's curves.
const APART: f64 = 0.1;

/// How much of its colour the curve of the rank at a place among so many has.
pub fn strength(place: usize, ranks: usize) -> f64 {
    let last = ranks.saturating_sub(1).max(1) as f64;
    PALEST + (1.0 - PALEST) * place as f64 / last
}

/// The figure of what is known so far. The axis of errors is that of both families.
pub fn plot(trained: &Trained, family: Family, view: &TrainingView) -> Plot {
    let config = &trained.plan.config;
    let compared = [Family::Lora, view.rival];
    let runs = trained.runs.iter();
    let values = runs
        .filter(|run| compared.contains(&run.family))
        .flat_map(|run| run.errors.iter().copied());
    let y = error_axis(view.axis, values);
    let named = named(trained, family, &y);
    let curve = |run: &Trajectory| {
        let rank = run.config.rank();
        let place = config.ranks.iter().position(|&other| other == rank);
        let steps = (0..).map(f64::from);
        Curve {
            name: format!("{}_{rank}", family_column(family)).into(),
            label: format!("rank {rank}"),
            named: named.contains(&rank),
            tone: Tone::from(config.which),
            strength: strength(place.unwrap_or_default(), config.ranks.len()),
            stroke: scaling(family).into(),
            dots: false,
            points: steps.zip(run.errors.iter().copied()).collect(),
        }
    };
    Plot {
        rules: vec![NO_ADAPTER],
        inspected: view.step.into_iter().collect(),
        summary: summary(trained, family, view.step),
        ..Plot::new(
            Axis::steps("training step", config.steps),
            y,
            trained.of(family).map(curve).collect(),
        )
    }
}

/// The ranks whose names have room: the largest first, the others where their curves are by now
/// apart from those.
fn named(trained: &Trained, family: Family, y: &Axis) -> Vec<usize> {
    let mut taken: Vec<f64> = vec![y.position(NO_ADAPTER.value)];
    let mut named = Vec::new();
    for &rank in trained.plan.config.ranks.iter().rev() {
        let run = trained.run(family, rank);
        let Some(&error) = run.and_then(|run| run.errors.last()) else {
            continue;
        };
        let place = y.position(error);
        if (0.0..=1.0).contains(&place) && taken.iter().all(|other| (other - place).abs() >= APART)
        {
            taken.push(place);
            named.push(rank);
        }
    }
    named
}

/// "Rank 64 after step 500: 0.974."
fn summary(trained: &Trained, family: Family, step: Option<usize>) -> String {
    let config = &trained.plan.config;
    let Some(&rank) = config.ranks.last() else {
        return String::new();
    };
    let Some(run) = trained.run(family, rank) else {
        return "Not trained yet.".to_owned();
    };
    let standing = standing(run, step);
    let divergences = divergences(trained.of(family));
    if standing.starts_with(|first: char| first.is_ascii_digit()) {
        let step = step.unwrap_or(config.steps);
        format!("Rank {rank} after step {step}: {standing}.{divergences}")
    } else {
        format!("Rank {rank}: {standing}.{divergences}")
    }
}
