//! The map of the model: a row for each kind of layer, a column for each block, one quantity as colour
//! and number.
//!
//! A document bears about a thousand cells; a mixture of experts has ten thousand layers. Of such a file
//! a column stands for several blocks, those of one layer of the model where their names allow it, and a
//! cell for the largest value among its layers. Which file is folded depends on the file alone, so the
//! map keeps its shape while results arrive.

use std::rc::Rc;

use rankscope_adapter::Column;
use rankscope_params::number::significant;

use super::column::label;
use super::opening::Weights;
use super::rows::{Row, Rows};
use super::words;

/// Cells of a map that is not folded.
const MOST_CELLS: usize = 1200;
/// Columns of a folded map.
const MOST_COLUMNS: usize = 64;
/// Rows of a folded map.
const MOST_KINDS: usize = 24;
/// Steps of colour: those of `static/views/adapter-map.css`.
const STEPS: f64 = 9.0;
/// Digits in a cell.
const DIGITS: usize = 2;
/// A column's label of more letters is written upright.
const LONG: usize = 4;

/// A column's heading.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatColumn {
    /// Without what all columns' names begin with.
    pub label: String,
    /// The block, or the blocks.
    pub title: String,
    /// Whether the label is written upright.
    pub tall: bool,
}

/// A cell, which opens its layer.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatCell {
    /// The layer with the largest value.
    pub row: Rc<Row>,
    /// How many layers the cell stands for.
    pub layers: usize,
    /// The step of its colour.
    pub step: u32,
    /// The value.
    pub text: String,
    /// The value in a sentence, with the text in it, so that who speaks to the page can say what they see.
    pub name: String,
}

/// The map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatMap {
    /// From left to right.
    pub columns: Vec<HeatColumn>,
    /// Each kind with a cell, or none, for each column.
    pub kinds: Vec<(String, Vec<Option<HeatCell>>)>,
    /// What it shows, and how to read it.
    pub notes: Vec<String>,
}

impl HeatMap {
    /// The map of these rows, all of the file of `weights`.
    pub fn of(rows: &Rows, weights: &Weights, quantity: Column) -> Self {
        let fold = Fold::of(weights);
        let kinds = weights.places.kinds.get(..fold.kinds).unwrap_or_default();
        let columns = fold.names.len();
        let mut grid: Vec<Best> = vec![Best::default(); kinds.len() * columns];
        let mut largest: f64 = 0.0;
        for row in rows.iter() {
            let value = row.value(quantity);
            largest = value.map_or(largest, |value| largest.max(value));
            let place = weights
                .places
                .get(row.layer)
                .filter(|(kind, _)| *kind < fold.kinds);
            let place = place.and_then(|(kind, block)| Some((kind, *fold.column_of.get(block)?)));
            let best = place.and_then(|(kind, column)| grid.get_mut(kind * columns + column));
            if let Some(best) = best {
                best.take(row, value);
            }
        }
        let cells = |row: &[Best]| {
            row.iter()
                .map(|best| best.cell(quantity, largest))
                .collect()
        };
        Self {
            columns: headings(&fold.names),
            kinds: kinds
                .iter()
                .cloned()
                .zip(grid.chunks(columns.max(1)).map(cells))
                .collect(),
            notes: fold.notes(quantity, largest, weights),
        }
    }
}

/// The largest of the rows that share a cell.
#[derive(Clone, Default)]
struct Best {
    row: Option<(Rc<Row>, Option<f64>)>,
    layers: usize,
}

impl Best {
    fn take(&mut self, row: &Rc<Row>, value: Option<f64>) {
        self.layers += 1;
        let best = self.row.as_ref().map(|(_, best)| *best);
        if best.is_none_or(|best| best < value) {
            self.row = Some((Rc::clone(row), value));
        }
    }

    fn cell(&self, quantity: Column, largest: f64) -> Option<HeatCell> {
        let (row, value) = self.row.as_ref()?;
        let share = value.map_or(0.0, |value| value / largest);
        let step = if share.is_finite() {
            (share * STEPS).round().clamp(0.0, STEPS) as u32
        } else {
            0
        };
        let text = value.map_or_else(|| "–".to_owned(), |value| significant(value, DIGITS));
        let (module, quantity) = (row.module(), label(quantity));
        let name = match self.layers {
            1 => format!("{module}: {quantity} {text}"),
            layers => format!("{module}: {quantity} {text}, the largest of {layers} layers"),
        };
        Some(HeatCell {
            row: Rc::clone(row),
            layers: self.layers,
            step,
            text,
            name,
        })
    }
}

