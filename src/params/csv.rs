//! Comma-separated values as RFC 4180 defines them: lines end with CRLF; a cell with a comma, a quote
//! or a line break is quoted, its quotes doubled.
//!
//! A spreadsheet evaluates a cell that begins with one of [`FORMULA`]. Such a text, which may come from
//! a file the reader was given, is preceded by an apostrophe; numbers stay numbers, −1.5 included.
//! Source: <https://owasp.org/www-community/attacks/CSV_Injection>.
//!
//! The `csv` crate has no such guard, and its reader and generic writer would be linked into what a first visit
//! loads; tests hold these lines to its reader.

use crate::number::Format;

/// The characters with which a formula begins.
pub const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Any text: never a formula.
    Text(String),
    /// A number with all its digits; an empty cell where it is undefined.
    Number(Option<f64>),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        Self::Number(number)
    }
}

impl Cell {
    fn written(self) -> String {
        match self {
            Self::Text(text) if text.starts_with(FORMULA) => quoted(&format!("'{text}")),
            Self::Text(text) => quoted(&text),
            Self::Number(number) => {
                number.map_or_else(String::new, |number| Format::Exact.write(number))
            }
        }
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// One record, with its line end.
pub fn line<C: Into<Cell>>(cells: impl IntoIterator<Item = C>) -> String {
    let cells: Vec<String> = cells
        .into_iter()
        .map(|cell| cell.into().written())
        .collect();
    match cells.as_slice() {
        // A reader skips an empty line, so the one empty cell of a record is quoted.
        [only] if only.is_empty() => "\"\"\r\n".to_owned(),
        cells => cells.join(",") + "\r\n",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    /// The records as the `csv` crate reads them.
    fn read(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
        reader
            .records()
            .map(|record| cells(record.unwrap()))
            .collect()
    }

    #[test]
    fn cells_stay_one_cell_and_never_become_formulas() {
        let cells = ["a,b", "say \"x\"", "=1+1", "-1+1", "plain"];
        assert_eq!(
            line(cells),
            "\"a,b\",\"say \"\"x\"\"\",'=1+1,'-1+1,plain\r\n"
        );
    }

    #[test]
    fn numbers_stay_numbers() {
        let cells = [Cell::from(-1.5), Cell::from(None), Cell::from("-1.5")];
        assert_eq!(line(cells), "-1.5,,'-1.5\r\n");
    }

    fn seeded() -> ProptestConfig {
        ProptestConfig {
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(42),
            ..ProptestConfig::default()
        }
    }

    proptest! {
        #![proptest_config(seeded())]

        #[test]
        fn any_text_is_read_back_apart_from_the_guard(
            records in prop::collection::vec(prop::collection::vec("[=+@\t\r\n\"',;a-]{0,3}\\PC{0,6}", 1..5), 1..5),
        ) {
            let text: String = records.iter().map(line_of).collect();
            let guarded = |cell: &String| if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.clone() };
            let expected: Vec<Vec<String>> = records
                .iter()
                .map(|record| record.iter().map(guarded).collect())
                .collect();
            let found = read(&text);
            prop_assert!(found.iter().flatten().all(|cell| !cell.starts_with(FORMULA)));
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn any_number_is_read_back_to_the_last_bit(number in any::<f64>().prop_filter("finite", |number| number.is_finite())) {
            let found = read(&line([number]));
            prop_assert_eq!(found[0][0].parse::<f64>().unwrap(), number);
        }
    }

    fn line_of(record: impl AsRef<[String]>) -> String {
        line(record.as_ref().iter().map(String::as_str))
    }
}
