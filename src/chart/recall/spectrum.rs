//! The singular values of the full update, and how much energy its first directions have.

use super::super::{Axis, Curve, Plot, Stroke};
use super::{tone, written};
use rankscope_sim::recall::RecallResults;

/// The energy that the summary's rank keeps.
const KEPT: f64 = 0.9;

/// The figure, once the full matrix is trained.
pub fn plot(results: &RecallResults) -> Plot {
    let width = results.config().map_or(1, |config| config.width);
    let values = results.cut().map(|cut| cut.spectrum.values());
    let points = (1_u32..)
        .map(f64::from)
        .zip(values.into_iter().flatten().copied());
    let curve = Curve {
        name: "sigma".into(),
        label: "σ".to_owned(),
        named: false,
        tone: tone(results),
        strength: 1.0,
        stroke: Stroke::Solid,
        dots: false,
        points: points.collect(),
    };
    let largest = curve.points.first().map_or(1.0, |point| point.1);
    Plot {
        summary: summary(results),
        ..Plot::new(
            Axis::log_ranks("direction, log scale", width),
            Axis::linear("singular value σ", 1.05 * largest),
            vec![curve],
        )
    }
}

/// "90 % of its energy takes 27 directions of 64; the first 4 have 22.5 %."
fn summary(results: &RecallResults) -> String {
    let Some(cut) = results.cut() else {
        return "Running.".to_owned();
    };
    let count = cut.spectrum.values().len();
    let energy = |rank: usize| cut.spectrum.energy(rank).unwrap_or_default();
    let needed = (1..=count)
        .find(|&rank| energy(rank) >= KEPT)
        .unwrap_or(count);
    let first = results
        .config()
        .map_or(1, |config| config.rule_rank)
        .min(count);
    format!(
        "90\u{202f}% of its energy takes {needed} directions of {count}. The first {first} have {}.",
        written(100.0 * energy(first))
    )
}
