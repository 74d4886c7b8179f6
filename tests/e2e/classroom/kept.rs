//! Nothing that a student has done is lost by an ordinary act.

use rankscope_lesson::{Assignment, AssignmentEntry, Student, course};
use serde_json::{Value, json};

use crate::harness::{Page, browse};

impl Page {
    /// Commits to a guess.
    pub(super) async fn guesses(&self, option: usize) {
        self.presses_button(&format!("#guess-{option}")).await;
        let chosen = format!("return document.querySelector('#guess-{option}')?.checked === true;");
        self.waits_until("the choice", &chosen).await;
        self.presses_button("#commit-guess").await;
        self.waits_until(
            "the controls",
            "return !!document.querySelector('#answer-form');",
        )
        .await;
    }
}

/// Too long for a link: every exercise of the course as a teacher's own.
fn long() -> Assignment {
    let own = course::exercises().into_iter().map(|mut exercise| {
        exercise.prompt += " ";
        exercise.prompt += &"Read this twice. ".repeat(40);
        AssignmentEntry::Own(exercise.into())
    });
    Assignment::new("Long", own.collect())
}

#[test]
fn a_guess_commits_with_a_press_and_is_shown_beside_the_result() {
    browse(async |page| {
        page.opens_lesson("").await;
        page.is_called("Ada").await;
        let exercise = course::exercises().remove(0);
        page.presses_button("#go-on").await;
        page.presses_button("#commit-guess").await;
        page.sees("#guess-complaint", "Choose one first").await;
        // An arrow key moves the choice and opens nothing.
        page.presses_button("#guess-0").await;
        page.script("document.querySelector('#guess-0').focus();", vec![])
            .await;
        page.presses(fantoccini::key::Key::Down).await;
        let second = "return document.querySelector('#guess-1').checked;";
        page.waits_until("the second option", second).await;
        let locked = "return !document.querySelector('#answer-form');";
        assert_eq!(page.script(locked, vec![]).await, true);
        page.presses_button("#commit-guess").await;
        let frozen = "return !!document.querySelector('#answer-form')
            && document.querySelector('#guess-0').disabled && !document.querySelector('#commit-guess');";
        page.waits_until("the frozen guess", frozen).await;
        page.solves(&exercise, "Ada").await;
        page.sees("#hindsight", "You guessed “").await;
        page.presses_button("#back-to-list").await;
        let (_, csv) = page.saves("#save-summary-csv").await;
        assert!(csv.contains("guess right"), "{csv}");
        page.sees("#save-summary-json", "Hand in").await;
        let (file, json) = page.saves("#save-summary-json").await;
        assert!(
            file.starts_with("rankscope-Ada-When-can-a-low-rank"),
            "{file}"
        );
        let summary: Value = serde_json::from_str(&json).unwrap();
        let id = summary["id"].as_str().unwrap();
        assert!(file.ends_with(&format!("-{id}.json")), "{file}");
        assert_eq!(summary["exercises"][0]["guess"]["option"], 1);
    });
}

#[test]
fn the_name_may_come_late_and_accents_are_one_letter() {
    browse(async |page| {
        page.opens_lesson("").await;
        page.presses_button("#go-on").await;
        page.guesses(0).await;
        page.presses_button("#back-to-list").await;
        // "é" as a letter and an accent has the seed of the one character, while it is typed.
        page.write("#student-name", "Jose\u{301}").await;
        let seed = Student::new("Jos\u{e9}").seed().to_string();
        page.sees("#student-seed", &seed).await;
        page.leaves_field().await;
        page.sees("#name-told", "Your work is now under the name Jos\u{e9}")
            .await;
        let first = course::exercises().remove(0).id;
        page.sees(&format!("[data-id='{first}'] .outcome"), "begun")
            .await;
        // Somebody else begins with nothing, and is asked about what was left without a name.
        page.presses_button("#someone-else").await;
        page.waits_until(
            "an empty field",
            "return document.querySelector('#student-name').value === '';",
        )
        .await;
        page.presses_button("#go-on").await;
        page.guesses(0).await;
        page.address_is_written().await;
        page.reload().await;
        page.presses_button("#back-to-list").await;
        page.is_called("Ben").await;
        page.sees("#name-question", "There is work without a name here")
            .await;
        page.presses_button("#name-yes").await;
        page.sees("#name-told", "under the name Ben").await;
        page.presses_button("#forget-me").await;
        page.sees("#name-question", "cannot be taken back").await;
        page.presses_button("#name-yes").await;
        page.sees("#name-told", "no longer on this computer").await;
        let kept =
            "return Object.keys(localStorage).filter(key => key.startsWith('rankscope:lesson:'));";
        let kept = page.script(kept, vec![]).await;
        assert_eq!(kept, json!([format!("rankscope:lesson:course:{seed}")]));
    });
}

