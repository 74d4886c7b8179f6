//! The lines of `table-delta`: which matrices, and in which order.

use rankscope_adapter::checkpoint::{DeltaColumn, Measured};

use super::rows::{Row, Rows};
use super::shared::Shared;
use crate::adapter::column::{aligned, decimals};

/// By which column lines are sorted, and whether the largest come first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sort {
    /// The column; none for the order of the model.
    pub column: Option<DeltaColumn>,
    /// Largest first.
    pub descending: bool,
}

impl Sort {
    /// After a click on a heading: largest first, smallest first, the model's order.
    #[must_use]
    pub fn clicked(self, column: Option<DeltaColumn>) -> Self {
        match (column, self.column == column, self.descending) {
            (None, ..) | (_, true, false) => Self::default(),
            (_, true, true) => Self {
                column,
                descending: false,
            },
            (_, false, _) => Self {
                column,
                descending: true,
            },
        }
    }

    /// As a link says it: `rank_90` for the smallest first, `-rank_90` for the largest; empty for the model's order.
    pub fn in_link(self) -> String {
        let name = self.column.map_or("", DeltaColumn::name);
        let before = if self.column.is_some() && self.descending {
            "-"
        } else {
            ""
        };
        format!("{before}{name}")
    }

    /// What a link says; the model's order where there is no such column.
    pub fn of_link(text: &str) -> Self {
        let (name, descending) = text
            .strip_prefix('-')
            .map_or((text, false), |name| (name, true));
        let named = DeltaColumn::ALL
            .into_iter()
            .find(|column| column.name() == name);
        named.map_or_else(Self::default, |column| Self {
            column: Some(column),
            descending,
        })
    }

    /// The value of a heading's `aria-sort`.
    pub fn aria(self, column: Option<DeltaColumn>) -> Option<&'static str> {
        let name = if self.descending {
            "descending"
        } else {
            "ascending"
        };
        (self.column == column).then_some(name)
    }

    /// What stands behind a heading.
    pub fn mark(self, column: Option<DeltaColumn>) -> &'static str {
        match (self.column == column, self.column, self.descending) {
            (true, Some(_), true) => " ↓",
            (true, Some(_), false) => " ↑",
            _ => "",
        }
    }
}

/// The matrices whose name has this text in it, sorted.
pub fn lines(rows: &Rows, filter: &str, sort: Sort) -> Vec<Shared<Row>> {
    let asked = filter.trim().to_lowercase();
    let named = |row: &&Shared<Row>| asked.is_empty() || row.path().to_lowercase().contains(&asked);
    let matrices = rows.iter().filter(|row| row.is_matrix());
    let mut lines: Vec<Shared<Row>> = matrices.filter(named).cloned().collect();
    if let Some(column) = sort.column {
        // What is undefined stands last, whatever the direction.
        lines.sort_by_cached_key(|row| {
            let value = row.value(column).map(|measured| measured.value);
            let key = value.map_or(i64::MAX, |value| {
                // Sizes: their bits are in their order.
                let bits = i64::try_from(value.max(0.0).to_bits()).unwrap_or(i64::MAX - 1);
                if sort.descending { -bits } else { bits }
            });
            (key, row.index)
        });
    }
    lines
}

/// A column's heading.
pub const fn label(column: DeltaColumn) -> &'static str {
    match column {
        DeltaColumn::Frobenius => "‖ΔW‖",
        DeltaColumn::Relative => "‖ΔW‖/‖W‖",
        DeltaColumn::SigmaMax => "σ₁",
        DeltaColumn::StableRank => "stable rank",
        DeltaColumn::EntropyRank => "effective rank (entropy)",
        DeltaColumn::Rank90 => "rank for 90 %",
        DeltaColumn::Rank99 => "rank for 99 %",
        DeltaColumn::Energy8 => "E(8)",
        DeltaColumn::Energy64 => "E(64)",
    }
}

/// How many decimals each column has.
pub fn places(rows: &Rows) -> [usize; DeltaColumn::ALL.len()] {
    DeltaColumn::ALL.map(|column| {
        let matrices = rows.iter().filter(|row| row.is_matrix());
        decimals(matrices.map(|row| row.value(column).map(|measured| measured.value)))
    })
}

/// A cell: the number, and the bounds it lies between where it is not exact.
pub fn cell(measured: Option<Measured>, decimals: usize) -> (String, Option<String>) {
    let written = |value| aligned(Some(value), decimals);
    let bounds = measured.filter(|measured| !measured.is_exact());
    let bounds = bounds.map(|Measured { least, most, .. }| {
        let (least, most) = (written(least), written(most));
        format!("{least}…{most}")
    });
    (
        aligned(measured.map(|measured| measured.value), decimals),
        bounds,
    )
}
