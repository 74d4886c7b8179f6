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
    let y = match scene.axes.sigma {
        SigmaAxis::Linear => Axis::linear("singular value σ", largest),
        SigmaAxis::Log => {
            let smallest = all().fold(f64::INFINITY, f64::min);
            Axis::log("singular value σ, log scale", smallest, largest)
        }
    };
    Plot {
        inspected: scene.live.inspected(),
        ghosts,
        summary: summary(&scene.live),
        ..Plot::new(scene.rank_axis("direction"), y, curves)
    }
}

/// "style: σ₄ = 0.517, σ₅ = 0.145": the last direction that rank r keeps, and the first it leaves.
fn summary(view: &View<'_>) -> String {
    let values = view.spectra.style.values();
    let rank = view.reading.rank_low;
    let said = |number: usize| {
        let value = values.get(number.checked_sub(1)?)?;
        Some(format!("σ{} = {}", lowered(number), significant(*value, 3)))
    };
    let both: Vec<String> = [rank, rank + 1].into_iter().filter_map(said).collect();
    format!("style: {}", both.join(", "))
}

/// A number in lowered digits.
fn lowered(number: usize) -> String {
    let lower = |digit: char| {
        digit
            .to_digit(10)
            .and_then(|digit| char::from_u32('₀' as u32 + digit))
    };
    number.to_string().chars().filter_map(lower).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_lowered_one_by_one() {
        assert_eq!(
            (lowered(4), lowered(1024)),
            ("₄".to_owned(), "₁₀₂₄".to_owned())
        );
    }
}
