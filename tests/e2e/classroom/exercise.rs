use std::time::Duration;

use rankscope_lesson::course;

use crate::harness::{Page, browse};

#[test]
fn a_link_to_one_exercise_opens_it_and_hints_and_retries_cost_nothing() {
    browse(async |page| {
        page.visit("?view=exercises&id=noise").await;
        page.sees("#exercise-title", "Noise drowns style").await;
        page.presses_button("#guess-1").await;
        page.presses_button("#show-hint").await;
        page.sees("#hints", "It takes less than you may think")
            .await;
        page.drag("noise", 0.5).await;
        page.presses_button("#check-answer").await;
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
        page.presses_button("#open-hitting-the-floor").await;
        page.sees("#exercise-title", "Hitting the floor").await;
        grown(1).await;
        // A move within half a second would be one change with the opening.
        tokio::time::sleep(Duration::from_secs(1)).await;
        page.presses_button("#guess-0").await;
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
        page.opens_lesson("").await;
        // Who has only arrived is left where they are.
        focus(page, "").await;
        page.click("#open-elbow").await;
        focus(page, "exercise-title").await;
        page.click("#back-to-list").await;
        focus(page, "lesson-title").await;
        page.presses_button("#open-elbow").await;
        page.does_exercise(&course::exercises()[0], "").await;
        page.click("#do-again").await;
        focus(page, "exercise-title").await;
    });
}

#[test]
fn a_bare_link_starts_from_the_exercises_own_settings() {
    browse(async |page| {
        page.visit("?view=exercises&id=elbow").await;
        page.presses_button("#guess-0").await;
        page.waits_until(
            "the controls",
            "return !!document.querySelector('#exercise-controls');",
        )
        .await;
        assert_eq!(page.field("r_low").await, 1.0);
    });
}

#[test]
fn an_ambiguous_number_is_asked_about_and_costs_no_try() {
    browse(async |page| {
        page.visit("?view=exercises&id=elbow").await;
        page.presses_button("#guess-0").await;
        page.write("#answer", "1,024").await;
        page.presses_button("#check-answer").await;
        page.sees("#answer-complaint", "Write 1024 if it separates thousands")
            .await;
        page.presses_button("#back-to-list").await;
        page.sees("[data-id='elbow'] .outcome", "begun").await;
    });
}
