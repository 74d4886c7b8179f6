//! A mistake is told with the line and column where it stands.

use rankscope_lesson::{Exercise, LessonError, course};

/// The message for a text in which a part is replaced, and the line and column where the new part begins.
fn misread(old: &str, new: &str, wrong: &str) -> (String, (usize, usize)) {
    let text = course::FILES[0].replacen(old, new, 1);
    assert!(text.contains(new), "{old}");
    let at = text.find(wrong).unwrap();
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let error = Exercise::read(&text).unwrap_err();
    let LessonError::Unreadable {
        line: said_line,
        column: said_column,
        reason,
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!((said_line, said_column), (line, column), "{reason}");
    (reason, (line, column))
}

#[test]
fn a_mistake_is_told_at_the_value_that_is_wrong() {
    let reason = |old: &str, new: &str, wrong: &str| misread(old, new, wrong).0;
    let said = reason("\"tolerance\": 0,", "\"tolerance\": \"none\",", "\"none\"");
    assert!(
        said.contains("a number is expected here, not the text"),
        "{said}"
    );
    let said = reason("\"minutes\": 4", "\"minutes\": -4", "-4");
    assert!(said.contains("a whole number, 0 or more"), "{said}");
    let said = reason(
        "recall(facts, n, r) >= 0.9 and",
        "recall(facts, n, r >= 0.9 and",
        "\"recall(facts, n, r >=",
    );
    assert!(said.contains("is missing"), "{said}");
    let said = reason(
        "\"kind\": \"goal\"",
        "\"kind\": \"gaol\"",
        "{\n    \"kind\"",
    );
    assert!(
        said.contains("“gaol” is no kind of answer: there are number, choice, goal"),
        "{said}"
    );
    let said = reason(
        "\"reach\":",
        "\"quantity\": \"n\", \"reach\":",
        "\"quantity\"",
    );
    assert!(said.contains("has no “quantity”"), "{said}");
    let said = reason(
        "\"figure\": \"map\"",
        "\"figure\": \"maps\"",
        "{\n      \"figure\"",
    );
    assert!(said.contains("no kind of figure"), "{said}");
    let said = reason("\"title\"", "\"titel\"", "\"titel\"");
    assert!(said.contains("there is no field “titel” here"), "{said}");
    let said = reason("\"label\": \"rank r\",", "", "{\n        \"name\": \"r\"");
    assert!(said.contains("“label” is missing"), "{said}");
    // No word of the parser is left in any of them.
    for rust in ["struct", "f64", "u32", "enum", "`"] {
        assert!(!said.contains(rust), "{said}");
    }
}

#[test]
fn a_problem_of_a_readable_exercise_has_its_line_too() {
    let text = course::FILES[0].replacen("for the rest: more rank.", "for {what}.", 1);
    let LessonError::Unsound { problems, .. } = Exercise::from_json(&text).unwrap_err() else {
        panic!("unsound");
    };
    assert_eq!(problems[0].place, "feedback[0].say");
    assert!(
        problems[0].reason.contains("“what” is no name here"),
        "{}",
        problems[0]
    );
    let (line, _) = rankscope_lesson::place_in(&text, &problems[0].place).unwrap();
    assert!(text.lines().nth(line - 1).unwrap().contains("for {what}."));
}
