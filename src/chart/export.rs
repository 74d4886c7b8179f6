//! A figure to take away: a margin, its title, a legend, the plot without what can be dragged, and a
//! line that says what it is of and where it is from.

use plotters::style::text_anchor::HPos;
use plotters_backend::{DrawingBackend, DrawingErrorKind};

use super::draw::width;
use super::drawing::Drawing;
use super::encoding::color;
use super::labels::Point;
use super::lettering::{HEADING, TITLE};
use super::plot::{Curve, Plot};
use super::surface::{DOT_RADIUS, DrawResult, DrawingSurface, record};
use super::svg::document;
use super::{Size, Stroke, Theme};

/// Around everything.
const MARGIN: f64 = 24.0;
/// Heights, at the usual text size.
const HEADING_ROOM: f64 = 32.0;
const LEGEND_ROW: f64 = 22.0;
const UNDER_LEGEND: f64 = 10.0;
const ABOVE_CREDIT: f64 = 10.0;
const CREDIT_ROW: f64 = 17.0;
/// Of a line beside its name in the legend.
const SWATCH: f64 = 28.0;
const BESIDE_SWATCH: f64 = 7.0;
const BETWEEN_ENTRIES: f64 = 18.0;

/// A figure to take away.
#[derive(Clone, Debug)]
pub struct Export {
    plot: Plot,
    title: String,
    credit: String,
    size: Size,
}

/// A curve in the legend, and where its swatch begins.
struct Entry<'p> {
    curve: &'p Curve,
    at: Point,
}

impl Export {
    /// Of `plot` as it is drawn at `size`.
    pub fn new(plot: &Plot, title: &str, credit: &str, size: Size) -> Self {
        Self {
            plot: Plot {
                inspected: vec![],
                grips: false,
                spots: vec![],
                ..plot.clone()
            },
            title: title.to_owned(),
            credit: credit.to_owned(),
            size,
        }
    }

    /// The same, as large as fits into `whole`.
    #[must_use]
    pub fn within(mut self, whole: Size) -> Self {
        self.size = Size {
            width: whole.width - 2.0 * MARGIN,
            ..whole
        };
        self.size.height -= self.size().height - whole.height;
        self
    }

    /// The size of the whole.
    pub fn size(&self) -> Size {
        let Size { width, text, .. } = self.size;
        let credit = text * CREDIT_ROW * self.credit().len() as f64;
        Size {
            width: width + 2.0 * MARGIN,
            height: self.credit_top() + credit + MARGIN,
            text,
        }
    }

    /// Draws it. The backend must scale as for [`draw`](super::draw()).
    ///
    /// # Errors
    /// Whatever the backend's own drawing calls return.
    pub fn draw<B: DrawingBackend>(
        &self,
        backend: B,
        theme: &Theme,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        self.drawing(theme).onto(backend)
    }

    /// It as an SVG document, whose description is the plot's summary.
    pub fn svg(&self, theme: &Theme) -> String {
        document(
            self.drawing(theme),
            self.size(),
            &self.title,
            &self.plot.summary,
        )
    }

    fn drawing(&self, theme: &Theme) -> Drawing {
        record(theme, self.size(), |surface| self.paint(surface))
    }

    fn paint(&self, surface: &DrawingSurface<'_>) -> DrawResult {
        let theme = surface.theme;
        let text = self.size.text;
        surface.fill_with_paper()?;
        let at = (MARGIN, MARGIN + text * HEADING_ROOM / 3.0);
        surface.text(&self.title, at, HPos::Left, theme.ink, &HEADING)?;
        for Entry { curve, at: (x, y) } in self.entries().0 {
            let ink = color(theme, curve.tone, curve.stroke);
            let end = x + text * SWATCH;
            let line = [(x, y), (end, y)];
            surface.stroke(&line, ink, width(curve.stroke), curve.stroke)?;
            if curve.dots {
                let middle = (x.midpoint(end), y);
                surface.dot(middle, DOT_RADIUS, ink, curve.stroke == Stroke::Dashed)?;
            }
            let at = (end + text * BESIDE_SWATCH, y);
            surface.text(&curve.label, at, HPos::Left, theme.ink, &TITLE)?;
        }
        surface
            .from((MARGIN, self.plot_top()))
            .plot(&self.plot, self.size)?;
        for (row, line) in self.credit().iter().enumerate() {
            let y = self.credit_top() + text * CREDIT_ROW * (row as f64 + 0.5);
            surface.text(line, (MARGIN, y), HPos::Left, theme.muted, &TITLE)?;
        }
        Ok(())
    }

