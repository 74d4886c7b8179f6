//! Pins: earlier curves kept behind the live ones, with what has changed since.

use crate::charts::colours_missing;
use crate::harness::{Page, browse};

async fn pin_says(page: &Page, letter: char) -> String {
    page.text(&format!("#pin-{letter} span")).await
}

async fn pins(page: &Page) -> u64 {
    let count = "return document.querySelectorAll('.pins li').length;";
    page.script(count, vec![]).await.as_u64().unwrap()
}

#[test]
fn a_pin_says_what_has_changed_since_and_its_curves_stay_behind_the_live_ones() {
    browse(async |page| {
        page.open("view=explore").await;
        let pixels = "return document.querySelector('#chart-error').toDataURL();";
        page.click("#pin").await;
        page.sees("#pin-a span", "same settings").await;
        page.type_in("noise", "0.2").await;
        page.settles().await;
        assert_eq!(pin_says(page, 'a').await, "noise 0.01 → 0.2");
        let with_ghost = page.script(pixels, vec![]).await;
        page.click("#unpin-all").await;
        page.waits_until(
            "no pins",
            "return !document.querySelector('.pins li') && !location.search.includes('pin');",
        )
        .await;
        assert_ne!(page.script(pixels, vec![]).await, with_ghost);
        let live = ["sheet", "line", "style", "facts"];
        let missing = colours_missing(page, "#chart-error", &live).await;
        assert_eq!(missing, [""; 0], "the live curves stay");
    });
}

#[test]
fn three_can_be_pinned_and_each_keeps_its_letter() {
    browse(async |page| {
        page.open("view=explore").await;
        for alpha in ["8", "32", "64"] {
            page.type_in("alpha", alpha).await;
            page.settles().await;
            page.click("#pin").await;
        }
        page.waits_until(
            "no room for a fourth",
            "return document.querySelector('#pin').disabled;",
        )
        .await;
        assert_eq!(pins(page).await, 3);
        page.click("#pin-a button").await;
        page.waits_until("one less", "return !document.querySelector('#pin-a');")
            .await;
        assert_eq!(pin_says(page, 'b').await, "α 32 → 64");
        assert_eq!(pin_says(page, 'c').await, "same settings as now");
    });
}

#[test]
fn a_link_brings_its_pins_with_it() {
    browse(async |page| {
        page.open("alpha=8&pin_a=noise%3D0.3&pin_b=d%3D128").await;
        assert_eq!(pin_says(page, 'a').await, "noise 0.3 → 0.01, α 16 → 8");
        // Their matrices are drawn and decomposed beside the page's own.
        let axis = "return document.querySelector('#reader-error').ariaValueMax;";
        let ghosts = async || (page.script(axis, vec![]).await == "64").then_some(());
        page.wait_for("the rank axis of the larger matrix", ghosts)
            .await;
        page.click("#pin-b button").await;
        page.waits_until(
            "the link without it",
            "return location.search === '?alpha=8&pin_a=noise%3D0.3';",
        )
        .await;
    });
}

#[test]
fn pinned_values_stand_beside_the_live_ones_in_readout_and_file() {
    browse(async |page| {
        page.open("alpha=8&pin_a=").await;
        let pinned = "
            const reader = document.querySelector('#reader-scaling');
            reader.focus();
            reader.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }));
            return document.querySelector('#readout-scaling i')?.textContent === 'A 16';";
        page.waits_until("the pinned scale at rank 1", pinned).await;
    });
}
