//! The spectrum: `σᵢ` against `i`.

use super::{Axis, Curve, Plot, Scene, Stroke, Tone, View, values};
use rankscope_params::SigmaAxis;
use rankscope_params::number::significant;

/// Room above the largest singular value.
const HEADROOM: f64 = 1.04;

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let (curves, ghosts) = scene.curves(curves);
    let all = || values(&curves, &ghosts);
    let largest = HEADROOM * all().fold(0.0, f64::max);
    let y = match scene.sigma_axis {
        SigmaAxis::Linear => Axis::linear("singular value σ", largest),
        SigmaAxis::Log => {
            let smallest = all().fold(f64::INFINITY, f64::min);
            Axis::log("singular value σ, log scale", smallest, largest)
        }
    };
    let (style, facts) = (&scene.live.spectra.style, &scene.live.spectra.facts);
    let first = |values: &[f64]| significant(values.first().copied().unwrap_or_default(), 3);
    let last = |values: &[f64]| significant(values.last().copied().unwrap_or_default(), 3);
    Plot {
        x: scene.rank_axis("index i"),
        y,
        heading: None,
        cells: vec![],
        curves,
        ghosts,
        rules: vec![],
        inspected: scene.live.inspected(),
        notes: vec![],
        summary: format!(
            "Singular values: style falls from {} to {}, facts from {} to {}.",
            first(style.values()),
            last(style.values()),
            first(facts.values()),
            last(facts.values()),
        ),
    }
}

fn curves(view: &View<'_>) -> Vec<Curve> {
    let curve = |name, tone, values: &[f64]| {
        let value = |rank: usize| values.get(rank - 1).copied();
        view.curve(name, name, (tone, Stroke::Solid), value)
    };
    vec![
        curve("facts", Tone::Facts, view.spectra.facts.values()),
        curve("style", Tone::Style, view.spectra.style.values()),
    ]
}
