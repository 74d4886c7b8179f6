//! The figures of exercises that Explore does not have.
//!
//! - training: the relative error after each step of a few runs, over the lowest error that is possible
//!   at their rank;
//! - adapters: the singular values of two adapters, A and B, each layer's relative to its own first, on
//!   average over the layers. Which of the two learned what is the question, so neither has a colour.

use super::{Axis, Curve, Named, Plot, Rule, Stroke, Tone, scaling_column, scaling_name};
use rankscope_params::number::{Format, percent};
use rankscope_params::{Choice, Optimizer};
use rankscope_sim::training::{Family, Trained, Trajectory};
use rankscope_sim::{Scaling, Spectrum};

/// Training, step by step.
pub const TRAINING: Named = Named {
    name: "exercise-training",
    title: "Training error, step by step",
};
/// Two adapters.
pub const ADAPTERS: Named = Named {
    name: "exercise-adapters",
    title: "Singular values of A and B",
};

/// Errors shown at least, so that the ranks a student tries are drawn on one axis.
const ERRORS: (f64, f64) = (0.1, 1.2);
/// How much of its colour a run of the second optimizer has.
const SECOND: f64 = 0.5;

const NO_ADAPTER: Rule = Rule {
    value: 1.0,
    label: "no adapter",
};

const fn scaling(family: Family) -> Scaling {
    match family {
        Family::Lora => Scaling::Lora,
        Family::RsLora | Family::LoraRoot => Scaling::RsLora,
    }
}

/// What has been trained of each plan, all of one rank. `floor` is the lowest error possible there.
pub fn training<'t>(trained: impl IntoIterator<Item = &'t Trained>, floor: Option<f64>) -> Plot {
    let trained: Vec<&Trained> = trained.into_iter().collect();
    let several = trained
        .iter()
        .any(|other| Some(other.plan.config.optimizer) != optimizer(&trained));
    let steps = trained.iter().map(|each| each.plan.config.steps).max();
    let steps = steps.unwrap_or_default();
    let mut curves: Vec<Curve> = floor
        .map(|floor| lowest(floor, steps))
        .into_iter()
        .collect();
    for each in &trained {
        let first = Some(each.plan.config.optimizer) == optimizer(&trained);
        curves.extend(each.runs.iter().map(|run| curve(each, run, first, several)));
    }
    let errors = curves.iter().flat_map(|curve| &curve.points);
    let positive = errors.map(|point| point.1).filter(|error| *error > 0.0);
    let (least, most) = positive.fold(ERRORS, |(least, most), error| {
        (error.min(least), error.max(most))
    });
    Plot {
        rules: vec![NO_ADAPTER],
        summary: said(&trained, several),
        ..Plot::new(
            Axis::steps("training step", steps),
            Axis::log("relative error, log scale · 1 = no adapter", least, most),
            curves,
        )
    }
}

/// The optimizer of the first plan.
fn optimizer(trained: &[&Trained]) -> Option<Optimizer> {
    trained.first().map(|first| first.plan.config.optimizer)
}

fn curve(trained: &Trained, run: &Trajectory, first: bool, several: bool) -> Curve {
    let scaling = scaling(run.family);
    let optimizer = trained.plan.config.optimizer;
    Curve {
        name: format!("{}_{}", scaling_column(scaling), optimizer.name()).into(),
        label: name(scaling, optimizer, several),
        named: true,
        tone: Tone::from(trained.plan.config.which),
        strength: if first { 1.0 } else { SECOND },
        stroke: scaling.into(),
        dots: false,
        points: (0..)
            .map(f64::from)
            .zip(run.errors.iter().copied())
            .collect(),
    }
}

fn name(scaling: Scaling, optimizer: Optimizer, several: bool) -> String {
    if several {
        format!("{}, {}", scaling_name(scaling), Choice::label(optimizer))
    } else {
        scaling_name(scaling).to_owned()
    }
}

fn lowest(floor: f64, steps: usize) -> Curve {
    Curve {
        name: "floor".into(),
        label: "lowest possible".to_owned(),
        named: floor > 0.0,
        tone: Tone::Neutral,
        strength: 1.0,
        stroke: Stroke::Dotted,
        dots: false,
        points: vec![(0.0, floor), (steps as f64, floor)],
    }
}

