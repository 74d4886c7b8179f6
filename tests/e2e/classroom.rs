//! The classroom: three students take the course, a teacher writes an assignment and sees the class.
//!
//! No answer stands here: each is found from the engine, natively, for the student's own name.

use rankscope_lesson::{Exercise, ExpectedAnswer, GivenAnswer, Student, course, solve};
use rankscope_params::number::Format;
use serde_json::{Value, json};

use crate::harness::{Page, browse};

/// Leaves no room in the page's storage, not for a letter.
const FILL: &str = "
    for (let size = 1 << 24, piece = 0; size >= 1;) {
        try {
            localStorage.setItem(`filler-${piece++}`, 'x'.repeat(size));
        } catch {
            size >>= 1;
        }
    }";

const NAMES: [&str; 3] = ["Ada Lovelace", "Ben", "Chi"];

async fn opens_list(page: &Page, fragment: &str) {
    page.visit(&format!("?view=exercises{fragment}")).await;
    page.waits_until(
        "the list",
        "return !!document.querySelector('#lesson-progress');",
    )
    .await;
}

async fn is_called(page: &Page, name: &str) {
    page.write("#student-name", name).await;
    page.leaves_field().await;
    let seed = Student::new(name).seed().to_string();
    page.sees("#student-seed", &seed).await;
}

/// Presses a button that may be scrolled away.
async fn presses(page: &Page, selector: &str) {
    let press = format!(
        "const button = document.querySelector('{selector}');
         button?.click();
         return !!button;"
    );
    page.waits_until(selector, &press).await;
}

async fn saves(page: &Page, button: &str) -> (String, String) {
    page.catch_files().await;
    presses(page, button).await;
    page.saved_file().await
}

/// Puts files into a file field, by name and text.
async fn gives_files(page: &Page, field: &str, files: &[(String, String)]) {
    let give = "
        const [selector, files] = arguments;
        const field = document.querySelector(selector), carrier = new DataTransfer();
        for (const [name, text] of files) carrier.items.add(new File([text], name));
        field.files = carrier.files;
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    page.script(give, vec![json!(field), json!(files)]).await;
}

async fn gives(page: &Page, given: GivenAnswer) {
    match given {
        GivenAnswer::Number(number) => page.write("#answer", &Format::Exact.write(number)).await,
        GivenAnswer::Option(index) => presses(page, &format!("#option-{index}")).await,
        GivenAnswer::State => {}
    }
    presses(page, "#check-answer").await;
}

fn wrong(exercise: &Exercise, right: GivenAnswer) -> GivenAnswer {
    match (&exercise.answer, right) {
        (ExpectedAnswer::Number { tolerance, .. }, GivenAnswer::Number(number)) => {
            GivenAnswer::Number(number + 10.0 * tolerance + 1.0)
        }
        (ExpectedAnswer::Choice { options, .. }, GivenAnswer::Option(index)) => {
            GivenAnswer::Option((index + 1) % options.len())
        }
        // At the start a goal is not reached.
        _ => GivenAnswer::State,
    }
}

/// Does the open exercise as a student: guess, wrong answer, right answer.
async fn does(page: &Page, exercise: &Exercise, name: &str) {
    page.sees("#exercise-title", &exercise.title).await;
    let prepared = exercise.prepared(&Student::new(name));
    let (target, right) = solve(exercise, &prepared).expect("an answer");
    let locked = "return !document.querySelector('#answer-form, #exercise-controls');";
    assert_eq!(page.script(locked, vec![]).await, true, "{}", exercise.id);
    presses(page, "#guess-0").await;
    gives(page, wrong(exercise, right)).await;
    let feedback = page.sees("#verdict.wrong", "Not yet.").await;
    assert!(
        feedback.len() > 20 && !feedback.contains("undefined"),
        "{feedback}"
    );
    for difference in prepared.differences(&target) {
        let key = difference.key.declaration().name;
        let value = Format::Exact.write(difference.after);
        page.type_in(key, &value).await;
    }
    gives(page, right).await;
    let said = page.sees("#verdict.right", "Right.").await;
    assert!(said.len() > 60 && !said.contains("undefined"), "{said}");
}

