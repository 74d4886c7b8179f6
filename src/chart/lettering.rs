//! What text is set in, and the room it takes. Nothing is measured: a chart asks the page for nothing.

use plotters::prelude::FontStyle;

use super::drawing::{SANS, SCALE};

/// A face at its size.
#[derive(Clone, Copy)]
pub(super) struct Lettering {
    pub(super) family: &'static str,
    /// In CSS pixels, at the usual text size.
    pub(super) size: f64,
    pub(super) weight: FontStyle,
    /// Mean advance of a character, in ems: that of the widest face of the family in use, so that
    /// what is written keeps apart on every system.
    advance: f64,
}

const fn of(family: &'static str, size: f64, weight: FontStyle, advance: f64) -> Lettering {
    Lettering {
        family,
        size,
        weight,
        advance,
    }
}

/// Numbers along an axis.
pub(super) const TICK: Lettering = of(SCALE, 12.0, FontStyle::Normal, 0.56);
/// Numbers on what marks a rank.
pub(super) const GRIP: Lettering = of(SCALE, 14.0, FontStyle::Bold, 0.58);
/// What an axis shows, and whatever else is read once.
pub(super) const TITLE: Lettering = of(SANS, 12.0, FontStyle::Normal, 0.58);
/// What a curve is called.
pub(super) const NAME: Lettering = of(SANS, 13.0, FontStyle::Bold, 0.62);
/// What a field of a map holds, and the one that stands out.
pub(super) const CELL: Lettering = of(SANS, 12.0, FontStyle::Normal, 0.62);
pub(super) const MARKED_CELL: Lettering = of(SANS, 12.0, FontStyle::Bold, 0.64);
/// What a saved figure is called.
pub(super) const HEADING: Lettering = of(SANS, 16.0, FontStyle::Bold, 0.62);

impl Lettering {
    /// The width of `text`, in pixels, where text is `size` times as large as usual.
    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        text.chars().count() as f64 * self.advance * self.size * size
    }
}