#[test]
fn again_with_other_numbers_keeps_what_was_solved() {
    browse(async |page| {
        let exercise = course::exercises().remove(0);
        page.opens_lesson("").await;
        page.is_called("Ada").await;
        page.presses_button("#go-on").await;
        page.does_exercise(&exercise, "Ada").await;
        page.presses_button("#do-again").await;
        page.waits_until(
            "the guess anew",
            "return !!document.querySelector('#commit-guess');",
        )
        .await;
        let again = Student::new("Ada").in_round(1).seed().to_string();
        let seed = "return new URLSearchParams(location.search).get('seed');";
        let look = async || (page.script(seed, vec![]).await == again.as_str()).then_some(());
        page.wait_for("another seed", look).await;
        page.reload().await;
        page.presses_button("#back-to-list").await;
        page.sees(
            &format!("[data-id='{}'] .outcome", exercise.id),
            "solved after 2 tries in round 1; round 2 open",
        )
        .await;
        let solved = "#table-summary tbody tr:first-child [data-column='solved']";
        page.sees(solved, "in round 1; round 2 open").await;
    });
}

#[test]
fn a_code_brings_the_work_to_another_computer_and_a_typo_is_found() {
    browse(async |page| {
        page.opens_lesson("").await;
        page.presses_button("#go-on").await;
        page.guesses(1).await;
        page.presses_button("#back-to-list").await;
        page.script("document.querySelector('#carry').open = true;", vec![])
            .await;
        let code = page.text("#student-code").await;
        let drawn =
            "return document.querySelector('#student-qr path').getAttribute('d').length > 1000;";
        assert_eq!(page.script(drawn, vec![]).await, true);
        // The other computer.
        page.script("localStorage.clear();", vec![]).await;
        page.opens_lesson("").await;
        page.script("document.querySelector('#carry').open = true;", vec![])
            .await;
        let last = code.pop_letter();
        page.write("#code-field", &format!("{}{}", last.0, last.1))
            .await;
        page.presses_button("#take-code").await;
        page.sees("#carry-problem", "typing error").await;
        page.write("#code-field", &code.to_lowercase()).await;
        page.presses_button("#take-code").await;
        page.sees("#name-told", "Your work is here").await;
        let first = course::exercises().remove(0).id;
        page.sees(&format!("[data-id='{first}'] .outcome"), "begun")
            .await;
    });
}

/// A code with another last letter.
trait Misspelt {
    fn pop_letter(&self) -> (String, char);
}

impl Misspelt for String {
    fn pop_letter(&self) -> (String, char) {
        let mut rest = self.clone();
        let last = rest.pop();
        (rest, if last == Some('7') { '8' } else { '7' })
    }
}

#[test]
fn an_assignment_from_a_file_is_there_after_a_reload() {
    browse(async |page| {
        page.opens_lesson("").await;
        let file = ("long.json".to_owned(), long().to_json());
        page.gives_files("#assignment-file", &[file]).await;
        page.sees("#lesson-title", "Long").await;
        page.presses_button("#go-on").await;
        page.guesses(0).await;
        page.address_is_written().await;
        page.reload().await;
        let title = &course::exercises().remove(0).title;
        page.sees("#exercise-title", title).await;
        page.presses_button("#back-to-list").await;
        page.sees("#lesson-title", "Long").await;
        // No computer but this one has it.
        let address = "return location.href;";
        let address = page.script(address, vec![]).await;
        page.script("localStorage.clear();", vec![]).await;
        page.follow("about:blank").await;
        page.follow(address.as_str().unwrap()).await;
        page.sees("#assignment-problem", "this computer does not have it")
            .await;
        let none = "return !document.querySelector('#lesson-title');";
        assert_eq!(page.script(none, vec![]).await, true);
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn a_link_opens_however_it_arrives_and_another_students_is_said() {
    let first = course::exercises().remove(0).id;
    let entries = vec![AssignmentEntry::Course(first.clone())];
    let fragment = Assignment::new("Friday", entries).to_fragment().unwrap();
    let escaped = fragment.replacen('#', "%23", 1);
    browse(async |page| {
        for path in [
            fragment.clone(),
            format!("?view=exercises{fragment}."),
            format!("?view=exercises{fragment})"),
            format!("?view=exercises{fragment}%3E"),
            format!("?view=exercises{escaped}"),
        ] {
            page.follow("about:blank").await;
            page.visit(&path).await;
            page.sees("#lesson-title", "Friday").await;
        }
        // A cut one shows that it is, and no other lesson in its place.
        page.follow("about:blank").await;
        let cut = fragment.get(..fragment.len() - 6).unwrap();
        page.visit(&format!("?view=exercises{cut}")).await;
        page.sees("#assignment-problem", "the assignment's link is damaged")
            .await;
        let none = "return !document.querySelector('#lesson-title, #lesson-progress');";
        assert_eq!(page.script(none, vec![]).await, true);
        page.follow("about:blank").await;
        page.visit(&format!("?view=exercises&id={first}&seed=123"))
            .await;
        page.sees("#foreign-address", "somebody else, whose seed is 123")
            .await;
    });
}

#[test]
fn the_address_of_an_exercise_does_not_hold_its_answer() {
    browse(async |page| {
        page.opens_lesson("").await;
        page.is_called("Ada").await;
        page.presses_button("#open-the-elbow").await;
        page.sees("#exercise-title", "elbow").await;
        let there = "return location.search.includes('id=the-elbow');";
        page.waits_until("the address", there).await;
        let answer = "return location.search.includes('true_rank');";
        assert_eq!(page.script(answer, vec![]).await, false);
    });
}
