//! The format's JSON Schema, written from its types. Native only: the page has no use for it.

use schemars::{JsonSchema, schema_for};

use super::{Assignment, Exercise};

/// The schema of an exercise.
pub fn exercise() -> String {
    written::<Exercise>()
}

/// The schema of an assignment.
pub fn assignment() -> String {
    written::<Assignment>()
}

fn written<T: JsonSchema>() -> String {
    super::json::indented(&schema_for!(T)) + "\n"
}
