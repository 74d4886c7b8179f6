//! Drawing a [`Plot`]: axes, ghosts, curves, marks and names, in CSS pixels, on any backend.

use plotters::prelude::FontStyle;
use plotters::style::Color;
use plotters::style::text_anchor::HPos;
use plotters_backend::{DrawingBackend, DrawingErrorKind};

use super::Stroke;
use super::drawing::Drawing;
use super::labels::{self, Line, Rect};
use super::layout::{PlotLayout, Size, screen_lines};
use super::plot::{Cell, Ghost, Plot};
use super::surface::{DOT_RADIUS, DrawResult, DrawingSurface, HAIRLINE, crisp, record};
use super::theme::Theme;

const CURVE_WIDTH: f64 = 2.0;
/// Pinned curves are as wide and keep their dashes, but are mostly paper.
const GHOST_OPACITY: f64 = 0.38;
/// Pixels a tick label of the horizontal axis wants for itself.
const X_TICK_ROOM: f64 = 52.0;

/// Draws `plot`. The backend must scale what it is given by `1 /`
/// [`UNITS_PER_PIXEL`](super::UNITS_PER_PIXEL), because everything is drawn in eighths of a CSS
/// pixel.
///
/// # Errors
/// Whatever the backend's own drawing calls return.
pub fn draw<B: DrawingBackend>(
    backend: B,
    plot: &Plot,
    theme: &Theme,
    size: Size,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    drawing(plot, theme, size).onto(backend)
}

/// Draws what follows a pointer, on a surface of its own above the plot: an upright line at `rank`,
/// the rank on the axis and a dot on every curve. Nothing else of the surface is touched.
///
/// # Errors
/// Whatever the backend's own drawing calls return.
pub fn draw_crosshair<B: DrawingBackend>(
    backend: B,
    plot: &Plot,
    theme: &Theme,
    size: Size,
    rank: usize,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let frame = PlotLayout::of(plot, size);
    let drawing = record(theme, size, |surface| surface.crosshair(plot, &frame, rank));
    drawing.onto(backend)
}

fn drawing(plot: &Plot, theme: &Theme, size: Size) -> Drawing {
    let frame = PlotLayout::of(plot, size);
    record(theme, size, |surface| surface.plot(plot, &frame))
}

