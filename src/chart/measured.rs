//! Figures of what was measured elsewhere: each a [`Plot`] with the table of what was measured.
//!
//! A dot is a measurement, and nothing is read between two. Curves that are not of the first seed are
//! paler; the table tells the seeds apart.

use std::rc::Rc;

use super::readout::comma_separated;
use super::{Axis, Curve, Named, Plot, Stroke, Tone};
use rankscope_params::Update;
use rankscope_params::number::Format;

/// How much of its colour the curve of a further seed has.
const FURTHER_SEED: f64 = 0.5;

/// A figure of measurements, with its table.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredFigure {
    /// What it is called.
    pub named: Named,
    /// What is drawn.
    pub plot: Rc<Plot>,
    /// What its places are.
    pub place: Place,
    /// The places at which there is something to read.
    pub places: Rc<Vec<usize>>,
    /// What is written in the table and beside the pointer.
    pub columns: Vec<MeasuredColumn>,
    /// What an empty cell means.
    pub empty: &'static str,
}

/// A column of a figure's table.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredColumn {
    /// Its name in `data-column`.
    pub name: String,
    /// Its heading.
    pub heading: String,
    /// The task it is of, as a colour.
    pub tone: Tone,
    /// The scaling it is under, as a dash pattern.
    pub stroke: Stroke,
    /// Places and values.
    pub values: Vec<(usize, f64)>,
}

/// What the places of a figure are: whole numbers, of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Ranks.
    Rank,
    /// Learning rates, in ten-thousandths.
    Rate,
}

impl Place {
    /// What one is, as the heading of a table.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Rank => "rank r",
            Self::Rate => "learning rate",
        }
    }

    /// The number that a place stands for.
    pub fn value(self, place: usize) -> f64 {
        match self {
            Self::Rank => place as f64,
            Self::Rate => place as f64 / RATES_IN_ONE,
        }
    }

    /// The place of a learning rate.
    pub fn of_rate(rate: f64) -> usize {
        (rate * RATES_IN_ONE).round() as usize
    }

    /// "8", "0.0003".
    pub fn written(self, place: usize) -> String {
        Format::Exact.write(self.value(place))
    }

    /// "rank 8", "learning rate 0.0003".
    pub fn named(self, place: usize) -> String {
        let word = match self {
            Self::Rank => "rank",
            Self::Rate => "learning rate",
        };
        format!("{word} {}", self.written(place))
    }

    /// Its column in files.
    const fn column(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Rate => "learning_rate",
        }
    }
}

/// A place of [`Place::Rate`] is so small a part of 1.
const RATES_IN_ONE: f64 = 1e4;

impl MeasuredFigure {
    /// The rows of its table: every place at which something was measured, in order.
    pub fn rows(&self) -> Vec<usize> {
        let values = self.columns.iter().flat_map(|column| &column.values);
        let measured = values.map(|value| value.0);
        let mut rows: Vec<usize> = self.places.iter().copied().chain(measured).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Its table with all digits, as comma-separated values; behind it the curves it is compared with
    /// that the table has no room for.
    pub fn csv(&self) -> String {
        let known = |curve: &&Curve| self.columns.iter().all(|column| column.name != curve.name);
        let others: Vec<&Curve> = self.plot.curves.iter().filter(known).collect();
        let measured = self.columns.iter().map(|column| column.name.clone());
        let names = measured.chain(others.iter().map(|curve| curve.name.to_string()));
        let rows = self.rows();
        let rows = rows.into_iter().map(|place| {
            let measured = self.columns.iter().map(move |column| column.at(place));
            let others = others.iter().map(|curve| curve.at(place as f64));
            (self.place.value(place), measured.chain(others).collect())
        });
        comma_separated(self.place.column(), &names.collect::<Vec<_>>(), rows)
    }
}

impl MeasuredColumn {
    /// Its value at a place.
    pub fn at(&self, place: usize) -> Option<f64> {
        let found = self.values.iter().find(|value| value.0 == place);
        found.map(|value| value.1)
    }

    /// As curves of measurements with this label, at the ranks that are drawn: no line goes across one of
    /// `ranks` that was not run.
    pub(super) fn curves(
        &self,
        label: &str,
        strength: f64,
        stroke: Stroke,
        ranks: &[usize],
    ) -> Vec<Curve> {
        let whole = self.curve(label, strength, stroke);
        let missing = |from: f64, to: f64| {
            let mut ranks = ranks.iter().map(|&rank| rank as f64);
            ranks.any(|rank| from < rank && rank < to)
        };
        let joined = whole.points.chunk_by(|one, next| !missing(one.0, next.0));
        let mut curves: Vec<Curve> = joined
            .map(|points| Curve {
                named: false,
                points: points.to_vec(),
                ..whole.clone()
            })
            .collect();
        // The longest piece has room for the name.
        if let Some(longest) = curves.iter_mut().max_by_key(|curve| curve.points.len()) {
            longest.named = whole.named;
        }
        curves
    }

    /// As a curve of measurements with this label, at the ranks that are drawn.
    pub(super) fn curve(&self, label: &str, strength: f64, stroke: Stroke) -> Curve {
        let drawn = self.values.iter().filter(|value| value.0 > 0);
        Curve {
            name: self.name.clone().into(),
            label: label.to_owned(),
            named: !label.is_empty(),
            tone: self.tone,
            strength,
            stroke,
            dots: true,
            points: drawn.map(|&(rank, value)| (rank as f64, value)).collect(),
        }
    }
}

/// Style first: it is drawn last.
pub(super) const TASKS: [Update; 2] = [Update::Style, Update::Facts];

/// The strength of a seed's curve.
pub(super) fn strength(number: usize) -> f64 {
    if number == 0 { 1.0 } else { FURTHER_SEED }
}

/// The label of a seed's curve: only the first has one.
pub(super) fn label(number: usize, label: String) -> String {
    if number == 0 { label } else { String::new() }
}

pub(super) fn rank_axis(first: usize, last: usize) -> Axis {
    Axis::doublings("rank r, log scale", first, last, 0.5)
}

pub(super) fn figure_plot(x: Axis, y: Axis, curves: Vec<Curve>, summary: String) -> Plot {
    Plot {
        summary,
        ..Plot::new(x, y, curves)
    }
}

/// Shares in percent.
pub(super) fn percents(points: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    let percent = |(rank, share): (usize, f64)| (rank, 100.0 * share);
    points.into_iter().map(percent).collect()
}

/// "7.8 / 5.1 %", one number for each seed.
pub(super) fn written(shares: &[f64]) -> String {
    let written = |share: &f64| Format::Decimals(1).write(100.0 * share);
    let all: Vec<String> = shares.iter().map(written).collect();
    format!("{} %", all.join(" / "))
}

/// " (seeds 0 / 1)", after the first numbers that are one for each seed.
pub fn of_seeds(seeds: &[u64]) -> String {
    let listed: Vec<String> = seeds.iter().map(ToString::to_string).collect();
    let word = if seeds.len() == 1 { "seed" } else { "seeds" };
    format!(" ({word} {})", listed.join(" / "))
}