/// "Rank 16 after 500 steps: LoRA 0.808, rsLoRA 0.710."
fn said(trained: &[&Trained], several: bool) -> String {
    let runs = trained
        .iter()
        .flat_map(|each| each.runs.iter().map(move |run| (each, run)));
    let mut said = Vec::new();
    let (mut rank, mut step) = (0, 0);
    for (each, run) in runs {
        if let Some(error) = run.errors.last() {
            let name = name(scaling(run.family), each.plan.config.optimizer, several);
            said.push(format!("{name} {}", Format::Decimals(3).write(*error)));
            rank = run.config.rank();
            step = step.max(run.errors.len() - 1);
        }
    }
    if said.is_empty() {
        return "The training begins.".to_owned();
    }
    format!("Rank {rank} after {step} steps: {}.", said.join(" · "))
}

/// The singular values of two adapters, and the rank that is marked.
pub fn adapters(a: &[Spectrum], b: &[Spectrum], rank: usize) -> Plot {
    let curve = |name: &'static str, stroke, layers: &[Spectrum]| Curve {
        name: name.into(),
        label: name.to_uppercase(),
        named: true,
        tone: Tone::Neutral,
        strength: 1.0,
        stroke,
        dots: false,
        points: relative(layers),
    };
    let largest = a.iter().chain(b).map(Spectrum::max_rank).max();
    let largest = largest.unwrap_or_default().max(2);
    let energy = |layers: &[Spectrum]| {
        let energies: Vec<f64> = layers
            .iter()
            .filter_map(|layer| layer.energy(rank))
            .collect();
        percent(energies.iter().sum::<f64>() / energies.len().max(1) as f64)
    };
    Plot {
        inspected: vec![rank.clamp(1, largest)],
        summary: format!(
            "Rank {rank} keeps {} of A and {} of B.",
            energy(a),
            energy(b)
        ),
        ..Plot::new(
            Axis::ranks("direction", largest),
            Axis::linear("singular value σ, as a share of the first", 1.04),
            vec![curve("b", Stroke::Dashed, b), curve("a", Stroke::Solid, a)],
        )
    }
}

/// σᵢ/σ₁ on average over the layers that have an update.
fn relative(layers: &[Spectrum]) -> Vec<(f64, f64)> {
    let updated = || {
        layers
            .iter()
            .map(Spectrum::values)
            .filter(|values| values.first() > Some(&0.0))
    };
    let longest = updated().map(<[f64]>::len).max().unwrap_or_default();
    let mean = |index: usize| {
        let shares = updated().filter_map(|values| Some(values.get(index)? / values.first()?));
        let (sum, count) = shares.fold((0.0, 0), |(sum, count), share| (sum + share, count + 1));
        (count > 0).then(|| (1.0 + index as f64, sum / f64::from(count)))
    };
    (0..longest).filter_map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_params::Params;
    use rankscope_sim::training::{ChunkedTraining, Plan, TrainingConfig};

    fn untrained(optimizer: Optimizer) -> Trained {
        let params = Params::default();
        let config = TrainingConfig {
            optimizer,
            steps: 40,
            ranks: vec![4],
            ..TrainingConfig::new(params.update(), 16.0)
        };
        let families = vec![Family::Lora, Family::RsLora];
        let training = ChunkedTraining::new(vec![Plan { config, families }]).unwrap();
        (*training.trained()[0]).clone()
    }

    #[test]
    fn before_the_first_step_there_are_axes_and_the_lowest_error() {
        let plot = training([&untrained(Optimizer::Sgd)], Some(0.5));
        assert_eq!(plot.x.range(), (0.0, 40.0));
        let floor = plot.curves.first().unwrap();
        assert_eq!(floor.points, [(0.0, 0.5), (40.0, 0.5)]);
        assert!(!plot.summary.is_empty());
    }

    #[test]
    fn the_adapters_are_drawn_relative_to_their_first_values() {
        let layers = [vec![4.0, 2.0], vec![10.0, 1.0]].map(Spectrum::from);
        let plot = adapters(&layers, &layers[..1], 1);
        let [b, a] = &plot.curves[..] else {
            panic!("two curves")
        };
        assert_eq!((a.name.as_ref(), b.name.as_ref()), ("a", "b"));
        assert_eq!(a.points[0], (1.0, 1.0));
        assert!((a.points[1].1 - 0.3).abs() < 1e-12);
        assert_eq!(b.points, [(1.0, 1.0), (2.0, 0.5)]);
        assert!(
            adapters(&[], &[], 3)
                .curves
                .iter()
                .all(|curve| curve.points.is_empty())
        );
    }
}
