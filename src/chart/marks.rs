//! What marks ranks on a plot: the upright lines of the inspected ones, and the crosshair.
//!
//! Where the inspected ranks can be dragged, each has a grip on the base line: a black pill for the
//! adapter's own rank, a white one for the second. Grips that would overlap stand side by side, their
//! lines where they were.

use plotters::style::text_anchor::HPos;

use super::Stroke;
use super::axis::Tick;
use super::encoding::color;
use super::labels::{Point, Rect};
use super::layout::PlotLayout;
use super::lettering::{GRIP, TICK};
use super::plot::Plot;
use super::surface::{DOT_RADIUS, DrawResult, DrawingSurface, HAIRLINE, crisp};

/// Of a grip, in pixels; as wide as its number needs, but not narrower.
const GRIP_HEIGHT: f64 = 24.0;
const LEAST_GRIP_WIDTH: f64 = 34.0;
/// Left and right of a grip's number.
const PADDING: f64 = 9.0;
/// The outline of the second grip.
const OUTLINE: f64 = 1.5;
/// The line of the first rank.
const HAND_WIDTH: f64 = 2.0;
/// Between two grips that stand side by side.
const APART: f64 = 2.0;
/// Pixels around a marked rank within which the axis has no tick.
const YIELD_TO_MARK: f64 = 24.0;
/// The same around the rank pointed at.
const YIELD_TO_CROSSHAIR: f64 = 22.0;
/// The dashes of the second rank's line and of the crosshair.
const DASH: f64 = 3.0;

/// An inspected rank.
pub(super) struct Mark {
    /// Where its line stands.
    pub(super) x: f64,
    /// Where its number does: on its grip or among the ticks.
    pub(super) place: Rect,
    label: String,
}

/// The plot's inspected ranks, the first one first.
pub(super) fn marks(plot: &Plot, frame: &PlotLayout<'_>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for rank in &plot.inspected {
        let (x, label) = (frame.x(*rank as f64), plot.x.written(*rank as f64));
        let width = frame.text_width(&label, &GRIP) + frame.scaled(2.0 * PADDING);
        let size = (
            width.max(frame.scaled(LEAST_GRIP_WIDTH)),
            frame.scaled(GRIP_HEIGHT),
        );
        let (_, row) = frame.below(x, &label);
        let y = if plot.grips { frame.area.bottom } else { row };
        let mut middle = frame.within(x, size.0);
        if let Some(other) = marks.first() {
            middle = beside(other, middle, size.0, frame);
        }
        marks.push(Mark {
            x,
            place: Rect::around((middle, y), size),
            label,
        });
    }
    marks
}

/// The middle of a mark of this width that wants to stand at `wanted`, so that it does not overlap
/// the other one.
fn beside(other: &Mark, wanted: f64, width: f64, frame: &PlotLayout<'_>) -> f64 {
    let (own, half) = (other.place, width / 2.0 + APART);
    if (wanted - own.center().0).abs() >= half + (own.right - own.left) / 2.0 {
        return wanted;
    }
    let (left, right) = (own.left - half, own.right + half);
    let nearest = if wanted < own.center().0 { left } else { right };
    if frame.within(nearest, width) == nearest {
        nearest
    } else {
        left + right - nearest
    }
}

/// Whether a tick's number has room beside the marks.
pub(super) fn has_room(tick: &Tick, marks: &[Mark], frame: &PlotLayout<'_>) -> bool {
    let x = frame.x(tick.value);
    let half = frame.text_width(&tick.label, &TICK) / 2.0;
    marks.iter().all(|mark| {
        (mark.x - x).abs() >= frame.scaled(YIELD_TO_MARK)
            && (x + half < mark.place.left || mark.place.right < x - half)
    })
}

/// Short dashes from one point straight down to another.
fn dashes(x: f64, top: f64, bottom: f64) -> impl Iterator<Item = [Point; 2]> {
    let count = ((bottom - top) / (2.0 * DASH)).ceil().max(0.0) as usize;
    (0..count).map(move |dash| {
        let y = top + 2.0 * DASH * dash as f64;
        [(x, y), (x, (y + DASH).min(bottom))]
    })
}