/// Which blocks share a column.
struct Fold {
    /// A name for each column.
    names: Vec<String>,
    /// The column of each block.
    column_of: Vec<usize>,
    /// How many kinds have a row.
    kinds: usize,
}

impl Fold {
    fn of(weights: &Weights) -> Self {
        let (blocks, kinds) = (&weights.places.blocks, weights.places.kinds.len());
        if weights.places.cells() <= MOST_CELLS {
            return Self {
                names: blocks.clone(),
                column_of: (0..blocks.len()).collect(),
                kinds,
            };
        }
        let mut fold = Self {
            names: Vec::new(),
            column_of: Vec::new(),
            kinds: kinds.min(MOST_KINDS),
        };
        let mut last: Option<&str> = None;
        for block in blocks {
            let parent = parent(block);
            if last != Some(parent) {
                fold.names.push(parent.to_owned());
                last = Some(parent);
            }
            fold.column_of.push(fold.names.len() - 1);
        }
        if fold.names.len() > MOST_COLUMNS {
            let run = blocks.len().div_ceil(MOST_COLUMNS);
            let name = |blocks: &[String]| match blocks {
                [first, .., last] => format!("{first} to {last}"),
                _ => blocks.concat(),
            };
            fold.names = blocks.chunks(run).map(name).collect();
            fold.column_of = (0..blocks.len()).map(|block| block / run).collect();
        }
        fold
    }

    fn notes(&self, quantity: Column, largest: f64, weights: &Weights) -> Vec<String> {
        let mut notes = vec![words::map_note(label(quantity), largest)];
        if self.names.len() < self.column_of.len() {
            notes.push(words::map_folded(self.column_of.len(), self.names.len()));
        }
        if weights.places.cells() < weights.layout.layers.len() {
            notes.push(words::MAP_EXPERTS.to_owned());
        }
        let hidden = weights.places.kinds.len() - self.kinds;
        if hidden > 0 {
            notes.push(format!(
                "{hidden} more kinds of layer are in the table only."
            ));
        }
        notes
    }
}

/// A block's name up to the number before its last one: `model.layers.3` of
/// `model.layers.3.mlp.experts.17`. Itself when it has one number.
fn parent(block: &str) -> &str {
    let separator = if block.contains('.') { '.' } else { '_' };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // Where its numbers end, from the last one back.
    let mut end = block.len();
    let mut ends = block.rsplit(separator).filter_map(|part| {
        let here = end;
        end = end.saturating_sub(part.len() + separator.len_utf8());
        is_number(part).then_some(here)
    });
    let (_last, before) = (ends.next(), ends.next());
    before.and_then(|end| block.get(..end)).unwrap_or(block)
}

fn headings(names: &[String]) -> Vec<HeatColumn> {
    let shared = shared_prefix(names);
    let heading = |name: &String| {
        let short = name.get(shared..).filter(|short| !short.is_empty());
        let label = short.unwrap_or(if name.is_empty() { "·" } else { name });
        HeatColumn {
            tall: label.len() > LONG,
            label: label.to_owned(),
            title: name.clone(),
        }
    };
    names.iter().map(heading).collect()
}

/// How many bytes all the names begin with, up to and including a separator.
fn shared_prefix(names: &[String]) -> usize {
    let Some((first, rest)) = names.split_first() else {
        return 0;
    };
    let ends = first.match_indices(['.', '_']).map(|(at, _)| at + 1);
    let shared = |end: &usize| {
        let prefix = first.get(..*end);
        rest.iter().all(|name| name.get(..*end) == prefix)
    };
    ends.take_while(shared).last().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_within_a_block_has_a_parent() {
        assert_eq!(parent("model.layers.3.mlp.experts.17"), "model.layers.3");
        assert_eq!(parent("model.layers.3"), "model.layers.3");
        assert_eq!(parent("unet_down_0_blocks_1"), "unet_down_0");
        assert_eq!(parent(""), "");
    }

    #[test]
    fn headings_leave_out_what_all_names_begin_with() {
        let names = ["model.layers.0", "model.layers.1"].map(str::to_owned);
        let labels: Vec<_> = headings(&names)
            .into_iter()
            .map(|column| column.label)
            .collect();
        assert_eq!(labels, ["0", "1"]);
        assert_eq!(headings(&[String::new()])[0].label, "·");
    }
}
