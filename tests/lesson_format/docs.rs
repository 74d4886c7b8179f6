//! The schemas, the table of functions and the worked example are what the code says.

use rankscope_lesson::expression::FUNCTIONS;
use rankscope_lesson::{Exercise, schema};

use crate::bless::{file_holds, part_holds};

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");

#[test]
fn the_schemas_are_those_of_the_types() {
    file_holds(format!("{DOCS}/exercise.schema.json"), &schema::exercise());
    file_holds(
        format!("{DOCS}/assignment.schema.json"),
        &schema::assignment(),
    );
}

#[test]
fn the_documentation_lists_every_function() {
    let rows = FUNCTIONS
        .iter()
        .map(|function| format!("| `{}` | {} |\n", function.written(), function.help));
    let table = format!(
        "| function | what it is |\n|---|---|\n{}",
        rows.collect::<String>()
    );
    part_holds(format!("{DOCS}/exercises.md"), "functions", &table);
}

#[test]
fn the_worked_example_is_sound() {
    let text = std::fs::read_to_string(format!("{DOCS}/exercises.md")).unwrap();
    let (_, rest) = text.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let exercise = Exercise::from_json(example).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(exercise.id.as_str(), "half-the-facts");
}
