//! Where a plot lies on its figure, and where on it a value does, in CSS pixels.

use super::axis::Tick;
use super::labels::{Line, Rect};
use super::plot::Plot;

/// Text and the room it takes, at a text size of 1.
pub(super) const FONT_SIZE: f64 = 12.0;
/// Mean advance of a character of a bold system font, in ems: the widest in use, so that names
/// keep apart on every system.
const ADVANCE: f64 = 0.64;
const LINE_HEIGHT: f64 = 15.0;
/// Title of the vertical axis, above the plot.
const ABOVE: f64 = 24.0;
/// Tick labels and the title of the horizontal axis, below it.
const BELOW: f64 = 38.0;
const BESIDE: f64 = 12.0;
/// Pixels a tick label of the vertical axis wants for itself.
const Y_TICK_ROOM: f64 = 38.0;
/// Far outside the plot, but finite: where a logarithm of zero is drawn to.
const BEYOND: f64 = 8.0;

/// Size of a figure in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Size of the text, as a multiple of the usual one.
    pub text: f64,
}

/// Where on the figure the plot lies, and where on it a value does.
pub(super) struct PlotLayout<'p> {
    plot: &'p Plot,
    pub(super) area: Rect,
    pub(super) y_ticks: Vec<Tick>,
    width: f64,
    text: f64,
}

impl<'p> PlotLayout<'p> {
    pub(super) fn of(plot: &'p Plot, size: Size) -> Self {
        let heading = if plot.heading.is_some() {
            LINE_HEIGHT * 1.4
        } else {
            0.0
        };
        let top = size.text * (heading + ABOVE);
        let bottom = size.height - size.text * BELOW;
        let most = (bottom - top) / (size.text * Y_TICK_ROOM);
        let y_ticks = plot.y.ticks(most.max(2.0) as usize);
        let width = |tick: &Tick| text_width(&tick.label, size.text);
        let area = Rect {
            left: y_ticks.iter().map(width).fold(0.0, f64::max) + 8.0,
            top,
            right: size.width - BESIDE,
            bottom,
        };
        Self {
            plot,
            area,
            y_ticks,
            width: size.width,
            text: size.text,
        }
    }

    /// Pixels at a text size of 1, at the present one.
    pub(super) fn scaled(&self, pixels: f64) -> f64 {
        self.text * pixels
    }

    pub(super) fn line_height(&self) -> f64 {
        self.scaled(LINE_HEIGHT)
    }

    pub(super) fn text_width(&self, text: &str) -> f64 {
        text_width(text, self.text)
    }

    /// The middle of a tick label of the horizontal axis: below `x`, but inside the figure.
    pub(super) fn below(&self, x: f64, label: &str) -> (f64, f64) {
        let half = (self.text_width(label) / 2.0).min(self.width / 2.0);
        let row = self.area.bottom + 0.75 * self.line_height();
        (x.clamp(half, self.width - half), row)
    }

    /// Where the title of the vertical axis stands.
    pub(super) fn title_row(&self) -> f64 {
        self.area.top - self.scaled(ABOVE) + 0.5 * self.line_height()
    }

    pub(super) fn x(&self, value: f64) -> f64 {
        let Rect { left, right, .. } = self.area;
        left + self.plot.x.position(value) * (right - left)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let Rect { top, bottom, .. } = self.area;
        let position = self.plot.y.position(value).clamp(-BEYOND, BEYOND);
        bottom - position * (bottom - top)
    }

    pub(super) fn point(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x(x), self.y(y))
    }

    /// The runs of a line that lie inside the plot, cut where it leaves through top or bottom.
    pub(super) fn visible(&self, points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let Rect { top, bottom, .. } = self.area;
        let inside = |point: (f64, f64)| (top..=bottom).contains(&point.1);
        let crossing = |(x0, y0): (f64, f64), (x1, y1): (f64, f64)| {
            let edge = if y0.min(y1) < top { top } else { bottom };
            (x0 + (x1 - x0) * (edge - y0) / (y1 - y0), edge)
        };
        let mut runs = Vec::new();
        let mut run: Vec<(f64, f64)> = Vec::new();
        let mut before: Option<(f64, f64)> = None;
        for &point in points {
            match (before.is_some_and(inside), inside(point)) {
                (_, true) => {
                    if let Some(outside) = before.filter(|&before| !inside(before)) {
                        run.push(crossing(outside, point));
                    }
                    run.push(point);
                }
                (true, false) => {
                    run.extend(before.map(|before| crossing(before, point)));
                    runs.push(std::mem::take(&mut run));
                }
                (false, false) => {}
            }
            before = Some(point);
        }
        runs.push(run);
        runs.retain(|run| run.len() > 1);
        runs
    }
}

