//! Reconstruction error against rank: both scales, both updates, and the Eckart–Young floor.
//!
//! The axis is logarithmic, so twice as bad looks alike anywhere and the place where α/r touches
//! the floor (r = α) can be seen beside errors a hundred times larger.

use super::{Axis, Curve, Plot, Rule, Scene, Stroke, Tone};
use crate::params::number::Format;
use crate::sim::{Scaling, Spectrum};

/// Room above the largest error and below the smallest, as a ratio.
const HEADROOM: f64 = 1.4;
/// The axis reaches down to the floor at this share of the largest rank: at the last ranks the
/// floor plunges to zero, which no logarithmic axis can hold.
const SHARE_SHOWN: f64 = 0.5;
/// The least the axis shows, so that "no update" at 1 has both sides.
const LEAST_RANGE: (f64, f64) = (0.5, 2.0);

pub(super) fn plot(scene: &Scene<'_>) -> Plot {
    let facts = curves(scene, &scene.spectra.facts, Tone::Facts, "facts");
    let style = curves(scene, &scene.spectra.style, Tone::Style, "style");
    let curves: Vec<Curve> = facts.into_iter().chain(style).collect();

    let values = curves.iter().flat_map(|curve| &curve.points);
    let largest = values.fold(LEAST_RANGE.1, |largest, point| largest.max(point.1));
    let shown = (SHARE_SHOWN * scene.spectra.style.max_rank() as f64).max(1.0) as usize;
    let floors = [&scene.spectra.style, &scene.spectra.facts];
    let smallest = floors
        .iter()
        .filter_map(|spectrum| spectrum.floor(shown))
        .filter(|&floor| floor > 0.0)
        .fold(LEAST_RANGE.0, f64::min);

    let rank = scene.reading.rank_low;
    let said = |spectrum: &Spectrum| {
        let error = |factor| spectrum.error(rank, factor);
        let (lora, floor) = (
            error(Scaling::Lora.factor(scene.reading.alpha, rank)),
            error(1.0),
        );
        match lora.zip(floor) {
            Some((lora, floor)) => {
                let write = |value| Format::Decimals(3).write(value);
                format!("{} (its floor is {})", write(lora), write(floor))
            }
            None => "undefined, the update being zero".to_owned(),
        }
    };
    Plot {
        x: scene.rank_axis("rank r"),
        y: Axis::log(
            "relative error, log scale",
            smallest / HEADROOM,
            largest * HEADROOM,
        ),
        curves,
        rules: vec![Rule {
            value: 1.0,
            label: "no update",
        }],
        inspected: scene.inspected(),
        notes: scene.missing(),
        summary: format!(
            "Reconstruction error of LoRA at rank {rank}: style {}, facts {}; 1 is no update at all.",
            said(&scene.spectra.style),
            said(&scene.spectra.facts),
        ),
    }
}

/// Floor, rsLoRA and LoRA of one update.
fn curves(scene: &Scene<'_>, spectrum: &Spectrum, tone: Tone, name: &str) -> [Curve; 3] {
    let alpha = scene.reading.alpha;
    let scaled = |stroke, scaling: Scaling| {
        let label = format!("{name} {}", scaling.formula());
        scene.curve(&label, (tone, stroke), |rank| {
            spectrum.error(rank, scaling.factor(alpha, rank))
        })
    };
    let floor = scene.curve(&format!("{name} floor"), (tone, Stroke::Dotted), |rank| {
        spectrum.floor(rank)
    });
    [
        floor,
        scaled(Stroke::Dashed, Scaling::RsLora),
        scaled(Stroke::Solid, Scaling::Lora),
    ]
}
