//! What the article says, and what becomes of it.

use crate::harness::{Page, browse};
use serde_json::json;

async fn verdict(page: &Page, claim: &str) -> String {
    let script = "return document.querySelector(arguments[0])?.dataset.verdict ?? '';";
    let claim = json!(format!("#claim-{claim}"));
    let verdict = page.script(script, vec![claim]).await;
    verdict.as_str().unwrap().to_owned()
}

async fn comes_to(page: &Page, claim: &str, expected: &str) {
    let look = async || (verdict(page, claim).await == expected).then_some(());
    page.wait_for(&format!("{claim} to be {expected}"), look)
        .await;
}

#[test]
fn each_verdict_is_computed_from_the_present_settings() {
    browse(async |page| {
        page.open("view=claims").await;
        for (claim, expected) in [
            ("style-energy", "holds"),
            ("facts-energy", "holds"),
            ("lora-reconstructs", "fails"),
            ("rslora-lowers", "fails"),
            ("scales-fall", "holds"),
            ("signal-dies", "partly"),
            ("low-and-high", "assumed"),
            ("facts-need-rank", "holds"),
        ] {
            comes_to(page, claim, expected).await;
        }
        page.sees("#claim-lora-reconstructs", "2.989").await;
        page.open("view=claims&noise=0.5&alpha=4").await;
        comes_to(page, "style-energy", "fails").await;
        comes_to(page, "scales-fall", "fails").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

/// Waits until an element stands in the window.
async fn is_in_sight(page: &Page, id: &str) {
    let seen = format!(
        "const {{ top, bottom }} = document.getElementById('{id}').getBoundingClientRect();
         return top >= 0 && top < innerHeight && bottom > 0;"
    );
    page.waits_until(&format!("{id} in sight"), &seen).await;
}

#[test]
fn each_check_opens_the_state_that_shows_it() {
    browse(async |page| {
        page.open("view=claims&noise=0.02&r_high=16").await;
        comes_to(page, "lora-reconstructs", "fails").await;
        page.click("#claim-lora-reconstructs .checks a").await;
        page.sees("#summary-error", "rank 4, LoRA").await;
        page.waits_until(
            "its settings in the address",
            "return location.search === '?noise=0.02&r_high=8';",
        )
        .await;
        is_in_sight(page, "figure-error").await;
        page.open("view=claims").await;
        page.click("#claim-signal-dies .checks a:last-child").await;
        page.sees("#train-caption", "Adam at learning rate").await;
        is_in_sight(page, "figure-train-first-step").await;
    });
}

#[test]
fn each_verdict_says_on_what_it_rests() {
    browse(async |page| {
        page.open("view=claims").await;
        comes_to(page, "low-and-high", "assumed").await;
        let unfounded = "return [...document.querySelectorAll('#claims .claim')].filter(claim => !claim.querySelector('.basis li')).length;";
        assert_eq!(page.script(unfounded, vec![]).await, 0);
        page.click("#claim-style-energy summary").await;
        page.sees("#claim-style-energy .basis", "Eckart and Young")
            .await;
        page.click("#claim-low-and-high summary").await;
        page.sees("#claim-low-and-high .basis", "Assumption").await;
    });
}

#[test]
fn a_link_to_a_statement_opens_its_card_and_brings_it_into_sight() {
    browse(async |page| {
        page.open("view=evidence&claim=alpha-2r").await;
        comes_to(page, "alpha-2r", "open").await;
        page.waits_until(
            "the card to be open, alone",
            "const open = [...document.querySelectorAll('#claims details[open]')];
             return open.length === 1 && open[0].closest('#claim-alpha-2r') !== null;",
        )
        .await;
        is_in_sight(page, "claim-alpha-2r").await;
        page.sees("#claim-alpha-2r .against", "Dividing by r stabilizes it")
            .await;
        page.click("#claim-higher-rank summary").await;
        page.click("#claim-higher-rank .acts a").await;
        page.waits_until(
            "its address",
            "return location.search === '?view=evidence&claim=higher-rank';",
        )
        .await;
    });
}

#[test]
fn what_a_matrix_of_less_than_eight_directions_cannot_show_is_told_and_the_rest_stands() {
    browse(async |page| {
        page.open("view=evidence&d=6").await;
        comes_to(page, "facts-energy", "open").await;
        page.sees("#claim-facts-energy", "the matrix has no rank 8")
            .await;
        comes_to(page, "scales-fall", "holds").await;
        // The runs have rank 8, whatever the simulation has.
        comes_to(page, "rank-8-facts", "fails").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_link_to_a_statement_that_is_gone_is_told_and_the_rest_stands() {
    browse(async |page| {
        page.open("view=claims&claim=no-such-claim").await;
        page.sees("#claim-gone", "no-such-claim").await;
        comes_to(page, "style-energy", "holds").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn literature_of_another_setting_is_marked_and_the_filter_is_in_the_link() {
    browse(async |page| {
        page.open("view=evidence&claim=signal-dies").await;
        comes_to(page, "signal-dies", "partly").await;
        page.click("#like-optimizer-sgd").await;
        page.waits_until(
            "what was found with Adam not to count",
            "const counts = (id) => document.querySelector(`#claim-signal-dies [data-source=\"${id}\"]`).dataset.counts;
             return counts('hu') === 'false' && counts('matrix') === 'true'
                 && location.search.includes('like_optimizer=sgd');",
        )
        .await;
        page.sees("#claim-signal-dies summary", "like my setting")
            .await;
    });
}

#[test]
fn a_statement_is_embedded_alone() {
    browse(async |page| {
        page.open("embed=claim&claim=rslora-better").await;
        comes_to(page, "rslora-better", "fails").await;
        let cards = "return document.querySelectorAll('#claims .claim').length;";
        assert_eq!(page.script(cards, vec![]).await, 1);
        page.open("embed=claim&claim=gone").await;
        page.sees("#claim-gone", "gone").await;
    });
}
