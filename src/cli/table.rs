//! A table of text.

use std::io::Write;

use rankscope_params::number::significant;

/// Digits of a number.
const DIGITS: usize = 4;

/// Rows under a line of names; the first columns are text, the others numbers, flush right.
pub(crate) struct Table {
    texts: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Of these columns, the first of them texts.
    pub(crate) fn new(texts: usize, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        Self {
            texts,
            rows: vec![names],
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Writes it.
    pub(crate) fn write(&self, to: &mut dyn Write) -> std::io::Result<()> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let space = " ".repeat(width - cell.chars().count());
                let text = if column < self.texts {
                    format!("{cell}{space}  ")
                } else {
                    format!("{space}{cell}  ")
                };
                line += &text;
            }
            writeln!(to, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A number in short; nothing where there is none.
pub(crate) fn short(number: Option<f64>) -> String {
    number.map_or_else(|| "–".to_owned(), |number| significant(number, DIGITS))
}
