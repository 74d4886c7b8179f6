//! Matrices as pixels: paper at zero, the update's hue above it, ink below.

use super::{Theme, Tone};
use plotters::style::RGBColor;

/// The power of a cell's share of the range that its colour takes: small entries are seen too.
const CONTRAST: f32 = 0.8;

/// The colours of `cells`, row by row, four bytes each (red, green, blue, opacity): the theme's zero
/// at 0, its full colours at `±range`. A range of 0 is all zero.
pub fn pixels(cells: &[f32], range: f32, tone: Tone, theme: &Theme) -> Vec<u8> {
    let ramp = Ramp::new(tone, theme);
    let color = |cell: &f32| {
        let share = if range > 0.0 { cell / range } else { 0.0 };
        let RGBColor(red, green, blue) = ramp.color(share);
        [red, green, blue, u8::MAX]
    };
    cells.iter().flat_map(color).collect()
}

/// The share of the full colour that a cell takes, in `0..=1`; 0 below zero.
pub fn share(cell: f32, range: f32) -> f32 {
    if range > 0.0 && cell > 0.0 {
        (cell / range).min(1.0).powf(CONTRAST)
    } else {
        0.0
    }
}

/// Shades on either side of zero.
const SHADES: usize = 64;

/// The colours of shares between −1 and 1, in steps finer than the eye's.
struct Ramp {
    below: [RGBColor; SHADES + 1],
    above: [RGBColor; SHADES + 1],
}

impl Ramp {
    fn new(tone: Tone, theme: &Theme) -> Self {
        let to = |end: RGBColor| {
            std::array::from_fn(|shade| {
                let share = (shade as f32 / SHADES as f32).powf(CONTRAST);
                mixed(theme.heat_0, end, f64::from(share))
            })
        };
        Self {
            below: to(theme.heat_neg),
            above: to(theme.tone(tone)),
        }
    }

    fn color(&self, share: f32) -> RGBColor {
        let side = if share < 0.0 {
            &self.below
        } else {
            &self.above
        };
        let [zero, .., full] = side;
        let shade = (share.abs() * SHADES as f32).round();
        // What is not a number is no shade: its index is 0.
        *side
            .get(shade as usize)
            .unwrap_or(if shade > 0.0 { full } else { zero })
    }
}

/// `share` of `end`, the rest of `start`.
fn mixed(start: RGBColor, end: RGBColor, share: f64) -> RGBColor {
    let channel = |start: u8, end: u8| {
        let (start, end) = (f64::from(start), f64::from(end));
        (start + share * (end - start)).round() as u8
    };
    RGBColor(
        channel(start.0, end.0),
        channel(start.1, end.1),
        channel(start.2, end.2),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_paper_and_the_ends_are_the_full_colours() {
        let theme = Theme::LIGHT;
        let pixels = pixels(&[0.0, -2.0, 5.0], 2.0, Tone::Facts, &theme);
        let colors: Vec<_> = pixels
            .chunks(4)
            .map(|pixel| RGBColor(pixel[0], pixel[1], pixel[2]))
            .collect();
        assert_eq!(colors, [theme.heat_0, theme.heat_neg, theme.facts]);
        assert!(pixels.chunks(4).all(|pixel| pixel[3] == 255));
    }

    #[test]
    fn a_matrix_of_zeros_is_all_paper() {
        let RGBColor(red, green, blue) = Theme::DARK.heat_0;
        assert_eq!(
            pixels(&[0.0], 0.0, Tone::Style, &Theme::DARK),
            [red, green, blue, 255]
        );
    }

    #[test]
    fn what_is_not_a_number_is_paper() {
        let theme = Theme::LIGHT;
        let RGBColor(red, green, blue) = theme.heat_0;
        assert_eq!(
            pixels(&[f32::NAN], 1.0, Tone::Style, &theme),
            [red, green, blue, 255]
        );
    }
}
