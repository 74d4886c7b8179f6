//! What was found, as a file: `rankscope delta --json`, which opens elsewhere as if analysed there.
//!
//! JSON, described by `docs/delta.schema.json`. A number that is not known is `null`. Norms have the unit of the
//! weights, shares are in `[0, 1]`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Bounds, DeltaColumn, Values};
use super::matrix::{Kind, Matrix, Parameter};
use super::plan::Plan;
use super::verdict::{Found, Verdict, headline};

/// What [`Report::format`] is.
pub const FORMAT: &str = "rankscope delta";
/// What [`Report::version`] is.
pub const VERSION: u32 = 1;
/// The rank that the sentence speaks of.
const RANK: usize = 16;

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Report {
    /// `rankscope delta`.
    pub format: String,
    /// 1. A later version has another number where a reader of this one would misread it.
    pub version: u32,
    /// The base checkpoint, as it was named.
    pub base: String,
    /// The tuned checkpoint, as it was named.
    pub tuned: String,
    /// What the two are to each other: `changed`, `equal_to_the_bit`, `equal_in_value`, `only_rounding`, `unrelated`
    /// or `nothing`.
    pub verdict: String,
    /// The same in a sentence.
    pub sentence: String,
    /// What else to know: missing files and tensors, shapes that differ.
    pub remarks: Vec<String>,
    /// What was analysed, in natural order of the names.
    pub layers: Vec<Layer>,
    /// What could not be.
    pub failed: Vec<Failed>,
}

/// A parameter that was analysed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Layer {
    /// Its name in the base, without `.weight`.
    pub layer: String,
    /// `linear`, `convolution`, `expert`, `transposed`, `embedding`, `head` or `vector`.
    pub kind: Kind,
    /// d.
    pub rows: usize,
    /// k; of a convolution, times its kernel.
    pub columns: usize,
    /// The sides of a convolution's kernel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kernel: Vec<u64>,
    /// How many numbers differ.
    pub changed: u64,
    /// Whether the two are stored in the same bytes.
    pub equal_to_the_bit: bool,
    /// ‖W₀‖.
    pub base_norm: f64,
    /// ‖W₁‖.
    pub tuned_norm: f64,
    /// ‖ΔW‖.
    pub frobenius: f64,
    /// The largest σ that rounding to the stored formats may leave.
    pub floor: f64,
    /// The columns of the table: each a number, or `[number, no less than, no more than]` where it is not exact.
    /// They follow from the other fields, and are not read back.
    #[serde(default)]
    pub table: BTreeMap<String, Option<Cell>>,
    /// The singular values, largest first: all of them, or the first. None of a vector.
    pub values: Option<Vec<f64>>,
    /// Between which bounds they lie, where they are not exact.
    pub bounds: Option<Bounds>,
}

/// No norm of a matrix that is analysed is larger: its square would be none.
const LARGEST: f64 = 1e150;
/// What reading a number from its digits may change of it, relative to itself.
const READING: f64 = 4.0 * f64::EPSILON;
/// How far Σσ² may be from `‖ΔW‖²`, relative to it: a decomposition's rounding, squared sums of millions of numbers.
const ENERGY: f64 = 1e-6;

/// A cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Cell {
    /// An exact number.
    Exact(f64),
    /// A number, and what it is no less and no more than.
    Between([f64; 3]),
}

/// A parameter that could not be analysed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Failed {
    /// Its name.
    pub layer: String,
    /// Why.
    pub error: String,
    /// What to do about it.
    pub advice: String,
}

/// Why bytes are no such report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
// The messages say what each means.
#[expect(missing_docs)]
pub enum ReportError {
    #[error("this is no report of rankscope delta: {reason}")]
    NotAReport { reason: String },
    #[error("the report is of version {version}; version {VERSION} is read here")]
    Version { version: u32 },
    #[error("the layer “{layer}” of the report contradicts itself")]
    Contradiction { layer: String },
}

/// The schema of [`Report`].
#[cfg(not(target_arch = "wasm32"))]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Report).to_value()
}

impl Layer {
    fn of(parameter: &Parameter, analysis: &Analysis) -> Self {
        let values = analysis.values.as_ref();
        let cell = |column: DeltaColumn| {
            let measured = column.value(analysis)?;
            Some(if measured.is_exact() {
                Cell::Exact(measured.value)
            } else {
                Cell::Between([measured.value, measured.least, measured.most])
            })
        };
        let table = DeltaColumn::ALL.map(|column| (column.name().to_owned(), cell(column)));
        Self {
            layer: parameter.path.clone(),
            kind: parameter.kind,
            rows: parameter.rows,
            columns: parameter.columns,
            kernel: parameter.kernel.clone(),
            changed: analysis.changed,
            equal_to_the_bit: analysis.is_equal_to_the_bit,
            base_norm: analysis.base_norm,
            tuned_norm: analysis.tuned_norm,
            frobenius: analysis.frobenius,
            floor: analysis.floor,
            table: table.into_iter().collect(),
            values: values.map(|values| values.values.clone()),
            bounds: values.and_then(|values| values.bounds.clone()),
        }
    }

