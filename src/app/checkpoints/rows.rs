//! What is known of each matrix, with the columns of `table-delta`.

use std::rc::Rc;

use rankscope_adapter::checkpoint::{Analysis, DeltaColumn, Found, Measured, Parameter};
use rankscope_params::is_plain;

use super::shared::Shared;

/// A matrix that was analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its place in the order of the model.
    pub index: usize,
    /// What it is.
    pub parameter: Parameter,
    /// What was found.
    pub analysis: Rc<Analysis>,
    /// A value for each of [`DeltaColumn::ALL`].
    pub values: [Option<Measured>; DeltaColumn::ALL.len()],
}

/// All that are known, in the order of the model.
pub type Rows = Shared<Vec<Shared<Row>>>;

impl Row {
    /// Of what was found.
    pub fn new(index: usize, parameter: Parameter, analysis: Rc<Analysis>) -> Self {
        Self {
            values: DeltaColumn::ALL.map(|column| column.value(&analysis)),
            index,
            parameter,
            analysis,
        }
    }

    /// Its name, without `.weight`.
    pub fn path(&self) -> &str {
        &self.parameter.path
    }

    /// How it is called in a link: by its place where its name is too long for one.
    pub fn name_in_link(&self) -> String {
        let path = self.path();
        if is_plain(path) && !path.is_empty() && !path.starts_with('#') {
            path.to_owned()
        } else {
            format!("#{}", self.index)
        }
    }

    /// Whether the table has it: vectors have no singular values to speak of.
    pub fn is_matrix(&self) -> bool {
        self.analysis.values.is_some()
    }

    /// What a column has.
    pub fn value(&self, column: DeltaColumn) -> Option<Measured> {
        let place = DeltaColumn::ALL.iter().position(|other| *other == column)?;
        self.values.get(place).copied()?
    }

    /// The share of its energy in its first `rank` directions.
    pub fn energy(&self, rank: usize) -> Option<Measured> {
        self.analysis.energy(rank)
    }

    /// With base and tuned exchanged: ΔW has the other sign, and the same singular values.
    #[must_use]
    pub fn exchanged(&self, index: usize, path: String) -> Self {
        let analysis = Analysis {
            base_norm: self.analysis.tuned_norm,
            tuned_norm: self.analysis.base_norm,
            ..(*self.analysis).clone()
        };
        let parameter = Parameter {
            path,
            ..self.parameter.clone()
        };
        let relative = DeltaColumn::Relative.value(&analysis);
        let mut values = self.values;
        for (value, column) in values.iter_mut().zip(DeltaColumn::ALL) {
            if column == DeltaColumn::Relative {
                *value = relative;
            }
        }
        Self {
            index,
            parameter,
            analysis: Rc::new(analysis),
            values,
        }
    }
}

/// As the crate that says what there is to say takes them.
pub fn found(rows: &[Shared<Row>]) -> Vec<Found<'_>> {
    rows.iter()
        .map(|row| (&row.parameter, &*row.analysis))
        .collect()
}
