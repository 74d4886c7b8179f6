//! Reconstruction error against rank: both scales, both updates, and the Eckart–Young floor.
//!
//! The axis is logarithmic, so twice as bad looks alike anywhere and the place where α/r touches
//! the floor (r = α) can be seen beside errors a hundred times larger.

use super::{Axis, Curve, Plot, Rule, Scene, Stroke, Tone, View, values};
use rankscope_params::number::significant;
use rankscope_sim::{Scaling, Spectrum};

/// Room above the largest error and below the smallest, as a ratio.
const HEADROOM: f64 = 1.4;
/// The axis reaches down to the floor at this share of the largest rank: at the last ranks the
/// floor plunges to zero, which no logarithmic axis can hold.
const SHARE_SHOWN: f64 = 0.5;
/// The least the axis shows, so that "no adapter" at 1 has both sides.
const LEAST_RANGE: (f64, f64) = (0.5, 2.0);

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let (curves, ghosts) = scene.curves(curves);
    let largest = values(&curves, &ghosts).fold(LEAST_RANGE.1, f64::max);
    let View { spectra, reading } = scene.live;
    let shown = (SHARE_SHOWN * scene.live.max_rank() as f64).max(1.0) as usize;
    let smallest = [&spectra.style, &spectra.facts]
        .iter()
        .filter_map(|spectrum| spectrum.floor(shown))
        .filter(|&floor| floor > 0.0)
        .fold(LEAST_RANGE.0, f64::min);

    let rank = reading.rank_low;
    let said = |spectrum: &Spectrum| {
        let error = spectrum.error(rank, Scaling::Lora.factor(reading.alpha, rank));
        error.map_or_else(|| "zero".to_owned(), |error| significant(error, 3))
    };
    let (style, facts) = (said(&spectra.style), said(&spectra.facts));
    Plot {
        rules: vec![Rule {
            value: 1.0,
            label: "".into(),
        }],
        inspected: scene.live.inspected(),
        ghosts,
        summary: format!("rank {rank}, LoRA: style {style}, facts {facts}"),
        ..Plot::new(
            scene.rank_axis("rank r"),
            Axis::log(
                "relative error, log scale · 1 = no adapter",
                smallest / HEADROOM,
                largest * HEADROOM,
            ),
            curves,
        )
    }
}

/// Floor, rsLoRA and LoRA of both updates.
fn curves(view: &View<'_>) -> Vec<Curve> {
    let of = |spectrum: &Spectrum, tone, update: &str, [floor, rslora, lora]: [&'static str; 3]| {
        let scaled = |name, stroke, scaling: Scaling| {
            let label = format!("{update} {}", scaling.formula());
            view.curve(name, &label, (tone, stroke), |rank| {
                spectrum.error(rank, scaling.factor(view.reading.alpha, rank))
            })
        };
        let label = format!("{update} lowest");
        let floor = view.curve(floor, &label, (tone, Stroke::Dotted), |rank| {
            spectrum.floor(rank)
        });
        [
            floor,
            scaled(rslora, Stroke::Dashed, Scaling::RsLora),
            scaled(lora, Stroke::Solid, Scaling::Lora),
        ]
    };
    let facts = ["facts_floor", "facts_rslora", "facts_lora"];
    let style = ["style_floor", "style_rslora", "style_lora"];
    let facts = of(&view.spectra.facts, Tone::Facts, "facts", facts);
    let style = of(&view.spectra.style, Tone::Style, "style", style);
    facts.into_iter().chain(style).collect()
}
