//! The scaling collapse: `α/r` and `α/√r` against `r`. Both axes are logarithmic, so both are straight
//! lines.

use super::{Axis, Curve, Plot, Rule, Scene, Stroke, Tone, View, values};
use rankscope_params::Reading;
use rankscope_params::number::significant;
use rankscope_sim::Scaling;

/// Room above the largest factor, as a ratio.
const HEADROOM: f64 = 1.4;
/// The least the axis shows, so that "unchanged" at 1 has both sides.
const LEAST_RANGE: (f64, f64) = (0.8, 1.25);

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let (curves, ghosts) = scene.curves(curves);
    let (least, largest) = values(&curves, &ghosts).fold(LEAST_RANGE, |(least, most), value| {
        (value.min(least), value.max(most))
    });
    let Reading {
        alpha, rank_high, ..
    } = *scene.live.reading;
    let factor = |scaling: Scaling| significant(scaling.factor(alpha, rank_high), 3);
    Plot {
        rules: vec![Rule {
            value: 1.0,
            label: "".into(),
        }],
        inspected: scene.live.inspected(),
        ghosts,
        summary: format!(
            "rank {rank_high}: LoRA × {}, rsLoRA × {}",
            factor(Scaling::Lora),
            factor(Scaling::RsLora),
        ),
        ..Plot::new(
            scene.rank_axis("rank r"),
            Axis::log(
                "factor γ, log scale · 1 = unchanged",
                // Down to a power of ten, so that lines have round numbers.
                10f64.powf(least.log10().floor()),
                HEADROOM * largest,
            ),
            curves,
        )
    }
}

fn curves(view: &View<'_>) -> Vec<Curve> {
    let alpha = view.reading.alpha;
    let curve = |name, label, stroke, scaling: Scaling| {
        view.curve(name, label, (Tone::Neutral, stroke), |rank| {
            Some(scaling.factor(alpha, rank))
        })
    };
    vec![
        curve("rslora", "rsLoRA α/√r", Stroke::Dashed, Scaling::RsLora),
        curve("lora", "LoRA α/r", Stroke::Solid, Scaling::Lora),
    ]
}
