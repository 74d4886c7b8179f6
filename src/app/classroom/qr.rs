//! A student's name and code as a QR code, which a teacher's phone reads from the screen.

use qrcodegen::{QrCode, QrCodeEcc};

/// Light modules around it, which readers need: ISO/IEC 18004 asks for four.
const MARGIN: i32 = 4;

/// A QR code as a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrDrawing {
    /// Width and height in modules, the margin included.
    pub size: i32,
    /// The dark modules as the path of an SVG.
    pub path: String,
}

/// What a teacher pastes of a student, one on a line.
pub fn line_for_teacher(name: &str, code: &str) -> String {
    format!("{name} {code}").trim_start().to_owned()
}

/// The QR code of a text; none when it is too long for one.
pub fn draw(text: &str) -> Option<QrDrawing> {
    // Too long is the only way to fail.
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let places = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let dark = places.filter(|&(x, y)| code.get_module(x, y));
    let squares = dark.map(|(x, y)| format!("M{} {}h1v1h-1z", x + MARGIN, y + MARGIN));
    Some(QrDrawing {
        size: code.size() + 2 * MARGIN,
        path: squares.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_fits_a_small_code_with_a_margin_around_it() {
        let line = line_for_teacher("Ana Kovács", "1ABCD-EFGHJ-KMNPQ-RSTVW-XYZ01-23456-789A");
        let drawing = draw(&line).unwrap();
        assert!(drawing.size <= 41, "{}", drawing.size);
        // The finder pattern's corner is dark, behind the margin; nothing stands in the margin.
        assert!(drawing.path.starts_with("M4 4h1v1h-1z"));
        let edge = drawing.size - MARGIN;
        for place in drawing.path.split('M').skip(1) {
            let (x, rest) = place.split_once(' ').unwrap();
            let (y, _) = rest.split_once('h').unwrap();
            let inside = |place: &str| (MARGIN..edge).contains(&place.parse().unwrap());
            assert!(inside(x) && inside(y), "{place}");
        }
        assert_eq!(line_for_teacher("", "1ABCD"), "1ABCD");
        assert_eq!(draw(&"a".repeat(5000)), None);
    }
}
