//! How far the first step lowers the loss, against rank, relative to the average at rank 1: dots
//! are measured, lines are the four laws.

use super::super::{Axis, Curve, Plot, Stroke, Tone, scaling_column, scaling_name};
use super::ratio;
use rankscope_params::{Optimizer, Update};
use rankscope_sim::Scaling;
use rankscope_sim::training::{FirstStep, first_step_law};

/// Room around the least and the largest ratio.
const HEADROOM: f64 = 1.6;

/// The figure. The present optimizer has the colour of the update, the other one none.
pub fn plot(steps: &[FirstStep], now: Optimizer, update: Update) -> Plot {
    let largest = steps.iter().map(|step| step.rank).max().unwrap_or(1);
    let mut curves = Vec::new();
    for optimizer in Optimizer::ALL {
        for scaling in Scaling::ALL {
            let tone = if optimizer == now {
                Tone::from(update)
            } else {
                Tone::Neutral
            };
            let name = format!("{}_{}", optimizer.name(), scaling_column(scaling));
            curves.push(Curve {
                name: format!("{name}_law").into(),
                label: label(optimizer, scaling).to_owned(),
                tone,
                strength: 1.0,
                stroke: scaling.into(),
                named: true,
                dots: false,
                points: (1..=largest)
                    .map(|rank| (rank as f64, law(optimizer, scaling, rank)))
                    .collect(),
            });
            let own = steps
                .iter()
                .filter(|step| (step.optimizer, step.scaling) == (optimizer, scaling));
            curves.push(Curve {
                name: name.into(),
                label: format!("{}, {}, measured", optimizer.label(), scaling_name(scaling)),
                tone,
                strength: 1.0,
                stroke: Stroke::Unjoined,
                named: false,
                dots: true,
                points: own.map(|step| (step.rank as f64, step.drop)).collect(),
            });
        }
    }
    let values = curves
        .iter()
        .flat_map(|curve| &curve.points)
        .map(|point| point.1);
    let (least, most) = values
        .filter(|&value| value > 0.0)
        .fold((0.5, 2.0), |(least, most), value| {
            (value.min(least), value.max(most))
        });
    let y = Axis::log(
        "loss drop relative to rank 1, log scale",
        least / HEADROOM,
        most * HEADROOM,
    );
    let x = Axis::doublings("rank r, log scale", 1, largest, 0.5);
    Plot {
        summary: summary(steps, now),
        ..Plot::new(x, y, curves)
    }
}

/// The law relative to its value at rank 1, where α is all there is of it.
fn law(optimizer: Optimizer, scaling: Scaling, rank: usize) -> f64 {
    first_step_law(optimizer, scaling, 1.0, rank)
}

const fn label(optimizer: Optimizer, scaling: Scaling) -> &'static str {
    match (optimizer, scaling) {
        (Optimizer::Sgd, Scaling::Lora) => "SGD, LoRA: α²/r",
        (Optimizer::Sgd, Scaling::RsLora) => "SGD, rsLoRA: α²",
        (Optimizer::Adam, Scaling::Lora) => "Adam, LoRA: α",
        (Optimizer::Adam, Scaling::RsLora) => "Adam, rsLoRA: α√r",
    }
}

/// "At rank 64 the first step of SGD gains 0.0157 times the average at rank 1 with LoRA …"
fn summary(steps: &[FirstStep], now: Optimizer) -> String {
    let Some(rank) = steps.iter().map(|step| step.rank).max() else {
        return String::new();
    };
    let at = |scaling: Scaling| {
        let known = steps
            .iter()
            .find(|step| (step.optimizer, step.scaling, step.rank) == (now, scaling, rank));
        known.map_or_else(String::new, |step| {
            format!("{} times (law: {})", ratio(step.drop), ratio(step.law))
        })
    };
    format!(
        "At rank {rank} the first step of {} gains, with LoRA, {} what it gains at rank 1 on average; \
         with rsLoRA {}.",
        now.label(),
        at(Scaling::Lora),
        at(Scaling::RsLora),
    )
}
