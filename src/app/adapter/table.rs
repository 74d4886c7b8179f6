//! The order of the table's rows, and which of them are asked for.

use std::cmp::Ordering;
use std::rc::Rc;

use rankscope_adapter::Column;

use super::column;
use super::derived::{Row, Rows};

/// By which column the rows are sorted; none for the order of the model.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sort {
    /// The column; none for the layers' names.
    pub column: Option<Column>,
    /// Largest first.
    pub descending: bool,
}

impl Sort {
    /// After a click on a column's heading: largest first, smallest first, the model's order.
    #[must_use]
    pub fn clicked(self, column: Option<Column>) -> Self {
        match (self.column == column, self.descending) {
            (false, _) => Self {
                column,
                descending: column.is_some(),
            },
            (true, true) => Self {
                column,
                descending: false,
            },
            (true, false) if column.is_none() => Self {
                column,
                descending: true,
            },
            (true, false) => Self::default(),
        }
    }

    /// As a link says it: `rank` for the smallest first, `-rank` for the largest; empty for the model's
    /// order.
    pub fn in_link(self) -> String {
        let name = self.column.map_or("layer", Column::name);
        match (self.column, self.descending) {
            (None, false) => String::new(),
            (_, true) => format!("-{name}"),
            (_, false) => name.to_owned(),
        }
    }

    /// What a link says; none where there is no such column.
    pub fn of_link(text: &str) -> Option<Self> {
        let (name, descending) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        let column = match name {
            "" | "layer" => None,
            name => Some(column::named(name)?),
        };
        Some(Self { column, descending })
    }

    /// The value of a heading's `aria-sort`; none where the rows are not sorted by it.
    pub fn aria(self, column: Option<Column>) -> Option<&'static str> {
        let name = if self.descending {
            "descending"
        } else {
            "ascending"
        };
        (self.column == column).then_some(name)
    }

    /// What stands after a heading's label.
    pub fn mark(self, column: Option<Column>) -> &'static str {
        match (self.column == column, self.descending) {
            (true, true) => " ↓",
            (true, false) => " ↑",
            (false, _) => "",
        }
    }

    fn sort(self, mut rows: Vec<Rc<Row>>) -> Vec<Rc<Row>> {
        let Some(column) = self.column else {
            if self.descending {
                rows.reverse();
            }
            return rows;
        };
        // Looked up once a row, and not with each comparison.
        let valued = rows.into_iter().map(|row| (row.value(column), row));
        let mut valued: Vec<(Option<f64>, Rc<Row>)> = valued.collect();
        // What is undefined stands last, whatever the direction.
        valued.sort_by(|(a, _), (b, _)| match (a, b) {
            (Some(a), Some(b)) if self.descending => b.total_cmp(a),
            (Some(a), Some(b)) => a.total_cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
        valued.into_iter().map(|(_, row)| row).collect()
    }
}

/// The rows whose name in the file has `filter` in it, in any case, sorted.
pub fn arranged(rows: &Rows, filter: &str, sort: Sort) -> Rows {
    let wanted = filter.trim().to_lowercase();
    if wanted.is_empty() && sort == Sort::default() {
        return rows.clone();
    }
    let has = |row: &&Rc<Row>| wanted.is_empty() || row.path().to_lowercase().contains(&wanted);
    let rows = rows.iter().filter(has).cloned().collect();
    sort.sort(rows).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_every_order_and_no_other() {
        let columns = Column::ALL.into_iter().map(Some).chain([None]);
        for column in columns {
            for descending in [false, true] {
                let sort = Sort { column, descending };
                assert_eq!(Sort::of_link(&sort.in_link()), Some(sort));
            }
        }
        assert_eq!(Sort::of_link(""), Some(Sort::default()));
        for unknown in ["size", "--rank", "Rank", "rank "] {
            assert_eq!(Sort::of_link(unknown), None, "{unknown}");
        }
    }
}
