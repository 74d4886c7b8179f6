//! The norm of the first gradient against rank, relative to rank 1: dots are measured, lines are the
//! laws `r^(−1/2)` for α/r and `1` for α/√r.

use super::super::measured::{
    MeasuredColumn, MeasuredFigure, Place, TASKS, figure_plot, rank_axis,
};
use super::super::{Axis, Curve, Stroke, Tone, scaling_column, scaling_name};
use super::GRADIENT;
use rankscope_params::number::Format;
use rankscope_params::{TransformerRate, Update};
use rankscope_sim::Scaling;
use rankscope_sim::transformer::{Recipe, Transformer};

/// Room around the least and the largest ratio.
const HEADROOM: f64 = 1.6;

/// The figure. The first gradient does not depend on the learning rate.
pub fn plot(of: &Transformer) -> MeasuredFigure {
    let first = of.ranks.first().copied().unwrap_or(1);
    let last = of.ranks.last().copied().unwrap_or(1);
    let mut curves: Vec<Curve> = Scaling::ALL
        .iter()
        .map(|&rule| law(rule, first, last))
        .collect();
    let mut columns = Vec::new();
    for task in TASKS {
        for scaling in Scaling::ALL {
            for &seed in &of.seeds {
                let norms = of.gradient(recipe(of, task, scaling), seed);
                let one = norms.first().map_or(1.0, |norm| norm.1);
                let own = MeasuredColumn {
                    name: format!("{}_{}_{seed}", task.name(), scaling_column(scaling)),
                    heading: format!("{}, {}, seed {seed}", task.name(), scaling_name(scaling)),
                    tone: Tone::from(task),
                    stroke: scaling.into(),
                    values: norms
                        .into_iter()
                        .map(|(rank, norm)| (rank, norm / one))
                        .collect(),
                };
                curves.push(own.curve("", 1.0, Stroke::Unjoined));
                columns.push(own);
            }
        }
    }
    let values = curves
        .iter()
        .flat_map(|curve| &curve.points)
        .map(|point| point.1);
    let (least, most) = values.fold((1.0_f64, 1.0_f64), |(least, most), value| {
        (least.min(value), most.max(value))
    });
    let plot = figure_plot(
        rank_axis(first, last),
        Axis::log(
            "first gradient, as a share of rank 1’s, log scale",
            least / HEADROOM,
            most * HEADROOM,
        ),
        curves,
        summary(of),
    );
    MeasuredFigure {
        named: GRADIENT,
        plot: plot.into(),
        place: Place::Rank,
        places: of.ranks.clone().into(),
        columns,
        empty: "not run",
    }
}

/// The powers of the rank with which a task's gradient goes, one for each seed.
pub fn slopes(of: &Transformer, task: Update, scaling: Scaling) -> Vec<(u64, Option<f64>)> {
    let recipe = recipe(of, task, scaling);
    let slope = |&seed: &u64| (seed, of.gradient_slope(recipe, seed));
    of.seeds.iter().map(slope).collect()
}

fn recipe(of: &Transformer, task: Update, scaling: Scaling) -> Recipe {
    Recipe {
        task,
        scaling,
        rate: TransformerRate::default().rate(),
        steps: of.last_step(),
    }
}

fn law(scaling: Scaling, first: usize, last: usize) -> Curve {
    // With B = 0 and A of random rows, the gradient of B goes as γ√r.
    let ratio = |rank: usize| scaling.factor(1.0, rank) * (rank as f64).sqrt();
    Curve {
        name: format!("{}_law", scaling_column(scaling)).into(),
        label: match scaling {
            Scaling::Lora => "law of LoRA: r^(−½)".to_owned(),
            Scaling::RsLora => "law of rsLoRA: flat".to_owned(),
        },
        tone: Tone::Neutral,
        strength: 1.0,
        stroke: scaling.into(),
        named: true,
        dots: false,
        points: (first..=last)
            .map(|rank| (rank as f64, ratio(rank)))
            .collect(),
    }
}

/// "With LoRA the first gradient falls with the rank to the power −0.54 to −0.47 …"
fn summary(of: &Transformer) -> String {
    let range = |scaling| {
        let slopes = TASKS.iter().flat_map(|&task| slopes(of, task, scaling));
        let slopes: Vec<f64> = slopes.filter_map(|slope| slope.1).collect();
        let least = slopes
            .iter()
            .copied()
            .min_by(f64::total_cmp)
            .unwrap_or_default();
        let most = slopes
            .iter()
            .copied()
            .max_by(f64::total_cmp)
            .unwrap_or_default();
        let write = |slope| Format::Decimals(2).write(slope).replace('-', "−");
        format!("{} to {}", write(least), write(most))
    };
    format!(
        "The norm of the first gradient goes with a power of the rank. Under LoRA it is {} (law: {}). Under rsLoRA it \
         is {} (law: {}).",
        range(Scaling::Lora),
        Format::Decimals(2).write(-0.5).replace('-', "−"),
        range(Scaling::RsLora),
        Format::Decimals(2).write(0.0),
    )
}
