//! Drawing a [`Plot`]: axes, curves, marks and names, in CSS pixels, on any backend.

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::element::DashedPathElement;
use plotters::prelude::{
    Circle, DrawingArea, DrawingBackend, FontDesc, FontFamily, FontStyle, IntoDrawingArea,
    PathElement, Rectangle, ShapeStyle, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor};

use super::labels::{self, Line, Rect};
use super::plot::{Plot, Stroke};
use super::subpixel::{Subpixel, UNITS_PER_PIXEL};
use super::theme::Theme;

const FONT: &str = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif";
const FONT_SIZE: f64 = 12.0;
/// Mean advance of a character of a bold system font, in ems: the widest in use, so that names
/// keep apart on every system.
const ADVANCE: f64 = 0.64;
const LINE_HEIGHT: f64 = 15.0;
/// Title of the vertical axis, above the plot.
const ABOVE: f64 = 24.0;
/// Tick labels and the title of the horizontal axis, below it.
const BELOW: f64 = 38.0;
const BESIDE: f64 = 12.0;
const CURVE_WIDTH: f64 = 2.0;
const HAIRLINE: f64 = 1.0;
const DOT_RADIUS: f64 = 3.5;
/// Pixels a tick label wants for itself.
const X_TICK_ROOM: f64 = 52.0;
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

type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Draws `plot`. The backend must scale what it is given by `1 /` [`UNITS_PER_PIXEL`], because
/// everything is drawn in eighths of a CSS pixel.
///
/// # Errors
/// Whatever the backend's own drawing calls return.
pub fn draw<B: DrawingBackend>(backend: B, plot: &Plot, theme: &Theme, size: Size) -> Drawn<B> {
    let units = |pixels: f64| (pixels * f64::from(UNITS_PER_PIXEL)).round() as u32;
    let size_in_units = (units(size.width), units(size.height));
    let sheet = Sheet {
        surface: Subpixel::new(backend, size_in_units).into_drawing_area(),
        theme,
    };
    sheet.surface.fill(&theme.paper)?;
    let frame = Frame::of(plot, size);
    sheet.axes(plot, &frame)?;
    sheet.inspected_ranks(plot, &frame)?;
    let lines = screen_lines(plot, &frame);
    for (curve, line) in plot.curves.iter().zip(&lines) {
        let ink = theme.tone(curve.tone);
        for run in frame.visible(&line.points) {
            sheet.stroke(&run, ink, CURVE_WIDTH, curve.stroke)?;
        }
    }
    sheet.dots(plot, &frame)?;
    sheet.names(plot, &lines, &frame)?;
    for (row, note) in plot.notes.iter().enumerate() {
        let (x, y) = frame.area.center();
        let at = (x, y + row as f64 * LINE_HEIGHT * 1.5);
        sheet.text(note, at, HPos::Center, theme.ink, FontStyle::Bold)?;
    }
    sheet.surface.present()
}

/// Where on the figure the plot lies, and where on it a value does.
struct Frame<'p> {
    plot: &'p Plot,
    area: Rect,
}

impl<'p> Frame<'p> {
    fn of(plot: &'p Plot, size: Size) -> Self {
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

    fn x(&self, value: f64) -> f64 {
        let Rect { left, right, .. } = self.area;
        left + self.plot.x.position(value) * (right - left)
    }

    fn y(&self, value: f64) -> f64 {
        let Rect { top, bottom, .. } = self.area;
        let position = self.plot.y.position(value).clamp(-BEYOND, BEYOND);
        bottom - position * (bottom - top)
    }

    fn point(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x(x), self.y(y))
    }

