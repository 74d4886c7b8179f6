//! A figure as data: what is drawn, not how.

use std::borrow::Cow;

use super::{Axis, Stroke, Tone};

/// A figure, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// Coloured fields, behind everything.
    pub cells: Vec<Cell>,
    /// The curves, back to front.
    pub curves: Vec<Curve>,
    /// Curves pinned earlier, behind them.
    pub ghosts: Vec<Ghost>,
    /// Horizontal lines of reference.
    pub rules: Vec<Rule>,
    /// Ranks marked by an upright line, the adapter's own first.
    pub inspected: Vec<usize>,
    /// Whether those can be dragged: each has a grip on the base line.
    pub grips: bool,
    /// Points that stand out: where the present state lies on its curves.
    pub spots: Vec<(f64, f64)>,
    /// What the figure shows now, in a sentence.
    pub summary: String,
}

/// The curves of one pin.
#[derive(Clone, Debug, PartialEq)]
pub struct Ghost {
    /// What the page calls the pin.
    pub letter: char,
    /// The figure's curves as they were.
    pub curves: Vec<Curve>,
}

/// One curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its name in tables and files.
    pub name: Cow<'static, str>,
    /// What the page calls it.
    pub label: String,
    /// Whether that is written beside the curve.
    pub named: bool,
    /// What it is of, as a colour.
    pub tone: Tone,
    /// How much of the colour, in `0..=1`; the rest is paper.
    pub strength: f64,
    /// Under which scale, as a dash pattern.
    pub stroke: Stroke,
    /// Whether each of its points is a measurement, marked by a dot.
    pub dots: bool,
    /// Its points, from left to right.
    pub points: Vec<(f64, f64)>,
}

/// One field of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it is of: a value of each axis.
    pub at: (f64, f64),
    /// From where to where it reaches on the horizontal axis.
    pub across: (f64, f64),
    /// From where to where on the vertical axis.
    pub up: (f64, f64),
    /// Its number; none where there is none.
    pub value: Option<f64>,
    /// Written in it, where there is room.
    pub label: String,
    /// Written instead where there is not.
    pub brief: String,
    /// Its colour.
    pub tone: Tone,
    /// How much of the colour, in `0..=1`; the rest is paper.
    pub strength: f64,
    /// Whether it stands out from the others.
    pub marked: bool,
}

impl Curve {
    /// What is written beside it.
    pub(super) fn written(&self) -> &str {
        if self.named { &self.label } else { "" }
    }
}

impl Plot {
    /// Curves on their axes, with nothing else and no summary.
    pub fn new(x: Axis, y: Axis, curves: Vec<Curve>) -> Self {
        Self {
            x,
            y,
            cells: vec![],
            curves,
            ghosts: vec![],
            rules: vec![],
            inspected: vec![],
            grips: false,
            spots: vec![],
            summary: String::new(),
        }
    }

    /// The parts of a curve that a line joins: measurements are not joined across a place where
    /// others were made and this one was not.
    pub(super) fn runs<'c>(&self, curve: &'c Curve) -> Vec<&'c [(f64, f64)]> {
        if !curve.dots {
            return vec![&curve.points];
        }
        let measured = self.curves.iter().filter(|curve| curve.dots);
        let places: Vec<f64> = measured
            .flat_map(|curve| &curve.points)
            .map(|point| point.0)
            .collect();
        let joined = |one: &(f64, f64), next: &(f64, f64)| {
            !places.iter().any(|place| one.0 < *place && *place < next.0)
        };
        curve.points.chunk_by(joined).collect()
    }
}

/// A horizontal line of reference, with what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where.
    pub value: f64,
    /// Written on the line.
    pub label: Cow<'static, str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_crosses_a_place_where_others_were_measured() {
        let measured = |points: &[(f64, f64)]| Curve {
            name: "lora".into(),
            label: "lora".to_owned(),
            tone: Tone::Style,
            strength: 1.0,
            stroke: Stroke::Solid,
            named: true,
            dots: true,
            points: points.to_vec(),
        };
        let whole = measured(&[(2.0, 1.0), (4.0, 1.0), (8.0, 1.0)]);
        let gap = measured(&[(2.0, 1.0), (8.0, 1.0), (16.0, 1.0)]);
        let plot = Plot::new(
            Axis::doublings("r", 2, 16, 0.5),
            Axis::linear("error", 2.0),
            vec![whole.clone(), gap.clone()],
        );
        assert_eq!(plot.runs(&whole), [&whole.points[..]]);
        assert_eq!(plot.runs(&gap), [&gap.points[..1], &gap.points[1..]]);
    }
}
