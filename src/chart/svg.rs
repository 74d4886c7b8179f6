//! A figure as an SVG document, by the drawing code of the page.

use plotters_svg::SVGBackend;

use super::{Plot, Size, Theme, UNITS_PER_PIXEL, draw};

/// The figure as an SVG document, `size` CSS pixels large. Its title is the plot's heading and its
/// description the plot's summary, which screen readers read.
pub fn svg(plot: &Plot, theme: &Theme, size: Size) -> String {
    let units = |pixels: f64| (pixels * f64::from(UNITS_PER_PIXEL)).round() as u32;
    let mut body = String::new();
    {
        let backend = SVGBackend::with_string(&mut body, (units(size.width), units(size.height)));
        // Writing to a string cannot fail.
        let drawn = draw(backend, plot, theme, size);
        debug_assert!(drawn.is_ok());
    }
    // The backend measures its document in its own units; the page's are eight times as large, and
    // the view box does the scaling.
    let content = body.split_once('>').map_or("", |(_, content)| content);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>{content}",
        units(size.width),
        units(size.height),
        escape_markup(plot.heading.as_deref().unwrap_or_default()),
        escape_markup(&plot.summary),
        width = size.width,
        height = size.height,
    )
}

/// Text as the content of an XML or HTML element, or in a quoted attribute.
pub fn escape_markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
