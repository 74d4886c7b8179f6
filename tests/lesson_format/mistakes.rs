//! Each mistake in an exercise is named, with the field it is in.

use rankscope_lesson::{Exercise, LessonError, course};

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
