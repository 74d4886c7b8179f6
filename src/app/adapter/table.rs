//! The order of the table's lines, and which of them are asked for.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rankscope_adapter::Column;

use super::column;
use super::rows::{Row, Rows};

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

    fn sort<T>(self, mut lines: Vec<T>, value: impl Fn(&T, Column) -> Option<f64>) -> Vec<T> {
        let Some(column) = self.column else {
            if self.descending {
                lines.reverse();
            }
            return lines;
        };
        // Looked up once a line, and not with each comparison.
        let valued = lines.into_iter().map(|line| (value(&line, column), line));
        let mut valued: Vec<(Option<f64>, T)> = valued.collect();
        // What is undefined stands last, whatever the direction.
        valued.sort_by(|(a, _), (b, _)| match (a, b) {
            (Some(a), Some(b)) if self.descending => b.total_cmp(a),
            (Some(a), Some(b)) => a.total_cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
        valued.into_iter().map(|(_, line)| line).collect()
    }
}

/// Layers up to which the experts of a mixture are shown one by one unless the reader folds them.
const MOST_UNFOLDED: usize = 256;

/// A line of the table.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A layer.
    Layer(Rc<Row>),
    /// The experts of one module; when they are unfolded, their layers follow.
    Experts(Rc<Experts>),
}

/// Experts that share a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Experts {
    /// The name of all of them: see [`Row::experts`].
    pub name: Rc<str>,
    /// How many there are of those asked for.
    pub layers: usize,
    /// Whether their layers follow.
    pub unfolded: bool,
    /// The largest value among them for each of [`Column::ALL`].
    pub largest: [Option<f64>; Column::ALL.len()],
}

impl Line {
    fn value(&self, column: Column) -> Option<f64> {
        let index = Column::ALL.iter().position(|other| *other == column)?;
        self.values().get(index).copied()?
    }

    /// A value for each of [`Column::ALL`].
    pub fn values(&self) -> &[Option<f64>; Column::ALL.len()] {
        match self {
            Self::Layer(row) => &row.values,
            Self::Experts(experts) => &experts.largest,
        }
    }
}

/// The lines of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// How many layers they stand for.
    pub layers: usize,
}

impl Lines {
    /// The layers whose name in the file has `filter` in it, in any case, sorted. Of a mixture the experts of
    /// a module share a line; `toggled` names those that the reader has folded or unfolded.
    pub fn of(rows: &Rows, filter: &str, sort: Sort, toggled: &BTreeSet<Rc<str>>) -> Self {
        let rows = asked_for(rows, filter);
        let layers = rows.len();
        let by_default = layers <= MOST_UNFOLDED;
        let mut experts: BTreeMap<Rc<str>, Vec<Rc<Row>>> = BTreeMap::new();
        let mut heads: Vec<Line> = Vec::new();
        for row in rows {
            let Some(name) = &row.experts else {
                heads.push(Line::Layer(row));
                continue;
            };
            let unfolded = by_default != toggled.contains(name);
            let all = experts.entry(Rc::clone(name)).or_default();
            if all.is_empty() {
                heads.push(Line::Experts(Rc::new(Experts {
                    name: Rc::clone(name),
                    layers: 0,
                    unfolded,
                    largest: [None; Column::ALL.len()],
                })));
            }
            all.push(row);
        }
        for head in &mut heads {
            if let Line::Experts(head) = head {
                let all = experts.get(&head.name).map_or(&[][..], Vec::as_slice);
                let head = Rc::make_mut(head);
                head.layers = all.len();
                head.largest = largest(all);
            }
        }
        let mut lines = Vec::new();
        for head in sort.sort(heads, Line::value) {
            let inside = match &head {
                Line::Experts(head) if head.unfolded => experts.remove(&head.name),
                _ => None,
            };
            lines.push(head);
            let inside = sort.sort(inside.unwrap_or_default(), |row, column| row.value(column));
            lines.extend(inside.into_iter().map(Line::Layer));
        }
        Self { lines, layers }
    }
}

/// The largest value in each column.
fn largest(rows: &[Rc<Row>]) -> [Option<f64>; Column::ALL.len()] {
    let mut largest = [None; Column::ALL.len()];
    for row in rows {
        for (largest, value) in largest.iter_mut().zip(row.values) {
            *largest = match (*largest, value) {
                (Some(a), Some(b)) => Some(f64::max(a, b)),
                (a, b) => a.or(b),
            };
        }
    }
    largest
}

/// The rows whose name in the file has `filter` in it, in any case.
fn asked_for(rows: &Rows, filter: &str) -> Vec<Rc<Row>> {
    let wanted = filter.trim().to_lowercase();
    let has = |row: &&Rc<Row>| wanted.is_empty() || row.path().to_lowercase().contains(&wanted);
    rows.iter().filter(has).cloned().collect()
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
