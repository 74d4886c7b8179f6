//! The figures of a real fine-tuning: each a [`Plot`] with the table of what was measured.
//!
//! A dot is a measurement, and nothing is read between two. Curves that are not of the first seed are
//! paler; the table tells the seeds apart.

mod energy;
mod gradient;
mod recall;
mod recalled;
mod truncated;

pub use energy::{layers, plot as energy};
pub use gradient::{plot as gradient, slopes};
pub use recall::plot as recall;
pub use recalled::plot as recalled;
pub use truncated::plot as truncated;

use std::rc::Rc;

use super::plot::comma_separated;
use super::{Axis, Curve, Named, Plot, Stroke, Tone};
use rankscope_params::Update;
use rankscope_params::number::Format;

/// E(r) of the real updates.
pub const ENERGY: Named = Named {
    name: "real-energy",
    title: "Energy kept of real updates",
};
/// What a cut update and an adapter recall.
pub const RECALLED: Named = Named {
    name: "real-recalled",
    title: "New facts recalled, by rank",
};
/// What adapters have learned.
pub const RECALL: Named = Named {
    name: "real-recall",
    title: "What an adapter of rank r learns",
};
/// The norm of the first gradient.
pub const GRADIENT: Named = Named {
    name: "real-gradient",
    title: "The first gradient",
};
/// What is left of a full update that is cut.
pub const TRUNCATED: Named = Named {
    name: "real-truncated",
    title: "Full updates, cut to rank r",
};

/// How much of its colour the curve of a further seed has.
const FURTHER_SEED: f64 = 0.5;

/// A figure of measurements, with its table.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredFigure {
    /// What it is called.
    pub named: Named,
    /// What is drawn.
    pub plot: Rc<Plot>,
    /// The ranks at which there is something to read.
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
    /// Ranks and values.
    pub values: Vec<(usize, f64)>,
}

impl MeasuredFigure {
    /// The rows of its table: every rank at which something was measured, in order.
    pub fn ranks(&self) -> Vec<usize> {
        let values = self.columns.iter().flat_map(|column| &column.values);
        let measured = values.map(|value| value.0);
        let mut ranks: Vec<usize> = self.places.iter().copied().chain(measured).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks
    }

    /// Its table with all digits, as comma-separated values; behind it the curves it is compared with
    /// that the table has no room for.
    pub fn csv(&self) -> String {
        let known = |curve: &&Curve| self.columns.iter().all(|column| column.name != curve.name);
        let others: Vec<&Curve> = self.plot.curves.iter().filter(known).collect();
        let measured = self.columns.iter().map(|column| column.name.clone());
        let names = measured.chain(others.iter().map(|curve| curve.name.to_string()));
        let ranks: Vec<f64> = self.ranks().into_iter().map(|rank| rank as f64).collect();
        comma_separated("rank", &names.collect::<Vec<_>>(), &ranks, |rank| {
            let measured = self.columns.iter().map(|column| column.at(rank as usize));
            measured
                .chain(others.iter().map(|curve| curve.at(rank)))
                .collect()
        })
    }
}

impl MeasuredColumn {
    /// Its value at a rank.
    pub fn at(&self, rank: usize) -> Option<f64> {
        let found = self.values.iter().find(|value| value.0 == rank);
        found.map(|value| value.1)
    }

    /// As curves of measurements with this label, at the ranks that are drawn: no line goes across one of
    /// `ranks` that was not run.
    fn curves(&self, label: &str, strength: f64, stroke: Stroke, ranks: &[usize]) -> Vec<Curve> {
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
    fn curve(&self, label: &str, strength: f64, stroke: Stroke) -> Curve {
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
const TASKS: [Update; 2] = [Update::Style, Update::Facts];

/// The strength of a seed's curve.
fn strength(number: usize) -> f64 {
    if number == 0 { 1.0 } else { FURTHER_SEED }
}

/// The label of a seed's curve: only the first has one.
fn label(number: usize, label: String) -> String {
    if number == 0 { label } else { String::new() }
}

fn rank_axis(first: usize, last: usize) -> Axis {
    Axis::doublings("rank r, log scale", first, last, 0.5)
}

fn figure_plot(x: Axis, y: Axis, curves: Vec<Curve>, summary: String) -> Plot {
    Plot {
        summary,
        ..Plot::new(x, y, curves)
    }
}

/// Shares in percent.
fn percents(points: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    let percent = |(rank, share): (usize, f64)| (rank, 100.0 * share);
    points.into_iter().map(percent).collect()
}

/// "7.8 / 5.1 %", one number for each seed.
fn written(shares: &[f64]) -> String {
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