    fn credit_top(&self) -> f64 {
        self.plot_top() + self.size.height + self.size.text * ABOVE_CREDIT
    }

    /// What it is of and where it is from, in lines: an address may be longer than one, and has no
    /// spaces to break at.
    fn credit(&self) -> Vec<String> {
        let letter = TITLE.width("m", self.size.text);
        let most = ((self.size.width / letter) as usize).max(1);
        let letters: Vec<char> = self.credit.chars().collect();
        letters
            .chunks(most)
            .map(|line| line.iter().collect())
            .collect()
    }

    fn plot_top(&self) -> f64 {
        let rows = self.entries().1 as f64;
        MARGIN + self.size.text * (HEADING_ROOM + rows * LEGEND_ROW + UNDER_LEGEND)
    }

    /// The legend, front to back, and its number of rows: every label once.
    fn entries(&self) -> (Vec<Entry<'_>>, usize) {
        let text = self.size.text;
        let mut entries: Vec<Entry<'_>> = Vec::new();
        let (mut x, mut rows) = (MARGIN, 0);
        let drawn = self.plot.curves.iter().rev();
        // What is only read, not drawn, has no entry.
        let named = |curve: &&Curve| {
            !curve.points.is_empty() && !curve.label.is_empty() && curve.strength > 0.0
        };
        for curve in drawn.filter(named) {
            if entries.iter().any(|entry| entry.curve.label == curve.label) {
                continue;
            }
            let room = text * (SWATCH + BESIDE_SWATCH) + TITLE.width(&curve.label, text);
            if rows == 0 || x + room > MARGIN + self.size.width {
                (x, rows) = (MARGIN, rows + 1);
            }
            let y = MARGIN + text * (HEADING_ROOM + (rows as f64 - 0.5) * LEGEND_ROW);
            entries.push(Entry { curve, at: (x, y) });
            x += room + text * BETWEEN_ENTRIES;
        }
        (entries, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Axes, Figure, Scene, View};
    use super::*;
    use rankscope_params::Params;
    use rankscope_sim::simulate;

    const SIZE: Size = Size {
        width: 400.0,
        height: 280.0,
        text: 1.0,
    };

    fn export(figure: Figure) -> Export {
        let params = Params::default();
        let scene = Scene {
            live: View {
                spectra: &simulate(&params.update(), &mut |_| ()).unwrap(),
                reading: &params.reading(),
            },
            pinned: &[],
            axes: Axes::default(),
        };
        Export::new(
            &figure.plot(&scene),
            figure.title(),
            "Simulated <here>",
            SIZE,
        )
    }

    #[test]
    fn a_saved_figure_has_a_margin_a_title_every_tick_a_legend_and_where_it_is_from() {
        let export = export(Figure::Error);
        let svg = export.svg(&Theme::LIGHT);
        for text in ["Reconstruction error", "style α/r", "facts lowest"] {
            assert!(svg.contains(text), "{text}");
        }
        assert!(svg.contains("Simulated &lt;here&gt;"), "{svg}");
        for tick in ["1", "2", "4", "8", "16", "32", "64"] {
            assert!(svg.contains(&format!("\n{tick}\n")), "{tick}");
        }
        assert_eq!(export.size().width, SIZE.width + 48.0);
        let (entries, rows) = export.entries();
        assert_eq!((entries.len(), rows), (6, 2));
        for Entry { curve, at } in entries {
            let end = at.0 + SWATCH + BESIDE_SWATCH + TITLE.width(&curve.label, 1.0);
            assert!(at.0 >= MARGIN && end <= MARGIN + SIZE.width);
        }
    }

    #[test]
    fn a_long_address_is_written_whole_in_several_lines() {
        let address = format!("https://example.org/?{}", "pin_a=alpha%3D4&".repeat(20));
        let plot = export(Figure::Scaling).plot;
        let export = Export::new(&plot, "The scale", &address, SIZE);
        let lines = export.credit();
        assert!(lines.len() > 3);
        assert!(
            lines
                .iter()
                .all(|line| TITLE.width(line, 1.0) <= SIZE.width)
        );
        assert_eq!(lines.concat(), address);
    }

    #[test]
    fn a_figure_fits_into_the_size_it_is_given() {
        let whole = Size {
            width: 1200.0,
            height: 630.0,
            text: 1.5,
        };
        for figure in Figure::ALL {
            let size = export(figure).within(whole).size();
            assert_eq!((size.width, size.height.round()), (1200.0, 630.0));
        }
    }
}
