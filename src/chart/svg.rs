//! A drawing as an SVG document.

use plotters_svg::SVGBackend;

use super::drawing::{Drawing, UNITS_PER_PIXEL};
use super::layout::Size;

/// The drawing as a document, `size` CSS pixels large, with a title and a description that screen
/// readers read.
pub(super) fn document(drawing: Drawing, size: Size, title: &str, description: &str) -> String {
    let units = |pixels: f64| (pixels * f64::from(UNITS_PER_PIXEL)).round() as u32;
    let (across, down) = (units(size.width), units(size.height));
    let mut body = String::new();
    {
        let backend = SVGBackend::with_string(&mut body, (across, down));
        // Writing to a string cannot fail.
        let drawn = drawing.onto(backend);
        debug_assert!(drawn.is_ok());
    }
    // The backend measures its document in its own units; the page's are eight times as large, and
    // the view box does the scaling.
    let content = body.split_once('>').map_or("", |(_, content)| content);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {across} {down}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>{content}",
        size.width,
        size.height,
        escape_markup(title),
        escape_markup(description),
    )
}

/// Text as the content of an XML or HTML element, or in a quoted attribute.
pub fn escape_markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
