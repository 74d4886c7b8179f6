//! Drawing a [`Plot`]: axes, ghosts, curves, marks and names, in CSS pixels, on any backend.

use plotters::style::text_anchor::HPos;
use plotters::style::{Color, RGBAColor};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

use super::Stroke;
use super::drawing::Drawing;
use super::encoding::color;
use super::labels::{self, Line, Rect};
use super::layout::{PlotLayout, Size, screen_lines};
use super::lettering::{CELL, MARKED_CELL, NAME, TICK, TITLE};
use super::marks::{Mark, has_room, marks};
use super::plot::{Cell, Curve, Plot};
use super::surface::{DOT_RADIUS, DrawResult, DrawingSurface, HAIRLINE, crisp, record};
use super::theme::Theme;

const CURVE_WIDTH: f64 = 2.5;
/// The floor is no adapter's.
const FLOOR_WIDTH: f64 = 2.0;
/// Pinned curves keep their dashes, but are thinner and mostly paper.
const GHOST_WIDTH: f64 = 1.5;
const GHOST_OPACITY: f64 = 0.38;
/// Of the point where the present state lies.
const SPOT_RADIUS: f64 = 6.0;
/// Below the base line, where a tick is.
const TICK_LENGTH: f64 = 4.0;
/// How far from a falling curve's end its name stays: the size of the arrow there.
const ARROW: (f64, f64) = (10.0, 8.0);

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
    record(theme, size, |surface| {
        surface.fill_with_paper()?;
        surface.plot(plot, size)
    })
}

/// The width of a curve's line.
pub(super) const fn width(stroke: Stroke) -> f64 {
    match stroke {
        Stroke::Dotted => FLOOR_WIDTH,
        Stroke::Solid | Stroke::Dashed | Stroke::Unjoined => CURVE_WIDTH,
    }
}

