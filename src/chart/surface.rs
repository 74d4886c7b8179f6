//! Strokes, dots and text in CSS pixels: what every drawing here is made of.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::element::DashedPathElement;
use plotters::prelude::{
    Circle, DrawingArea, FontDesc, FontFamily, IntoDrawingArea, PathElement, Polygon, Rectangle,
    ShapeStyle, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBAColor, RGBColor};

use super::Stroke;
use super::drawing::{Drawing, UNITS_PER_PIXEL};
use super::labels::{Point, Rect};
use super::layout::Size;
use super::lettering::Lettering;
use super::theme::Theme;

pub(super) const HAIRLINE: f64 = 1.0;
pub(super) const DOT_RADIUS: f64 = 3.5;
/// The line of a hollow dot.
const RING: f64 = 2.0;
/// Around a marked field.
const OUTLINE: f64 = 2.0;

pub(super) type DrawResult = Result<(), DrawingAreaErrorKind<Infallible>>;

/// The centre of the pixel a hairline falls in, so that it is one pixel wide and not two half ones.
pub(super) fn crisp(pixels: f64) -> f64 {
    pixels.floor() + 0.5
}

/// What is drawn on, in CSS pixels.
pub(super) struct DrawingSurface<'t> {
    area: DrawingArea<&'t mut Drawing, Shift>,
    pub(super) theme: &'t Theme,
    size: Size,
    /// Where on the whole what is drawn begins.
    origin: Point,
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
        origin: (0.0, 0.0),
    };
    let painted = paint(&surface);
    debug_assert!(painted.is_ok(), "nothing recorded can fail");
    drop(surface);
    drawing
}

impl DrawingSurface<'_> {
    /// The same, with another place to begin at.
    pub(super) fn from(&self, origin: Point) -> Self {
        Self {
            area: self.area.clone(),
            theme: self.theme,
            size: self.size,
            origin,
        }
    }

    fn units(&self, (x, y): Point) -> (i32, i32) {
        let unit = f64::from(UNITS_PER_PIXEL);
        let (x, y) = (x + self.origin.0, y + self.origin.1);
        ((x * unit).round() as i32, (y * unit).round() as i32)
    }

    fn corners(&self, place: &Rect) -> [(i32, i32); 2] {
        [
            self.units((place.left, place.top)),
            self.units((place.right, place.bottom)),
        ]
    }

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
        let points: Vec<_> = points.iter().map(|&point| self.units(point)).collect();
        let unit = f64::from(UNITS_PER_PIXEL);
        let style = ShapeStyle::from(color.into()).stroke_width((width * unit) as u32);
        let dashes = |dash: f64, gap: f64| {
            let (dash, gap) = ((dash * unit) as i32, (gap * unit) as i32);
            DashedPathElement::new(points.clone(), dash, gap, style)
        };
        match stroke {
            Stroke::Solid => self.area.draw(&PathElement::new(points, style)),
            Stroke::Dashed => self.area.draw(&dashes(8.0, 6.0)),
            Stroke::Dotted => self.area.draw(&dashes(2.0, 4.0)),
            Stroke::Unjoined => Ok(()),
        }
    }

    /// A dot with a ring of paper around it; a hollow one is paper with a ring of its colour.
    pub(super) fn dot(
        &self,
        at: Point,
        radius: f64,
        color: impl Into<RGBAColor>,
        hollow: bool,
    ) -> DrawResult {
        let unit = f64::from(UNITS_PER_PIXEL);
        let (at, radius) = (self.units(at), radius * unit);
        let paper = self.theme.sheet.filled();
        self.area.draw(&Circle::new(at, radius + unit, paper))?;
        let fill = color.into().filled();
        self.area.draw(&Circle::new(at, radius, fill))?;
        if hollow {
            let inner = radius - RING * unit;
            self.area.draw(&Circle::new(at, inner, paper))?;
        }
        Ok(())
    }

    /// A small triangle that points down to `tip`.
    pub(super) fn arrow(&self, tip: Point, color: impl Into<RGBAColor>) -> DrawResult {
        let (x, y) = tip;
        let points = [(x - 4.0, y - 6.0), (x + 4.0, y - 6.0), tip];
        let points = points.map(|point| self.units(point)).to_vec();
        self.area.draw(&Polygon::new(points, color.into().filled()))
    }

    /// A box whose sides left and right are half circles.
    pub(super) fn pill(&self, place: &Rect, color: RGBColor) -> DrawResult {
        let radius = (place.bottom - place.top) / 2.0;
        let middle = place.top.midpoint(place.bottom);
        let fill = color.filled();
        for x in [place.left + radius, place.right - radius] {
            let radius = radius * f64::from(UNITS_PER_PIXEL);
            self.area
                .draw(&Circle::new(self.units((x, middle)), radius, fill))?;
        }
        self.rectangle(
            &Rect {
                left: place.left + radius,
                right: place.right - radius,
                ..*place
            },
            color,
        )
    }

    /// A filled box.
    pub(super) fn rectangle(&self, place: &Rect, color: impl Into<RGBAColor>) -> DrawResult {
        let fill = color.into().filled();
        self.area.draw(&Rectangle::new(self.corners(place), fill))
    }

    /// A field of a map: `strength` of `color`, and an outline when it is `marked`.
    pub(super) fn field(
        &self,
        place: &Rect,
        color: RGBColor,
        strength: f64,
        marked: bool,
    ) -> DrawResult {
        self.rectangle(place, color.mix(strength))?;
        if marked {
            let Rect {
                left,
                right,
                top,
                bottom,
            } = *place;
            // Not as a rectangle, whose outline some backends draw as thin as they can.
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
            let around = [&corners[..], &corners[..2]].concat();
            self.stroke(&around, self.theme.ink, OUTLINE, Stroke::Solid)?;
        }
        Ok(())
    }

    pub(super) fn text(
        &self,
        text: &str,
        at: (f64, f64),
        side: HPos,
        color: impl Into<RGBAColor>,
        lettering: &Lettering,
    ) -> DrawResult {
        let size = lettering.size * self.size.text * f64::from(UNITS_PER_PIXEL);
        let font = FontDesc::new(FontFamily::Name(lettering.family), size, lettering.weight);
        let color: RGBAColor = color.into();
        let style = TextStyle::from(font)
            .color(&color)
            .pos(Pos::new(side, VPos::Center));
        self.area.draw_text(text, &style, self.units(at))
    }
}
