use std::time::Duration;

use rankscope_lesson::{Exercise, ExerciseId, Present, course};
use serde_json::json;

use crate::harness::{Page, browse};

/// The exercise whose answer is dragged in its figure.
const ELBOW: &str = "the-elbow";
/// One with a goal and a slider of the page.
const NOISE: &str = "long-tail-or-noise";
/// One with a goal and a slider of its own.
const TWICE: &str = "twice-is-as-bad";

pub(super) fn exercise(id: &str) -> Exercise {
    course::exercise(&ExerciseId::new(id).expect("an id")).expect(id)
}

impl Page {
    /// Opens an exercise by its link and commits to the first guess, unless one is made.
    pub(super) async fn opens_exercise(&self, id: &str) {
        self.visit(&format!("?view=exercises&id={id}")).await;
        self.sees("#exercise-title", &exercise(id).title).await;
        let unlocked = "return !!document.querySelector('#answer-form');";
        if self.script(unlocked, vec![]).await != true {
            self.guesses(0).await;
        }
        self.waits_until(
            "the controls",
            "return !!document.querySelector('#exercise-controls');",
        )
        .await;
    }

    /// Moves the exercise's own controls to a state.
    pub(super) async fn moves_own(&self, exercise: &Exercise, to: &Present) {
        for control in &exercise.controls.own {
            let name = control.name.as_str();
            let value = exercise.own_value(name, &to.own).expect(name);
            let place = control.place(value);
            if control.texts.is_empty() {
                let slide = "
                const [id, place] = arguments;
                const slider = document.getElementById(id);
                slider.value = place;
                slider.dispatchEvent(new InputEvent('input', { bubbles: true }));";
                let id = format!("slider-{name}");
                self.script(slide, vec![json!(id), json!(place.to_string())])
                    .await;
            } else {
                self.presses_button(&format!("#{name}-{place}")).await;
            }
        }
    }

    /// Presses a key on the figure that has this name.
    async fn presses_on_figure(&self, figure: &str, key: &str) {
        let press = "
        const [id, key] = arguments;
        const reader = document.getElementById(id);
        reader?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        return !!reader;";
        let id = format!("reader-{figure}");
        let there = format!("return !!document.getElementById('{id}');");
        self.waits_until(figure, &there).await;
        self.script(press, vec![json!(id), json!(key)]).await;
    }
}

#[test]
fn a_link_to_one_exercise_opens_it_and_hints_cost_nothing() {
    browse(async |page| {
        page.opens_exercise(NOISE).await;
        page.presses_button("#show-hint").await;
        let hints = "return document.querySelectorAll('#hints li').length === 1;";
        page.waits_until("a hint", hints).await;
        page.type_in("noise", "0.5").await;
        page.presses_button("#check-answer").await;
        page.sees("#verdict.wrong", "Not yet.").await;
        // The state and the guess outlive a reload.
        page.waits_until(
            "the address",
            "return location.search.includes('noise=0.5');",
        )
        .await;
        page.reload().await;
        page.waits_until(
            "the controls",
            "return !!document.querySelector('#exercise-controls');",
        )
        .await;
        page.waits_until("the hint", hints).await;
    });
}

#[test]
fn back_undoes_a_move_inside_an_exercise_and_then_leaves_it() {
    browse(async |page| {
        page.opens_lesson("").await;
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
        page.presses_button(&format!("#open-{ELBOW}")).await;
        page.sees("#exercise-title", &exercise(ELBOW).title).await;
        grown(1).await;
        // A move within half a second would be one change with the opening.
        tokio::time::sleep(Duration::from_secs(1)).await;
        page.guesses(0).await;
        page.waits_until(
            "the controls",
            "return !!document.querySelector('#exercise-controls');",
        )
        .await;
        let start = page.field("r_low").await;
        page.drag("r_low", 4.0).await;
        let moved = page.field("r_low").await;
        assert_ne!(moved, start);
        grown(2).await;
        let goes_back = async |to: &str| {
            page.script("history.back();", vec![]).await;
            page.waits_until("the entry before", &format!("return {to};"))
                .await;
        };
        goes_back(&format!("!location.search.includes('r_low={moved}')")).await;
        page.sees("#exercise-title", &exercise(ELBOW).title).await;
        assert_eq!(page.field("r_low").await, start);
        goes_back("!location.search.includes('id=')").await;
        page.sees("#lesson-title", course::TITLE).await;
    });
}