impl DrawingSurface<'_> {
    /// Everything of a plot, on paper.
    pub(super) fn plot(&self, plot: &Plot, size: Size) -> DrawResult {
        let frame = &PlotLayout::of(plot, size);
        let marks = marks(plot, frame);
        self.axes(plot, &marks, frame)?;
        self.cells(&plot.cells, frame)?;
        for curve in plot.ghosts.iter().flat_map(|ghost| &ghost.curves) {
            let ink = color(self.theme, curve.tone, curve.stroke).mix(GHOST_OPACITY);
            self.curve(plot, curve, ink, GHOST_WIDTH, frame)?;
        }
        for curve in &plot.curves {
            let ink = color(self.theme, curve.tone, curve.stroke).mix(curve.strength);
            self.curve(plot, curve, ink, width(curve.stroke), frame)?;
            for tip in frame.falls_out(&frame.points(&curve.points)) {
                self.arrow(tip, ink)?;
            }
        }
        self.measurements(plot, frame)?;
        self.spots(plot, frame)?;
        self.marks(plot, &marks, frame)?;
        self.names(plot, &marks, frame)
    }

    /// Grid, ticks and titles.
    fn axes(&self, plot: &Plot, marks: &[Mark], frame: &PlotLayout<'_>) -> DrawResult {
        let Rect {
            left,
            right,
            bottom,
            ..
        } = frame.area;
        let Theme {
            muted, line, edge, ..
        } = *self.theme;
        for tick in &frame.y_ticks {
            let y = crisp(frame.y(tick.value));
            // On listed places stand fields, which a line would cross.
            if !plot.y.is_listed() {
                self.stroke(&[(left, y), (right, y)], line, HAIRLINE, Stroke::Solid)?;
            }
            let at = (left - 8.0, y);
            self.text(&tick.label, at, HPos::Right, muted, &TICK)?;
        }
        for rule in &plot.rules {
            let y = crisp(frame.y(rule.value));
            self.stroke(&[(left, y), (right, y)], muted, HAIRLINE, Stroke::Solid)?;
        }
        let base = crisp(bottom);
        let axis = [(left, base), (right, base)];
        self.stroke(&axis, edge, HAIRLINE, Stroke::Solid)?;
        for tick in frame.x_ticks.iter().filter(|tick| !tick.label.is_empty()) {
            let x = frame.x(tick.value);
            let down = [(crisp(x), base), (crisp(x), base + TICK_LENGTH)];
            self.stroke(&down, edge, HAIRLINE, Stroke::Solid)?;
            if has_room(tick, marks, frame) {
                let at = frame.below(x, &tick.label);
                self.text(&tick.label, at, HPos::Center, muted, &TICK)?;
            }
        }
        let at = (0.0, frame.title_row());
        self.text(&plot.y.title, at, HPos::Left, muted, &TITLE)?;
        self.text(&plot.x.title, frame.x_title(), HPos::Right, muted, &TITLE)
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
            let lettering = if cell.marked { &MARKED_CELL } else { &CELL };
            let fits = |text: &&String| {
                frame.text_width(text, lettering) <= room.0 && frame.line_height() <= room.1
            };
            if let Some(text) = [&cell.label, &cell.brief].into_iter().find(fits) {
                let at = place.center();
                self.text(text, at, HPos::Center, self.theme.ink, lettering)?;
            }
        }
        Ok(())
    }

    fn curve(
        &self,
        plot: &Plot,
        curve: &Curve,
        ink: RGBAColor,
        width: f64,
        frame: &PlotLayout<'_>,
    ) -> DrawResult {
        for points in plot.runs(curve) {
            for run in frame.visible(&frame.points(points)) {
                self.stroke(&run, ink, width, curve.stroke)?;
            }
        }
        Ok(())
    }

    /// A dot on every point that was measured; those of rsLoRA are hollow.
    fn measurements(&self, plot: &Plot, frame: &PlotLayout<'_>) -> DrawResult {
        let drawn = |curve: &&Curve| curve.dots && curve.strength > 0.0;
        for curve in plot.curves.iter().filter(drawn) {
            let hollow = curve.stroke == Stroke::Dashed;
            // Of points without a line, the dots alone can be pale.
            let strength = match curve.stroke {
                Stroke::Unjoined => curve.strength,
                Stroke::Solid | Stroke::Dashed | Stroke::Dotted => 1.0,
            };
            let ink = color(self.theme, curve.tone, curve.stroke).mix(strength);
            let points = frame.points(&curve.points).into_iter();
            for point in points.filter(|&point| frame.holds(point)) {
                self.dot(point, DOT_RADIUS, ink, hollow)?;
            }
        }
        Ok(())
    }

    /// Where the present state lies, in the colour of what the reader moves.
    fn spots(&self, plot: &Plot, frame: &PlotLayout<'_>) -> DrawResult {
        let spots = plot.spots.iter().map(|spot| frame.point(*spot));
        for spot in spots.filter(|&spot| frame.holds(spot)) {
            self.dot(spot, SPOT_RADIUS, self.theme.hand, false)?;
        }
        Ok(())
    }

    /// The names that have room beside their curves.
    fn names(&self, plot: &Plot, marks: &[Mark], frame: &PlotLayout<'_>) -> DrawResult {
        // In the full tone: the second has no contrast for letters.
        let ink = |curve: &Curve| self.theme.tone(curve.tone);
        let ghosts = plot.ghosts.iter().flat_map(|ghost| {
            let letter = ghost.letter.to_string();
            ghost
                .curves
                .iter()
                .map(move |curve| (letter.clone(), ink(curve)))
        });
        let rules = plot.rules.iter();
        let rules = rules.map(|rule| (rule.label.to_string(), self.theme.muted));
        let curves = plot.curves.iter();
        let curves = curves.map(|curve| (curve.written().to_owned(), ink(curve)));
        let places = name_places(plot, marks, frame);
        for ((name, color), place) in ghosts.chain(rules).chain(curves).zip(places) {
            if let Some(place) = place {
                self.text(&name, place.center(), HPos::Center, color, &NAME)?;
            }
        }
        Ok(())
    }
}