#[test]
fn three_students_take_the_course_and_their_teacher_sees_who_solved_what() {
    browse(async |page| {
        let exercises = course::exercises();
        let mut summaries = Vec::new();
        for name in NAMES {
            opens_list(page, "").await;
            is_called(page, name).await;
            presses(page, "#go-on").await;
            for (place, exercise) in exercises.iter().enumerate() {
                does(page, exercise, name).await;
                let last = place + 1 == exercises.len();
                presses(
                    page,
                    if last {
                        "#back-to-list"
                    } else {
                        "#next-exercise"
                    },
                )
                .await;
            }
            page.sees("#all-solved", "All solved").await;
            let (file, json) = saves(page, "#save-summary-json").await;
            assert_eq!(file, "rankscope-summary.json");
            let (_, csv) = saves(page, "#save-summary-csv").await;
            assert_eq!(csv.lines().count(), 1 + exercises.len());
            assert!(csv.contains(name), "{csv}");
            summaries.push((format!("{name}.json"), json));
        }
        // What each has done is still there after a reload.
        opens_list(page, "").await;
        page.sees("#all-solved", "All solved").await;
        gives_files(page, "#summary-files", &summaries).await;
        for name in NAMES {
            let tries = "return document.querySelector(arguments[0])?.dataset.value;";
            let cell = format!("#table-class tr[data-name='{name}'] td[data-column='elbow']");
            let look = async || {
                page.script(tries, vec![json!(cell)])
                    .await
                    .as_str()
                    .map(str::to_owned)
            };
            assert_eq!(page.wait_for(&cell, look).await, "2");
        }
        let (_, csv) = saves(page, "#save-class").await;
        assert_eq!(csv.lines().count(), 4, "{csv}");
        // A summary of something else is left out by name.
        let foreign = summaries[0].1.replace("\"course\"", "\"other\"");
        gives_files(
            page,
            "#summary-files",
            &[("other.json".to_owned(), foreign)],
        )
        .await;
        page.sees("#class .complaint", "other.json was left out")
            .await;
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}

const OWN: &str = r#"{
  "version": 1, "id": "own-one", "title": "My own <b>title</b>",
  "prompt": "<script>window.hacked = true</script> <img src=x onerror='window.hacked = true'> At rank {r_low}.",
  "parameters": "r_low=3", "vary": [{ "parameter": "r_low", "values": [3, 4, 5] }],
  "answer": { "kind": "number", "question": "What is α / r?", "quantity": "lora_scale(r_low)", "tolerance": 0.01 },
  "explanation": "It is {lora_scale(r_low)}."
}"#;

/// Writes an assignment of two exercises of the course and an own one, and returns its fragment.
async fn writes_an_assignment(page: &Page) -> String {
    opens_list(page, "").await;
    page.write("#assignment-title", "Friday").await;
    presses(page, "#add-elbow").await;
    presses(page, "#add-hitting-the-floor").await;
    page.waits_until(
        "two",
        "return document.querySelectorAll('#chosen li').length === 2;",
    )
    .await;
    presses(page, "#up-hitting-the-floor").await;
    let first = "return document.querySelector('#chosen li').dataset.id === 'hitting-the-floor';";
    page.waits_until("the order", first).await;
    own_text(
        page,
        &OWN.replace("lora_scale(r_low)\", \"tol", "lora_scale(rank)\", \"tol"),
    )
    .await;
    page.sees(
        "#own-problems",
        "“rank” is neither a parameter nor a function",
    )
    .await;
    own_text(page, &OWN.replace("\"version\": 1", "\"version\": 8")).await;
    page.sees("#own-problems", "version 8").await;
    own_text(page, OWN).await;
    page.sees("#preview", "At rank ").await;
    presses(page, "#add-own").await;
    page.sees("#own-problems", "Sound.").await;
    page.waits_until(
        "three",
        "return document.querySelectorAll('#chosen li').length === 3;",
    )
    .await;
    let link = "return document.querySelector('#assignment-link')?.value ?? null;";
    let link = page.script(link, vec![]).await;
    let (_, fragment) = link
        .as_str()
        .unwrap()
        .split_once("?view=exercises")
        .unwrap();
    fragment.to_owned()
}

async fn own_text(page: &Page, text: &str) {
    let write = "
        document.querySelector('#own').open = true;
        const field = document.querySelector('#own-text');
        field.value = arguments[0];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    page.script(write, vec![json!(text)]).await;
}

#[test]
fn a_teachers_link_opens_in_a_fresh_browser_and_is_solved_there() {
    let mut fragment = String::new();
    browse(async |page| fragment = writes_an_assignment(page).await);
    assert!(fragment.starts_with("#assignment=1."), "{fragment}");
    browse(async |page| {
        opens_list(page, &fragment).await;
        page.sees("#lesson-title", "Friday").await;
        is_called(page, "Ada Lovelace").await;
        presses(page, "#go-on").await;
        for id in ["hitting-the-floor", "elbow"] {
            let exercises = course::exercises();
            let exercise = exercises
                .iter()
                .find(|known| known.id.as_str() == id)
                .unwrap();
            does(page, exercise, "Ada Lovelace").await;
            presses(page, "#next-exercise").await;
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
        gives(page, right).await;
        page.sees("#verdict.right", "It is").await;
        presses(page, "#back-to-list").await;
        let (_, json) = saves(page, "#save-summary-json").await;
        let summary: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(summary["title"], "Friday");
        assert_eq!(summary["exercises"][2]["solved"], true);
    });
}

#[test]
fn a_link_to_one_exercise_opens_it_and_hints_and_retries_cost_nothing() {
    browse(async |page| {
        page.visit("?view=exercises&id=noise").await;
        page.sees("#exercise-title", "Noise drowns style").await;
        presses(page, "#guess-1").await;
        presses(page, "#show-hint").await;
        page.sees("#hints", "It takes less than you may think")
            .await;
        page.drag("noise", 0.5).await;
        presses(page, "#check-answer").await;
        page.sees("#verdict.wrong", "Less noise").await;
        // The state and the guess outlive a reload.
        page.waits_until("the address", "return location.search.includes('noise=0.5') || location.search.includes('noise=0.49');").await;
        page.reload().await;
        page.waits_until(
            "the guess",
            "return document.querySelector('#guess-1')?.checked === true;",
        )
        .await;
        page.sees("#hints", "It takes less than you may think")
            .await;
    });
}

#[test]
fn back_undoes_a_move_inside_an_exercise_and_then_leaves_it() {
    browse(async |page| {
        opens_list(page, "").await;
        let entries = async || {
            page.script("return history.length;", vec![])
                .await
                .as_u64()
                .unwrap()
        };
        let before = entries().await;
        let grown = async |by: u64| {
            let grown = format!("return history.length === {};", before + by);
            page.waits_until("an entry of its own", &grown).await;
        };
        presses(page, "#open-hitting-the-floor").await;
        page.sees("#exercise-title", "Hitting the floor").await;
        grown(1).await;
        presses(page, "#guess-0").await;
        page.waits_until(
            "the controls",
            "return !!document.querySelector('#exercise-controls');",
        )
        .await;
        let start = page.field("alpha").await;
        page.drag("alpha", 4.0).await;
        let moved = page.field("alpha").await;
        assert_ne!(moved, start);
        grown(2).await;
        let goes_back = async |to: &str| {
            page.script("history.back();", vec![]).await;
            page.waits_until("the entry before", &format!("return {to};"))
                .await;
        };
        goes_back(&format!("!location.search.includes('alpha={moved}')")).await;
        page.sees("#exercise-title", "Hitting the floor").await;
        assert_eq!(page.field("alpha").await, start);
        goes_back("!location.search.includes('id=')").await;
        page.sees("#lesson-title", "When can a low-rank adapter")
            .await;
    });
}

#[test]
fn who_goes_to_another_exercise_goes_on_at_its_heading() {
    browse(async |page| {
        let focus = async |page: &Page, id: &str| {
            let there = format!("return document.activeElement?.id === '{id}';");
            page.waits_until(id, &there).await;
        };
        opens_list(page, "").await;
        // Who has only arrived is left where they are.
        focus(page, "").await;
        page.click("#open-elbow").await;
        focus(page, "exercise-title").await;
        page.click("#back-to-list").await;
        focus(page, "lesson-title").await;
        presses(page, "#open-elbow").await;
        does(page, &course::exercises()[0], "").await;
        page.click("#do-again").await;
        focus(page, "exercise-title").await;
    });
}

#[test]
fn two_tabs_on_one_lesson_keep_what_is_done_in_either() {
    browse(async |page| {
        opens_list(page, "").await;
        // The same page in a frame shares the storage as another tab does, and hears of it the same way.
        page.script(
            "const frame = document.createElement('iframe');
             frame.id = 'other-tab';
             frame.src = '?view=exercises&id=noise';
             document.body.append(frame);",
            vec![],
        )
        .await;
        let inside = "document.querySelector('#other-tab').contentDocument";
        let guess = format!("return !!{inside}?.querySelector('#guess-1');");
        page.waits_until("the other tab", &guess).await;
        presses(page, "#open-elbow").await;
        presses(page, "#guess-0").await;
        page.script(
            &format!("{inside}.querySelector('#guess-1').click();"),
            vec![],
        )
        .await;
        let begun = "return ['elbow', 'noise'].every(id =>
            (localStorage.getItem('rankscope:lesson:course:42') ?? '').includes(`\"${id}\"`));";
        page.waits_until("both on the shelf", begun).await;
        // The first tab has heard of it, and what it writes next keeps it.
        presses(page, "#back-to-list").await;
        page.sees("[data-id='noise'] .mark", "begun").await;
        page.script("document.querySelector('#other-tab').remove();", vec![])
            .await;
        presses(page, "#open-long-tail").await;
        presses(page, "#guess-0").await;
        let there = "return location.search.includes('id=long-tail');";
        page.waits_until("the address", there).await;
        page.reload().await;
        presses(page, "#back-to-list").await;
        for id in ["elbow", "noise", "long-tail"] {
            page.sees(&format!("[data-id='{id}'] .mark"), "begun").await;
        }
    });
}

#[test]
fn a_tab_that_slept_writes_beside_what_others_wrote_meanwhile() {
    browse(async |page| {
        opens_list(page, "").await;
        // Written behind its back: a document does not hear of what it writes itself.
        page.script(
            "localStorage.setItem('rankscope:lesson:course:42', JSON.stringify({ version: 1, records: {
                noise: { guess: 1, tries: 3, hints: 0, solved: true } } }));",
            vec![],
        )
        .await;
        presses(page, "#open-elbow").await;
        presses(page, "#guess-0").await;
        presses(page, "#back-to-list").await;
        page.sees("[data-id='noise'] .mark", "solved after 3 tries")
            .await;
        page.sees("[data-id='elbow'] .mark", "begun").await;
    });
}

