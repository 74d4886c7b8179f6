//! Back is undo: what a reader changes is an entry of the browser's history.

use fantoccini::key::Key;

use crate::harness::{Page, browse};

async fn entries(page: &Page) -> u64 {
    page.script("return history.length;", vec![])
        .await
        .as_u64()
        .unwrap()
}

/// Waits until the hand has rested and the change is an entry of its own.
async fn can_undo(page: &Page) {
    page.waits_until(
        "something to undo",
        "return document.querySelector('#undo').disabled === false;",
    )
    .await;
}

#[test]
fn a_drag_is_one_entry_and_back_and_forward_are_undo_and_redo() {
    browse(async |page| {
        page.open("").await;
        let before = entries(page).await;
        page.drag_through("noise", &[0.9, 0.1, 0.5]).await;
        page.settles().await;
        can_undo(page).await;
        let noisy = page.query().await;
        assert_eq!(entries(page).await, before + 1);

        page.script("history.back();", vec![]).await;
        page.is_at("").await;
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
        page.open("").await;
        let left = "return ['#undo', '#redo'].map(id => !document.querySelector(id).disabled);";
        assert_eq!(
            page.script(left, vec![]).await,
            serde_json::json!([false, false])
        );
        page.type_in("alpha", "32").await;
        can_undo(page).await;
        page.click("#undo").await;
        page.is_at("").await;
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
fn an_arrow_key_held_down_is_one_change() {
    browse(async |page| {
        page.open("").await;
        let before = entries(page).await;
        page.press_key_often("r_low", Key::Right, 8).await;
        can_undo(page).await;
        assert_eq!(entries(page).await, before + 1);
        page.click("#undo").await;
        page.is_at("").await;
    });
}

#[test]
fn a_preview_that_changes_leaves_no_entry() {
    browse(async |page| {
        page.open("sheet=share").await;
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
