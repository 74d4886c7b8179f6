//! Where a plot lies on its figure, and where on it a value does, in CSS pixels.

use super::labels::{Line, Rect};
use super::plot::Plot;

pub(super) const FONT_SIZE: f64 = 12.0;
/// Mean advance of a character of a bold system font, in ems: the widest in use, so that names
/// keep apart on every system.
const ADVANCE: f64 = 0.64;
pub(super) const LINE_HEIGHT: f64 = 15.0;
/// Title of the vertical axis, above the plot.
const ABOVE: f64 = 24.0;
/// Tick labels and the title of the horizontal axis, below it.
const BELOW: f64 = 38.0;
const BESIDE: f64 = 12.0;
/// Pixels a tick label of the vertical axis wants for itself.
const Y_TICK_ROOM: f64 = 38.0;
/// Far outside the plot, but finite: where a logarithm of zero is drawn to.
const BEYOND: f64 = 8.0;

/// Size of a figure in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Where on the figure the plot lies, and where on it a value does.
pub(super) struct Frame<'p> {
    plot: &'p Plot,
    pub(super) area: Rect,
}

impl<'p> Frame<'p> {
    pub(super) fn of(plot: &'p Plot, size: Size) -> Self {
        let ticks = plot.y.ticks(y_tick_count(size.height - ABOVE - BELOW));
        let widest = ticks.iter().map(|tick| text_width(&tick.label));
        let area = Rect {
            left: widest.fold(0.0, f64::max) + 8.0,
            top: ABOVE,
            right: size.width - BESIDE,
            bottom: size.height - BELOW,
        };
        Self { plot, area }
    }

    pub(super) fn x(&self, value: f64) -> f64 {
        let Rect { left, right, .. } = self.area;
        left + self.plot.x.position(value) * (right - left)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let Rect { top, bottom, .. } = self.area;
        let position = self.plot.y.position(value).clamp(-BEYOND, BEYOND);
        bottom - position * (bottom - top)
    }

    pub(super) fn point(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x(x), self.y(y))
    }

    /// The runs of a line that lie inside the plot, cut where it leaves through top or bottom.
    pub(super) fn visible(&self, points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let Rect { top, bottom, .. } = self.area;
        let inside = |point: (f64, f64)| (top..=bottom).contains(&point.1);
        let crossing = |(x0, y0): (f64, f64), (x1, y1): (f64, f64)| {
            let edge = if y0.min(y1) < top { top } else { bottom };
            (x0 + (x1 - x0) * (edge - y0) / (y1 - y0), edge)
        };
        let mut runs = Vec::new();
        let mut run: Vec<(f64, f64)> = Vec::new();
        let mut before: Option<(f64, f64)> = None;
        for &point in points {
            match (before.is_some_and(inside), inside(point)) {
                (_, true) => {
                    if let Some(outside) = before.filter(|&before| !inside(before)) {
                        run.push(crossing(outside, point));
                    }
                    run.push(point);
                }
                (true, false) => {
                    run.extend(before.map(|before| crossing(before, point)));
                    runs.push(std::mem::take(&mut run));
                }
                (false, false) => {}
            }
            before = Some(point);
        }
        runs.push(run);
        runs.retain(|run| run.len() > 1);
        runs
    }
}

/// Curves first, then the lines of reference, with the room their names take.
pub(super) fn screen_lines(plot: &Plot, frame: &Frame<'_>) -> Vec<Line> {
    let curves = plot.curves.iter().map(|curve| Line {
        points: curve
            .points
            .iter()
            .map(|&point| frame.point(point))
            .collect(),
        name: (text_width(&curve.label), LINE_HEIGHT),
        preferred: 0.55,
    });
    let rules = plot.rules.iter().map(|rule| Line {
        points: vec![
            (frame.area.left, frame.y(rule.value)),
            (frame.area.right, frame.y(rule.value)),
        ],
        name: (text_width(rule.label), LINE_HEIGHT),
        preferred: 1.0,
    });
    curves.chain(rules).collect()
}

pub(super) fn text_width(text: &str) -> f64 {
    text.chars().count() as f64 * ADVANCE * FONT_SIZE
}

pub(super) fn y_tick_count(height: f64) -> usize {
    (height / Y_TICK_ROOM).max(2.0) as usize
}
