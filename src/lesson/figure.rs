//! The figures beside an exercise, as data: what is drawn, from which measurements, and the numbers.
//!
//! A figure names what the question is about and nothing else. [`Exercise::figure_points`] says where
//! it has to be measured; once that is done, or partly done, [`Exercise::figure_data`] gives its numbers.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::wording::of_block;
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
pub(super) const fn is_false(value: &bool) -> bool {
    !*value
}

fn both_updates() -> Vec<UpdateName> {
    [Update::Style, Update::Facts].map(UpdateName).to_vec()
}

fn both_rules() -> Vec<RuleName> {
    Scaling::ALL.map(RuleName).to_vec()
}

/// A figure as it is read: the fields of all kinds, so that a mistake in one is found where it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    figure: String,
    show: Option<Vec<UpdateName>>,
    rules: Option<Vec<RuleName>>,
    points: Option<bool>,
    axis_max: Option<usize>,
    log: Option<bool>,
    rank: Option<Expression>,
    update: Option<UpdateName>,
    scale: Option<Expression>,
    drag: Option<Name>,
    over: Option<Axis>,
    curves: Option<Vec<Line>>,
    lines: Option<Vec<Line>>,
    x_label: Option<String>,
    y_label: Option<String>,
    columns: Option<Axis>,
    rows: Option<Axis>,
    value: Option<Expression>,
    value_label: Option<String>,
    enough: Option<f64>,
    bars: Option<Vec<Line>>,
}

/// The kinds of figures, and the fields that each may have.
const KINDS: [(&str, &[&str]); 11] = [
    ("spectrum", EXPLORE),
    ("variance", EXPLORE),
    ("scaling", EXPLORE),
    ("error", EXPLORE),
    ("training", &["log"]),
    ("recall", &[]),
    ("adapters", &[]),
    ("scale_error", &["rank", "update", "scale", "drag"]),
    (
        "curves",
        &["over", "curves", "lines", "log", "x_label", "y_label"],
    ),
    (
        "map",
        &[
            "columns",
            "rows",
            "value",
            "x_label",
            "y_label",
            "value_label",
            "enough",
        ],
    ),
    ("bars", &["bars"]),
];
const EXPLORE: &[&str] = &["show", "rules", "points", "axis_max", "log"];

impl Fields {
    /// The names of the fields that are given, without the kind.
    fn given(&self) -> Vec<&'static str> {
        let given = [
            ("show", self.show.is_some()),
            ("rules", self.rules.is_some()),
            ("points", self.points.is_some()),
            ("axis_max", self.axis_max.is_some()),
            ("log", self.log.is_some()),
            ("rank", self.rank.is_some()),
            ("update", self.update.is_some()),
            ("scale", self.scale.is_some()),
            ("drag", self.drag.is_some()),
            ("over", self.over.is_some()),
            ("curves", self.curves.is_some()),
            ("lines", self.lines.is_some()),
            ("x_label", self.x_label.is_some()),
            ("y_label", self.y_label.is_some()),
            ("columns", self.columns.is_some()),
            ("rows", self.rows.is_some()),
            ("value", self.value.is_some()),
            ("value_label", self.value_label.is_some()),
            ("enough", self.enough.is_some()),
            ("bars", self.bars.is_some()),
        ];
        let given = given.into_iter().filter(|(_, given)| *given);
        given.map(|(name, _)| name).collect()
    }

    fn explore(self) -> ExploreFigure {
        ExploreFigure {
            show: self.show.unwrap_or_else(both_updates),
            rules: self.rules.unwrap_or_else(both_rules),
            points: self.points.unwrap_or_default(),
            axis_max: self.axis_max,
            log: self.log.unwrap_or_default(),
        }
    }

    fn figure(self) -> Result<Figure, String> {
        let kind = self.figure.clone();
        known(&kind, "a figure", &KINDS, &self.given())?;
        Ok(match kind.as_str() {
            "spectrum" => Figure::Spectrum(self.explore()),
            "variance" => Figure::Variance(self.explore()),
            "scaling" => Figure::Scaling(self.explore()),
            "error" => Figure::Error(self.explore()),
            "training" => Figure::Training {
                log: self.log.unwrap_or_default(),
            },
            "recall" => Figure::Recall,
            "adapters" => Figure::Adapters,
            "scale_error" => Figure::ScaleError {
                rank: needed(self.rank, "rank")?,
                update: needed(self.update, "update")?,
                scale: needed(self.scale, "scale")?,
                drag: self.drag,
            },
            "curves" => Figure::Curves(CurvesFigure {
                over: needed(self.over, "over")?,
                curves: needed(self.curves, "curves")?,
                lines: self.lines.unwrap_or_default(),
                log: self.log.unwrap_or_default(),
                x_label: needed(self.x_label, "x_label")?,
                y_label: needed(self.y_label, "y_label")?,
            }),
            "map" => Figure::Map(MapFigure {
                columns: needed(self.columns, "columns")?,
                rows: needed(self.rows, "rows")?,
                value: needed(self.value, "value")?,
                x_label: needed(self.x_label, "x_label")?,
                y_label: needed(self.y_label, "y_label")?,
                value_label: needed(self.value_label, "value_label")?,
                enough: self.enough,
            }),
            // The last of `KINDS`.
            _ => Figure::Bars {
                bars: needed(self.bars, "bars")?,
            },
        })
    }
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

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        fields
            .figure()
            .map_err(|reason| D::Error::custom(of_block("figures", &reason)))
    }
}

/// Checks that a kind is one of some, and that it has the fields that are given.
pub(super) fn known(
    kind: &str,
    what: &str,
    kinds: &[(&str, &[&str])],
    given: &[&str],
) -> Result<(), String> {
    let Some((_, fields)) = kinds.iter().find(|(name, _)| *name == kind) else {
        let names: Vec<_> = kinds.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "“{kind}” is no kind of {}: there are {}",
            what.trim_start_matches("a ").trim_start_matches("an "),
            names.join(", ")
        ));
    };
    match given.iter().find(|name| !fields.contains(*name)) {
        None => Ok(()),
        Some(name) if fields.is_empty() => {
            Err(format!("{what} “{kind}” has no “{name}”: it needs nothing"))
        }
        Some(name) => {
            let fields = fields.join(", ");
            Err(format!("{what} “{kind}” has no “{name}”: it has {fields}"))
        }
    }
}

/// What has to be there.
pub(super) fn needed<T>(field: Option<T>, name: &str) -> Result<T, String> {
    field.ok_or_else(|| format!("“{name}” is missing"))
}
