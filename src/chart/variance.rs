//! Cumulative variance: `100 · E(r)` against `r`.

use super::{Axis, Plot, Scene, Stroke, Tone};
use crate::params::number::Format;
use crate::sim::Spectrum;

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let percent = |spectrum: &Spectrum, rank| spectrum.energy(rank).map(|share| 100.0 * share);
    let curve = |label, tone, spectrum: &Spectrum| {
        scene.curve(label, (tone, Stroke::Solid), |rank| percent(spectrum, rank))
    };
    let rank = scene.reading.rank_low;
    let said = |spectrum: &Spectrum| match percent(spectrum, rank) {
        Some(percent) => format!("{} %", Format::Decimals(1).write(percent)),
        None => "nothing, being zero,".to_owned(),
    };
    Plot {
        x: scene.rank_axis("rank r"),
        y: Axis::linear("energy in the first r directions, %", 100.0),
        curves: vec![
            curve("facts", Tone::Facts, &scene.spectra.facts),
            curve("style", Tone::Style, &scene.spectra.style),
        ],
        rules: vec![],
        inspected: scene.inspected(),
        notes: scene.missing(),
        summary: format!(
            "Energy kept: rank {rank} holds {} of the style update and {} of the facts update.",
            said(&scene.spectra.style),
            said(&scene.spectra.facts),
        ),
    }
}
