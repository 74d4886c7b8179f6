//! Comma-separated values (RFC 4180) that a spreadsheet opens as what they are.

/// One line of cells, ended.
pub(super) fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<_> = cells.into_iter().map(|cell| quoted(&cell)).collect();
    cells.join(",") + "\r\n"
}

/// A cell; one that a spreadsheet would take for a formula is made text by an apostrophe.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_one_cell_and_never_become_formulas() {
        let cells = ["a,b", "say \"x\"", "=1+1", "plain"].map(str::to_owned);
        assert_eq!(line(cells), "\"a,b\",\"say \"\"x\"\"\",'=1+1,plain\r\n");
    }
}