/// Curves first, then the lines of reference, with the room their names take.
pub(super) fn screen_lines(plot: &Plot, frame: &PlotLayout<'_>) -> Vec<Line> {
    let curves = plot.curves.iter().map(|curve| Line {
        points: curve
            .points
            .iter()
            .map(|&point| frame.point(point))
            .collect(),
        name: (frame.text_width(curve.written()), frame.line_height()),
        preferred: 0.55,
    });
    let rules = plot.rules.iter().map(|rule| Line {
        points: vec![
            (frame.area.left, frame.y(rule.value)),
            (frame.area.right, frame.y(rule.value)),
        ],
        name: (frame.text_width(rule.label), frame.line_height()),
        preferred: 1.0,
    });
    curves.chain(rules).collect()
}

fn text_width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * ADVANCE * FONT_SIZE * size
}

impl Plot {
    /// Which of the `stops` is drawn nearest to `x` pixels from the left of a figure of `size`.
    pub fn stop_at(&self, stops: &[usize], size: Size, x: f64) -> Option<usize> {
        let frame = PlotLayout::of(self, size);
        let away = |stop: usize| (frame.x(stop as f64) - x).abs();
        let stops = stops.iter().copied();
        stops.min_by(|&one, &other| away(one).total_cmp(&away(other)))
    }

    /// How far from the left of a figure of `size` a stop is drawn, in pixels.
    pub fn place_of(&self, size: Size, stop: usize) -> f64 {
        PlotLayout::of(self, size).x(stop as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Figure, Scene, View};
    use super::*;
    use rankscope_params::{Params, SigmaAxis};
    use rankscope_sim::simulate;

    /// A figure with text of this size.
    fn sized(text: f64) -> Size {
        Size {
            width: 400.0,
            height: 320.0,
            text,
        }
    }

    #[test]
    fn a_stop_is_found_where_it_is_drawn() {
        let params = Params::default();
        let spectra = simulate(&params.update(), &mut |_| ()).unwrap();
        let view = View {
            spectra: &spectra,
            reading: &params.reading(),
        };
        let scene = Scene {
            live: view,
            pinned: &[],
            sigma_axis: SigmaAxis::Linear,
        };
        for text in [1.0, 2.0] {
            let size = sized(text);
            for figure in Figure::ALL {
                let plot = figure.plot(&scene);
                let stops = plot.stops();
                let found = |x| plot.stop_at(&stops, size, x);
                for rank in [1, 2, 31, 64] {
                    assert_eq!(found(plot.place_of(size, rank)), Some(rank));
                }
                assert_eq!((found(-50.0), found(9e9)), (Some(1), Some(64)));
            }
        }
    }

    #[test]
    fn a_tick_label_at_the_end_of_the_axis_stays_inside_the_figure() {
        let plot = Figure::Spectrum.plot(&Scene {
            live: View {
                spectra: &simulate(&Params::default().update(), &mut |_| ()).unwrap(),
                reading: &Params::default().reading(),
            },
            pinned: &[],
            sigma_axis: SigmaAxis::Linear,
        });
        for text in [1.0, 2.0] {
            let size = sized(text);
            let frame = PlotLayout::of(&plot, size);
            for label in ["8", "2000", "100000"] {
                let half = frame.text_width(label) / 2.0;
                for x in [0.0, frame.area.right, 200.0] {
                    let (middle, _) = frame.below(x, label);
                    assert!(
                        middle - half >= 0.0 && middle + half <= size.width,
                        "{label}"
                    );
                }
                assert_eq!(frame.below(200.0, label).0, 200.0);
            }
        }
    }
}
