//! Pointing at a rank: one crosshair in all four charts, and the exact values at it.

use serde_json::json;

use crate::harness::{Page, browse};

const CHARTS: [&str; 4] = ["spectrum", "variance", "scaling", "error"];

/// Moves the mouse over a chart, this share of its width from the left; `press` clicks there.
async fn point(page: &Page, chart: &str, share: f64, press: bool) {
    let script = "
        const [selector, share, press] = arguments;
        const reader = document.querySelector(selector);
        reader.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = reader.getBoundingClientRect();
        const at = { clientX: left + share * width, clientY: top + height / 2, bubbles: true };
        const kinds = press ? ['pointermove', 'pointerup'] : ['pointermove'];
        for (const kind of kinds) reader.dispatchEvent(new PointerEvent(kind, at));";
    let reader = format!("#reader-{chart}");
    page.script(script, vec![json!(reader), json!(share), json!(press)])
        .await;
}

/// The rank marked in each chart; none where there is no readout.
async fn marked(page: &Page) -> Vec<Option<u64>> {
    let script = "return arguments[0].map(name => Number(document.querySelector(`#readout-${name}`)?.dataset.rank) || null);";
    let ranks = page.script(script, vec![json!(CHARTS)]).await;
    ranks
        .as_array()
        .unwrap()
        .iter()
        .map(serde_json::Value::as_u64)
        .collect()
}

/// Waits until all four charts mark the same rank, and returns it.
async fn shared_rank(page: &Page) -> usize {
    let look = async || {
        let ranks = marked(page).await;
        let first = ranks[0]?;
        ranks
            .iter()
            .all(|&rank| rank == Some(first))
            .then_some(first as usize)
    };
    page.wait_for("one rank in all four charts", look).await
}

async fn marks_nothing(page: &Page) {
    let look = async || marked(page).await.iter().all(Option::is_none).then_some(());
    page.wait_for("no crosshair", look).await;
}

async fn reads_off(page: &Page, chart: &str, column: &str) -> f64 {
    let script = "return document.querySelector(arguments[0]).dataset.value;";
    let cell = format!("#readout-{chart} [data-column='{column}']");
    let value = page.script(script, vec![json!(cell)]).await;
    value.as_str().unwrap().parse().unwrap()
}

async fn press_key(page: &Page, chart: &str, key: &str) {
    let script = "
        const reader = document.querySelector(arguments[0]);
        reader.focus();
        reader.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[1], bubbles: true, cancelable: true }));";
    let reader = format!("#reader-{chart}");
    page.script(script, vec![json!(reader), json!(key)]).await;
}

#[test]
fn pointing_at_a_rank_marks_it_in_every_chart_and_leaving_clears_it() {
    browse(async |page| {
        page.open("view=explore").await;
        point(page, "scaling", 0.5, false).await;
        let rank = shared_rank(page).await;
        assert!((6..12).contains(&rank), "{rank}");
        assert_eq!(reads_off(page, "scaling", "lora").await, 16.0 / rank as f64);
        let leave = "document.querySelector('#reader-scaling').dispatchEvent(new PointerEvent('pointerout', { bubbles: true }));
            document.querySelector('#reader-scaling').dispatchEvent(new PointerEvent('pointerleave', { bubbles: true }));";
        page.script(leave, vec![]).await;
        marks_nothing(page).await;
    });
}

#[test]
fn the_keyboard_reads_what_the_tables_say() {
    browse(async |page| {
        page.open("view=explore").await;
        press_key(page, "error", "Home").await;
        assert_eq!(shared_rank(page).await, 1);
        for _ in 0..7 {
            press_key(page, "error", "ArrowRight").await;
        }
        let at_8 = async || (shared_rank(page).await == 8).then_some(());
        page.wait_for("rank 8", at_8).await;
        for column in ["style_lora", "facts_rslora", "facts_floor"] {
            let table = page.reads("table-errors", 8, column).await;
            assert_eq!(reads_off(page, "error", column).await, table, "{column}");
        }
        let variance = page.reads("table-variance", 8, "facts").await;
        assert_eq!(reads_off(page, "variance", "facts").await, variance);

        press_key(page, "spectrum", "End").await;
        let at_end = async || (shared_rank(page).await == 64).then_some(());
        page.wait_for("the last rank", at_end).await;
        press_key(page, "spectrum", "Escape").await;
        marks_nothing(page).await;
    });
}

#[test]
fn a_rank_that_was_clicked_stays_and_follows_the_sliders() {
    browse(async |page| {
        page.open("view=explore").await;
        point(page, "scaling", 0.3, true).await;
        let rank = shared_rank(page).await;
        page.drag("alpha", 64.0).await;
        page.settles().await;
        let alpha = page.reads("table-scaling", 1, "lora").await;
        assert_eq!(
            reads_off(page, "scaling", "lora").await,
            alpha / rank as f64
        );
        point(page, "scaling", 0.3, true).await;
        marks_nothing(page).await;
    });
}

#[test]
fn another_button_than_the_primary_one_holds_no_rank() {
    browse(async |page| {
        page.open("view=explore").await;
        let release = "
            const reader = document.querySelector('#reader-scaling');
            const { left, top, width, height } = reader.getBoundingClientRect();
            const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
            for (const button of [1, 2]) reader.dispatchEvent(new PointerEvent('pointerup', { ...at, button }));
            reader.dispatchEvent(new PointerEvent('pointerup', { ...at, clientX: left + width / 4, button: arguments[0] }));";
        page.script(release, vec![json!(2)]).await;
        page.at_rest().await;
        assert_eq!(marked(page).await, [None; 4]);
        page.script(release, vec![json!(0)]).await;
        let rank = shared_rank(page).await;
        assert!((2..5).contains(&rank), "{rank}");
    });
}

#[test]
fn pointing_redraws_no_chart() {
    browse(async |page| {
        page.open("view=explore").await;
        let pixels = "return ['spectrum', 'variance', 'scaling', 'error']
            .map(name => document.querySelector(`#chart-${name}`).toDataURL()).join();";
        let before = page.script(pixels, vec![]).await;
        point(page, "variance", 0.4, false).await;
        shared_rank(page).await;
        assert_eq!(page.script(pixels, vec![]).await, before);
        let drawn = "return [...document.querySelectorAll('canvas.overlay')].every(canvas =>
            new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer).some(pixel => pixel));";
        page.waits_until("a crosshair on every overlay", drawn)
            .await;
    });
}
