//! Whose numbers: a name that comes late or without its accent, a code of another name; and answers that cost
//! nothing.

use rankscope_lesson::{Student, course};

use super::exercise::exercise;
use crate::harness::browse;

/// Its numbers vary with the name.
const NOISE: &str = "long-tail-or-noise";

#[test]
fn nothing_is_called_right_beside_numbers_that_a_late_name_has_brought() {
    browse(async |page| {
        page.opens_exercise(NOISE).await;
        page.solves(&exercise(NOISE), "").await;
        page.presses_button("#back-to-list").await;
        page.is_called("Ada").await;
        page.sees(
            "#name-told",
            "also in exercises that you have solved with others",
        )
        .await;
        page.presses_button(&format!("#open-{NOISE}")).await;
        page.sees(
            "#verdict.before",
            "You solved this with other numbers; these are now yours",
        )
        .await;
        let right = "return !!document.querySelector('#verdict.right, #hindsight');";
        assert_eq!(page.script(right, vec![]).await, false);
        // After a reload too.
        page.address_is_written().await;
        page.reload().await;
        page.sees("#verdict.before", "with other numbers").await;
        page.solves(&exercise(NOISE), "Ada").await;
        page.address_is_written().await;
        page.reload().await;
        page.sees("#verdict.right", "Right.").await;
    });
}

#[test]
fn who_leaves_an_accent_out_is_asked_who_they_are() {
    browse(async |page| {
        page.opens_lesson("").await;
        page.is_called("Zoë").await;
        page.presses_button("#go-on").await;
        page.guesses(0).await;
        page.presses_button("#back-to-list").await;
        page.presses_button("#someone-else").await;
        page.is_called("Zoe").await;
        page.sees("#name-question", "Are you Zoë?").await;
        page.presses_button("#name-yes").await;
        page.sees("#name-told", "You go on as Zoë").await;
        let seed = Student::new("Zoë").seed().to_string();
        page.sees("#student-seed", &seed).await;
        let first = course::exercises().remove(0).id;
        page.sees(&format!("[data-id='{first}'] .outcome"), "begun")
            .await;
    });
}

#[test]
fn a_code_holds_no_name_and_one_of_another_name_is_said_with_both_seeds() {
    browse(async |page| {
        page.opens_lesson("").await;
        page.is_called("Zoë").await;
        page.presses_button("#go-on").await;
        page.guesses(0).await;
        page.presses_button("#back-to-list").await;
        page.script("document.querySelector('#carry').open = true;", vec![])
            .await;
        let code = page.text("#student-code").await;
        assert!(!code.contains("Zoë"), "{code}");
        let line = page.text("#teacher-line").await;
        assert_eq!(line, format!("Zoë {code}"));
        // Another computer, and no accent.
        page.script("localStorage.clear();", vec![]).await;
        page.opens_lesson("").await;
        page.is_called("Zoe").await;
        page.script("document.querySelector('#carry').open = true;", vec![])
            .await;
        page.write("#code-field", &code).await;
        page.presses_button("#take-code").await;
        for name in ["Zoë", "Zoe"] {
            let seed = Student::new(name).seed().to_string();
            page.sees("#carry-question", &seed).await;
        }
        page.presses_button("#leave-it").await;
        page.is_called("Zoë").await;
        page.presses_button("#take-code").await;
        page.sees("#name-told", "Your work is here").await;
    });
}

#[test]
fn the_same_answer_again_and_a_fraction_for_percent_cost_nothing() {
    browse(async |page| {
        page.opens_exercise("cut-or-trained").await;
        page.write("#answer", "0.6675").await;
        page.presses_button("#check-answer").await;
        page.sees(
            "#answer-complaint",
            "You typed a fraction; the question asks for percent",
        )
        .await;
        page.write("#answer", "3").await;
        page.presses_button("#check-answer").await;
        page.sees("#verdict.wrong", "Not yet.").await;
        page.presses_button("#check-answer").await;
        page.sees("#answer-complaint", "That is the answer you already gave")
            .await;
        page.sees("#verdict.wrong", "Not yet.").await;
        page.presses_button("#back-to-list").await;
        page.sees("[data-id='cut-or-trained'] .outcome", "1 try")
            .await;
    });
}

#[test]
fn the_reading_typed_for_a_count_is_recognised() {
    browse(async |page| {
        page.opens_exercise("the-elbow").await;
        page.waits_until(
            "the reading",
            "return document.querySelector('#readings dd')?.textContent.trim().length > 1;",
        )
        .await;
        let reading = page.text("#readings dd").await;
        page.write("#answer", reading.trim()).await;
        page.presses_button("#check-answer").await;
        page.sees("#verdict.wrong", "looks like the reading").await;
    });
}

#[test]
fn the_summary_has_room_for_its_columns() {
    browse(async |page| {
        page.resize(1440, 900).await;
        page.opens_exercise("the-elbow").await;
        page.presses_button("#back-to-list").await;
        let whole = "
        const table = document.querySelector('#summary .table');
        const lines = [...document.querySelectorAll('#table-summary tbody th')]
            .map(heading => heading.clientHeight / parseFloat(getComputedStyle(heading).lineHeight));
        return !!table && table.scrollWidth <= table.clientWidth + 1 && Math.max(...lines) < 4;";
        page.waits_until("the whole table", whole).await;
    });
}
