//! The figures beside an exercise, as data: what is drawn, from which measurements, and the numbers.
//!
//! A figure names what the question is about and nothing else. [`Exercise::figure_points`](crate::Exercise::figure_points) says where
//! it has to be measured; once that is done, or partly done, [`Exercise::figure_data`](crate::Exercise::figure_data) gives its numbers.

use serde::{Deserialize, Serialize};

use super::{Expression, Name, RuleName, UpdateName};
use rankscope_params::Update;
use rankscope_sim::Scaling;

/// A figure beside an exercise.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "figure", rename_all = "snake_case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Figure {
    /// Singular values.
    Spectrum(ExploreFigure),
    /// Energy kept, by rank.
    Variance(ExploreFigure),
    /// The two scales, by rank.
    Scaling(ExploreFigure),
    /// Error of the best product times the scale, by rank.
    Error(ExploreFigure),
    /// Training, step by step: every run of `training_error` that the readings name, live.
    Training {
        /// Whether the errors are on a logarithmic axis.
        #[serde(default, skip_serializing_if = "is_false")]
        log: bool,
    },
    /// Which keys each adapter of `recall` and `recall_new` in the readings answers right, live.
    Recall,
    /// Singular values of the two real adapters, A (style) and B (facts), layer by layer.
    Adapters,
    /// Relative error of the best product of one rank, against the scale it is multiplied by.
    ScaleError {
        /// The rank.
        rank: Expression,
        /// Which update.
        update: UpdateName,
        /// The scale that is marked on the curve.
        scale: Expression,
        /// The control that dragging the marked point moves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        drag: Option<Name>,
    },
    /// Expressions at each value of one parameter.
    Curves(CurvesFigure),
    /// An expression at each value of two parameters.
    Map(MapFigure),
    /// Numbers beside each other.
    Bars {
        /// The numbers.
        bars: Vec<Line>,
    },
}

/// A chart of Explore, reduced to what the question is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ExploreFigure {
    /// Which updates have a curve: `style`, `facts`.
    #[serde(default = "both_updates")]
    pub show: Vec<UpdateName>,
    /// Which rules of the scale have one: `lora`, `rslora`.
    #[serde(default = "both_rules")]
    pub rules: Vec<RuleName>,
    /// Whether each rank is a point.
    #[serde(default, skip_serializing_if = "is_false")]
    pub points: bool,
    /// The last rank on the axis; all of them where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub axis_max: Option<usize>,
    /// Whether the values are on a logarithmic axis.
    #[serde(default, skip_serializing_if = "is_false")]
    pub log: bool,
}

impl Default for ExploreFigure {
    fn default() -> Self {
        Self {
            show: both_updates(),
            rules: both_rules(),
            points: false,
            axis_max: None,
            log: false,
        }
    }
}

/// Values of one parameter or control, along an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Axis {
    /// A parameter, or one of the exercise's own controls.
    pub parameter: Name,
    /// Its values, ascending.
    pub values: Vec<f64>,
}

/// An expression with its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Line {
    /// What it is called.
    pub label: String,
    /// What it is.
    pub value: Expression,
}

/// Expressions at each value of one parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct CurvesFigure {
    /// Where they are worked out.
    pub over: Axis,
    /// The curves.
    pub curves: Vec<Line>,
    /// Numbers that do not depend on the axis, as level lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// Whether the values are on a logarithmic axis.
    #[serde(default, skip_serializing_if = "is_false")]
    pub log: bool,
    /// What stands below the axis.
    pub x_label: String,
    /// What stands beside the values.
    pub y_label: String,
}

/// An expression at each value of two parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct MapFigure {
    /// From left to right.
    pub columns: Axis,
    /// From bottom to top.
    pub rows: Axis,
    /// What each cell shows.
    pub value: Expression,
    /// What stands below the columns.
    pub x_label: String,
    /// What stands beside the rows.
    pub y_label: String,
    /// What a cell's number is.
    pub value_label: String,
    /// From which value on a cell counts as enough, which is marked in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enough: Option<f64>,
}

/// The numbers of a figure. What is not measured yet, or undefined, is none.
#[derive(Clone, Debug, PartialEq)]
pub enum FigureData {
    /// Of `curves` and `scale_error`: x of the points, the curves with a value at each, level lines, and
    /// the present place on the axis.
    Curves {
        /// The axis.
        x: Vec<f64>,
        /// Each curve's label and values.
        curves: Vec<(String, Vec<Option<f64>>)>,
        /// Each level line's label and value.
        lines: Vec<(String, Option<f64>)>,
        /// Where the student is on the axis.
        present: Option<f64>,
    },
    /// Of `map`: values by row, from the first row on.
    Map {
        /// The columns' values.
        columns: Vec<f64>,
        /// The rows' values.
        rows: Vec<f64>,
        /// `cells[row][column]`.
        cells: Vec<Vec<Option<f64>>>,
        /// The student's column and row, as values.
        present: (Option<f64>, Option<f64>),
    },
    /// Of `bars`: labels and values.
    Bars(Vec<(String, Option<f64>)>),
}

/// Serde leaves out what is false.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

pub(super) fn both_updates() -> Vec<UpdateName> {
    [Update::Style, Update::Facts].map(UpdateName).to_vec()
}

pub(super) fn both_rules() -> Vec<RuleName> {
    Scaling::ALL.map(RuleName).to_vec()
}

impl Figure {
    /// Every expression in it, each with its place.
    pub(super) fn values(&self, place: &str) -> Vec<(String, &Expression)> {
        let of = |list: &str, lines: &[Line]| {
            let line = |index: usize| format!("{place}.{list}[{index}].value");
            (0..lines.len()).map(line).collect::<Vec<_>>()
        };
        match self {
            Self::ScaleError { rank, scale, .. } => vec![
                (format!("{place}.rank"), rank),
                (format!("{place}.scale"), scale),
            ],
            Self::Curves(figure) => {
                let curves = of("curves", &figure.curves).into_iter();
                let level = of("lines", &figure.lines).into_iter();
                let curves = curves.zip(figure.curves.iter().map(|line| &line.value));
                let level = level.zip(figure.lines.iter().map(|line| &line.value));
                curves.chain(level).collect()
            }
            Self::Map(figure) => vec![(format!("{place}.value"), &figure.value)],
            Self::Bars { bars } => {
                let names = of("bars", bars).into_iter();
                names.zip(bars.iter().map(|line| &line.value)).collect()
            }
            _ => vec![],
        }
    }
}
