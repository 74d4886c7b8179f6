//! Cumulative variance: `100 · E(r)` against `r`.

use super::{Axis, Curve, Plot, Scene, Stroke, Tone, View};
use rankscope_params::number;
use rankscope_sim::Spectrum;

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let (curves, ghosts) = scene.curves(curves);
    let View { spectra, reading } = scene.live;
    let rank = reading.rank_low;
    let said = |spectrum: &Spectrum| {
        spectrum
            .energy(rank)
            .map_or("zero".to_owned(), number::percent)
    };
    let (style, facts) = (said(&spectra.style), said(&spectra.facts));
    Plot {
        inspected: scene.live.inspected(),
        ghosts,
        summary: format!("rank {rank}: style {style}, facts {facts}"),
        ..Plot::new(
            scene.rank_axis("rank r"),
            Axis::linear("energy kept, %", 100.0),
            curves,
        )
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
