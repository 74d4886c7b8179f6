//! A figure as it is read. Its kind is told by a field, and serde would forget where a mistake stands: so
//! the fields of all kinds are read, and then those of the kind are taken.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::figure::{
    Axis, CurvesFigure, ExploreFigure, Figure, Line, MapFigure, both_rules, both_updates,
};
use super::wording::of_block;
use super::{Expression, Name, RuleName, UpdateName};

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
