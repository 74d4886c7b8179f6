//! A drawing as data: what plotters was told to draw, to be repeated on any of its backends.
//!
//! Everything above this draws on one backend, this recording, and so is compiled once; a canvas
//! and an SVG document are given the recording.
//!
//! plotters hands its backends integer coordinates and stroke widths. At one unit a pixel a smooth
//! curve would staircase and a line could not be 1.5 pixels wide. So a drawing is in units of an
//! eighth of a CSS pixel, for a backend that already scales by its inverse: a canvas context by
//! its transform, an SVG by its `viewBox`.

use std::convert::Infallible;

use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily, FontStyle, FontTransform,
};

/// Units in a CSS pixel.
pub const UNITS_PER_PIXEL: u32 = 8;
/// What titles and names are written in, the first family that a system has: `--sans` of the style
/// sheet, which a canvas cannot name.
pub(super) const SANS: &str = "-apple-system, BlinkMacSystemFont, Segoe UI Variable Text, Segoe UI, \
     Inter, Roboto, Noto Sans, Cantarell, Helvetica Neue, Liberation Sans, Arial, sans-serif";
/// What numbers on an axis are written in: `--scale`.
pub(super) const SCALE: &str = "DIN Alternate, Bahnschrift, Roboto Condensed, Liberation Sans Narrow, \
     Arial Narrow, Nimbus Sans Narrow, sans-serif";

/// What was drawn, in order.
pub(super) struct Drawing {
    size: (u32, u32),
    strokes: Vec<Stroke>,
}

enum Stroke {
    Line(BackendCoord, BackendCoord, Style),
    Rectangle(BackendCoord, BackendCoord, Style, bool),
    Path(Vec<BackendCoord>, Style),
    Circle(BackendCoord, u32, Style, bool),
    Polygon(Vec<BackendCoord>, Style),
    Text(String, TextStyle, BackendCoord),
}

struct Style {
    color: BackendColor,
    width: u32,
}

struct TextStyle {
    color: BackendColor,
    family: &'static str,
    size: f64,
    weight: FontStyle,
    anchor: Pos,
}

impl Drawing {
    /// An empty one, `size` units large.
    pub(super) fn new(size: (u32, u32)) -> Self {
        Self {
            size,
            strokes: Vec::new(),
        }
    }

    /// Draws it again. `backend` must already scale what it is given by one eighth.
    pub(super) fn onto<B: DrawingBackend>(
        self,
        mut backend: B,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        backend.ensure_prepared()?;
        for stroke in self.strokes {
            match stroke {
                Stroke::Line(from, to, style) => backend.draw_line(from, to, &style)?,
                Stroke::Rectangle(upper_left, bottom_right, style, fill) => {
                    backend.draw_rect(upper_left, bottom_right, &style, fill)?;
                }
                Stroke::Path(points, style) => backend.draw_path(points, &style)?,
                Stroke::Circle(center, radius, style, fill) => {
                    backend.draw_circle(center, radius, &style, fill)?;
                }
                Stroke::Polygon(points, style) => backend.fill_polygon(points, &style)?,
                Stroke::Text(text, style, at) => backend.draw_text(&text, &style, at)?,
            }
        }
        backend.present()
    }
}

impl Style {
    fn of(style: &impl BackendStyle) -> Self {
        Self {
            color: style.color(),
            width: style.stroke_width(),
        }
    }
}

impl BackendStyle for Style {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

impl BackendTextStyle for TextStyle {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.color
    }

    fn size(&self) -> f64 {
        self.size
    }

    fn transform(&self) -> FontTransform {
        FontTransform::None
    }

    fn style(&self) -> FontStyle {
        self.weight
    }

    fn anchor(&self) -> Pos {
        self.anchor
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.family)
    }

    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        Ok(((0, 0), (0, 0)))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: DrawFunc,
    ) -> Result<Result<(), E>, Self::FontError> {
        // Only backends of pixels ask a style to draw its glyphs; canvas and SVG have their own.
        Ok(Ok(()))
    }
}

type Recorded = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for &mut Drawing {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Recorded {
        Ok(())
    }

    fn present(&mut self) -> Recorded {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Recorded {
        self.draw_rect(at, at, &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Recorded {
        self.strokes.push(Stroke::Line(from, to, Style::of(style)));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Recorded {
        let style = Style::of(style);
        let rectangle = Stroke::Rectangle(upper_left, bottom_right, style, fill);
        self.strokes.push(rectangle);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Recorded {
        let path = path.into_iter().collect();
        self.strokes.push(Stroke::Path(path, Style::of(style)));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Recorded {
        let circle = Stroke::Circle(center, radius, Style::of(style), fill);
        self.strokes.push(circle);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Recorded {
        let vertices = vertices.into_iter().collect();
        self.strokes
            .push(Stroke::Polygon(vertices, Style::of(style)));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Recorded {
        let style = TextStyle {
            color: style.color(),
            family: if style.family().as_str() == SCALE {
                SCALE
            } else {
                SANS
            },
            size: style.size(),
            weight: style.style(),
            anchor: style.anchor(),
        };
        self.strokes.push(Stroke::Text(text.to_owned(), style, at));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        _: &str,
        _: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        // The charts place text without measuring it.
        Ok((0, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Theme;
    use super::*;

    #[test]
    fn the_charts_are_written_in_the_page_s_fonts() {
        let sheet = Theme::style_sheet().replace('"', "");
        for (name, families) in [("sans", SANS), ("scale", SCALE)] {
            assert!(sheet.contains(&format!("--{name}: {families};")), "{name}");
        }
    }
}
