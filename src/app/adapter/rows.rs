//! What is known of each layer, with the columns of the table.

use std::borrow::Cow;
use std::rc::Rc;

use rankscope_adapter::{Column, Measures, Report, Thresholds, folded};

/// A layer's line in the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The index of its layer in the file.
    pub layer: usize,
    /// What is known of it.
    pub report: Rc<Report>,
    /// What follows from that.
    pub measures: Measures,
    /// A value for each of [`Column::ALL`].
    pub values: [Option<f64>; Column::ALL.len()],
    /// Of a mixture's expert, the name of all of them in its module: `model.layers.3.mlp.experts.*.up_proj`.
    pub experts: Option<Rc<str>>,
}

impl Row {
    pub(super) fn new(layer: usize, report: Rc<Report>, thresholds: Thresholds) -> Self {
        let measures = Measures::of(&report, thresholds);
        let experts = match folded(&report.layer.path) {
            Cow::Owned(all) => Some(all.into()),
            Cow::Borrowed(_) => None,
        };
        Self {
            experts,
            layer,
            values: Column::ALL.map(|column| column.value(&report, &measures)),
            measures,
            report,
        }
    }

    pub(super) fn measured_again(&self, thresholds: Thresholds) -> Self {
        let measures = Measures::of(&self.report, thresholds);
        Self {
            values: Column::ALL.map(|column| column.value(&self.report, &measures)),
            measures,
            ..self.clone()
        }
    }

    /// The layer's name in the file.
    pub fn path(&self) -> &str {
        &self.report.layer.path
    }

    /// The layer's name in its model.
    pub fn module(&self) -> Cow<'_, str> {
        self.report.layer.module_path()
    }

    /// Its value in a column; none where that is undefined.
    pub fn value(&self, column: Column) -> Option<f64> {
        let index = Column::ALL.iter().position(|other| *other == column)?;
        self.values.get(index).copied()?
    }
}

/// Rows in the order of the file. Two are equal when they are the same list, which costs nothing to see.
#[derive(Clone, Debug, Default)]
pub struct Rows(Rc<Vec<Rc<Row>>>);

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Rows {
    type Target = [Rc<Row>];

    fn deref(&self) -> &[Rc<Row>] {
        &self.0
    }
}

impl FromIterator<Rc<Row>> for Rows {
    fn from_iter<I: IntoIterator<Item = Rc<Row>>>(rows: I) -> Self {
        Self(Rc::new(rows.into_iter().collect()))
    }
}