    /// The parameter and what was found of it.
    pub fn found(&self) -> (Parameter, Analysis) {
        let parameter = Parameter {
            path: self.layer.clone(),
            kind: self.kind,
            rows: self.rows,
            columns: self.columns,
            kernel: self.kernel.clone(),
        };
        let values = self.values.as_ref().map(|values| Values {
            values: values.clone(),
            count: parameter.smaller_side(),
            bounds: self.bounds.clone(),
        });
        let analysis = Analysis {
            numbers: parameter.numbers(),
            changed: self.changed,
            is_equal_to_the_bit: self.equal_to_the_bit,
            base_norm: self.base_norm,
            tuned_norm: self.tuned_norm,
            frobenius: self.frobenius,
            floor: self.floor,
            values,
        };
        (parameter, analysis)
    }

    /// Whether what it says can be of one matrix.
    fn is_sound(&self) -> bool {
        let sides = (self.rows as u64).checked_mul(self.columns as u64);
        let smaller = self.rows.min(self.columns);
        let sizes = [self.base_norm, self.tuned_norm, self.frobenius, self.floor];
        // A square of it is a number too.
        let is_size = |number: &f64| (0.0..=LARGEST).contains(number);
        // What is equal may come out of its digits an ulp apart.
        let falls = |numbers: &[f64]| {
            let in_order = |a: &f64, b: &f64| *a >= *b * (1.0 - READING);
            numbers.iter().all(is_size) && numbers.is_sorted_by(in_order)
        };
        let values = self.values.as_deref().is_none_or(|values| {
            let known = match &self.bounds {
                None => values.len() == smaller,
                Some(_) => values.len() <= smaller,
            };
            known && falls(values)
        });
        let bounds = self.bounds.as_ref().is_none_or(|bounds| {
            let known = self.values.as_deref().unwrap_or_default();
            let as_many = bounds.least.len() == known.len() && bounds.most.len() == known.len();
            let around = known.iter().zip(bounds.least.iter().zip(&bounds.most));
            let mut around = around.map(|(value, (least, most))| {
                *least <= value * (1.0 + READING) && value * (1.0 - READING) <= *most
            });
            let ends = [bounds.beyond, bounds.residual];
            let sizes = bounds.least.iter().chain(&bounds.most).chain(&ends);
            as_many && sizes.into_iter().all(is_size) && around.all(|inside| inside)
        });
        let squares = |numbers: &[f64]| numbers.iter().map(|number| number * number).sum::<f64>();
        let energy = self.frobenius * self.frobenius;
        let first = self.values.as_ref().and_then(|values| values.first());
        let within = first.is_none_or(|first| *first <= self.frobenius * (1.0 + ENERGY));
        // What is known to be there is no more than all there is, and of exact values it is all.
        let whole = match (&self.bounds, &self.values) {
            (Some(bounds), _) => squares(&bounds.least) <= energy * (1.0 + ENERGY),
            (None, Some(values)) => (squares(values) - energy).abs() <= energy * ENERGY,
            (None, None) => true,
        };
        sides.is_some_and(|numbers| numbers > 0 && self.changed <= numbers)
            && sizes.iter().all(is_size)
            && values
            && bounds
            && within
            && whole
    }
}

impl Report {
    /// Of two checkpoints of these names, what was found of them and what was not.
    pub fn of(
        [base, tuned]: [&str; 2],
        plan: &Plan,
        found: &[(&Matrix, &Analysis)],
        failed: Vec<Failed>,
    ) -> Self {
        let all: Vec<Found<'_>> = found
            .iter()
            .map(|(matrix, analysis)| (&matrix.parameter, *analysis))
            .collect();
        let verdict = Verdict::of(&all);
        let sentence = verdict.sentence().map(str::to_owned);
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            base: base.to_owned(),
            tuned: tuned.to_owned(),
            verdict: verdict.name().to_owned(),
            sentence: sentence
                .or_else(|| headline(&all, RANK))
                .unwrap_or_default(),
            remarks: plan.remarks(),
            layers: all
                .iter()
                .map(|(parameter, analysis)| Layer::of(parameter, analysis))
                .collect(),
            failed,
        }
    }

    /// As JSON.
    pub fn json(&self) -> String {
        // Texts and finite numbers, written to memory: nothing in it can fail.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// From JSON.
    ///
    /// # Errors
    /// Every [`ReportError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ReportError> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let not_a_report = |error: serde_json::Error| ReportError::NotAReport {
            reason: error.to_string(),
        };
        let head: Head = serde_json::from_slice(bytes).map_err(not_a_report)?;
        if head.format != FORMAT {
            let reason = format!("its format is “{}”", head.format);
            return Err(ReportError::NotAReport { reason });
        }
        if head.version != VERSION {
            return Err(ReportError::Version {
                version: head.version,
            });
        }
        let report: Self = serde_json::from_slice(bytes).map_err(not_a_report)?;
        match report.layers.iter().find(|layer| !layer.is_sound()) {
            Some(layer) => Err(ReportError::Contradiction {
                layer: layer.layer.clone(),
            }),
            None => Ok(report),
        }
    }
}
