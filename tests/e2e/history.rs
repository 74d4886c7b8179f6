//! Back is undo: what a reader changes is an entry of the browser's history.

use std::time::Duration;

use fantoccini::key::Key;

use crate::harness::{Page, browse};

async fn entries(page: &Page) -> u64 {
    page.script("return history.length;", vec![])
        .await
        .as_u64()
        .unwrap()
}

async fn can_undo(page: &Page) {
    page.waits_until(
        "something to undo",
        "return document.querySelector('#undo').disabled === false;",
    )
    .await;
}

/// Steps of undo and redo, as the buttons offer them and as the browser has them.
async fn buttons(page: &Page, undo: bool, redo: bool) {
    let script = format!(
        "const enabled = id => !document.querySelector(id).disabled;
         return enabled('#undo') === {undo} && enabled('#redo') === {redo};"
    );
    page.waits_until(&format!("undo {undo}, redo {redo}"), &script)
        .await;
}

/// Time without input after which a change is committed, and more.
const COMMITTED: Duration = Duration::from_secs(1);

#[test]
fn back_at_once_after_a_change_gives_the_settled_state_and_redo_the_newest() {
    browse(async |page| {
        page.open("view=explore").await;
        page.type_in("alpha", "32").await;
        page.is_at("alpha=32").await;
        tokio::time::sleep(COMMITTED).await;
        page.type_in("alpha", "64").await;
        page.script("history.back();", vec![]).await;
        page.is_at("alpha=32").await;
        page.settles().await;
        buttons(page, true, true).await;
        page.script("history.forward();", vec![]).await;
        page.is_at("alpha=64").await;
        page.settles().await;
        buttons(page, true, false).await;
        for (at, more) in [("alpha=32", true), ("view=explore", false)] {
            page.click("#undo").await;
            page.is_at(at).await;
            buttons(page, more, true).await;
        }
    });
}

#[test]
fn a_settled_state_survives_a_document_that_ends_in_the_midst_of_a_change() {
    browse(async |page| {
        page.open("view=explore").await;
        page.type_in("alpha", "32").await;
        tokio::time::sleep(COMMITTED).await;
        page.type_in("alpha", "64").await;
        page.reload().await;
        page.settles().await;
        assert_eq!(page.query().await, "alpha=64");
        buttons(page, true, false).await;
        page.click("#undo").await;
        page.is_at("alpha=32").await;
        page.reload().await;
        page.settles().await;
        buttons(page, true, true).await;
        page.click("#redo").await;
        page.is_at("alpha=64").await;
    });
}

#[test]
fn the_buttons_are_true_when_the_full_module_takes_over_at_once() {
    browse(async |page| {
        // So that the module comes from the cache, as on a second visit.
        page.open("matrices=style").await;
        page.open("view=explore").await;
        page.click("#matrices-style").await;
        page.sees("#matrices-summary", "style").await;
        page.is_at("matrices=style").await;
        buttons(page, true, false).await;
        page.script("history.back();", vec![]).await;
        page.is_at("view=explore").await;
        buttons(page, false, true).await;
        page.click("#redo").await;
        page.is_at("matrices=style").await;
        buttons(page, true, false).await;
    });
}

#[test]
fn a_drag_is_one_entry_and_back_and_forward_are_undo_and_redo() {
    browse(async |page| {
        page.open("view=explore").await;
        let before = entries(page).await;
        page.drag_through("noise", &[0.9, 0.1, 0.5]).await;
        page.settles().await;
        can_undo(page).await;
        let noisy = page.query().await;
        assert_eq!(entries(page).await, before + 1);

        page.script("history.back();", vec![]).await;
        page.is_at("view=explore").await;
        page.settles().await;
        assert_eq!(page.shown_by_both("noise").await, 0.01);
        page.script("history.forward();", vec![]).await;
        page.is_at(&noisy).await;
        page.settles().await;
    });
}

#[test]
fn undo_and_redo_have_buttons_that_know_when_there_is_nothing_left() {
    browse(async |page| {
        page.open("view=explore").await;
        let left = "return ['#undo', '#redo'].map(id => !document.querySelector(id).disabled);";
        assert_eq!(
            page.script(left, vec![]).await,
            serde_json::json!([false, false])
        );
        page.type_in("alpha", "32").await;
        can_undo(page).await;
        page.click("#undo").await;
        page.is_at("view=explore").await;
        page.settles().await;
        page.waits_until(
            "only redo",
            "return document.querySelector('#undo').disabled && !document.querySelector('#redo').disabled;",
        )
        .await;
        page.click("#redo").await;
        page.is_at("alpha=32").await;
        page.settles().await;
        assert_eq!(page.reads("table-scaling", 1, "lora").await, 32.0);
    });
}

#[test]
fn undo_pressed_faster_than_the_browser_follows_takes_each_step_and_never_leaves_the_page() {
    browse(async |page| {
        // What a step too many would lead to.
        page.open("view=start").await;
        page.open("view=explore").await;
        for alpha in ["32", "64"] {
            page.type_in("alpha", alpha).await;
            tokio::time::sleep(COMMITTED).await;
        }
        page.script("window.stayed = true;", vec![]).await;
        let press = async |button: &str, times: u32| {
            // In one task, within which no entry can arrive.
            let script = format!(
                "for (let press = 0; press < {times}; press += 1) document.querySelector('{button}').click();"
            );
            page.script(&script, vec![]).await;
        };
        press("#undo", 2).await;
        page.is_at("view=explore").await;
        buttons(page, false, true).await;
        press("#redo", 1).await;
        page.is_at("alpha=32").await;
        buttons(page, true, true).await;
        press("#undo", 5).await;
        page.is_at("view=explore").await;
        buttons(page, false, true).await;
        press("#redo", 5).await;
        page.is_at("alpha=64").await;
        buttons(page, true, false).await;
        page.settles().await;
        let stayed = page.script("return window.stayed === true;", vec![]).await;
        assert_eq!(stayed, true);
    });
}

#[test]
fn an_arrow_key_held_down_is_one_change() {
    browse(async |page| {
        page.open("view=explore").await;
        let before = entries(page).await;
        page.press_key_often("r_low", Key::Right, 8).await;
        can_undo(page).await;
        assert_eq!(entries(page).await, before + 1);
        page.click("#undo").await;
        page.is_at("view=explore").await;
    });
}

#[test]
fn a_preview_that_changes_leaves_no_entry() {
    browse(async |page| {
        page.open("sheet=share").await;
        page.click("#share-tab-embed").await;
        let shows = async |part: &str| {
            let script = format!(
                "const inside = document.querySelector('#share-preview')?.contentDocument;
                 return inside?.querySelector('#rankscope')?.dataset.state === 'ready'
                     && inside.location.search.includes('{part}');"
            );
            page.waits_until(part, &script).await;
        };
        shows("embed=").await;
        let before = entries(page).await;
        for control in ["d", "noise"] {
            page.click(&format!("#share-control-{control}")).await;
            shows(control).await;
        }
        assert_eq!(entries(page).await, before);
    });
}
