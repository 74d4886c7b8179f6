//! The map of what changed: a row for each kind of matrix, a column for each block, one quantity as colour and number.
//!
//! A cell stands for the matrix with the largest value among those of its kind and block. Many blocks share columns,
//! so that a document bears the map.

use rankscope_adapter::checkpoint::{DeltaColumn, Grid};
use rankscope_params::number::significant;

use super::rows::{Row, Rows};

/// Columns at most.
const MOST_COLUMNS: usize = 64;
/// Steps of colour: those of `static/views/adapter-map.css`.
const STEPS: f64 = 9.0;
/// Digits in a cell.
const DIGITS: usize = 2;

/// What a map shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quantity {
    /// The rank that holds 90 % of the energy.
    #[default]
    Rank90,
    /// The share of the energy that a chosen rank keeps.
    Energy,
    /// `‖ΔW‖/‖W₀‖`.
    Relative,
}

impl Quantity {
    /// Every quantity.
    pub const ALL: [Self; 3] = [Self::Rank90, Self::Energy, Self::Relative];

    /// Its name in ids and values.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rank90 => "rank_90",
            Self::Energy => "energy",
            Self::Relative => "relative",
        }
    }

    /// That of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|quantity| quantity.name() == name)
    }

    /// Its name on the page.
    pub fn label(self, rank: usize) -> String {
        match self {
            Self::Rank90 => "rank for 90 %".to_owned(),
            Self::Energy => format!("energy kept at rank {rank}"),
            Self::Relative => "‖ΔW‖/‖W‖".to_owned(),
        }
    }

    fn of(self, row: &Row, rank: usize) -> Option<f64> {
        match self {
            Self::Rank90 => row.value(DeltaColumn::Rank90).map(|rank| rank.value),
            Self::Energy => row.energy(rank).map(|share| share.value),
            Self::Relative => row.value(DeltaColumn::Relative).map(|share| share.value),
        }
    }

    fn written(self, value: f64) -> String {
        match self {
            Self::Energy => significant(100.0 * value, DIGITS),
            // As in the table.
            Self::Rank90 => format!("{value:.0}"),
            Self::Relative => significant(value, DIGITS),
        }
    }
}

/// A cell, which opens its matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The matrix with the largest value.
    pub path: String,
    /// The value; none where it has none.
    pub value: Option<f64>,
    /// The step of its colour.
    pub step: u32,
    /// The value, written.
    pub text: String,
    /// The value in a sentence with the text in it.
    pub name: String,
}

/// The map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// What stands over each column: short, and whole.
    pub columns: Vec<(String, String)>,
    /// Each kind, with a cell or none for each column.
    pub kinds: Vec<(String, Vec<Option<Cell>>)>,
}

impl Map {
    /// Of all matrices among these, each where the grid says.
    pub fn of(rows: &Rows, grid: &Grid, quantity: Quantity, rank: usize) -> Self {
        let Grid { blocks, kinds, .. } = grid;
        let run = blocks.len().div_ceil(MOST_COLUMNS).max(1);
        let width = blocks.len().div_ceil(run);
        let mut cells: Vec<Option<(&Row, Option<f64>)>> = vec![None; kinds.len() * width];
        let mut largest: f64 = 0.0;
        for row in rows.iter().filter(|row| row.is_matrix()) {
            let Some((kind, block)) = grid.place(row.index) else {
                continue;
            };
            let value = quantity.of(row, rank);
            largest = value.map_or(largest, |value| largest.max(value));
            if let Some(best) = cells.get_mut(kind * width + block / run)
                && best.is_none_or(|(_, other)| other < value)
            {
                *best = Some((row, value));
            }
        }
        let cell = |best: &Option<(&Row, Option<f64>)>| {
            let (row, value) = (*best)?;
            let text = value.map_or_else(|| "–".to_owned(), |value| quantity.written(value));
            let share = value.map_or(0.0, |value| value / largest);
            let step = if share.is_finite() {
                (share * STEPS).round().clamp(0.0, STEPS) as u32
            } else {
                0
            };
            Some(Cell {
                path: row.path().to_owned(),
                name: format!("{}: {} {text}", row.path(), quantity.label(rank)),
                value,
                step,
                text,
            })
        };
        let heading = |run: &[String]| {
            let whole = match run {
                [first, .., last] => format!("{first} to {last}"),
                _ => run.concat(),
            };
            let last = |name: &str| {
                name.rsplit('.')
                    .find(|part| part.bytes().any(|byte| byte.is_ascii_digit()))
                    .map(str::to_owned)
            };
            let short = run.first().and_then(|name| last(name));
            (short.unwrap_or_else(|| "·".to_owned()), whole)
        };
        let lines = cells.chunks(width.max(1));
        Self {
            columns: blocks.chunks(run).map(heading).collect(),
            kinds: kinds
                .iter()
                .zip(lines)
                .map(|(kind, line)| (kind.clone(), line.iter().map(cell).collect()))
                .collect(),
        }
    }
}
