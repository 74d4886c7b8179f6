//! What a teacher is warned of in an exercise that students could solve: each warning is earned by one.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use rankscope_lesson::{Exercise, problems, warnings};
use serde_json::{Value, json};

fn number() -> Value {
    json!({
        "version": 2, "id": "x", "title": "x", "prompt": "x",
        "parameters": "r_low=1&alpha=16",
        "controls": { "visible": ["r_low"] },
        "readings": [{ "label": "scale", "value": "lora_scale(r_low)" }],
        "answer": { "kind": "number", "question": "q", "quantity": "lora_alpha(9)", "tolerance": 0.5 },
        "hints": ["Move rank r to 9."],
        "feedback": [{ "when": "answer = alpha", "say": "More." }],
        "explanation": "x"
    })
}

fn goal() -> Value {
    json!({
        "version": 2, "id": "x", "title": "x", "prompt": "x",
        "parameters": "alpha=4",
        "controls": { "own": [{ "name": "g", "label": "scale", "values": [0, 1, 2, 3, 4] }] },
        "readings": [{ "label": "three times the scale", "value": "3 * g" }],
        "answer": { "kind": "goal", "question": "q", "reach": "g = 3", "tolerance": 0 },
        "hints": ["Set the scale to 3.", "Move it until the reading is 9."],
        "feedback": [{ "when": "g < 3", "say": "More." }, { "when": "g > 3", "say": "Less." }],
        "explanation": "x"
    })
}

/// The places of the warnings of an exercise, of which one part is changed.
fn warned(mut exercise: Value, pointer: &str, value: Value) -> Vec<String> {
    *exercise
        .pointer_mut(pointer)
        .unwrap_or_else(|| panic!("{pointer}")) = value;
    let exercise = Exercise::read(&exercise.to_string()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(problems(&exercise), [], "an exercise that can be solved");
    let warnings = warnings(&exercise);
    assert!(warnings.iter().all(|warning| !warning.reason.is_empty()));
    warnings.into_iter().map(|warning| warning.place).collect()
}

#[test]
fn a_careful_exercise_earns_none() {
    let nothing: [&str; 0] = [];
    assert_eq!(warned(number(), "/title", json!("a")), nothing);
    assert_eq!(warned(goal(), "/title", json!("a")), nothing);
}

#[test]
fn feedback_that_is_never_said_is_warned_of() {
    let never = json!([{ "when": "1 = 2", "say": "Never." }]);
    assert_eq!(
        warned(number(), "/feedback", never.clone()),
        ["feedback[0]"]
    );
    assert_eq!(warned(goal(), "/feedback", never), ["feedback[0]"]);
    let taken =
        json!([{ "when": "answer < 40", "say": "a" }, { "when": "answer = alpha", "say": "b" }]);
    assert_eq!(warned(number(), "/feedback", taken), ["feedback[1]"]);
    let not_reached = json!([{ "when": "g < 3", "say": "a" }, { "when": "g > 4", "say": "b" }]);
    assert_eq!(warned(goal(), "/feedback", not_reached), ["feedback[1]"]);
}

#[test]
fn feedback_that_holds_for_the_right_answer_is_warned_of() {
    let right = json!([{ "when": "answer > 40", "say": "a" }]);
    assert_eq!(warned(number(), "/feedback", right), ["feedback[0].when"]);
    let right = json!([{ "when": "g >= 3", "say": "a" }]);
    assert_eq!(warned(goal(), "/feedback", right), ["feedback[0].when"]);
}

#[test]
fn a_hint_whose_number_nothing_can_reach_is_warned_of() {
    assert_eq!(
        warned(number(), "/hints/0", json!("Move rank r to 9.5.")),
        ["hints[0]"]
    );
    assert_eq!(
        warned(goal(), "/hints/0", json!("Set the scale to 2.5.")),
        ["hints[0]"]
    );
    assert_eq!(
        warned(goal(), "/hints/1", json!("Move it until the reading is 7.")),
        ["hints[1]"]
    );
}

#[test]
fn a_tolerance_that_accepts_nonsense_is_warned_of() {
    assert_eq!(
        warned(number(), "/answer/tolerance", json!(13)),
        ["answer.tolerance"]
    );
    let mut loose = goal();
    loose["feedback"] = json!([{ "when": "g < 1", "say": "More." }]);
    loose["hints"] = json!([]);
    assert_eq!(
        warned(loose, "/answer/reach", json!("g >= 1")),
        ["answer.reach"]
    );
}

#[test]
fn a_reading_or_a_control_that_shows_the_answer_is_warned_of() {
    assert_eq!(
        warned(number(), "/readings/0/value", json!("lora_alpha(9)")),
        ["readings[0]"]
    );
    let mut dragged = number();
    dragged["answer"] = json!({ "kind": "number", "question": "q", "quantity": "9", "tolerance": 0, "drag": "r_low" });
    dragged["feedback"] = json!([]);
    assert_eq!(
        warned(dragged, "/parameters", json!("r_low=9")),
        ["answer.drag"]
    );
}

#[test]
fn a_goal_that_has_to_be_typed_is_warned_of() {
    let mut typed = goal();
    typed["controls"] = json!({ "visible": ["alpha"] });
    typed["readings"] = json!([]);
    typed["hints"] = json!([]);
    typed["feedback"] = json!([]);
    // α stops at powers of 2^(1/20) or so; 54.4 is no such power.
    typed["answer"]["tolerance"] = json!(0.0001);
    assert_eq!(
        warned(typed, "/answer/reach", json!("alpha = 54.4567")),
        ["answer.reach"]
    );
}

#[test]
fn a_claim_that_fails_at_an_accepted_stop_is_a_problem() {
    let mut exercise = goal();
    exercise["answer"]["reach"] = json!("g >= 3");
    exercise["claims"] = json!(["g >= 3", "g = 3"]);
    let exercise = Exercise::read(&exercise.to_string()).unwrap();
    let found = problems(&exercise);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].place, "claims[1]");
    assert!(found[0].reason.contains("scale 4"), "{}", found[0]);
}

/// B2 of the review: the left end of the slider was accepted beside “the border is at 2”.
#[test]
fn the_old_exercise_that_accepted_the_wrong_side_breaks_its_claim() {
    let text = include_str!("fixtures/exercises-v1/worse-than-nothing.json");
    let mut old: Value = serde_json::from_str(text).unwrap();
    old["version"] = json!(2);
    old["figures"] = json!([]);
    old.as_object_mut().unwrap().remove("charts");
    old["claims"] = json!(["lora_scale(r_low) > 1"]);
    old["vary"] = json!([{ "parameter": "r_low", "values": [12] }]);
    let old = Exercise::read(&old.to_string()).unwrap();
    assert_eq!(problems(&old)[0].place, "claims[0]");
}
