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
