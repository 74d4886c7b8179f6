//! What of a line lies inside the plot, and where it leaves through top or bottom.

use super::PlotLayout;
use crate::labels::{Point, Rect};

impl PlotLayout<'_> {
    /// The runs of a line that lie inside the plot, cut where it leaves through top or bottom.
    pub(crate) fn visible(&self, points: &[Point]) -> Vec<Vec<Point>> {
        let mut runs = Vec::new();
        let mut run: Vec<Point> = Vec::new();
        let mut before: Option<Point> = None;
        for &point in points {
            match (
                before.is_some_and(|before| self.holds(before)),
                self.holds(point),
            ) {
                (_, true) => {
                    if let Some(outside) = before.filter(|&before| !self.holds(before)) {
                        run.push(self.crossing(outside, point));
                    }
                    run.push(point);
                }
                (true, false) => {
                    run.extend(before.map(|before| self.crossing(before, point)));
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

    /// Where a line goes on below the plot.
    pub(crate) fn falls_out(&self, points: &[Point]) -> Vec<Point> {
        let below = |point: Point| point.1 > self.area.bottom;
        let fall = |pair: &[Point]| match *pair {
            [one, other] if below(one) != below(other) => Some(self.crossing(one, other)),
            _ => None,
        };
        points.windows(2).filter_map(fall).collect()
    }

    /// Whether a point is at a height of the plot.
    pub(crate) fn holds(&self, point: Point) -> bool {
        (self.area.top..=self.area.bottom).contains(&point.1)
    }

    /// Where a line leaves the plot, through top or bottom.
    fn crossing(&self, (x0, y0): Point, (x1, y1): Point) -> Point {
        let Rect { top, bottom, .. } = self.area;
        let edge = if y0.min(y1) < top { top } else { bottom };
        (x0 + (x1 - x0) * (edge - y0) / (y1 - y0), edge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Axis, Plot, Size};

    #[test]
    fn a_curve_that_falls_out_of_the_plot_says_where() {
        let plot = Plot::new(Axis::ranks("r", 4), Axis::log("e", 0.1, 10.0), vec![]);
        let size = Size {
            width: 400.0,
            height: 320.0,
            text: 1.0,
        };
        let frame = PlotLayout::of(&plot, size);
        let out = |values: [f64; 4]| {
            let points = (1..)
                .zip(values)
                .map(|(rank, value)| (f64::from(rank), value));
            frame.falls_out(&frame.points(&points.collect::<Vec<_>>()))
        };
        assert_eq!(out([9.0, 5.0, 1.0, 0.2]), []);
        // A zero has no place on a logarithmic axis.
        let falls = out([9.0, 5.0, 1.0, 0.0]);
        assert_eq!(falls.len(), 1);
        assert!(falls[0].0 > frame.x(3.0) && falls[0].1 == frame.area.bottom);
        assert_eq!(out([9.0, 0.01, 5.0, 0.01]).len(), 3);
    }
}
