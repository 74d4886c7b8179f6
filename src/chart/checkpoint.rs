//! The spectrum of what changed in one matrix, on logarithmic axes: `σᵢ` against `i`.
//!
//! Behind it, with as large a first value, the simulated style and facts, which have no unit of their own; and the
//! values of a random matrix of the same shape and norm (Marchenko and Pastur). A line shows what rounding to the
//! stored formats may leave: what lies below it is paler, because it may be nothing but rounding.

use super::{Axis, Curve, Named, Plot, Rule, Stroke, Tone};
use rankscope_adapter::checkpoint::Analysis;
use rankscope_params::number::significant;
use rankscope_sim::{Spectra, Spectrum, marchenko_pastur};

/// The figure.
pub const DELTA_SPECTRUM: Named = Named {
    name: "delta-spectrum",
    title: "Singular values of ΔW",
};
/// How much of its colour has what may be rounding.
const PALE: f64 = 0.3;
/// Room above the largest value.
const HEADROOM: f64 = 1.3;
/// Points of a curve at most: as many as can be told apart.
const MOST_POINTS: usize = 512;

/// What the figure is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct MatrixScene<'a> {
    /// What was found of the matrix.
    pub analysis: &'a Analysis,
    /// d.
    pub rows: usize,
    /// k.
    pub columns: usize,
    /// The simulated updates, once they are known.
    pub simulated: Option<&'a Spectra>,
}

impl MatrixScene<'_> {
    /// The figure; without curves where the change is zero or its values are not known.
    pub fn spectrum(&self) -> Plot {
        let known = self.analysis.values.as_ref();
        let values = known.map_or(&[][..], |values| &values.values);
        let count = known.map_or(1, |values| values.count);
        let first = values.first().copied().unwrap_or_default();
        let floor = self.analysis.floor;
        let axis = Axis::log_ranks("direction", count.max(2));
        if first <= 0.0 {
            return Plot {
                summary: "This matrix did not change.".to_owned(),
                ..Plot::new(axis, Axis::linear("singular value σ", 1.0), Vec::new())
            };
        }
        let mut curves = Vec::new();
        let random =
            marchenko_pastur::singular_values(self.rows, self.columns, self.analysis.frobenius);
        let largest = random.first().map_or(first, |random| random.max(first));
        curves.push(curve(
            "random",
            "a random matrix",
            (Tone::Neutral, Stroke::Dotted),
            &random,
        ));
        if let Some(Spectra { style, facts }) = self.simulated {
            let mut simulated = |name, tone, spectrum: &Spectrum| {
                let own = spectrum.values().first().copied().unwrap_or_default();
                if own > 0.0 {
                    let scaled = spectrum.values().iter().map(|value| value / own * first);
                    let scaled: Vec<f64> = scaled.take(count).collect();
                    curves.push(curve(name, name, (tone, Stroke::Dashed), &scaled));
                }
            };
            simulated("facts", Tone::Facts, facts);
            simulated("style", Tone::Style, style);
        }
        let above = values.partition_point(|value| *value > floor);
        let own = (Tone::Neutral, Stroke::Solid);
        // Both have the point where they meet, so that no gap is seen.
        let (signal, rest) = (values.get(..above), values.get(above.saturating_sub(1)..));
        if let Some(rest) = rest.filter(|_| above < values.len()) {
            let mut pale = curve("below_floor", "below rounding", own, rest);
            for (direction, _) in &mut pale.points {
                *direction += above.saturating_sub(1) as f64;
            }
            pale.strength = PALE;
            pale.named = false;
            curves.push(pale);
        }
        curves.push(curve(
            "matrix",
            "this matrix",
            own,
            signal.unwrap_or_default(),
        ));
        let smallest = values.iter().copied().filter(|value| *value > 0.0);
        let smallest = smallest.fold(first, f64::min);
        let lowest = if floor > 0.0 {
            smallest.min(floor)
        } else {
            smallest
        };
        let y = Axis::log("singular value σ, log scale", lowest, HEADROOM * largest);
        let (bottom, top) = y.range();
        let shown = (bottom..=top).contains(&floor);
        Plot {
            rules: if shown {
                vec![Rule {
                    value: floor,
                    label: "rounding".into(),
                }]
            } else {
                Vec::new()
            },
            summary: summary(values, above, floor),
            ..Plot::new(axis, y, curves)
        }
    }
}

