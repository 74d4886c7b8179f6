//! What `serde_json` says of a text, in a teacher's words and at the place that is wrong.

use super::LessonError;
use super::place::{before, block_ending, block_named, offset};

/// Separates the name of a block from what is wrong with the whole of it.
const MARK: char = '\u{1}';

/// A reason that is about a whole block, such as `answer`, and not about a value in it.
pub(super) fn of_block(name: &str, reason: &str) -> String {
    format!("{MARK}{name}{MARK}{reason}")
}

/// Why a text cannot be read, and where.
pub(super) fn unreadable(text: &str, error: &serde_json::Error) -> LessonError {
    let said = error.to_string();
    let reason = said
        .rsplit_once(" at line ")
        .map_or(said.as_str(), |(reason, _)| reason);
    let end = offset(text, error.line(), error.column());
    let ((line, column), reason) = if let Some((name, reason)) = marked(reason) {
        (
            block_named(text, end, name, quoted(reason)),
            reason.to_owned(),
        )
    } else if reason.starts_with("missing field") {
        (block_ending(text, end), plain(reason))
    } else if error.is_eof() || error.is_syntax() {
        ((error.line().max(1), error.column().max(1)), plain(reason))
    } else {
        (before(text, end), plain(reason))
    };
    LessonError::Unreadable {
        line,
        column,
        reason,
    }
}

fn marked(reason: &str) -> Option<(&str, &str)> {
    reason.strip_prefix(MARK)?.split_once(MARK)
}

/// The last name in quotation marks that a reason of a block is about.
fn quoted(reason: &str) -> Option<&str> {
    let (_, rest) = reason.split_once("has no “")?;
    rest.split_once('”').map(|(name, _)| name)
}

/// The same in plain words; what is none of serde's sentences stays as it is.
fn plain(reason: &str) -> String {
    let name = || reason.split('`').nth(1).unwrap_or_default();
    let names = || {
        let expected = reason
            .split_once(", expected")
            .map_or("", |(_, names)| names);
        let names: Vec<_> = expected.split('`').skip(1).step_by(2).collect();
        names.join(", ")
    };
    if reason.starts_with("unknown field") {
        return format!("there is no field “{}” here; there are {}", name(), names());
    }
    if reason.starts_with("unknown variant") {
        return format!("“{}” is not known here; there are {}", name(), names());
    }
    if reason.starts_with("missing field") {
        return format!("“{}” is missing in this block", name());
    }
    if reason.starts_with("duplicate field") {
        return format!("“{}” stands here twice", name());
    }
    let wrong = ["invalid type: ", "invalid value: ", "invalid length "];
    let wrong = wrong.iter().find_map(|begins| reason.strip_prefix(begins));
    if let Some((found, expected)) = wrong.and_then(|rest| rest.split_once(", expected ")) {
        return format!("{} is expected here, not {}", kind(expected), what(found));
    }
    let fixed = match reason {
        "expected `,` or `}`" | "expected `,` or `]`" => {
            "a comma is missing before this, or a bracket is not closed"
        }
        "expected `:`" => "after a field's name comes a colon",
        "trailing comma" => "there is a comma with nothing after it",
        "key must be a string" => "a field's name is missing, in quotation marks",
        "expected value" => "a value is missing here: a text, a number, a list or a block",
        "trailing characters" => "the text should end here: one bracket too many, or one too early",
        "invalid escape" => "after a backslash comes n, \" or another backslash",
        "recursion limit exceeded" => "brackets are nested too deeply",
        _ if reason.starts_with("EOF while parsing a string") => {
            "the text ends within quotation marks"
        }
        _ if reason.starts_with("EOF") => "the text ends too early: a bracket is not closed",
        _ if reason.starts_with("control character") => {
            "a line ends within quotation marks; write \\n for a new line"
        }
        _ => return reason.to_owned(),
    };
    fixed.to_owned()
}

/// What serde expects.
fn kind(expected: &str) -> &str {
    match expected {
        "f64" | "f32" => "a number",
        "u32" | "u64" | "usize" => "a whole number, 0 or more,",
        "a string" | "a borrowed string" => "a text in quotation marks",
        "a boolean" => "true or false",
        "a sequence" => "a list in [ ]",
        "a map" => "a block in { }",
        _ if expected.starts_with("struct ") => "a block in { }",
        _ if expected.contains("enum") => "a text in quotation marks",
        other => other,
    }
}

/// What serde has found.
fn what(found: &str) -> String {
    let number = |found: &str| found.split('`').nth(1).map(str::to_owned);
    match found.split(' ').next() {
        Some("string") => {
            let text = found.trim_start_matches("string ");
            format!("the text {text}")
        }
        Some("integer" | "floating") => {
            format!("the number {}", number(found).unwrap_or_default())
        }
        Some("boolean") => number(found).unwrap_or_default(),
        Some("null" | "unit") => "nothing".to_owned(),
        Some("sequence") => "a list".to_owned(),
        Some("map") => "a block".to_owned(),
        _ => found.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_of_the_parser_is_left() {
        for (said, expected) in [
            (
                "unknown field `colour`, expected one of `id`, `title`",
                "there is no field “colour” here; there are id, title",
            ),
            (
                "missing field `tolerance`",
                "“tolerance” is missing in this block",
            ),
            (
                "invalid type: string \"a\", expected f64",
                "a number is expected here, not the text \"a\"",
            ),
            (
                "invalid value: integer `-3`, expected u32",
                "a whole number, 0 or more, is expected here, not the number -3",
            ),
            (
                "invalid type: sequence, expected struct Feedback",
                "a block in { } is expected here, not a list",
            ),
            ("duplicate field `id`", "“id” stands here twice"),
        ] {
            assert_eq!(plain(said), expected);
        }
    }
}
