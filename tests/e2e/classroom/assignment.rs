use rankscope_lesson::{Exercise, Student, course, solve};
use serde_json::Value;

use crate::harness::{Page, browse};

const OWN: &str = r#"{
  "version": 1, "id": "own-one", "title": "My own <b>title</b>",
  "prompt": "<script>window.hacked = true</script> <img src=x onerror='window.hacked = true'> At rank {r_low}.",
  "parameters": "r_low=3", "vary": [{ "parameter": "r_low", "values": [3, 4, 5] }],
  "answer": { "kind": "number", "question": "What is α / r?", "quantity": "lora_scale(r_low)", "tolerance": 0.01 },
  "explanation": "It is {lora_scale(r_low)}."
}"#;

/// Writes an assignment of two exercises of the course and an own one, and returns its fragment.
async fn writes_an_assignment(page: &Page) -> String {
    page.opens_teachers_page().await;
    page.write("#assignment-title", "Friday").await;
    page.presses_button("#add-the-elbow").await;
    page.presses_button("#add-the-volume-knob").await;
    page.waits_until(
        "two",
        "return document.querySelectorAll('#chosen li').length === 2;",
    )
    .await;
    page.presses_button("#up-the-volume-knob").await;
    let first = "return document.querySelector('#chosen li').dataset.id === 'the-volume-knob';";
    page.waits_until("the order", first).await;
    page.begins_own().await;
    page.writes_own(&OWN.replace("lora_scale(r_low)\", \"tol", "lora_scale(rank)\", \"tol"))
        .await;
    page.sees("#own-problems", "“rank” is no name here").await;
    page.writes_own(&OWN.replace("\"version\": 1", "\"version\": 8"))
        .await;
    page.sees("#own-problems", "version 8").await;
    page.writes_own(OWN).await;
    page.sees("#own-problems", "Sound.").await;
    page.assignment_fragment().await
}

#[test]
fn a_teachers_link_opens_in_a_fresh_browser_and_is_solved_there() {
    let mut fragment = String::new();
    browse(async |page| fragment = writes_an_assignment(page).await);
    assert!(fragment.starts_with("#assignment=1."), "{fragment}");
    browse(async |page| {
        page.opens_lesson(&fragment).await;
        page.sees("#lesson-title", "Friday").await;
        page.is_called("Ada Lovelace").await;
        page.presses_button("#go-on").await;
        for id in ["the-volume-knob", "the-elbow"] {
            let exercises = course::exercises();
            let exercise = exercises
                .iter()
                .find(|known| known.id.as_str() == id)
                .unwrap();
            page.does_exercise(exercise, "Ada Lovelace").await;
            page.presses_button("#next-exercise").await;
        }
        // Markup in a text is text.
        page.sees("#exercise-title", "<b>title</b>").await;
        page.sees("#prompt", "<script>").await;
        assert_eq!(
            page.script("return window.hacked ?? null;", vec![]).await,
            Value::Null
        );
        let own = Exercise::from_json(OWN).unwrap();
        let (_, right) = solve(&own, &own.prepared(&Student::new("Ada Lovelace"))).unwrap();
        page.gives_answer(right).await;
        page.sees("#verdict.right", "It is").await;
        page.presses_button("#back-to-list").await;
        let (_, json) = page.saves("#save-summary-json").await;
        let summary: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(summary["title"], "Friday");
        assert_eq!(summary["exercises"][2]["solved"], true);
    });
}

#[test]
fn an_own_exercise_nobody_can_solve_is_named_when_it_is_checked_and_when_it_is_opened() {
    let unsolvable = OWN.replace(
        r#""answer": { "kind": "number", "question": "What is α / r?", "quantity": "lora_scale(r_low)", "tolerance": 0.01 }"#,
        r#""controls": { "visible": ["alpha"] }, "answer": { "kind": "goal", "question": "q", "reach": "lora_scale(r_low) = -1", "tolerance": 0 }"#,
    );
    browse(async |page| {
        page.opens_teachers_page().await;
        page.begins_own().await;
        page.writes_own(&unsolvable).await;
        page.sees("#own-problems", "the controls do not lead there")
            .await;
        page.sees("#not-ready", "the controls do not lead there")
            .await;
        let none = "return !document.querySelector('#assignment-link');";
        assert_eq!(page.script(none, vec![]).await, true);
        page.presses_button("#to-exercises").await;
        page.sees("#lesson-title", "When can a low-rank adapter")
            .await;
        let file = format!(
            r#"{{ "version": 1, "title": "t", "exercises": [{{ "own": {unsolvable} }}] }}"#
        );
        page.gives_files("#assignment-file", &[("unsolvable.json".to_owned(), file)])
            .await;
        page.sees(
            "#assignment-problem",
            "exercise “own-one”: answer.reach: the controls do not lead there",
        )
        .await;
    });
}

