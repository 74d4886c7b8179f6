//! Exercises and assignments as files, links and documentation: what survives, what is refused.
//!
//! The JSON Schemas and the table of functions are written from the code:
//! `BLESS=1 cargo test --test lesson_format` writes them again.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod bless;

use bless::{file_holds, part_holds};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_lesson::expression::FUNCTIONS;
use rankscope_lesson::{
    Assignment, AssignmentEntry, Condition, Controls, Exercise, ExerciseId, ExpectedAnswer,
    Expression, Feedback, LONGEST_LINK, LessonError, ParameterName, Progress, Student,
    StudentSummary, course, markdown, schema,
};
use rankscope_params::Key;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");

/// Seeded, so that a failure is the change's own.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(42);
    }
    config
}

// --- Documentation ----------------------------------------------------------------------------

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

// --- What survives ----------------------------------------------------------------------------

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Zα-ω<>&\"{}`*_ \n#]{0,60}",
        1 => Just("<script>alert(1)</script>".to_owned()),
        1 => any::<String>(),
    ]
}

fn conditions() -> impl Strategy<Value = Condition> {
    let text = prop_oneof![
        Just("energy(style, r_low) >= 0.9 and alpha < 8"),
        Just("answer = lora_alpha(r_low)"),
        Just("training_error(facts, lora, sgd, 4, 100) < 1"),
    ];
    text.prop_map(|text| Condition::read(text).unwrap())
}

fn exercises() -> impl Strategy<Value = Exercise> {
    let answer = prop_oneof![
        (texts(), 0.0..10.0).prop_map(|(question, tolerance)| ExpectedAnswer::Number {
            question,
            quantity: Expression::read("floor(facts, 2 * r_low)").unwrap(),
            tolerance,
            unit: None,
            drag: None,
        }),
        (texts(), conditions(), 0.0..10.0).prop_map(|(question, reach, tolerance)| {
            ExpectedAnswer::Goal {
                question,
                reach,
                tolerance,
                drag: None,
            }
        }),
    ];
    let said = prop::collection::vec((conditions(), texts()), 0..4);
    let hints = prop::collection::vec(texts(), 0..4);
    let controls = prop::sample::subsequence(Key::ALL.map(ParameterName).to_vec(), 0..6);
    let base = prop::sample::select(course::exercises());
    let parts = (
        "[a-z0-9-]{1,40}",
        texts(),
        texts(),
        answer,
        said,
        hints,
        controls,
    );
    (base, parts).prop_map(
        |(base, (id, title, prompt, answer, said, hints, visible))| Exercise {
            id: ExerciseId::new(&id).unwrap(),
            title,
            explanation: prompt.clone(),
            prompt,
            answer,
            feedback: said
                .into_iter()
                .map(|(when, say)| Feedback { when, say })
                .collect(),
            hints,
            controls: Controls {
                visible,
                ..Controls::default()
            },
            ..base
        },
    )
}

