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
use super::layout::{FONT_SIZE, Frame, LINE_HEIGHT, Size, screen_lines, text_width, y_tick_count};
use super::plot::{Plot, Stroke};
use super::subpixel::{Subpixel, UNITS_PER_PIXEL};
use super::theme::Theme;

const FONT: &str = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif";
const CURVE_WIDTH: f64 = 2.0;
const HAIRLINE: f64 = 1.0;
const DOT_RADIUS: f64 = 3.5;
/// Pixels a tick label of the horizontal axis wants for itself.
const X_TICK_ROOM: f64 = 52.0;

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
