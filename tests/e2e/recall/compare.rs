//! Runs beside each other: what doubling the facts does, pins, and the same on a phone.

use serde_json::json;

use super::{SMALL, opens, recalls};
use crate::harness::browse;

#[test]
fn doubling_the_facts_is_one_press_and_what_both_needed_is_said() {
    browse(async |page| {
        opens(page, "view=recall&width=32&facts=72&recall_ranks=2%2C4%2C8").await;
        page.sees("#recall-caption", "72 facts need rank 4,").await;
        page.sees("#recall-needs", "And twice as many facts?").await;
        page.click("#double-facts").await;
        page.sees("#recall-caption", "144 facts need rank 8,").await;
        page.sees(
            "#recall-needs",
            "72 facts need rank 4. 144 facts need rank 8. Twice the facts, twice the rank.",
        )
        .await;
        assert_eq!(page.field("facts").await, 144.0);
        page.click("#halve-facts").await;
        page.sees("#recall-caption", "72 facts need rank 4,").await;
    });
}

#[test]
fn a_run_is_pinned_and_stays_behind_the_next_one() {
    browse(async |page| {
        opens(page, SMALL).await;
        page.click("#pin").await;
        page.sees("#pin-a span", "the same settings").await;
        page.click("#double-facts").await;
        page.sees("#pin-a span", "32 facts").await;
        recalls(page, "finished").await;
        page.unfold("#menu-recall-by-rank").await;
        page.catch_files().await;
        page.click("#save-recall-by-rank-csv").await;
        let (_, csv) = page.saved_file().await;
        assert!(csv.lines().next().unwrap().contains("lora_A"), "{csv}");
        page.click("#unpin-all").await;
        page.waits_until(
            "no pin",
            "return document.querySelectorAll('.pins li').length === 0;",
        )
        .await;
    });
}

#[test]
fn on_a_phone_the_facts_and_the_steps_are_at_the_thumb() {
    browse(async |page| {
        page.resize(390, 844).await;
        opens(page, SMALL).await;
        let shown = "
            const seen = selector => {
                const { top, bottom, width } = document.querySelector(selector).getBoundingClientRect();
                return top >= innerHeight / 2 && bottom <= innerHeight && width > 0;
            };
            const boards = document.querySelector('#chart-recall-boards').getBoundingClientRect();
            const bar = document.querySelector('.step-bar').getBoundingClientRect();
            return [seen('.thumb input[type=range]'), seen('#recall-step'), seen('#recall-play'),
                boards.top + boards.height / 2 < bar.top];";
        assert_eq!(
            page.script(shown, vec![]).await,
            json!([true, true, true, true])
        );
    });
}
