//! How far the first step lowers the loss, against rank, relative to the average at rank 1: dots
//! are measured, lines are the four laws.

use super::super::{Axis, Curve, Plot, Stroke, Tone, scaling_column};
use super::family_name;
use rankscope_params::number::{Format, significant};
use rankscope_params::{Optimizer, Update};
use rankscope_sim::Scaling;
use rankscope_sim::training::{Family, FirstStep, first_step_law};

/// Room around the least and the largest ratio.
const HEADROOM: f64 = 1.6;

/// The figure. The present optimizer has the colour of the update, the other one none. `rival` is what
/// LoRA is compared with: rsLoRA, or the same by its other name.
pub fn plot(steps: &[FirstStep], now: Optimizer, update: Update, rival: Family) -> Plot {
    let largest = steps.iter().map(|step| step.rank).max().unwrap_or(1);
    let mut curves = Vec::new();
    let called = |scaling: Scaling| match scaling {
        Scaling::Lora => family_name(Family::Lora),
        Scaling::RsLora => family_name(rival),
    };
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
                label: label(optimizer, scaling, called(scaling)),
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
                label: format!("{}, {}, measured", optimizer.label(), called(scaling)),
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
        "progress, log scale · 1 = rank 1",
        least / HEADROOM,
        most * HEADROOM,
    );
    let x = Axis::doublings("rank r, log scale", 1, largest, 0.5);
    Plot {
        summary: summary(steps, now, called(Scaling::RsLora)),
        ..Plot::new(x, y, curves)
    }
}

/// The law relative to its value at rank 1, where α is all there is of it.
fn law(optimizer: Optimizer, scaling: Scaling, rank: usize) -> f64 {
    first_step_law(optimizer, scaling, 1.0, rank)
}

fn label(optimizer: Optimizer, scaling: Scaling, called: &str) -> String {
    let law = match (optimizer, scaling) {
        (Optimizer::Sgd, Scaling::Lora) => "α²/r",
        (Optimizer::Sgd, Scaling::RsLora) => "α²",
        (Optimizer::Adam, Scaling::Lora) => "α",
        (Optimizer::Adam, Scaling::RsLora) => "α√r",
    };
    format!("{}, {called}: {law}", optimizer.label())
}

/// "At rank 64 the first LoRA step gains 1/61 of rank 1's (theory: 1/64). With rsLoRA it gains 1.05 times
/// rank 1's (theory: 1)."
fn summary(steps: &[FirstStep], now: Optimizer, rival: &str) -> String {
    let Some(rank) = steps.iter().map(|step| step.rank).max() else {
        return String::new();
    };
    let at = |scaling: Scaling| {
        let known = steps
            .iter()
            .find(|step| (step.optimizer, step.scaling, step.rank) == (now, scaling, rank));
        known.map_or_else(String::new, |step| gain(step.drop, step.law))
    };
    format!(
        "At rank {rank} the first LoRA step with {} gains {}. With {rival} it gains {}.",
        now.label(),
        at(Scaling::Lora),
        at(Scaling::RsLora),
    )
}

/// "1/61 of rank 1’s (theory: 1/64)", or "1.03 times rank 1’s (theory: 1)".
pub fn gain(measured: f64, law: f64) -> String {
    /// Below it a gain is written as a fraction.
    const FRACTION: f64 = 0.7;
    if law < FRACTION && measured > 0.0 {
        let parts = |share: f64| Format::Whole.write(1.0 / share);
        return format!(
            "1/{} of rank 1’s (theory: 1/{})",
            parts(measured),
            parts(law)
        );
    }
    format!(
        "{} times rank 1’s (theory: {})",
        significant(measured, 3),
        significant(law, 3),
    )
}
