//! The tables of the Recall view as numbers: what stands in each cell, and what is written where there is
//! no number.

use rankscope_chart::recall::divergence;
use rankscope_sim::recall::capacity::Capacity;
use rankscope_sim::recall::{HELD_OUT, RecallResults, RecallTrajectory};
use rankscope_sim::training::Family;

/// A cell: its number, or what is written without one.
#[derive(Clone, Debug, PartialEq)]
pub struct TableCell {
    /// Its column's name.
    pub column: &'static str,
    pub value: Option<f64>,
    pub otherwise: String,
}

/// A row: a rank with its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    pub rank: usize,
    pub cells: Vec<TableCell>,
}

/// The columns of `table-recall`, with their headings.
pub const RECALL_COLUMNS: [(&str, &str); 5] = [
    ("lora", "LoRA, %"),
    ("rslora", "rsLoRA, %"),
    ("held_out_lora", "LoRA, never seen, %"),
    ("held_out_rslora", "rsLoRA, never seen, %"),
    ("cut", "full update cut to r, %"),
];

/// A row for each rank: recall in percent after the last step. LoRA with α·√r stands in rsLoRA's column,
/// whose numbers are the same to the bit.
pub fn recall(results: &RecallResults) -> Vec<TableRow> {
    let Some(config) = results.config() else {
        return vec![];
    };
    let rival = super::rival(results);
    let row = |&rank: &usize| TableRow {
        rank,
        cells: vec![
            seen(results, "lora", Family::Lora, rank),
            seen(results, "rslora", rival, rank),
            held_out(results, "held_out_lora", Family::Lora, rank),
            held_out(results, "held_out_rslora", rival, rank),
            cut(results, rank),
        ],
    };
    config.ranks.iter().map(row).collect()
}

fn seen(results: &RecallResults, column: &'static str, family: Family, rank: usize) -> TableCell {
    let run = results.run(family, rank);
    let board = run.and_then(RecallTrajectory::final_board);
    TableCell {
        column,
        value: board.map(|board| 100.0 * board.recall()),
        otherwise: unfinished(run),
    }
}

fn held_out(
    results: &RecallResults,
    column: &'static str,
    family: Family,
    rank: usize,
) -> TableCell {
    let run = results.run(family, rank);
    let board = run.and_then(RecallTrajectory::final_exam);
    TableCell {
        column,
        value: board.map(|board| 100.0 * board.right() as f64 / HELD_OUT as f64),
        otherwise: "–".to_owned(),
    }
}

fn cut(results: &RecallResults, rank: usize) -> TableCell {
    let keys = results.config().map_or(1, |config| config.facts) as f64;
    let truncated = results.truncated(rank);
    TableCell {
        column: "cut",
        value: truncated.map(|cut| 100.0 * cut.right as f64 / keys),
        otherwise: unfinished(results.full()),
    }
}

/// "…" while a run goes on, or the step at which it diverged.
fn unfinished(run: Option<&RecallTrajectory>) -> String {
    run.and_then(divergence).unwrap_or_else(|| "…".to_owned())
}

/// The columns of `table-capacity`, with their headings.
pub const CAPACITY_COLUMNS: [(&str, &str); 2] = [
    ("facts", "facts held"),
    ("bits_per_parameter", "bits per parameter"),
];

/// A row for each rank whose capacity is known.
pub fn capacity(capacities: &[Capacity]) -> Vec<TableRow> {
    let cell = |column, value| TableCell {
        column,
        value: Some(value),
        otherwise: String::new(),
    };
    let row = |found: &Capacity| TableRow {
        rank: found.rank,
        cells: vec![
            cell("facts", found.facts),
            cell("bits_per_parameter", found.bits),
        ],
    };
    capacities.iter().map(row).collect()
}