#[test]
fn damaged_links_and_files_are_named_and_no_other_lesson_stands_in_their_place() {
    browse(async |page| {
        page.visit("?view=exercises#assignment=1.eJwtruncated")
            .await;
        page.sees("#assignment-problem", "the assignment's link is damaged")
            .await;
        let none = "return !document.querySelector('#lesson-title');";
        assert_eq!(page.script(none, vec![]).await, true);
        let file = |name: &str, text: String| vec![(name.to_owned(), text)];
        let large = file("large.json", " ".repeat(5_000_000));
        page.gives_files("#assignment-file", &large).await;
        page.sees(
            "#file-problem",
            "large.json could not be opened: 5000000 bytes are too many",
        )
        .await;
        page.gives_files(
            "#assignment-file",
            &file("a.json", "{ \"version\": 9 }".to_owned()),
        )
        .await;
        page.sees("#file-problem", "version 9").await;
        let twice = r#"{ "version": 1, "title": "t", "exercises": [{ "course": "the-elbow" }, { "course": "the-elbow" }] }"#;
        page.gives_files("#assignment-file", &file("twice.json", twice.to_owned()))
            .await;
        page.sees("#file-problem", "two exercises have the id “the-elbow”")
            .await;
        page.gives_files(
            "#assignment-file",
            &file(
                "one.json",
                twice.replacen("{ \"course\": \"the-elbow\" }, ", "", 1),
            ),
        )
        .await;
        page.sees(".how-far", "0 of 1 solved").await;
        page.visit("?view=exercises&id=nothing-here").await;
        page.sees("#unknown-exercise", "no exercise “nothing-here”")
            .await;
    });
}

/// An exercise whose text links to another exercise of its assignment.
const LINKING: &str = r#"{
  "version": 1, "id": "linking", "title": "Linking", "prompt": "See [the elbow](?view=exercises&id=the-elbow).",
  "prediction": { "question": "α is …", "options": ["{alpha}", "{2 * alpha}"] },
  "answer": { "kind": "number", "question": "What is α?", "quantity": "alpha", "tolerance": 0 },
  "explanation": "It is {alpha}."
}"#;

#[test]
fn links_into_an_assignment_open_it_wherever_they_are_opened() {
    let file = format!(
        r#"{{ "version": 1, "title": "Friday", "exercises": [{{ "own": {LINKING} }}, {{ "course": "the-elbow" }}] }}"#
    );
    browse(async |page| {
        page.opens_lesson("").await;
        let file = ("friday.json".to_owned(), file.clone());
        page.gives_files("#assignment-file", &[file]).await;
        page.sees("#lesson-title", "Friday").await;
        // A click that asks for a new tab is the browser's.
        let left_to_the_browser = "
            const link = document.querySelector('#open-linking');
            let left = null;
            window.addEventListener('click', event => { left = !event.defaultPrevented; event.preventDefault(); }, { once: true });
            const { modifier } = arguments[0];
            link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, [modifier]: true }));
            return left;";
        for modifier in ["ctrlKey", "metaKey", "shiftKey", "altKey"] {
            let modifier = serde_json::json!({ "modifier": modifier });
            let left = page.script(left_to_the_browser, vec![modifier]).await;
            assert_eq!(left, true);
        }
        page.sees("#lesson-title", "Friday").await;
        let address = page.address_of("#open-linking").await;
        page.follow("about:blank").await;
        page.follow(&address).await;
        page.sees("#exercise-title", "Linking").await;
        // The options of the guess have their numbers.
        page.sees("#guess", "16").await;
        page.sees("#guess", "32").await;
        // A link in a text stays in the lesson too, in a new tab and here.
        let address = page.address_of("#prompt a").await;
        page.script("window.isSame = true;", vec![]).await;
        page.click("#prompt a").await;
        page.sees("#exercise-title", "The elbow").await;
        assert_eq!(page.script("return window.isSame;", vec![]).await, true);
        page.waits_until(
            "the focus on the heading",
            "return document.activeElement?.id === 'exercise-title';",
        )
        .await;
        page.presses_button("#back-to-list").await;
        page.sees("#lesson-title", "Friday").await;
        page.follow("about:blank").await;
        page.follow(&address).await;
        page.sees("#exercise-title", "The elbow").await;
        page.presses_button("#back-to-list").await;
        page.sees("#lesson-title", "Friday").await;
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}
