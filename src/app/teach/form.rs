//! An exercise as a form: fields over its JSON, each a place with a label.
//!
//! Form and text edit one value. A field changes its own place and nothing else, and what the form has
//! no field for is shown as JSON: so an exercise that goes through the form loses nothing.

use serde_json::{Value, json};

mod figures;
mod layout;

use super::path::{Path, Step};

pub use figures::FIGURES;
pub use layout::form;

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub path: Path,
    pub label: String,
    /// What stands beneath it; empty for nothing.
    pub help: &'static str,
    pub kind: FieldKind,
    /// Whether it is left out where it is empty.
    pub optional: bool,
}

/// What a field takes, always as text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldKind {
    /// One line.
    Line,
    /// Markdown, several lines.
    Text,
    /// An expression or a condition.
    Formula,
    /// A number.
    Number,
    /// Numbers by commas.
    Numbers,
    /// Names by commas, of parameters where the page offers them.
    Names,
    /// On or off; off is left out.
    Flag,
    /// Some of a few: names and labels.
    Few(&'static [(&'static str, &'static str)]),
    /// The kind of a figure, one of [`FIGURES`].
    Figure,
    /// One of a few: names and labels.
    OneOf(&'static [(&'static str, &'static str)]),
    /// Anything else, as JSON.
    Json,
}

/// Fields under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub heading: String,
    pub fields: Vec<Field>,
    /// The list that the group is one entry of, with the entry's place, so that it can be taken out.
    pub entry: Option<(Path, usize)>,
    /// The list that grows here, and what its button says.
    pub grows: Option<(Path, &'static str)>,
}

/// The kinds of answers.
pub const KINDS: [(&str, &str); 3] = [
    ("number", "a number"),
    ("choice", "one of some options"),
    ("goal", "a state to reach with the controls"),
];

const GUESSES: &str = "prediction.options";
/// When each guess turns out right; as many as there are guesses, or none.
const RIGHT_GUESSES: &str = "prediction.right_when";

/// Every key of an exercise that the form has fields for.
const KNOWN: [&str; 16] = [
    "version",
    "id",
    "title",
    "prompt",
    "parameters",
    "vary",
    "controls",
    "figures",
    "readings",
    "prediction",
    "answer",
    "hints",
    "worked",
    "feedback",
    "explanation",
    "teacher",
];

/// What stands in a field.
pub fn read(value: &Value, field: &Field) -> String {
    field
        .path
        .get(value)
        .map_or_else(String::new, |found| written(found, field.kind))
}

/// Puts a text into a field. What does not fit the field stays as text, so that nothing typed is lost:
/// reading the exercise then says what belongs there.
pub fn write(value: &mut Value, field: &Field, text: &str) {
    if text == read(value, field) {
        return;
    }
    if text.trim().is_empty() && field.optional {
        field.path.remove(value);
    } else if field.kind == FieldKind::Figure && FIGURES.iter().any(|(kind, _)| *kind == text) {
        switch_figure(value, &field.path, text);
    } else {
        field.path.set(value, parsed(text, field.kind));
    }
}

/// Makes the figure with this field for its kind one of another kind.
fn switch_figure(value: &mut Value, field: &Path, kind: &str) {
    let (Some((_, figure)), Some(Step::Key(_))) =
        (field.steps().split_last(), field.steps().last())
    else {
        return;
    };
    let figure = figure
        .iter()
        .fold(Path::default(), |path, step| match step {
            Step::Key(key) => path.key(key),
            Step::Index(index) => path.index(*index),
        });
    if let Some(before) = figure.get(value).cloned() {
        figure.set(value, figures::switched(&before, kind));
    }
}

/// Adds an entry to a list, ready to be filled in. Conditions of guesses come for all guesses at once.
pub fn add(value: &mut Value, list: &Path) {
    let place = list.to_string();
    let conditions = Path::new(RIGHT_GUESSES);
    let guesses = length(value, &Path::new(GUESSES));
    if place == RIGHT_GUESSES {
        let all = vec![template(&place); guesses];
        return list.set(value, Value::Array(all));
    }
    if place == GUESSES && length(value, &conditions) == guesses && guesses > 0 {
        push(value, &conditions, template(RIGHT_GUESSES));
    }
    push(value, list, template(&place));
}

fn length(value: &Value, list: &Path) -> usize {
    list.get(value)
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}

fn push(value: &mut Value, list: &Path, entry: Value) {
    match list.get(value).cloned() {
        Some(Value::Array(mut entries)) => {
            entries.push(entry);
            list.set(value, Value::Array(entries));
        }
        _ => list.set(value, Value::Array(vec![entry])),
    }
}

/// Takes an entry out of a list, and the list with its last entry.
pub fn take_out(value: &mut Value, list: &Path, index: usize) {
    let is_guess = list.to_string() == GUESSES;
    list.index(index).remove(value);
    if is_guess {
        Path::new(RIGHT_GUESSES).index(index).remove(value);
    }
    if list.get(value).is_some() && length(value, list) == 0 {
        // A guess without options is no guess.
        if is_guess {
            Path::new("prediction").remove(value);
        } else {
            list.remove(value);
        }
    }
}

/// Another kind of answer to the same question.
pub fn switch_kind(value: &mut Value, kind: &str) {
    let answer = Path::new("answer");
    let question = answer.key("question").get(value).cloned();
    let question = question.unwrap_or_else(|| json!("What is …?"));
    let tolerance = answer.key("tolerance").get(value).cloned();
    let tolerance = tolerance.unwrap_or_else(|| json!(0.01));
    let new = match kind {
        "choice" => {
            json!({ "kind": kind, "question": question, "options": [template("answer.options"), template("answer.options")] })
        }
        "goal" => {
            json!({ "kind": kind, "question": question, "reach": "lora_scale(r_low) = 1", "tolerance": tolerance })
        }
        _ => {
            json!({ "kind": "number", "question": question, "quantity": "lora_scale(r_low)", "tolerance": tolerance })
        }
    };
    answer.set(value, new);
}

fn template(list: &str) -> Value {
    match list {
        "answer.options" => json!({ "text": "An option", "right_when": "alpha > 0" }),
        GUESSES => json!("An option"),
        RIGHT_GUESSES => json!("alpha > 0"),
        "feedback" => json!({ "when": "answer > 0", "say": "What is said then." }),
        "readings" => json!({ "label": "A reading", "value": "lora_scale(r_low)" }),
        "vary" => json!({ "parameter": "alpha", "values": [8, 16] }),
        "figures" => json!({ "figure": "scaling" }),
        "hints" => json!("A hint"),
        lines if matches!(lines.rsplit_once('.'), Some((_, "curves" | "bars"))) => {
            json!({ "label": "A name", "value": "lora_scale(r_low)" })
        }
        _ => json!({}),
    }
}

fn written(found: &Value, kind: FieldKind) -> String {
    match (kind, found) {
        (FieldKind::Json, _) => found.to_string(),
        (_, Value::String(text)) => text.clone(),
        (FieldKind::Numbers | FieldKind::Names | FieldKind::Few(_), Value::Array(entries)) => {
            let entries = entries.iter().map(|entry| {
                entry
                    .as_str()
                    .map_or_else(|| entry.to_string(), str::to_owned)
            });
            entries.collect::<Vec<_>>().join(", ")
        }
        _ => found.to_string(),
    }
}

fn parsed(text: &str, kind: FieldKind) -> Value {
    // What is no number, or no JSON, stays as it was typed.
    let as_typed = || Value::String(text.to_owned());
    let number = |text: &str| {
        serde_json::from_str(text.trim())
            .ok()
            .filter(Value::is_number)
    };
    match kind {
        FieldKind::Line
        | FieldKind::Text
        | FieldKind::Formula
        | FieldKind::Figure
        | FieldKind::OneOf(_) => as_typed(),
        FieldKind::Flag => match text {
            "true" => Value::Bool(true),
            _ => as_typed(),
        },
        FieldKind::Number => number(text).unwrap_or_else(as_typed),
        FieldKind::Json => serde_json::from_str(text).unwrap_or_else(|_| as_typed()),
        FieldKind::Numbers => {
            let parts: Option<Vec<_>> = entries(text).map(number).collect();
            parts.map_or_else(as_typed, Value::Array)
        }
        FieldKind::Names | FieldKind::Few(_) => entries(text).map(|part| json!(part)).collect(),
    }
}

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn field(path: Path, label: &str, help: &'static str, kind: FieldKind) -> Field {
    Field {
        path,
        label: label.to_owned(),
        help,
        kind,
        optional: false,
    }
}

fn optional(path: Path, label: &str, help: &'static str, kind: FieldKind) -> Field {
    Field {
        optional: true,
        ..field(path, label, help, kind)
    }
}

#[cfg(test)]
mod tests;