#[test]
fn who_goes_to_another_exercise_goes_on_at_its_heading() {
    browse(async |page| {
        let focus = async |page: &Page, id: &str| {
            let there = format!("return document.activeElement?.id === '{id}';");
            page.waits_until(id, &there).await;
        };
        page.opens_lesson("").await;
        // Who has only arrived is left where they are.
        focus(page, "").await;
        page.click(&format!("#open-{ELBOW}")).await;
        focus(page, "exercise-title").await;
        let titled = "return document.title.startsWith(arguments[0]);";
        let title = exercise(ELBOW).title;
        assert_eq!(page.script(titled, vec![json!(title)]).await, true);
        page.click("#back-to-list").await;
        focus(page, "lesson-title").await;
        assert_eq!(page.script(titled, vec![json!("Exercises")]).await, true);
    });
}

#[test]
fn a_bare_link_starts_from_the_exercises_own_settings() {
    browse(async |page| {
        page.opens_exercise(ELBOW).await;
        assert_eq!(page.field("r_low").await, 10.0);
    });
}

#[test]
fn what_cannot_be_read_is_asked_about_and_costs_no_try() {
    browse(async |page| {
        page.opens_exercise(ELBOW).await;
        page.write("#answer", "1,024").await;
        page.presses_button("#check-answer").await;
        page.sees("#answer-complaint", "Write 1024 if it separates thousands")
            .await;
        page.write("#answer", "10 %").await;
        page.presses_button("#check-answer").await;
        page.sees("#answer-complaint", "Write 0.1 if a share is asked for")
            .await;
        page.presses_button("#back-to-list").await;
        page.sees(&format!("[data-id='{ELBOW}'] .outcome"), "begun")
            .await;
    });
}

#[test]
fn a_new_complaint_does_not_stand_beside_an_old_verdict() {
    browse(async |page| {
        page.opens_exercise(ELBOW).await;
        page.write("#answer", "60").await;
        page.presses_button("#check-answer").await;
        page.sees("#verdict.wrong", "Not yet.").await;
        page.write("#answer", "abc").await;
        page.presses_button("#check-answer").await;
        page.sees("#answer-complaint", "cannot be read as a number")
            .await;
        let gone = "return !document.querySelector('#verdict.wrong');";
        page.waits_until("the old verdict", gone).await;
    });
}

#[test]
fn the_keyboard_drags_the_cut_and_the_cut_is_the_answer() {
    browse(async |page| {
        page.opens_exercise(ELBOW).await;
        page.presses_on_figure("spectrum", "ArrowLeft").await;
        page.waits_until(
            "the answer",
            "return document.querySelector('#answer')?.value === '9';",
        )
        .await;
        assert_eq!(page.field("r_low").await, 9.0);
        page.waits_until(
            "the figure",
            "return document.querySelector('#reader-spectrum')?.ariaValueNow === '9';",
        )
        .await;
        // The page's own slider gives the answer too.
        page.type_in("r_low", "5").await;
        page.waits_until(
            "the answer",
            "return document.querySelector('#answer')?.value === '5';",
        )
        .await;
    });
}

#[test]
fn what_is_said_of_a_goal_goes_when_its_point_is_moved() {
    browse(async |page| {
        page.opens_exercise(TWICE).await;
        page.presses_button("#check-answer").await;
        page.sees("#verdict.wrong", "Not yet.").await;
        let before = page.script(
            "return document.querySelector('#readings dd')?.dataset.value;",
            vec![],
        );
        let before = before.await;
        page.presses_on_figure("exercise-scale-error", "ArrowRight")
            .await;
        let gone = "return !document.querySelector('#verdict.wrong');";
        page.waits_until("the old verdict", gone).await;
        let slider = "return document.querySelector('#slider-scale')?.ariaValueText === '1.25';";
        page.waits_until("the slider", slider).await;
        let renewed =
            format!("return document.querySelector('#readings dd')?.dataset.value !== {before};");
        page.waits_until("the reading", &renewed).await;
    });
}

#[test]
fn a_figure_fills_as_it_is_measured_and_is_a_table_too() {
    browse(async |page| {
        page.opens_exercise("how-many-facts-fit").await;
        page.waits_until(
            "the map",
            "return document.querySelector('#summary-exercise-map')?.textContent.includes('reach');",
        )
        .await;
        page.presses_button("#open-table-exercise-map").await;
        page.waits_until(
            "the table",
            "return document.querySelectorAll('#values-exercise-map tbody tr').length === 7;",
        )
        .await;
    });
}