impl DrawingSurface<'_> {
    /// The inspected ranks, the first above the second.
    pub(super) fn marks(&self, plot: &Plot, marks: &[Mark], frame: &PlotLayout<'_>) -> DrawResult {
        let Rect { top, bottom, .. } = frame.area;
        let theme = self.theme;
        for (number, mark) in marks.iter().enumerate().rev() {
            let x = crisp(mark.x);
            if plot.y.is_listed() {
                // Between fields that are written on there is no room for a line.
            } else if !plot.grips {
                let line = [(x, top), (x, bottom)];
                self.stroke(&line, theme.muted, HAIRLINE, Stroke::Solid)?;
            } else if number == 0 {
                let line = [(mark.x, top), (mark.x, bottom)];
                self.stroke(&line, theme.hand, HAND_WIDTH, Stroke::Solid)?;
            } else {
                for dash in dashes(x, top, bottom) {
                    self.stroke(&dash, theme.hand, HAIRLINE, Stroke::Solid)?;
                }
            }
            let written = if !plot.grips {
                theme.ink
            } else if number == 0 {
                self.pill(&mark.place, theme.hand)?;
                theme.on_hand
            } else {
                self.pill(&mark.place, theme.hand)?;
                self.pill(&mark.place.grown(-OUTLINE), theme.sheet)?;
                theme.hand
            };
            let at = mark.place.center();
            self.text(&mark.label, at, HPos::Center, written, &GRIP)?;
        }
        Ok(())
    }

    /// A dashed line at `rank`, a dot on every curve and the rank in a box on the axis, below a grip
    /// that stands in its way; of the ticks that lie under the box nothing is left.
    pub(super) fn crosshair(&self, plot: &Plot, frame: &PlotLayout<'_>, rank: usize) -> DrawResult {
        let Rect { top, bottom, .. } = frame.area;
        let theme = self.theme;
        let x = frame.x(rank as f64);
        for dash in dashes(crisp(x), top, bottom) {
            self.stroke(&dash, theme.ink, HAIRLINE, Stroke::Solid)?;
        }
        for curve in &plot.curves {
            let value = curve.at(rank as f64);
            let point = value.map(|value| frame.point((rank as f64, value)));
            if let Some(point) = point.filter(|&point| frame.holds(point)) {
                let ink = color(theme, curve.tone, curve.stroke);
                self.dot(point, DOT_RADIUS + 1.0, ink, false)?;
            }
        }
        let marks = marks(plot, frame);
        let covered = |tick: &&Tick| {
            (frame.x(tick.value) - x).abs() < frame.scaled(YIELD_TO_CROSSHAIR)
                && has_room(tick, &marks, frame)
        };
        for tick in frame.x_ticks.iter().filter(covered) {
            let (middle, row) = frame.below(frame.x(tick.value), &tick.label);
            let size = (
                frame.text_width(&tick.label, &TICK) + 2.0,
                frame.line_height(),
            );
            self.rectangle(&Rect::around((middle, row), size), theme.sheet)?;
        }
        let label = plot.x.written(rank as f64);
        let width = frame.text_width(&label, &GRIP) + frame.scaled(PADDING);
        let size = (
            width.max(frame.scaled(YIELD_TO_CROSSHAIR)),
            frame.scaled(20.0),
        );
        let at = (frame.within(x, size.0), bottom);
        let mut place = Rect::around(at, size);
        if marks.iter().any(|mark| mark.label == label) {
            // The rank is there already, on its own mark.
            return Ok(());
        }
        if marks
            .iter()
            .any(|mark| mark.place.meets(&place.grown(APART)))
        {
            let under = frame.scaled(GRIP_HEIGHT / 2.0) + size.1 / 2.0 + APART;
            place = Rect::around((at.0, bottom + under), size);
        }
        self.rectangle(&place.grown(HAIRLINE), theme.edge)?;
        self.rectangle(&place, theme.sheet)?;
        self.text(&label, place.center(), HPos::Center, theme.ink, &GRIP)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Axis, Size};
    use super::*;

    fn plot(inspected: &[usize]) -> Plot {
        Plot {
            inspected: inspected.to_vec(),
            grips: true,
            ..Plot::new(Axis::log_ranks("r", 64), Axis::linear("σ", 1.0), vec![])
        }
    }

    #[test]
    fn grips_never_overlap_and_stay_inside_the_figure() {
        for (width, text) in [(320.0, 1.0), (520.0, 1.0), (520.0, 2.0)] {
            let size = Size {
                width,
                height: 300.0,
                text,
            };
            for first in 1..=64 {
                for second in (1..=64).filter(|second| *second != first) {
                    let plot = plot(&[first, second]);
                    let frame = PlotLayout::of(&plot, size);
                    let marks = marks(&plot, &frame);
                    let [one, other] = &marks[..] else { panic!() };
                    let (one, other) = (one.place, other.place);
                    assert!(one.right < other.left || other.right < one.left);
                    for place in [one, other] {
                        assert!(
                            place.left >= 0.0 && place.right <= width,
                            "{first}, {second}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_grip_with_room_stands_on_its_line() {
        let plot = plot(&[4, 32]);
        let size = Size {
            width: 500.0,
            height: 300.0,
            text: 1.0,
        };
        let frame = PlotLayout::of(&plot, size);
        for mark in marks(&plot, &frame) {
            assert_eq!(mark.place.center(), (mark.x, frame.area.bottom));
        }
    }

    #[test]
    fn ticks_give_way_to_marks() {
        let plot = plot(&[4, 30]);
        let size = Size {
            width: 500.0,
            height: 300.0,
            text: 1.0,
        };
        let frame = PlotLayout::of(&plot, size);
        let marks = marks(&plot, &frame);
        let shown = frame
            .x_ticks
            .iter()
            .filter(|tick| has_room(tick, &marks, &frame));
        let shown: Vec<_> = shown.map(|tick| tick.label.as_str()).collect();
        assert_eq!(shown, ["1", "2", "8", "16", "64"]);
    }
}