#[test]
fn a_bare_link_starts_from_the_exercises_own_settings() {
    browse(async |page| {
        page.visit("?view=exercises&id=elbow").await;
        presses(page, "#guess-0").await;
        page.waits_until(
            "the controls",
            "return !!document.querySelector('#exercise-controls');",
        )
        .await;
        assert_eq!(page.field("r_low").await, 1.0);
    });
}

#[test]
fn an_own_exercise_nobody_can_solve_is_named_when_it_is_checked_and_when_it_is_opened() {
    let unsolvable = OWN.replace(
        r#""answer": { "kind": "number", "question": "What is α / r?", "quantity": "lora_scale(r_low)", "tolerance": 0.01 }"#,
        r#""controls": { "visible": ["alpha"] }, "answer": { "kind": "goal", "question": "q", "reach": "lora_scale(r_low) = -1", "tolerance": 0 }"#,
    );
    browse(async |page| {
        opens_list(page, "").await;
        own_text(page, &unsolvable).await;
        page.sees("#own-problems", "It can be read.").await;
        presses(page, "#add-own").await;
        page.sees("#own-problems", "the controls do not lead there")
            .await;
        let none = "return document.querySelectorAll('#chosen li').length === 0;";
        assert_eq!(page.script(none, vec![]).await, true);
        let file = format!(
            r#"{{ "version": 1, "title": "t", "exercises": [{{ "own": {unsolvable} }}] }}"#
        );
        gives_files(
            page,
            "#assignment-file",
            &[("unsolvable.json".to_owned(), file)],
        )
        .await;
        page.sees(
            "#assignment-problem",
            "exercise “own-one”: answer.reach: the controls do not lead there",
        )
        .await;
        page.sees("#lesson-title", "When can a low-rank adapter")
            .await;
    });
}

