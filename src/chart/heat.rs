//! Matrices as pixels: a diverging scale, from purple through paper to green.

use super::Theme;
use plotters::style::RGBColor;

/// The colours of `cells`, row by row, four bytes each (red, green, blue, opacity): paper at 0,
/// the theme's full colours at `±range`. A range of 0 is all paper.
pub fn pixels(cells: &[f32], range: f32, theme: &Theme) -> Vec<u8> {
    let color = |cell: &f32| {
        let share = if range > 0.0 {
            (cell / range).clamp(-1.0, 1.0)
        } else {
            0.0
        };
        let end = if share < 0.0 {
            theme.negative
        } else {
            theme.positive
        };
        let RGBColor(red, green, blue) = mixed(theme.paper, end, f64::from(share.abs()));
        [red, green, blue, u8::MAX]
    };
    cells.iter().flat_map(color).collect()
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
        let pixels = pixels(&[0.0, -2.0, 5.0], 2.0, &theme);
        let colors: Vec<_> = pixels
            .chunks(4)
            .map(|pixel| RGBColor(pixel[0], pixel[1], pixel[2]))
            .collect();
        assert_eq!(colors, [theme.paper, theme.negative, theme.positive]);
        assert!(pixels.chunks(4).all(|pixel| pixel[3] == 255));
    }

    #[test]
    fn a_matrix_of_zeros_is_all_paper() {
        let RGBColor(red, green, blue) = Theme::DARK.paper;
        assert_eq!(pixels(&[0.0], 0.0, &Theme::DARK), [red, green, blue, 255]);
    }
}