/// Where each name of [`screen_lines`] stands, if it does.
fn name_places(plot: &Plot, marks: &[Mark], frame: &PlotLayout<'_>) -> Vec<Option<Rect>> {
    let lines: Vec<Line> = screen_lines(plot, frame);
    let Rect { top, bottom, .. } = frame.area;
    let uprights = marks.iter().map(|mark| Rect {
        left: mark.x,
        right: mark.x,
        top,
        bottom,
    });
    let grips = marks.iter().map(|mark| mark.place);
    let tips = lines.iter().flat_map(|line| frame.falls_out(&line.points));
    let arrows = tips.map(|tip| Rect::around(tip, ARROW));
    let unjoined = plot.curves.iter();
    let unjoined = unjoined.filter(|curve| curve.stroke == Stroke::Unjoined);
    let dots = unjoined.flat_map(|curve| frame.points(&curve.points));
    let dots = dots.map(|at| Rect::around(at, (2.0 * DOT_RADIUS, 2.0 * DOT_RADIUS)));
    let spots = plot.spots.iter().map(|spot| frame.point(*spot));
    let spots = spots.map(|at| Rect::around(at, (2.0 * SPOT_RADIUS, 2.0 * SPOT_RADIUS)));
    let marks = uprights.chain(grips).chain(arrows).chain(spots);
    let taken: Vec<Rect> = marks.chain(dots).collect();
    labels::place(&lines, &taken, &frame.area)
}

#[cfg(test)]
mod tests {
    use super::super::labels::{AIR, GAP};
    use super::super::{Axes, Figure, Scene, View};
    use super::*;
    use rankscope_params::{RankAxis, query};
    use rankscope_sim::simulate;

    #[test]
    fn no_name_of_any_figure_lies_on_a_curve_a_rank_line_or_a_name() {
        let mut named = 0;
        for link in [
            "",
            "alpha=64",
            "alpha=1&noise=0.2",
            "r_low=5&r_high=6",
            "d=12&k=300&r_low=3",
            "style_max=0&style_min=0&noise=0",
        ] {
            let (link, _) = query::read(link);
            let spectra = simulate(&link.params.update(), &mut |_| ()).unwrap();
            let live = View {
                spectra: &spectra,
                reading: &link.params.reading(),
            };
            let earlier = View {
                reading: &query::read("alpha=6").0.params.reading(),
                ..live
            };
            for rank in [RankAxis::Log, RankAxis::Linear] {
                for figure in Figure::ALL {
                    let plot = figure.plot(&Scene {
                        live,
                        pinned: &[('A', earlier), ('B', live)],
                        axes: Axes {
                            rank,
                            ..Axes::default()
                        },
                    });
                    for (width, height) in [(280.0, 200.0), (358.0, 240.0), (520.0, 300.0)] {
                        let size = Size {
                            width,
                            height,
                            text: 1.0,
                        };
                        named += checked(
                            &Plot {
                                grips: true,
                                ..plot.clone()
                            },
                            size,
                        );
                    }
                }
            }
        }
        assert!(named > 100, "{named}");
    }

    /// How many names a plot has, all of which are clear of everything.
    fn checked(plot: &Plot, size: Size) -> usize {
        let frame = PlotLayout::of(plot, size);
        let marks = marks(plot, &frame);
        let lines = screen_lines(plot, &frame);
        let places = name_places(plot, &marks, &frame);
        for (own, name) in places.iter().enumerate() {
            let Some(name) = name else { continue };
            for (other, line) in lines.iter().enumerate() {
                let air = if other == own { GAP } else { AIR };
                assert!(!line.crosses(&name.grown(air - 1e-6)));
            }
            for mark in &marks {
                let away = (mark.x - name.left).min(name.right - mark.x);
                assert!(away <= 1e-6 - AIR, "{away}");
            }
        }
        places.iter().flatten().count()
    }
}
