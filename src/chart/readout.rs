//! What is read off a figure: at a place of its horizontal axis, and at all of them as a file.

use super::{Curve, Ghost, Plot};
use rankscope_params::csv;

/// What one curve says at a rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout<'p> {
    /// The curve.
    pub curve: &'p Curve,
    /// Its value; none where it has none.
    pub value: Option<f64>,
    /// The values of the same curve in each pin.
    pub pinned: Vec<Option<f64>>,
}

/// More values than this are read in a box of their own; as many or fewer, in the figure's head.
const IN_A_LINE: usize = 2;

impl Curve {
    /// The curve's value at `x`, between its points linearly; none outside them, nor between
    /// measurements.
    pub fn at(&self, x: f64) -> Option<f64> {
        let after = self.points.partition_point(|point| point.0 < x);
        let &(x1, y1) = self.points.get(after)?;
        if x1 <= x {
            return Some(y1);
        }
        if self.dots {
            return None;
        }
        let &(x0, y0) = self.points.get(after.checked_sub(1)?)?;
        Some(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    }
}

impl Ghost {
    fn curve(&self, name: &str) -> Option<&Curve> {
        self.curves.iter().find(|curve| curve.name == name)
    }
}

impl Plot {
    /// What every curve says at a rank.
    pub fn read(&self, rank: usize) -> Vec<Readout<'_>> {
        self.read_at(rank as f64)
    }

    /// What every curve says at a place of the horizontal axis.
    fn read_at(&self, place: f64) -> Vec<Readout<'_>> {
        let at = |curve: &Curve| curve.at(place);
        let readout = |curve| Readout {
            curve,
            value: at(curve),
            pinned: self
                .ghosts
                .iter()
                .map(|ghost| ghost.curve(&curve.name).and_then(at))
                .collect(),
        };
        self.curves.iter().map(readout).collect()
    }

    /// Where on the horizontal axis there is something to read: every rank of a rank axis, every
    /// point of the longest curve on another.
    pub fn places(&self) -> Vec<f64> {
        if self.x.counts_ranks() {
            return (1..=self.max_rank()).map(|rank| rank as f64).collect();
        }
        // Where there are such axes, the curve with the most points has every place of the others.
        let longest = self.curves.iter().max_by_key(|curve| curve.points.len());
        let points = longest.into_iter().flat_map(|curve| &curve.points);
        points.map(|point| point.0).collect()
    }

    /// Where a reader can point: at what was measured, or, where nothing was, at every place.
    pub fn stops(&self) -> Vec<usize> {
        let measured = self.curves.iter().filter(|curve| curve.dots);
        let points = measured.flat_map(|curve| &curve.points);
        let mut stops: Vec<f64> = points.map(|point| point.0).collect();
        if stops.is_empty() {
            stops = self.places();
        }
        // By insertion: they are nearly in order already, and a general sort is one percent of what a
        // first visit loads.
        let mut ordered: Vec<usize> = Vec::with_capacity(stops.len());
        for stop in stops.into_iter().map(|stop| stop as usize) {
            let at = ordered.partition_point(|&other| other < stop);
            if ordered.get(at) != Some(&stop) {
                ordered.insert(at, stop);
            }
        }
        ordered
    }

    /// Whether what is read at a rank is more than the figure's head has room for.
    pub fn opens_box(&self) -> bool {
        self.curves.len() * (1 + self.ghosts.len()) > IN_A_LINE
    }

    /// The largest rank on the horizontal axis.
    fn max_rank(&self) -> usize {
        self.x.range().1 as usize
    }

    /// Every curve's value at every place, with all digits, as comma-separated values. The columns
    /// of a pin carry its letter.
    pub fn csv(&self) -> String {
        let live = self.curves.iter().map(|curve| curve.name.to_string());
        let pinned = self.ghosts.iter().flat_map(|ghost| {
            let name = |curve: &Curve| format!("{}_{}", curve.name, ghost.letter);
            self.curves.iter().map(name)
        });
        let names: Vec<String> = live.chain(pinned).collect();
        let rows = self.places().into_iter().map(|place| {
            let readouts = self.read_at(place);
            let live = readouts.iter().map(|readout| readout.value);
            let pin = |number: usize| {
                let value = move |readout: &Readout<'_>| readout.pinned.get(number).copied();
                readouts.iter().map(move |readout| value(readout).flatten())
            };
            let values = live.chain((0..self.ghosts.len()).flat_map(pin)).collect();
            (self.x.value_at(place), values)
        });
        comma_separated(&self.x.column, &names, rows)
    }
}

/// A row for each place, with all digits of what stands there in each of the named columns.
pub(super) fn comma_separated(
    place: &str,
    names: &[String],
    rows: impl Iterator<Item = (f64, Vec<Option<f64>>)>,
) -> String {
    let names = names.iter().map(String::as_str);
    let mut text = csv::line(std::iter::once(place).chain(names));
    for (place, values) in rows {
        text += &csv::line(std::iter::once(Some(place)).chain(values));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Axis, Stroke, Tone};

    fn curve(name: &'static str, points: &[(f64, f64)]) -> Curve {
        Curve {
            name: name.into(),
            label: name.to_owned(),
            tone: Tone::Style,
            strength: 1.0,
            stroke: Stroke::Solid,
            named: true,
            dots: false,
            points: points.to_vec(),
        }
    }

    #[test]
    fn a_file_has_a_row_for_each_rank_and_pins_after_the_live_curves() {
        let plot = Plot {
            ghosts: vec![Ghost {
                letter: 'A',
                curves: vec![curve("style", &[(1.0, 3.0)])],
            }],
            ..Plot::new(
                Axis::ranks("r", 2),
                Axis::linear("σ", 2.0),
                vec![curve("style", &[(1.0, 2.0), (2.0, 0.1)])],
            )
        };
        assert_eq!(plot.csv(), "rank,style,style_A\r\n1,2,3\r\n2,0.1,\r\n");
    }

    #[test]
    fn a_reader_points_at_measurements_or_else_at_every_place() {
        let mut measured = curve("lora", &[(2.0, 1.0), (8.0, 3.0)]);
        let line = curve("floor", &[(1.0, 1.0), (2.0, 0.5), (3.0, 0.0)]);
        let mut plot = Plot::new(
            Axis::doublings("r", 1, 8, 0.5),
            Axis::linear("error", 2.0),
            vec![line, measured.clone()],
        );
        assert_eq!(plot.stops(), [1, 2, 3]);
        measured.dots = true;
        plot.curves.push(measured);
        assert_eq!(plot.stops(), [2, 8]);
    }

    #[test]
    fn three_values_open_a_box_and_two_do_not() {
        let curves = |count: usize| vec![curve("style", &[(1.0, 1.0)]); count];
        let plot = |count| Plot::new(Axis::ranks("r", 2), Axis::linear("σ", 1.0), curves(count));
        assert!(!plot(2).opens_box() && plot(3).opens_box());
        let pinned = Plot {
            ghosts: vec![Ghost {
                letter: 'A',
                curves: vec![],
            }],
            ..plot(2)
        };
        assert!(pinned.opens_box());
    }

    #[test]
    fn between_measurements_nothing_is_known() {
        let mut measured = curve("lora", &[(2.0, 1.0), (4.0, 3.0)]);
        assert_eq!(measured.at(3.0), Some(2.0));
        measured.dots = true;
        assert_eq!((measured.at(3.0), measured.at(4.0)), (None, Some(3.0)));
    }
}
