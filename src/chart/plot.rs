//! A figure as data: what is drawn, not how.

use super::Axis;

/// A figure, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// The curves, back to front.
    pub curves: Vec<Curve>,
    /// Horizontal lines of reference.
    pub rules: Vec<Rule>,
    /// Ranks marked by an upright line and a dot on every curve.
    pub inspected: Vec<usize>,
    /// Sentences written across the figure where a curve is missing.
    pub notes: Vec<&'static str>,
    /// What the figure shows now, in a sentence.
    pub summary: String,
}

/// One curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Written beside the curve.
    pub label: String,
    /// What it is of, as a colour.
    pub tone: Tone,
    /// Under which scale, as a dash pattern.
    pub stroke: Stroke,
    /// Its points, from left to right.
    pub points: Vec<(f64, f64)>,
}

impl Curve {
    /// The curve's value at `x`, between its points linearly; none outside them.
    pub fn at(&self, x: f64) -> Option<f64> {
        let after = self.points.partition_point(|point| point.0 < x);
        let &(x1, y1) = self.points.get(after)?;
        if x1 <= x {
            return Some(y1);
        }
        let &(x0, y0) = self.points.get(after.checked_sub(1)?)?;
        Some(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    }
}

/// A horizontal line of reference, with what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where.
    pub value: f64,
    /// Written on the line.
    pub label: &'static str,
}

/// What a curve is of. One colour each, the same everywhere on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The style update.
    Style,
    /// The facts update.
    Facts,
    /// Neither: a property of the scale alone.
    Neutral,
}

/// Which scale a curve belongs to. One pattern each, the same everywhere on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// LoRA, and whatever does not depend on the scale.
    Solid,
    /// rsLoRA.
    Dashed,
    /// The floor.
    Dotted,
}
