//! Cumulative variance: `100 · E(r)` against `r`.

use super::{Axis, Curve, Plot, Scene, Stroke, Tone, View};
use rankscope_params::number::Format;
use rankscope_sim::Spectrum;

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let (curves, ghosts) = scene.curves(curves);
    let View { spectra, reading } = scene.live;
    let rank = reading.rank_low;
    let said = |spectrum: &Spectrum| match percent(spectrum, rank) {
        Some(percent) => format!("{} %", Format::Decimals(1).write(percent)),
        None => "nothing, being zero,".to_owned(),
    };
    Plot {
        x: scene.rank_axis("rank r"),
        y: Axis::linear("energy in the first r directions, %", 100.0),
        heading: None,
        cells: vec![],
        curves,
        ghosts,
        rules: vec![],
        inspected: scene.live.inspected(),
        notes: scene.live.missing(),
        summary: format!(
            "Energy kept: rank {rank} holds {} of the style update and {} of the facts update.",
            said(&spectra.style),
            said(&spectra.facts),
        ),
    }
}

fn curves(view: &View<'_>) -> Vec<Curve> {
    let curve = |name, tone, spectrum: &Spectrum| {
        let value = |rank| percent(spectrum, rank);
        view.curve(name, name, (tone, Stroke::Solid), value)
    };
    vec![
        curve("facts", Tone::Facts, &view.spectra.facts),
        curve("style", Tone::Style, &view.spectra.style),
    ]
}

fn percent(spectrum: &Spectrum, rank: usize) -> Option<f64> {
    spectrum.energy(rank).map(|share| 100.0 * share)
}
