//! A few quantities beside each other, each a bar from zero with its value above it.

use super::super::{Axis, Cell, Curve, Plot, Rule, Stroke, Tone};
use super::{DIGITS, Look};
use rankscope_params::number::significant;

/// One quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is called.
    pub label: String,
    /// How it is drawn.
    pub look: Look,
    /// Its value; none where it is undefined, or not known yet.
    pub value: Option<f64>,
}

/// Half the width of a bar, in distances of two.
const HALF: f64 = 0.3;
/// Half the width of what is written above it.
const HALF_WRITTEN: f64 = 0.48;
/// Room above the largest for its value, as a share of it.
const ABOVE: f64 = 0.16;
/// Of its colour a bar has this much.
const FULL: f64 = 0.85;

/// Bars, and values to compare them with, each with its name.
pub fn bars(title: &str, bars: &[Bar], lines: &[(String, f64)]) -> Plot {
    let place = |(number, bar): (u32, &Bar)| (f64::from(number), bar.label.clone());
    let x = Axis::listed("", (1..).zip(bars).map(place).collect());
    let values = bars.iter().filter_map(|bar| bar.value);
    let largest = values
        .chain(lines.iter().map(|line| line.1))
        .fold(0.0, f64::max);
    let room = ABOVE * if largest > 0.0 { largest } else { 1.0 };
    let y = Axis::linear(title.to_owned(), largest + room);
    let mut cells = Vec::new();
    let mut points = Vec::new();
    let mut said = Vec::new();
    for (column, bar) in bars.iter().enumerate() {
        let Some(value) = bar.value else { continue };
        let number = (column + 1) as f64;
        let written = significant(value, DIGITS);
        let field = |half: f64, up, label: String, strength| Cell {
            at: (number, value),
            across: (x.value_beside(column, -half), x.value_beside(column, half)),
            up,
            value: Some(value),
            label,
            brief: String::new(),
            tone: bar.look.tone,
            strength,
            marked: false,
        };
        let strength = FULL * bar.look.strength;
        cells.push(field(HALF, (0.0, value.max(0.0)), String::new(), strength));
        let above = (value.max(0.0), value.max(0.0) + room);
        said.push(format!("{} {written}", bar.label));
        cells.push(field(HALF_WRITTEN, above, written, 0.0));
        points.push((number, value));
    }
    // For who reads values: nothing of it is drawn.
    let tops = Curve {
        name: "value".into(),
        label: "value".to_owned(),
        named: false,
        tone: Tone::Neutral,
        strength: 0.0,
        stroke: Stroke::Unjoined,
        dots: true,
        points,
    };
    let rules = lines.iter().map(|(label, value)| Rule {
        value: *value,
        label: label.clone().into(),
    });
    Plot {
        cells,
        rules: rules.collect(),
        summary: if said.is_empty() {
            "Not measured yet.".to_owned()
        } else {
            format!("{}.", said.join(" · "))
        },
        ..Plot::new(x, y, vec![tops])
    }
}