    /// The runs of a line that lie inside the plot, cut where it leaves through top or bottom.
    fn visible(&self, points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
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
fn screen_lines(plot: &Plot, frame: &Frame<'_>) -> Vec<Line> {
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

fn text_width(text: &str) -> f64 {
    text.chars().count() as f64 * ADVANCE * FONT_SIZE
}

fn y_tick_count(height: f64) -> usize {
    (height / Y_TICK_ROOM).max(2.0) as usize
}

/// The centre of the pixel a hairline falls in, so that it is one pixel wide and not two half ones.
fn crisp(pixels: f64) -> f64 {
    pixels.floor() + 0.5
}

fn units((x, y): (f64, f64)) -> (i32, i32) {
    let unit = f64::from(UNITS_PER_PIXEL);
    ((x * unit).round() as i32, (y * unit).round() as i32)
}

/// What is drawn on, in CSS pixels.
struct Sheet<'t, B: DrawingBackend> {
    surface: DrawingArea<Subpixel<B>, Shift>,
    theme: &'t Theme,
}

impl<B: DrawingBackend> Sheet<'_, B> {
    fn stroke(
        &self,
        points: &[(f64, f64)],
        color: RGBColor,
        width: f64,
        stroke: Stroke,
    ) -> Drawn<B> {
        let points: Vec<_> = points.iter().map(|&point| units(point)).collect();
        let unit = f64::from(UNITS_PER_PIXEL);
        let style = ShapeStyle::from(&color).stroke_width((width * unit) as u32);
        let dashes = |dash: f64, gap: f64| {
            let (dash, gap) = ((dash * unit) as i32, (gap * unit) as i32);
            DashedPathElement::new(points.clone(), dash, gap, style)
        };
        match stroke {
            Stroke::Solid => self.surface.draw(&PathElement::new(points, style)),
            Stroke::Dashed => self.surface.draw(&dashes(9.0, 5.0)),
            Stroke::Dotted => self.surface.draw(&dashes(2.0, 4.0)),
        }
    }

    fn text(
        &self,
        text: &str,
        at: (f64, f64),
        side: HPos,
        color: RGBColor,
        weight: FontStyle,
    ) -> Drawn<B> {
        let size = FONT_SIZE * f64::from(UNITS_PER_PIXEL);
        let font = FontDesc::new(FontFamily::Name(FONT), size, weight);
        let style = TextStyle::from(font)
            .color(&color)
            .pos(Pos::new(side, VPos::Center));
        self.surface.draw_text(text, &style, units(at))
    }

    /// Grid, tick labels and titles.
    fn axes(&self, plot: &Plot, frame: &Frame<'_>) -> Drawn<B> {
        let Rect {
            left,
            top,
            right,
            bottom,
        } = frame.area;
        let Theme {
            ink, muted, line, ..
        } = *self.theme;
        for tick in plot.y.ticks(y_tick_count(bottom - top)) {
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
        self.stroke(
            &[(left, base), (right, base)],
            muted,
            HAIRLINE,
            Stroke::Solid,
        )?;
        let title_row = bottom + 1.9 * LINE_HEIGHT;
        self.text(
            plot.y.title,
            (0.0, LINE_HEIGHT / 2.0),
            HPos::Left,
            ink,
            FontStyle::Normal,
        )?;
        self.text(
            plot.x.title,
            (right, title_row),
            HPos::Right,
            ink,
            FontStyle::Normal,
        )?;

        let inspected: Vec<f64> = plot.inspected.iter().map(|&r| frame.x(r as f64)).collect();
        for tick in plot.x.ticks(((right - left) / X_TICK_ROOM) as usize) {
            let x = frame.x(tick.value);
            let room = text_width(&tick.label) + 10.0;
            if inspected.iter().all(|other| (other - x).abs() > room) {
                let at = (x, bottom + LINE_HEIGHT * 0.75);
                self.text(&tick.label, at, HPos::Center, muted, FontStyle::Normal)?;
            }
        }
        Ok(())
    }

    /// An upright line and a bold label on the axis for each inspected rank.
    fn inspected_ranks(&self, plot: &Plot, frame: &Frame<'_>) -> Drawn<B> {
        let Rect { top, bottom, .. } = frame.area;
        let ink = self.theme.ink;
        let mut labels: Vec<(f64, String)> = Vec::new();
        for &rank in &plot.inspected {
            let x = frame.x(rank as f64);
            let line = [(crisp(x), top), (crisp(x), bottom)];
            self.stroke(&line, self.theme.muted, HAIRLINE, Stroke::Solid)?;
            let label = rank.to_string();
            match labels.last_mut() {
                Some((before, text)) if x - *before < text_width(text) + 8.0 => {
                    *before = before.midpoint(x);
                    *text = format!("{text}, {label}");
                }
                _ => labels.push((x, label)),
            }
        }
        for (x, label) in labels {
            let at = (x, bottom + LINE_HEIGHT * 0.75);
            self.text(&label, at, HPos::Center, ink, FontStyle::Bold)?;
        }
        Ok(())
    }

    /// A dot on every curve at each inspected rank.
    fn dots(&self, plot: &Plot, frame: &Frame<'_>) -> Drawn<B> {
        let unit = f64::from(UNITS_PER_PIXEL);
        let Rect { top, bottom, .. } = frame.area;
        for curve in &plot.curves {
            let fill = self.theme.tone(curve.tone).filled();
            let ring = self.theme.paper.filled();
            for &rank in &plot.inspected {
                let Some(value) = curve.at(rank as f64) else {
                    continue;
                };
                let (x, y) = frame.point((rank as f64, value));
                if (top..=bottom).contains(&y) {
                    let radius = DOT_RADIUS * unit;
                    let at = units((x, y));
                    self.surface.draw(&Circle::new(at, radius + unit, ring))?;
                    self.surface.draw(&Circle::new(at, radius, fill))?;
                }
            }
        }
        Ok(())
    }

    /// Each curve's name, and each line's, beside it.
    fn names(&self, plot: &Plot, lines: &[Line], frame: &Frame<'_>) -> Drawn<B> {
        let curves = plot
            .curves
            .iter()
            .map(|curve| (curve.label.as_str(), self.theme.tone(curve.tone)));
        let rules = plot.rules.iter().map(|rule| (rule.label, self.theme.muted));
        let names = curves.chain(rules);
        for ((name, color), place) in names.zip(labels::place(lines, &frame.area)) {
            let Some(place) = place else { continue };
            let corners = [
                units((place.left - 2.0, place.top)),
                units((place.right + 2.0, place.bottom)),
            ];
            let behind = self.theme.paper.mix(0.8).filled();
            self.surface.draw(&Rectangle::new(corners, behind))?;
            self.text(name, place.center(), HPos::Center, color, FontStyle::Bold)?;
        }
        Ok(())
    }
}
