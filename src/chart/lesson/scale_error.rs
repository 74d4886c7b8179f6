//! The relative error of a finished adapter of one rank against the scale it is applied with: lowest at 1,
//! and 1, as bad as no adapter, at 0 and at 2.

use super::super::{Axis, Curve, Plot, Rule, Stroke, Tone};
use super::DIGITS;
use rankscope_params::number::significant;

/// What a whole place of the scale's axis is worth.
pub const SCALE_WORTH: f64 = 0.01;
/// The axis reaches at least this far, so that the error is 1 on both sides of its lowest.
const LEAST_REACH: f64 = 2.2;
/// Room above the largest error, as a ratio.
const HEADROOM: f64 = 1.06;

/// The error of one finished adapter.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleErrorFigure {
    /// Scales, ascending, and the error at each.
    pub points: Vec<(f64, f64)>,
    /// Values to compare with, each with its name: the lowest error possible, no adapter.
    pub lines: Vec<(String, f64)>,
    /// The colour of the update.
    pub tone: Tone,
    /// The present scale.
    pub present: Option<f64>,
    /// Whether the present scale can be dragged.
    pub grip: bool,
}

/// The place of a scale on the axis.
pub(super) fn place(scale: f64) -> f64 {
    (scale / SCALE_WORTH).round()
}

/// The figure.
pub fn scale_error(of: &ScaleErrorFigure) -> Plot {
    let points = of.points.iter();
    let error = Curve {
        name: "error".into(),
        label: "error".to_owned(),
        named: false,
        tone: of.tone,
        strength: 1.0,
        stroke: Stroke::Solid,
        dots: false,
        points: points
            .map(|(scale, error)| (scale / SCALE_WORTH, *error))
            .collect(),
    };
    let last = of.points.last().map_or(LEAST_REACH, |point| point.0);
    let reach = of.present.unwrap_or_default().max(last).max(LEAST_REACH);
    let lines = of.lines.iter().map(|line| line.1);
    let values = of.points.iter().map(|point| point.1).chain(lines);
    let largest = values.fold(1.0, f64::max);
    let here = of.present.map(place);
    let there = of.present.and_then(|scale| error.at(scale / SCALE_WORTH));
    let rules = of.lines.iter().map(|(label, value)| Rule {
        value: *value,
        label: label.clone().into(),
    });
    let summary = match of.present.zip(there) {
        Some((scale, error)) => format!(
            "Scale {}: error {}.",
            significant(scale, DIGITS),
            significant(error, DIGITS)
        ),
        None if of.points.is_empty() => "Not measured yet.".to_owned(),
        None => "The error against the scale, lowest at 1.".to_owned(),
    };
    let x = Axis::in_places("scale γ", reach, SCALE_WORTH).column("scale");
    Plot {
        rules: rules.collect(),
        inspected: here.map(|place| place as usize).into_iter().collect(),
        grips: of.grip,
        spots: of
            .present
            .map(|scale| scale / SCALE_WORTH)
            .zip(there)
            .into_iter()
            .collect(),
        summary,
        ..Plot::new(
            x,
            Axis::linear("relative error", HEADROOM * largest),
            vec![error],
        )
    }
}
