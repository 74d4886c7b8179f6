//! Quantities against one parameter: measured at a few of its values, joined by lines.

use super::super::{Axis, Curve, Plot, Rule};
use super::{DIGITS, Look, Places};
use rankscope_params::number::significant;

/// One quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is called.
    pub label: String,
    /// How it is drawn.
    pub look: Look,
    /// Its value at each place; none where it is undefined, or not known yet.
    pub values: Vec<Option<f64>>,
}

/// Quantities against a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvesFigure {
    /// The parameter.
    pub x: Places,
    /// What is written at the vertical axis, with its unit.
    pub y: String,
    /// Whether the vertical axis is logarithmic.
    pub log: bool,
    /// The quantities.
    pub series: Vec<Series>,
    /// Values to compare them with, each with its name.
    pub lines: Vec<(String, f64)>,
    /// The place of the present value of the parameter, which may lie between the points.
    pub present: Option<usize>,
    /// Whether that can be dragged.
    pub grip: bool,
}

/// Room above the largest value, as a ratio; of a logarithmic axis also below the smallest.
const HEADROOM: f64 = 1.08;
const LOG_HEADROOM: f64 = 1.3;
/// So many values are said in one sentence.
const FEW: usize = 2;

/// The figure.
pub fn curves(of: &CurvesFigure) -> Plot {
    let (x, places) = of.x.axis();
    let curve = |series: &Series| Curve {
        name: series.label.clone().into(),
        label: series.label.clone(),
        named: true,
        tone: series.look.tone,
        strength: series.look.strength,
        stroke: series.look.stroke,
        dots: true,
        points: places
            .iter()
            .zip(&series.values)
            .filter_map(|(place, value)| Some((*place as f64, (*value)?)))
            .collect(),
    };
    let curves: Vec<Curve> = of.series.iter().map(curve).collect();
    let rules = of.lines.iter().map(|(label, value)| Rule {
        value: *value,
        label: label.clone().into(),
    });
    let values = curves
        .iter()
        .flat_map(|curve| &curve.points)
        .map(|point| point.1)
        .chain(of.lines.iter().map(|line| line.1));
    let y = vertical(&of.y, of.log, values.collect());
    let here = of.present;
    let spots = here.into_iter().flat_map(|place| {
        let place = place as f64;
        let at = move |curve: &Curve| Some((place, curve.at(place)?));
        curves.iter().filter_map(at).collect::<Vec<_>>()
    });
    Plot {
        rules: rules.collect(),
        inspected: here.into_iter().collect(),
        grips: of.grip,
        spots: spots.collect(),
        summary: summary(of, &x, &curves),
        ..Plot::new(x, y, curves)
    }
}

/// A percentage reaches up to all; anything else as far as its values do.
fn vertical(title: &str, log: bool, values: Vec<f64>) -> Axis {
    if log {
        let positive = values.into_iter().filter(|value| *value > 0.0);
        let (least, most) = positive.fold((f64::INFINITY, 0.0), |(least, most), value| {
            (value.min(least), value.max(most))
        });
        let (least, most) = if most > 0.0 {
            (least, most)
        } else {
            (0.1, 1.0)
        };
        return Axis::log(title.to_owned(), least / LOG_HEADROOM, most * LOG_HEADROOM);
    }
    let largest = values.into_iter().fold(0.0, f64::max);
    if unit(title).is_empty() {
        Axis::linear(title.to_owned(), HEADROOM * largest)
    } else {
        // A little more, so that the dots of what is complete are whole.
        Axis::linear(title.to_owned(), 103.0)
    }
}

/// "Rank 8: seen 100 % · new questions 57 %." Without a present value: where it is measured.
fn summary(of: &CurvesFigure, x: &Axis, curves: &[Curve]) -> String {
    let Some(place) = of.present.map(|place| place as f64) else {
        let written = |value: Option<&f64>| value.map(|value| significant(*value, DIGITS));
        let ends = written(of.x.values.first()).zip(written(of.x.values.last()));
        let (first, last) = ends.unwrap_or_default();
        return format!("From {} {first} to {last}.", of.x.column);
    };
    let unit = unit(&of.y);
    let said = curves.iter().filter_map(|curve| {
        let value = significant(curve.at(place)?, DIGITS);
        Some(format!("{} {value}{unit}", curve.label))
    });
    let said: Vec<String> = said.collect();
    let is_point = of.x.numbers().contains(&(place as usize));
    let place = capitalised(&x.called(place));
    match said.len() {
        0 if is_point => format!("{place}: not measured yet."),
        0 => format!("{place}: between the points."),
        1..=FEW => format!("{place}: {}.", said.join(" · ")),
        // One number a sentence, where there are many.
        _ => format!("{place}. {}.", said.join(". ")),
    }
}

/// What is written behind a value of a quantity whose name ends with its unit.
pub(super) fn unit(quantity: &str) -> &'static str {
    Axis::linear(quantity.to_owned(), 1.0).unit()
}

/// A sentence begins with a capital, except where it begins with a symbol.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if first.is_ascii_lowercase() => {
            format!("{}{}", first.to_ascii_uppercase(), letters.as_str())
        }
        _ => text.to_owned(),
    }
}
