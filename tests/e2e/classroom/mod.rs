//! The classroom: three students take the course, a teacher writes an assignment and sees the class.
//!
//! No answer stands here: each is found from the engine, natively, for the student's own name.

mod assignment;
mod course;
mod exercise;
mod focus;
mod kept;
mod numbers;
mod phone;
mod storage;

use rankscope_lesson::{Exercise, ExpectedAnswer, GivenAnswer, Student, solve};
use rankscope_params::number::Format;
use serde_json::json;

use crate::harness::Page;

impl Page {
    pub(crate) async fn opens_lesson(&self, fragment: &str) {
        self.visit(&format!("?view=exercises{fragment}")).await;
        self.waits_until(
            "the list",
            "return !!document.querySelector('#lesson-progress');",
        )
        .await;
    }

    pub(crate) async fn opens_teachers_page(&self) {
        self.visit("?view=teach").await;
        self.waits_until(
            "the page for teachers",
            "return !!document.querySelector('#compose');",
        )
        .await;
    }

    pub(crate) async fn is_called(&self, name: &str) {
        self.write("#student-name", name).await;
        self.leaves_field().await;
        let seed = Student::new(name).seed().to_string();
        self.sees("#student-seed", &seed).await;
    }

    /// Presses a button that may be scrolled away.
    pub(crate) async fn presses_button(&self, selector: &str) {
        let press = format!(
            "const button = document.querySelector('{selector}');
         button?.click();
         return !!button;"
        );
        self.waits_until(selector, &press).await;
    }

    pub(crate) async fn saves(&self, button: &str) -> (String, String) {
        self.catch_files().await;
        self.presses_button(button).await;
        self.saved_file().await
    }

    /// The whole address of a link, as a new tab would open it.
    pub(super) async fn address_of(&self, link: &str) -> String {
        let address = "return document.querySelector(arguments[0])?.href;";
        let address = self.script(address, vec![json!(link)]).await;
        address.as_str().expect(link).to_owned()
    }

    /// Puts files into a file field, by name and text.
    pub(crate) async fn gives_files(&self, field: &str, files: &[(String, String)]) {
        let give = "
        const [selector, files] = arguments;
        const field = document.querySelector(selector), carrier = new DataTransfer();
        for (const [name, text] of files) carrier.items.add(new File([text], name));
        field.files = carrier.files;
        field.dispatchEvent(new Event('change', { bubbles: true }));";
        self.script(give, vec![json!(field), json!(files)]).await;
    }

    pub(super) async fn gives_answer(&self, given: GivenAnswer) {
        match given {
            GivenAnswer::Number(number) => {
                self.write("#answer", &Format::Exact.write(number)).await;
            }
            GivenAnswer::Option(index) => self.presses_button(&format!("#option-{index}")).await,
            GivenAnswer::State => {}
        }
        self.presses_button("#check-answer").await;
    }

    /// Does the open exercise as a student: guess, wrong answer, right answer.
    pub(super) async fn does_exercise(&self, exercise: &Exercise, name: &str) {
        self.sees("#exercise-title", &exercise.title).await;
        let prepared = exercise.prepared(&Student::new(name));
        let (_, right) = solve(exercise, &prepared).expect("an answer");
        let locked = "return !document.querySelector('#answer-form, #exercise-controls');";
        assert_eq!(self.script(locked, vec![]).await, true, "{}", exercise.id);
        self.guesses(0).await;
        self.gives_answer(wrong(exercise, right)).await;
        let feedback = self.sees("#verdict.wrong", "Not yet.").await;
        assert!(
            feedback.len() > 20 && !feedback.contains("undefined"),
            "{feedback}"
        );
        self.solves(exercise, name).await;
    }

    /// Gives the right answer to the open exercise.
    pub(super) async fn solves(&self, exercise: &Exercise, name: &str) {
        let prepared = exercise.prepared(&Student::new(name));
        let (target, right) = solve(exercise, &prepared).expect("an answer");
        self.moves_own(exercise, &target).await;
        for difference in prepared.differences(&target.params) {
            let key = difference.key.declaration().name;
            let value = Format::Exact.write(difference.after);
            self.type_in(key, &value).await;
        }
        self.gives_answer(right).await;
        let said = self.sees("#verdict.right", "Right.").await;
        assert!(said.len() > 60 && !said.contains("undefined"), "{said}");
    }

    /// Begins an own exercise on the page for teachers, as text.
    pub(crate) async fn begins_own(&self) {
        self.presses_button("#begin-number").await;
        self.presses_button("#own-as-text").await;
        self.waits_until("the text", "return !!document.querySelector('#own-text');")
            .await;
    }

    /// The fragment of the assignment's link, once there is one.
    pub(crate) async fn assignment_fragment(&self) -> String {
        let link = "return document.querySelector('#assignment-link')?.value ?? null;";
        let look = async || {
            let link = self.script(link, vec![]).await;
            let (_, fragment) = link.as_str()?.split_once("?view=exercises")?;
            Some(fragment.to_owned())
        };
        self.wait_for("the assignment's link", look).await
    }

    /// Writes the text of the own exercise that is open.
    pub(crate) async fn writes_own(&self, text: &str) {
        let write = "
        const field = document.querySelector('#own-text');
        field.value = arguments[0];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
        self.script(write, vec![json!(text)]).await;
    }
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