#[test]
fn damaged_links_and_files_are_named_and_the_course_is_still_there() {
    browse(async |page| {
        opens_list(page, "#assignment=1.eJwtruncated").await;
        page.sees("#assignment-problem", "the assignment's link is damaged")
            .await;
        page.sees("#lesson-title", "When can a low-rank adapter")
            .await;
        let file = |name: &str, text: String| vec![(name.to_owned(), text)];
        let large = file("large.json", " ".repeat(5_000_000));
        gives_files(page, "#assignment-file", &large).await;
        page.sees(
            "#file-problem",
            "large.json could not be opened: 5000000 bytes are too many",
        )
        .await;
        gives_files(
            page,
            "#assignment-file",
            &file("a.json", "{ \"version\": 3 }".to_owned()),
        )
        .await;
        page.sees("#file-problem", "version 3").await;
        let twice = r#"{ "version": 1, "title": "t", "exercises": [{ "course": "elbow" }, { "course": "elbow" }] }"#;
        gives_files(
            page,
            "#assignment-file",
            &file("twice.json", twice.to_owned()),
        )
        .await;
        page.sees("#file-problem", "two exercises have the id “elbow”")
            .await;
        gives_files(
            page,
            "#assignment-file",
            &file(
                "one.json",
                twice.replacen("{ \"course\": \"elbow\" }, ", "", 1),
            ),
        )
        .await;
        page.sees(".how-far", "0 of 1 solved").await;
        page.visit("?view=exercises&id=nothing-here").await;
        page.sees("#unknown-exercise", "no exercise “nothing-here”")
            .await;
    });
}

#[test]
fn a_browser_that_keeps_nothing_is_said_and_what_cannot_be_read_is_set_aside() {
    browse(async |page| {
        page.visit("fault/no-storage/?view=exercises").await;
        page.sees("#shelf-problem", "does not let this page keep anything")
            .await;
        presses(page, "#go-on").await;
        presses(page, "#guess-0").await;
        page.waits_until(
            "the form",
            "return !!document.querySelector('#answer-form');",
        )
        .await;

        opens_list(page, "").await;
        let place = "rankscope:lesson:course:42";
        let spoil = "localStorage.setItem(arguments[0], '{ broken');";
        page.script(spoil, vec![json!(place)]).await;
        page.reload().await;
        page.sees("#shelf-problem", "could not be read").await;
        let kept = "return localStorage.getItem(arguments[0] + ':unreadable');";
        assert_eq!(page.script(kept, vec![json!(place)]).await, "{ broken");

        page.script(FILL, vec![]).await;
        presses(page, "#go-on").await;
        presses(page, "#guess-0").await;
        page.sees("#shelf-problem", "no room left").await;
    });
}
