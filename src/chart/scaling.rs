//! The scaling collapse: `α/r` and `α/√r` against `r`.

use super::{Axis, Curve, Plot, Rule, Scene, Stroke, Tone, View, values};
use rankscope_params::number::significant;
use rankscope_sim::Scaling;

/// Room above the scale at rank 1.
const HEADROOM: f64 = 1.04;

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let (curves, ghosts) = scene.curves(curves);
    let largest = values(&curves, &ghosts).fold(1.0, f64::max);
    let alpha = scene.live.reading.alpha;
    let max_rank = scene.live.max_rank();
    let last = |scaling: Scaling| significant(scaling.factor(alpha, max_rank), 3);
    Plot {
        x: scene.rank_axis("rank r"),
        y: Axis::linear("scale γ", HEADROOM * largest),
        heading: None,
        cells: vec![],
        curves,
        ghosts,
        rules: vec![Rule {
            value: 1.0,
            label: "unchanged",
        }],
        inspected: scene.live.inspected(),
        notes: vec![],
        summary: format!(
            "Scale: from {} at rank 1, α/r falls to {} and α/√r to {} at rank {max_rank}.",
            significant(alpha, 4),
            last(Scaling::Lora),
            last(Scaling::RsLora),
        ),
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
        curve("lora", "LoRA α/r", Stroke::Solid, Scaling::Lora),
        curve("rslora", "rsLoRA α/√r", Stroke::Dashed, Scaling::RsLora),
    ]
}