fn summary(values: &[f64], above: usize, floor: f64) -> String {
    let written = |value: Option<&f64>| significant(value.copied().unwrap_or_default(), 3);
    let falls = format!(
        "The singular values fall from {} to {}.",
        written(values.first()),
        written(values.last())
    );
    if floor > 0.0 && above < values.len() {
        format!(
            "{falls} Above what rounding may leave are {above} of {}.",
            values.len()
        )
    } else {
        falls
    }
}

/// A curve of positive values, each doubling of the direction with as many points as can be told apart.
fn curve(name: &'static str, label: &str, (tone, stroke): (Tone, Stroke), values: &[f64]) -> Curve {
    let mut points = Vec::new();
    let mut next = 1.0;
    let ratio = (values.len().max(2) as f64).powf(1.0 / MOST_POINTS as f64);
    for (index, value) in values.iter().enumerate() {
        let direction = (index + 1) as f64;
        if *value > 0.0 && (direction >= next || index + 1 == values.len()) {
            points.push((direction, *value));
            next = direction * ratio;
        }
    }
    Curve {
        name: name.into(),
        label: label.to_owned(),
        tone,
        strength: 1.0,
        stroke,
        named: true,
        dots: false,
        points,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_adapter::checkpoint::Values;

    fn analysis(values: &[f64], floor: f64) -> Analysis {
        let energy: f64 = values.iter().map(|value| value * value).sum();
        Analysis {
            numbers: 16,
            changed: 16,
            is_equal_to_the_bit: false,
            base_norm: 1.0,
            tuned_norm: 1.0,
            frobenius: energy.sqrt(),
            floor,
            values: Some(Values {
                values: values.to_vec(),
                count: values.len(),
                bounds: None,
            }),
        }
    }

    fn plot(values: &[f64], floor: f64) -> Plot {
        let analysis = analysis(values, floor);
        MatrixScene {
            analysis: &analysis,
            rows: 4,
            columns: 4,
            simulated: None,
        }
        .spectrum()
    }

    #[test]
    fn what_rounding_may_leave_is_paler_and_has_a_line() {
        let plot = plot(&[4.0, 2.0, 0.5, 0.25], 1.0);
        let of = |name: &str| plot.curves.iter().find(|curve| curve.name == name).unwrap();
        assert_eq!(of("matrix").points, [(1.0, 4.0), (2.0, 2.0)]);
        assert_eq!(
            of("below_floor").points,
            [(2.0, 2.0), (3.0, 0.5), (4.0, 0.25)]
        );
        assert!(of("below_floor").strength < 1.0);
        assert_eq!(plot.rules.len(), 1);
        assert!(plot.summary.ends_with("are 2 of 4."), "{}", plot.summary);
    }

    #[test]
    fn a_random_matrix_of_the_same_norm_lies_behind() {
        let plot = plot(&[4.0, 2.0, 0.5, 0.25], 0.0);
        let random = plot.curves.first().unwrap();
        assert_eq!((&*random.name, random.points.len()), ("random", 4));
        let energy: f64 = random.points.iter().map(|(_, value)| value * value).sum();
        assert!((energy.sqrt() / 20.3125_f64.sqrt() - 1.0).abs() < 0.1);
        assert!(plot.rules.is_empty());
    }

    #[test]
    fn a_matrix_that_did_not_change_has_no_curve() {
        let plot = plot(&[0.0, 0.0], 0.1);
        assert!(plot.curves.is_empty());
        assert_eq!(plot.summary, "This matrix did not change.");
    }
}
