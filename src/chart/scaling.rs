//! The scaling collapse: `α/r` and `α/√r` against `r`.

use super::{Axis, Plot, Rule, Scene, Stroke, Tone};
use crate::params::number::significant;
use crate::sim::Scaling;

/// Room above the scale at rank 1.
const HEADROOM: f64 = 1.04;

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let alpha = scene.reading.alpha;
    let curve = |label, stroke, scaling: Scaling| {
        scene.curve(label, (Tone::Neutral, stroke), |rank| {
            Some(scaling.factor(alpha, rank))
        })
    };
    let max_rank = scene.spectra.style.max_rank();
    let last = |scaling: Scaling| significant(scaling.factor(alpha, max_rank), 3);
    Plot {
        x: scene.rank_axis("rank r"),
        y: Axis::linear("scale γ", HEADROOM * alpha.max(1.0)),
        curves: vec![
            curve("LoRA α/r", Stroke::Solid, Scaling::Lora),
            curve("rsLoRA α/√r", Stroke::Dashed, Scaling::RsLora),
        ],
        rules: vec![Rule {
            value: 1.0,
            label: "unchanged",
        }],
        inspected: scene.inspected(),
        notes: vec![],
        summary: format!(
            "Scale: from {} at rank 1, α/r falls to {} and α/√r to {} at rank {max_rank}.",
            significant(alpha, 4),
            last(Scaling::Lora),
            last(Scaling::RsLora),
        ),
    }
}
