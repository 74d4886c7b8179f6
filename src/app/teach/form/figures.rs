//! The fields of a figure: its kind, its axes and its curves as controls; all of it as JSON below, since a figure
//! may say more.

use serde_json::{Value, json};

use super::super::path::Path;
use super::{Field, FieldKind, field, optional};

/// The kinds of figures.
pub const FIGURES: [(&str, &str); 11] = [
    ("spectrum", "Singular values"),
    ("variance", "Energy kept"),
    ("scaling", "The two scales"),
    ("error", "Error of the best product"),
    ("scale_error", "Error against the scale"),
    ("curves", "Formulas as curves"),
    ("map", "A formula as a map"),
    ("bars", "Formulas as bars"),
    ("training", "Training, live"),
    ("recall", "Recall, live"),
    ("adapters", "Two real adapters"),
];
const UPDATES: [(&str, &str); 2] = [("style", "style"), ("facts", "facts")];
const RULES: [(&str, &str); 2] = [("lora", "α/r"), ("rslora", "α/√r")];

/// The fields of the figure at a place.
pub(super) fn fields(at: &Path, figure: &Value) -> Vec<Field> {
    let kind = figure
        .get("figure")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let line = |key: &str, label: &str| field(at.key(key), label, "", FieldKind::Line);
    let formula = |key: &str, label: &str| field(at.key(key), label, "", FieldKind::Formula);
    let flag = |key: &str, label: &str| optional(at.key(key), label, "", FieldKind::Flag);
    let mut fields = vec![field(
        at.key("figure"),
        "What it shows",
        "",
        FieldKind::Figure,
    )];
    match kind {
        "spectrum" | "variance" | "scaling" | "error" => {
            let both = "Both where none is ticked.";
            if kind != "scaling" {
                let few = FieldKind::Few(&UPDATES);
                fields.push(optional(at.key("show"), "Updates", both, few));
            }
            if matches!(kind, "scaling" | "error") {
                let few = FieldKind::Few(&RULES);
                fields.push(optional(at.key("rules"), "Scales", both, few));
            }
            fields.push(flag("points", "A point at each rank"));
            let last = "All ranks where it is empty.";
            fields.push(optional(
                at.key("axis_max"),
                "Last rank on the axis",
                last,
                FieldKind::Number,
            ));
            fields.push(flag("log", "Logarithmic"));
        }
        "training" => fields.push(flag("log", "Logarithmic")),
        "scale_error" => fields.extend([
            formula("rank", "Rank"),
            field(
                at.key("update"),
                "Update",
                "style or facts",
                FieldKind::Line,
            ),
            formula("scale", "The scale that is marked"),
            optional(
                at.key("drag"),
                "Dragging moves",
                "A control, or nothing.",
                FieldKind::Line,
            ),
        ]),
        "curves" => {
            fields.extend(axis(at, "over", "Across"));
            fields.extend([
                line("x_label", "Name of the axis across"),
                line("y_label", "Name of the axis up"),
            ]);
            fields.push(flag("log", "Logarithmic"));
            fields.extend(lines(at, figure, "curves", "Curve"));
            fields.extend(lines(at, figure, "lines", "Level line"));
        }
        "map" => fields.extend(map(at)),
        "bars" => fields.extend(lines(at, figure, "bars", "Bar")),
        _ => {}
    }
    fields.push(field(
        at.clone(),
        "All of it, as JSON",
        "exercises.md lists the figures.",
        FieldKind::Json,
    ));
    fields
}

/// Where a figure is worked out: a parameter or control, and its values.
fn axis(at: &Path, key: &str, label: &str) -> [Field; 2] {
    let axis = at.key(key);
    let which = format!("{label}: parameter or control");
    let values = format!("{label}: values");
    [
        field(axis.key("parameter"), &which, "", FieldKind::Line),
        field(axis.key("values"), &values, "", FieldKind::Numbers),
    ]
}

/// The fields of a map.
fn map(at: &Path) -> Vec<Field> {
    let line = |key: &str, label: &str| field(at.key(key), label, "", FieldKind::Line);
    let enough = "Cells with as much are marked.";
    let mut fields = Vec::new();
    fields.extend(axis(at, "columns", "Across"));
    fields.extend(axis(at, "rows", "Up"));
    fields.extend([
        line("x_label", "Name of the axis across"),
        line("y_label", "Name of the axis up"),
        field(at.key("value"), "Formula of a cell", "", FieldKind::Formula),
        line("value_label", "What it is called"),
        optional(at.key("enough"), "Enough", enough, FieldKind::Number),
    ]);
    fields
}

/// Names and formulas of a list.
fn lines(at: &Path, figure: &Value, list: &str, label: &str) -> Vec<Field> {
    let count = figure
        .get(list)
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let entry = |index: usize| {
        let entry = at.key(list).index(index);
        let number = index + 1;
        [
            field(
                entry.key("label"),
                &format!("{label} {number}: name"),
                "",
                FieldKind::Line,
            ),
            field(
                entry.key("value"),
                &format!("{label} {number}: formula"),
                "",
                FieldKind::Formula,
            ),
        ]
    };
    (0..count).flat_map(entry).collect()
}

/// The list of a figure that can grow, and what its button says.
pub(super) fn grows(at: &Path, figure: &Value) -> Option<(Path, &'static str)> {
    match figure.get("figure")?.as_str()? {
        "curves" => Some((at.key("curves"), "Add a curve")),
        "bars" => Some((at.key("bars"), "Add a bar")),
        _ => None,
    }
}

/// A figure of another kind, with what both kinds have.
pub(super) fn switched(figure: &Value, kind: &str) -> Value {
    let mut new = begun(kind);
    let Value::Object(entries) = &mut new else {
        return new;
    };
    for key in keys(kind) {
        if let Some(known) = figure.get(key) {
            entries.insert((*key).to_owned(), known.clone());
        }
    }
    new
}

/// What a figure of a kind can say beside its kind.
fn keys(kind: &str) -> &'static [&'static str] {
    match kind {
        "spectrum" | "variance" | "scaling" | "error" => {
            &["show", "rules", "points", "axis_max", "log"]
        }
        "training" => &["log"],
        "scale_error" => &["rank", "update", "scale", "drag"],
        "curves" => &["over", "curves", "lines", "log", "x_label", "y_label"],
        "map" => &[
            "columns",
            "rows",
            "value",
            "x_label",
            "y_label",
            "value_label",
            "enough",
        ],
        "bars" => &["bars"],
        _ => &[],
    }
}

/// The least that a figure of a kind says.
fn begun(kind: &str) -> Value {
    let ranks = json!({ "parameter": "r_low", "values": [1, 2, 4, 8, 16] });
    let line = json!({ "label": "LoRA’s scale", "value": "lora_scale(r_low)" });
    match kind {
        "scale_error" => {
            json!({ "figure": kind, "rank": "r_low", "update": "style", "scale": "lora_scale(r_low)" })
        }
        "curves" => json!({
            "figure": kind, "over": ranks, "curves": [line], "x_label": "rank r", "y_label": "scale"
        }),
        "map" => json!({
            "figure": kind, "columns": ranks, "rows": { "parameter": "alpha", "values": [8, 16, 32] },
            "value": "lora_scale(r_low)", "x_label": "rank r", "y_label": "α", "value_label": "scale"
        }),
        "bars" => json!({ "figure": kind, "bars": [line] }),
        _ => json!({ "figure": kind }),
    }
}