/// Links as they may arrive: whole, cut, changed, or nothing of the kind.
fn fragments() -> impl Strategy<Value = String> {
    let whole = exercises().prop_filter_map("too long for a link", |exercise| {
        Assignment::new("a", vec![AssignmentEntry::Own(exercise.into())]).to_fragment()
    });
    let changed = (
        whole,
        any::<prop::sample::Index>(),
        any::<char>(),
        any::<bool>(),
    )
        .prop_map(|(link, place, letter, cut)| {
            let place = place.index(link.len());
            let rest = if cut { "" } else { &link[place + 1..] };
            format!("{}{letter}{rest}", &link[..place])
        });
    prop_oneof![
        changed,
        any::<String>(),
        "#assignment=1\\.[A-Za-z0-9_-]{0,200}",
        "#assignment=.{0,40}",
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_exercise_survives_the_way_into_a_link_and_back(exercise in exercises()) {
        let assignment = Assignment::new("An assignment", vec![AssignmentEntry::Own(exercise.into())]);
        prop_assert_eq!(Assignment::from_json(&assignment.to_json()), Ok(assignment.clone()));
        if let Some(fragment) = assignment.to_fragment() {
            prop_assert!(fragment.len() <= LONGEST_LINK);
            prop_assert_eq!(Assignment::from_fragment(&fragment), Some(Ok(assignment)));
        }
    }

    #[test]
    fn no_link_panics(fragment in fragments()) {
        if let Some(Err(error)) = Assignment::from_fragment(&fragment) {
            prop_assert!(!error.to_string().is_empty() && !error.next_step().is_empty());
        }
    }

    #[test]
    fn no_text_panics(text in texts()) {
        let _ = Exercise::from_json(&text);
        let _ = Assignment::from_json(&text);
        let _ = StudentSummary::from_json(&text);
        let _ = Progress::from_json(&text);
        let _ = Expression::read(&text);
        let _ = Condition::read(&text);
        let _ = Student::new(&text).seed();
        // Text comes out as text; the page has no other way to show it.
        let _ = markdown::read(&text);
    }

}

proptest! {
    // Each case searches for its answer.
    #![proptest_config(ProptestConfig { cases: 32, ..config() })]

    #[test]
    fn no_exercise_panics_when_it_is_checked(exercise in exercises()) {
        for problem in rankscope_lesson::problems(&exercise) {
            prop_assert!(!problem.place.is_empty() && !problem.reason.is_empty());
        }
    }
}

// --- What is refused --------------------------------------------------------------------------

fn changed(field: &str, value: &str) -> Result<Exercise, LessonError> {
    let mut exercise: serde_json::Value = serde_json::from_str(course::FILES[4]).unwrap();
    exercise[field] = serde_json::from_str(value).unwrap();
    Exercise::from_json(&exercise.to_string())
}

fn said(field: &str, value: &str) -> String {
    changed(field, value).unwrap_err().to_string()
}

#[test]
fn each_mistake_is_named_with_its_place() {
    assert!(said("version", "3").contains("version 3"));
    assert!(said("id", "\"a b\"").contains("an id is"));
    assert!(said("parameters", "\"alpha=9999\"").contains("α: 9999 is now 1024"));
    assert!(said("parameters", "\"view=explore&x=1\"").contains("“x” is no parameter"));
    assert!(said("colour", "\"red\"").contains("there is no field “colour” here"));
    assert!(said("charts", "[\"pie\"]").contains("“pie” is not known here"));
    assert!(said("charts", "[\"error\"]").contains("“figures” now"));
    let figure = |figure: &str| said("figures", &format!("[{figure}]"));
    assert!(figure(r#"{ "figure": "pie" }"#).contains("“pie” is no kind of figure"));
    assert!(figure(r#"{ "figure": "bars", "log": true }"#).contains("has no “log”: it has bars"));
    assert!(figure(r#"{ "figure": "bars" }"#).contains("“bars” is missing"));
    assert!(figure(r#"{ "figure": "spectrum", "show": ["both"] }"#).contains("“style” or “facts”"));
    let own = |own: &str| {
        said(
            "controls",
            &format!(r#"{{ "visible": ["noise"], "own": [{own}] }}"#),
        )
    };
    assert!(
        own(r#"{ "name": "alpha", "label": "a", "values": [1, 2] }"#).contains("already means")
    );
    assert!(
        own(r#"{ "name": "My", "label": "a", "values": [1, 2] }"#).contains("begins with a letter")
    );
    assert!(own(r#"{ "name": "eta", "label": "a", "values": [1] }"#).contains("2 to 40 are taken"));
    assert!(
        own(r#"{ "name": "eta", "label": "a", "values": [1, 2], "texts": ["one"] }"#)
            .contains("one for each of the 2 values")
    );
    assert!(
        own(r#"{ "name": "eta", "label": "a", "values": [1, 2], "start": 3 }"#)
            .contains("none of the values")
    );
    assert!(
        said("prompt", "\"It is {floor(facts, 8)}.\"").contains("prompt: “floor(facts, 8)” gives")
    );
    assert!(said("hints", "[\"\"]").contains("hints[0]: it is empty"));
    assert!(said("controls", "{ \"visible\": [] }").contains("something to move"));
    assert!(said("controls", "{ \"visible\": [\"rank\"] }").contains("no parameter has this name"));
    let goal = |reach: &str| {
        let tolerance = r#""question": "q", "tolerance": 0.001"#;
        said(
            "answer",
            &format!(r#"{{ "kind": "goal", "reach": "{reach}", {tolerance} }}"#),
        )
    };
    assert!(goal("energy(facts, 8) > 2").contains("the controls do not lead there"));
    assert!(goal("alpha > 1").contains("holds at the start"));
    assert!(
        goal("energy(fact, 8) > 2").contains("“fact” is no name here: style or facts is expected")
    );
    assert!(goal("answer > 2").contains("is a number, which is not what is asked"));
    let choice = |text: &str| {
        let options = format!(
            r#"[{{ "text": "{text}", "right_when": "alpha > 0" }}, {{ "text": "b", "right_when": "alpha < 0" }}]"#
        );
        said(
            "answer",
            &format!(r#"{{ "kind": "choice", "question": "q", "options": {options} }}"#),
        )
    };
    let guess = |text: &str| {
        said(
            "prediction",
            &format!(r#"{{ "question": "q", "options": ["{text}", "b"] }}"#),
        )
    };
    assert!(choice("{alhpa}").contains("answer.options[0].text: “alhpa”"));
    assert!(guess("{alhpa}").contains("prediction.options[0]: “alhpa”"));
    assert!(guess("{floor(facts, 8)}").contains("gives the answer away"));
    // Read, and undefined for every student: it would be shown as such.
    assert!(guess("{1/0}").contains("prediction.options[0]: “1/0” is undefined"));
    assert!(choice("{1/0}").contains("answer.options[0].text: “1/0” is undefined"));
    assert!(said("hints", "[\"At {lora_scale(0)}.\"]").contains("hints[0]: “lora_scale(0)”"));
    let steps = goal(
        "training_error(facts, rslora, adam, 64, 5000) < 0.1 and training_error(facts, lora, adam, 64, 5000) < 0.1",
    );
    assert!(steps.contains("takes too long"), "{steps}");
    let varied = said(
        "vary",
        r#"[{ "parameter": "d", "values": [64, 1024] }, { "parameter": "k", "values": [1024] }]"#,
    );
    assert!(varied.contains("takes too long"), "{varied}");
    assert!(
        said(
            "answer",
            r#"{ "kind": "choice", "question": "q", "options": [
        { "text": "a", "right_when": "alpha > 0" }, { "text": "b", "right_when": "alpha > 1" }] }"#
        )
        .contains("exactly one has to be right, and 2 are")
    );
}

#[test]
fn an_assignment_has_different_exercises_that_are_there() {
    let entry = |id: &str| AssignmentEntry::Course(ExerciseId::new(id).unwrap());
    let lesson = |ids: &[&str]| {
        let entries = ids.iter().map(|id| entry(id)).collect();
        Assignment::new("a", entries).lesson()
    };
    assert!(lesson(&["the-elbow", "cut-or-trained"]).is_ok());
    let error = lesson(&["the-elbow", "the-elbow"]).unwrap_err();
    assert!(matches!(error, LessonError::DuplicateId { .. }));
    let error = lesson(&["elbows"]).unwrap_err();
    assert!(matches!(error, LessonError::NotInCourse { .. }));
    assert!(matches!(
        lesson(&[]),
        Err(LessonError::Count { count: 0, .. })
    ));
}

#[test]
fn five_megabytes_are_refused_by_their_size() {
    let error = Assignment::from_json(&" ".repeat(5_000_000)).unwrap_err();
    assert!(matches!(
        error,
        LessonError::TooLarge {
            bytes: 5_000_000,
            ..
        }
    ));
}

#[test]
fn a_newer_file_is_named_as_such_whatever_is_in_it() {
    let error = Assignment::from_json(r#"{ "version": 9, "new": [] }"#).unwrap_err();
    assert_eq!(error, LessonError::UnknownVersion { found: 9, known: 2 });
}

#[test]
fn all_exercises_of_the_course_fit_into_a_link() {
    let ids = course::exercises().into_iter().map(|exercise| exercise.id);
    let assignment = Assignment::new("All of it", ids.map(AssignmentEntry::Course).collect());
    assert!(assignment.to_fragment().unwrap().len() < 500);
    // Written out in full they do not, and are offered as a file.
    let own = course::exercises()
        .into_iter()
        .map(Box::new)
        .map(AssignmentEntry::Own);
    let assignment = Assignment::new("All of it", own.collect());
    assert_eq!(assignment.to_fragment(), None);
    assert!(
        Assignment::from_json(&assignment.to_json())
            .unwrap()
            .lesson()
            .is_ok()
    );
}

// --- Version 1 ---------------------------------------------------------------------------------

#[test]
fn exercises_of_version_1_are_read_with_their_charts_as_figures() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/exercises-v1");
    let mut figures = std::collections::BTreeSet::new();
    for file in std::fs::read_dir(dir).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let old: serde_json::Value = serde_json::from_str(&text).unwrap();
        let read = Exercise::from_json(&text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.version, 2);
        let new: serde_json::Value = serde_json::from_str(&read.to_json()).unwrap();
        let kinds: Vec<_> = read
            .figures
            .iter()
            .map(|figure| {
                let figure = serde_json::to_value(figure).unwrap();
                figure["figure"].clone()
            })
            .collect();
        assert_eq!(serde_json::Value::from(kinds.clone()), old["charts"]);
        figures.extend(kinds.iter().map(ToString::to_string));
        // All else is as it was.
        for (field, value) in old.as_object().unwrap() {
            if !["version", "charts"].contains(&field.as_str()) {
                assert_eq!(in_reals(&new[field]), in_reals(value), "{field}");
            }
        }
        assert_eq!(Exercise::from_json(&read.to_json()), Ok(read));
    }
    assert_eq!(figures.len(), 7, "{figures:?}");
}

/// A value with every number as a real one: 8 and 8.0 are one.
fn in_reals(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Number(number) => serde_json::json!(number.as_f64()),
        serde_json::Value::Array(items) => items.iter().map(in_reals).collect(),
        serde_json::Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), in_reals(value)))
            .collect(),
        other => other.clone(),
    }
}

// --- Where a mistake stands --------------------------------------------------------------------

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
