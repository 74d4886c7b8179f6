//! The spectrum: `σᵢ` against `i`.

use super::{Axis, Plot, Scene, Stroke, Tone};
use crate::params::number::significant;
use crate::params::query::SigmaAxis;

/// Room above the largest singular value.
const HEADROOM: f64 = 1.04;

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let (style, facts) = (&scene.spectra.style, &scene.spectra.facts);
    let both = style.values().iter().chain(facts.values());
    let largest = HEADROOM
        * both
            .clone()
            .fold(0.0f64, |largest, &value| largest.max(value));
    let y = match scene.sigma_axis {
        SigmaAxis::Linear => Axis::linear("singular value σ", largest),
        SigmaAxis::Log => {
            let smallest = both.fold(f64::INFINITY, |smallest, &value| smallest.min(value));
            Axis::log("singular value σ, log scale", smallest, largest)
        }
    };
    let curve = |label, tone, values: &[f64]| {
        let value = |rank: usize| values.get(rank - 1).copied();
        scene.curve(label, (tone, Stroke::Solid), value)
    };
    let first = |values: &[f64]| significant(values.first().copied().unwrap_or_default(), 3);
    let last = |values: &[f64]| significant(values.last().copied().unwrap_or_default(), 3);
    Plot {
        x: scene.rank_axis("index i"),
        y,
        curves: vec![
            curve("facts", Tone::Facts, facts.values()),
            curve("style", Tone::Style, style.values()),
        ],
        rules: vec![],
        inspected: scene.inspected(),
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
