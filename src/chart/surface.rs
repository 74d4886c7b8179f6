//! Strokes, dots and text in CSS pixels: what every drawing here is made of.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::element::DashedPathElement;
use plotters::prelude::{
    Circle, DrawingArea, FontDesc, FontFamily, FontStyle, IntoDrawingArea, PathElement, Rectangle,
    ShapeStyle, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBAColor, RGBColor};

use super::Stroke;
use super::drawing::{Drawing, FONT, UNITS_PER_PIXEL};
use super::labels::Rect;
use super::layout::{FONT_SIZE, Size};
use super::theme::Theme;

pub(super) const HAIRLINE: f64 = 1.0;
pub(super) const DOT_RADIUS: f64 = 3.5;
/// Around a marked field.
const OUTLINE: f64 = 2.0;

pub(super) type DrawResult = Result<(), DrawingAreaErrorKind<Infallible>>;

/// The centre of the pixel a hairline falls in, so that it is one pixel wide and not two half ones.
pub(super) fn crisp(pixels: f64) -> f64 {
    pixels.floor() + 0.5
}

fn units((x, y): (f64, f64)) -> (i32, i32) {
    let unit = f64::from(UNITS_PER_PIXEL);
    ((x * unit).round() as i32, (y * unit).round() as i32)
}

/// What is drawn on, in CSS pixels.
pub(super) struct DrawingSurface<'t> {
    area: DrawingArea<&'t mut Drawing, Shift>,
    pub(super) theme: &'t Theme,
    size: Size,
}

/// A drawing of `size`, made by `paint`.
pub(super) fn record(
    theme: &Theme,
    size: Size,
    paint: impl FnOnce(&DrawingSurface<'_>) -> DrawResult,
) -> Drawing {
    let units = |pixels: f64| (pixels * f64::from(UNITS_PER_PIXEL)).round() as u32;
    let mut drawing = Drawing::new((units(size.width), units(size.height)));
    let surface = DrawingSurface {
        area: (&mut drawing).into_drawing_area(),
        theme,
        size,
    };
    let painted = paint(&surface);
    debug_assert!(painted.is_ok(), "nothing recorded can fail");
    drop(surface);
    drawing
}

impl DrawingSurface<'_> {
    pub(super) fn fill_with_paper(&self) -> DrawResult {
        self.area.fill(&self.theme.sheet)
    }

    pub(super) fn stroke(
        &self,
        points: &[(f64, f64)],
        color: impl Into<RGBAColor>,
        width: f64,
        stroke: Stroke,
    ) -> DrawResult {
        let points: Vec<_> = points.iter().map(|&point| units(point)).collect();
        let unit = f64::from(UNITS_PER_PIXEL);
        let style = ShapeStyle::from(color.into()).stroke_width((width * unit) as u32);
        let dashes = |dash: f64, gap: f64| {
            let (dash, gap) = ((dash * unit) as i32, (gap * unit) as i32);
            DashedPathElement::new(points.clone(), dash, gap, style)
        };
        match stroke {
            Stroke::Solid => self.area.draw(&PathElement::new(points, style)),
            Stroke::Dashed => self.area.draw(&dashes(9.0, 5.0)),
            Stroke::Dotted => self.area.draw(&dashes(2.0, 4.0)),
            Stroke::Unjoined => Ok(()),
        }
    }

    /// A dot with a ring of paper around it.
    pub(super) fn dot(
        &self,
        at: (f64, f64),
        radius: f64,
        color: impl Into<RGBAColor>,
    ) -> DrawResult {
        let unit = f64::from(UNITS_PER_PIXEL);
        let (at, radius) = (units(at), radius * unit);
        let ring = self.theme.sheet.filled();
        self.area.draw(&Circle::new(at, radius + unit, ring))?;
        let fill = color.into().filled();
        self.area.draw(&Circle::new(at, radius, fill))
    }

    /// A field of a map: `strength` of `color`, and an outline when it is `marked`.
    pub(super) fn field(
        &self,
        place: &Rect,
        color: RGBColor,
        strength: f64,
        marked: bool,
    ) -> DrawResult {
        let corners = [
            units((place.left, place.top)),
            units((place.right, place.bottom)),
        ];
        let fill = color.mix(strength).filled();
        self.area.draw(&Rectangle::new(corners, fill))?;
        if marked {
            let width = (OUTLINE * f64::from(UNITS_PER_PIXEL)) as u32;
            let outline = self.theme.ink.stroke_width(width);
            self.area.draw(&Rectangle::new(corners, outline))?;
        }
        Ok(())
    }

    /// Paper over `place`, `opacity` of it, so that what is written there can be read.
    pub(super) fn clear(&self, place: &Rect, opacity: f64) -> DrawResult {
        let corners = [
            units((place.left, place.top)),
            units((place.right, place.bottom)),
        ];
        let behind = self.theme.sheet.mix(opacity).filled();
        self.area.draw(&Rectangle::new(corners, behind))
    }

    pub(super) fn text(
        &self,
        text: &str,
        at: (f64, f64),
        side: HPos,
        color: impl Into<RGBAColor>,
        weight: FontStyle,
    ) -> DrawResult {
        let size = FONT_SIZE * self.size.text * f64::from(UNITS_PER_PIXEL);
        let font = FontDesc::new(FontFamily::Name(FONT), size, weight);
        let color: RGBAColor = color.into();
        let style = TextStyle::from(font)
            .color(&color)
            .pos(Pos::new(side, VPos::Center));
        self.area.draw_text(text, &style, units(at))
    }
}
