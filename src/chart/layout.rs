//! Where a plot lies on its figure, and where on it a value does, in CSS pixels.

mod clip;

use super::Stroke;
use super::axis::Tick;
use super::labels::{Line, Point, Rect};
use super::lettering::{Lettering, NAME, TICK};
use super::plot::{Curve, Plot};

pub(super) const LINE_HEIGHT: f64 = 15.0;
/// Title of the vertical axis, above the plot.
const ABOVE: f64 = 28.0;
/// The same without a title to hold.
const ABOVE_UNTITLED: f64 = 8.0;
/// Tick labels and the title of the horizontal axis, below it.
const BELOW: f64 = 40.0;
/// Half of a grip that stands at the last rank has room.
const BESIDE: f64 = 18.0;
/// Pixels a tick label of the vertical axis wants for itself.
const Y_TICK_ROOM: f64 = 30.0;
/// More lines than these behind curves are no help.
const MOST_Y_TICKS: usize = 6;
/// Pixels a tick label of the horizontal axis wants for itself.
const X_TICK_ROOM: f64 = 40.0;
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
    pub(super) x_ticks: Vec<Tick>,
    pub(super) y_ticks: Vec<Tick>,
    width: f64,
    text: f64,
}

impl<'p> PlotLayout<'p> {
    pub(super) fn of(plot: &'p Plot, size: Size) -> Self {
        // A title of the vertical axis stands above it.
        let above = if plot.y.title.is_empty() {
            ABOVE_UNTITLED
        } else {
            ABOVE
        };
        let top = size.text * above;
        let bottom = size.height - size.text * BELOW;
        let most = ((bottom - top) / (size.text * Y_TICK_ROOM)).max(2.0) as usize;
        let y_ticks = plot.y.ticks(most.min(MOST_Y_TICKS));
        let width = |tick: &Tick| TICK.width(&tick.label, size.text);
        let area = Rect {
            left: y_ticks.iter().map(width).fold(0.0, f64::max) + 10.0,
            top,
            right: size.width - BESIDE,
            bottom,
        };
        let most = (area.right - area.left) / (size.text * X_TICK_ROOM);
        Self {
            plot,
            area,
            x_ticks: plot.x.ticks(most as usize),
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

    pub(super) fn text_width(&self, text: &str, lettering: &Lettering) -> f64 {
        lettering.width(text, self.text)
    }

    /// The middle of what is `width` wide and should stand at `x`: there, but inside the figure.
    pub(super) fn within(&self, x: f64, width: f64) -> f64 {
        let half = (width / 2.0).min(self.width / 2.0);
        x.clamp(half, self.width - half)
    }

    /// The middle of a tick label of the horizontal axis.
    pub(super) fn below(&self, x: f64, label: &str) -> Point {
        let row = self.area.bottom + 0.95 * self.line_height();
        (self.within(x, self.text_width(label, &TICK)), row)
    }

    /// Where the title of the horizontal axis ends.
    pub(super) fn x_title(&self) -> Point {
        (self.area.right, self.area.bottom + 2.1 * self.line_height())
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

    /// A curve on the screen.
    pub(super) fn points(&self, points: &[Point]) -> Vec<Point> {
        points.iter().map(|&point| self.point(point)).collect()
    }

    /// A curve, an earlier one with its pin's letter, or a line of reference, with the room its name
    /// takes.
    fn line(&self, points: Vec<Point>, name: &str, preferred: f64) -> Line {
        Line {
            points,
            name: (
                self.text_width(name, &NAME),
                self.scaled(NAME.size).ceil() + 1.0,
            ),
            preferred,
        }
    }
}

/// Where along the plot the name of a curve would best stand.
const CURVE_NAME: f64 = 0.55;
/// The same of a line of reference.
const RULE_NAME: f64 = 1.0;

/// Pinned curves first, then the lines of reference and the curves: back to front.
pub(super) fn screen_lines(plot: &Plot, frame: &PlotLayout<'_>) -> Vec<Line> {
    let ghosts = plot.ghosts.iter().enumerate().flat_map(|(number, ghost)| {
        // Of one pin everything pale is; of several each has its letters at a place of their own.
        let letter = ghost.letter.to_string();
        let letter = if plot.ghosts.len() > 1 {
            letter
        } else {
            String::new()
        };
        let along = 0.3 + 0.16 * number as f64;
        ghost.curves.iter().map(move |curve| {
            // Exactly under a live curve it is not seen, and in the way of no name.
            let hidden = plot.curves.iter().any(|live| live.points == curve.points);
            let points = if hidden {
                vec![]
            } else {
                frame.points(&curve.points)
            };
            frame.line(points, &letter, along)
        })
    });
    let rules = plot.rules.iter().map(|rule| {
        let y = frame.y(rule.value);
        let points = vec![(frame.area.left, y), (frame.area.right, y)];
        frame.line(points, &rule.label, RULE_NAME)
    });
    let curve = |curve: &Curve| {
        // Points that are not joined are no line; their dots are marks.
        let points = match curve.stroke {
            Stroke::Unjoined => vec![],
            Stroke::Solid | Stroke::Dashed | Stroke::Dotted => frame.points(&curve.points),
        };
        frame.line(points, curve.written(), CURVE_NAME)
    };
    ghosts
        .chain(rules)
        .chain(plot.curves.iter().map(curve))
        .collect()
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
    use super::super::{Axes, Figure, Scene, View};
    use super::*;
    use rankscope_params::{Params, RankAxis, SigmaAxis};
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
        for (text, rank) in [(1.0, RankAxis::Log), (2.0, RankAxis::Linear)] {
            let size = sized(text);
            let scene = Scene {
                live: view,
                pinned: &[],
                axes: Axes {
                    rank,
                    sigma: SigmaAxis::Linear,
                },
            };
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
            axes: Axes::default(),
        });
        for text in [1.0, 2.0] {
            let size = sized(text);
            let frame = PlotLayout::of(&plot, size);
            for label in ["8", "2000", "100000"] {
                let half = frame.text_width(label, &TICK) / 2.0;
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