impl DrawingSurface<'_> {
    fn plot(&self, plot: &Plot, frame: &PlotLayout<'_>) -> DrawResult {
        self.fill_with_paper()?;
        self.axes(plot, frame)?;
        self.cells(&plot.cells, frame)?;
        for (number, ghost) in plot.ghosts.iter().enumerate() {
            self.ghost(ghost, number, frame)?;
        }
        self.inspected_ranks(plot, frame)?;
        let lines = screen_lines(plot, frame);
        for (curve, line) in plot.curves.iter().zip(&lines) {
            let ink = self.theme.tone(curve.tone).mix(curve.strength);
            for run in frame.visible(&line.points) {
                self.stroke(&run, ink, CURVE_WIDTH, curve.stroke)?;
            }
        }
        self.dots(plot, &plot.inspected, DOT_RADIUS, frame)?;
        self.names(plot, &lines, frame)?;
        self.measurements(plot, &lines, frame)?;
        for (row, note) in plot.notes.iter().enumerate() {
            let (x, y) = frame.area.center();
            let at = (x, y + row as f64 * frame.line_height() * 1.5);
            self.text(note, at, HPos::Center, self.theme.ink, FontStyle::Bold)?;
        }
        Ok(())
    }

    fn crosshair(&self, plot: &Plot, frame: &PlotLayout<'_>, rank: usize) -> DrawResult {
        let Rect { top, bottom, .. } = frame.area;
        let ink = self.theme.ink;
        let x = frame.x(rank as f64);
        let line = [(crisp(x), top), (crisp(x), bottom)];
        self.stroke(&line, ink, HAIRLINE, Stroke::Solid)?;

        let label = rank.to_string();
        let (middle, row) = frame.below(x, &label);
        let half = (
            frame.text_width(&label) / 2.0 + 4.0,
            frame.line_height() / 2.0,
        );
        let behind = Rect {
            left: middle - half.0,
            top: row - half.1,
            right: middle + half.0,
            bottom: row + half.1,
        };
        self.clear(&behind, 1.0)?;
        self.text(&label, (middle, row), HPos::Center, ink, FontStyle::Bold)?;
        self.dots(plot, &[rank], DOT_RADIUS + 1.0, frame)
    }

    /// Heading, grid, tick labels and titles.
    fn axes(&self, plot: &Plot, frame: &PlotLayout<'_>) -> DrawResult {
        let Rect {
            left,
            right,
            bottom,
            ..
        } = frame.area;
        let Theme {
            ink, muted, line, ..
        } = *self.theme;
        for tick in &frame.y_ticks {
            let y = crisp(frame.y(tick.value));
            self.stroke(&[(left, y), (right, y)], line, HAIRLINE, Stroke::Solid)?;
            let at = (left - 6.0, y);
            self.text(&tick.label, at, HPos::Right, muted, FontStyle::Normal)?;
        }
        for rule in &plot.rules {
            let y = crisp(frame.y(rule.value));
            self.stroke(&[(left, y), (right, y)], muted, HAIRLINE, Stroke::Solid)?;
        }
        let base = crisp(bottom);
        let axis = [(left, base), (right, base)];
        self.stroke(&axis, muted, HAIRLINE, Stroke::Solid)?;

        if let Some(heading) = &plot.heading {
            let at = (0.0, frame.line_height() * 0.6);
            self.text(heading, at, HPos::Left, ink, FontStyle::Bold)?;
        }
        let at = (0.0, frame.title_row());
        self.text(plot.y.title, at, HPos::Left, ink, FontStyle::Normal)?;
        let at = (right, bottom + 1.9 * frame.line_height());
        self.text(plot.x.title, at, HPos::Right, ink, FontStyle::Normal)?;

        let inspected: Vec<f64> = plot.inspected.iter().map(|&r| frame.x(r as f64)).collect();
        let most = (right - left) / frame.scaled(X_TICK_ROOM);
        for tick in plot.x.ticks(most as usize) {
            let x = frame.x(tick.value);
            let room = frame.text_width(&tick.label) + 10.0;
            if inspected.iter().all(|other| (other - x).abs() > room) {
                let at = frame.below(x, &tick.label);
                self.text(&tick.label, at, HPos::Center, muted, FontStyle::Normal)?;
            }
        }
        Ok(())
    }

    /// The fields of a map, those that stand out last, so that no neighbour lies on their outline.
    fn cells(&self, cells: &[Cell], frame: &PlotLayout<'_>) -> DrawResult {
        let (marked, plain): (Vec<_>, Vec<_>) = cells.iter().partition(|cell| cell.marked);
        for cell in plain.into_iter().chain(marked) {
            let place = Rect {
                left: frame.x(cell.across.0),
                right: frame.x(cell.across.1),
                top: frame.y(cell.up.1),
                bottom: frame.y(cell.up.0),
            };
            let tone = self.theme.tone(cell.tone);
            self.field(&place, tone, cell.strength, cell.marked)?;
            let room = (place.right - place.left, place.bottom - place.top);
            if frame.text_width(&cell.label) <= room.0 && frame.line_height() <= room.1 {
                let weight = if cell.marked {
                    FontStyle::Bold
                } else {
                    FontStyle::Normal
                };
                let at = place.center();
                self.text(&cell.label, at, HPos::Center, self.theme.ink, weight)?;
            }
        }
        Ok(())
    }

    /// Pinned curves, each with its pin's letter where it can be told from the others'.
    fn ghost(&self, ghost: &Ghost, number: usize, frame: &PlotLayout<'_>) -> DrawResult {
        let Rect {
            left, top, right, ..
        } = frame.area;
        let letter = ghost.letter.to_string();
        for curve in &ghost.curves {
            let color = self.theme.tone(curve.tone);
            let points: Vec<_> = curve.points.iter().map(|&p| frame.point(p)).collect();
            for run in frame.visible(&points) {
                let faint = color.mix(GHOST_OPACITY);
                self.stroke(&run, faint, CURVE_WIDTH, curve.stroke)?;
            }
            // Each pin's letters stand at a place of their own along the plot.
            let along = left + (right - left) * (0.3 + 0.16 * number as f64);
            let nearest = points.iter().rev().find(|point| point.0 <= along);
            let shown = nearest.filter(|point| (top..=frame.area.bottom).contains(&point.1));
            if let Some(&(x, y)) = shown {
                let half = frame.line_height() / 2.0;
                let behind = Rect {
                    left: x - half,
                    top: y - half,
                    right: x + half,
                    bottom: y + half,
                };
                self.clear(&behind, 0.8)?;
                self.text(&letter, (x, y), HPos::Center, color, FontStyle::Normal)?;
            }
        }
        Ok(())
    }

    /// An upright line and a bold label on the axis for each inspected rank.
    fn inspected_ranks(&self, plot: &Plot, frame: &PlotLayout<'_>) -> DrawResult {
        let Rect { top, bottom, .. } = frame.area;
        let ink = self.theme.ink;
        let mut labels: Vec<(f64, String)> = Vec::new();
        for &rank in &plot.inspected {
            let x = frame.x(rank as f64);
            let line = [(crisp(x), top), (crisp(x), bottom)];
            self.stroke(&line, self.theme.muted, HAIRLINE, Stroke::Solid)?;
            let label = rank.to_string();
            match labels.last_mut() {
                Some((before, text)) if x - *before < frame.text_width(text) + 8.0 => {
                    *before = before.midpoint(x);
                    *text = format!("{text}, {label}");
                }
                _ => labels.push((x, label)),
            }
        }
        for (x, label) in labels {
            let at = frame.below(x, &label);
            self.text(&label, at, HPos::Center, ink, FontStyle::Bold)?;
        }
        Ok(())
    }

    /// A dot on every curve at each of the ranks.
    fn dots(
        &self,
        plot: &Plot,
        ranks: &[usize],
        radius: f64,
        frame: &PlotLayout<'_>,
    ) -> DrawResult {
        let Rect { top, bottom, .. } = frame.area;
        for curve in &plot.curves {
            for &rank in ranks {
                let value = curve.at(rank as f64);
                let point = value.map(|value| frame.point((rank as f64, value)));
                if let Some(point) = point.filter(|point| (top..=bottom).contains(&point.1)) {
                    self.dot(point, radius, self.theme.tone(curve.tone))?;
                }
            }
        }
        Ok(())
    }

    /// A dot on every point that was measured, above the names, which may not hide one.
    fn measurements(&self, plot: &Plot, lines: &[Line], frame: &PlotLayout<'_>) -> DrawResult {
        let Rect { top, bottom, .. } = frame.area;
        for (curve, line) in plot
            .curves
            .iter()
            .zip(lines)
            .filter(|(curve, _)| curve.dots)
        {
            let inside = line
                .points
                .iter()
                .filter(|point| (top..=bottom).contains(&point.1));
            for &point in inside {
                self.dot(point, DOT_RADIUS, self.theme.tone(curve.tone))?;
            }
        }
        Ok(())
    }

    /// Each curve's name, and each line's, beside it.
    fn names(&self, plot: &Plot, lines: &[Line], frame: &PlotLayout<'_>) -> DrawResult {
        let curves = plot
            .curves
            .iter()
            .map(|curve| (curve.written(), self.theme.tone(curve.tone)));
        let rules = plot.rules.iter().map(|rule| (rule.label, self.theme.muted));
        let names = curves.chain(rules);
        for ((name, color), place) in names.zip(labels::place(lines, &frame.area)) {
            let Some(place) = place.filter(|_| !name.is_empty()) else {
                continue;
            };
            let behind = Rect {
                left: place.left - 2.0,
                right: place.right + 2.0,
                ..place
            };
            self.clear(&behind, 0.8)?;
            self.text(name, place.center(), HPos::Center, color, FontStyle::Bold)?;
        }
        Ok(())
    }
}
