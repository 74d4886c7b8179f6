//! The certificate as a table: a line for each layer, in the order of the file.
//!
//! Ten thousand lines laid out at once hold the page; so they come [`LINES`] at a time.

use rankscope_adapter::save::LayerCertificate;
use rankscope_params::number::{Format, percent};

use super::super::words::grouped;
use super::session::SavedFile;

/// Lines that are shown at first, and with each request for more.
pub const LINES: usize = 100;

/// A column: its name in `data-column`, and its heading.
pub const COLUMNS: [(&str, &str); 8] = [
    ("gamma", "γ folded"),
    ("rank_before", "r before"),
    ("rank", "r"),
    ("energy", "energy kept"),
    ("error", "relative error"),
    ("rounding", "rounding"),
    ("parameters_before", "parameters before"),
    ("parameters", "parameters"),
];

/// A cell: its number, and how it is written.
pub type Cell = (Option<f64>, String);

/// A layer's line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The layer, as the source names it.
    pub path: String,
    /// A cell for each of [`COLUMNS`].
    pub cells: [Cell; COLUMNS.len()],
}

/// The first lines of the certificate of what was saved.
pub fn lines(saved: &SavedFile, most: usize) -> Vec<Line> {
    let layers = saved.plan.certificate().layers.iter();
    let rounding = saved.written.rounding.iter().copied();
    layers.zip(rounding).take(most).map(line).collect()
}

fn line((layer, rounding): (&LayerCertificate, Option<f64>)) -> Line {
    let number = |value: f64| (Some(value), Format::Exact.write(value));
    let count = |value: u64| (Some(value as f64), grouped(value));
    let share = |value: Option<f64>| {
        let text = value.map_or_else(|| "–".to_owned(), percent);
        (value, text)
    };
    // Errors and roundings go down to the last digits of a number.
    let small = |value: Option<f64>| {
        let text = value.map_or_else(|| "–".to_owned(), |value| Format::Decimals(4).write(value));
        (value, text)
    };
    Line {
        path: layer.path.clone(),
        cells: [
            (
                Some(layer.gamma),
                super::super::column::written(Some(layer.gamma)),
            ),
            number(layer.rank_before as f64),
            number(layer.rank as f64),
            share(layer.energy),
            small(layer.error),
            small(rounding),
            count(layer.parameters_before),
            count(layer.parameters),
        ],
    }
}
