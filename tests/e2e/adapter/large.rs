//! Files far larger than the page's memory are read where they must be, and nowhere else.

use std::fs::OpenOptions;
use std::time::{Duration, Instant};

use fantoccini::key::Key;
use serde_json::json;

use super::{Made, layers, open, opens, reads};
use crate::experts::{self, EXPERTS, LAYERS};
use crate::harness::{Page, browse};

const GIGABYTES: u64 = 4 << 30;

/// Counts the bytes of every slice that is taken of a file.
const COUNT: &str = "
    window.sliced = 0;
    const slice = Blob.prototype.slice;
    Blob.prototype.slice = function (start, end, ...rest) {
        window.sliced += end - start;
        return slice.call(this, start, end, ...rest);
    };";

#[test]
fn four_gigabytes_with_one_small_pair_are_read_by_some_hundred_bytes() {
    browse(async |page| {
        open(page, "").await;
        let data = 16;
        let header = json!({
            "layer.lora_A.weight": { "dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8] },
            "model.embed.weight": { "dtype": "F16", "shape": [GIGABYTES / 2], "data_offsets": [8, 8 + GIGABYTES] },
            "layer.lora_B.weight": { "dtype": "F32", "shape": [2, 1], "data_offsets": [8 + GIGABYTES, data + GIGABYTES] },
        });
        let file = Made::with_header("sparse.safetensors", &header, &[]);
        // A hole: nothing of it is on the disk.
        let begun = std::fs::metadata(&*file).unwrap().len();
        let sparse = OpenOptions::new().write(true).open(&*file).unwrap();
        sparse.set_len(begun + GIGABYTES + data).unwrap();
        page.script(COUNT, vec![]).await;
        opens(page, &[&file], "layer").await;
        assert_eq!(reads(page, "layer", "frobenius").await, 0.0);
        let sliced = page.script("return window.sliced;", vec![]).await;
        // Header and pair, and twice the first bytes that say what the file is.
        let most = begun + data + 2 * rankscope_adapter::FIRST_BYTES;
        assert!(
            sliced.as_u64().is_some_and(|sliced| sliced <= most),
            "{sliced}"
        );
        page.sees("#adapter-remarks", "1 tensor beside the update")
            .await;
    });
}

/// How many modules of experts there are, each a line of the table.
const FOLDED: usize = LAYERS / EXPERTS;
/// Generous: a machine of two cores that nobody else uses takes less than a third.
const SLOWEST: Duration = Duration::from_mins(1);
/// Milliseconds; four times the aim, for machines that are busy.
const LONGEST_TASK: f64 = 500.0;

/// Collects the page's tasks of over 50 ms, where the browser tells them.
const WATCH: &str = "
    window.tasks = [];
    if (PerformanceObserver.supportedEntryTypes?.includes('longtask')) {
        new PerformanceObserver(list => list.getEntries().forEach(task => window.tasks.push(task.duration)))
            .observe({ type: 'longtask' });
    }";

/// The number of the row with the focus, as a screen reader says it.
async fn focused(page: &Page, row: usize) {
    let script = format!(
        "return document.activeElement?.closest('tr')?.getAttribute('aria-rowindex') === '{row}';"
    );
    page.waits_until(&format!("row {row}"), &script).await;
}

#[test]
#[expect(clippy::print_stdout)]
fn nine_thousand_layers_are_analysed_while_the_page_stays_quick() {
    browse(async |page| {
        open(page, "").await;
        page.script(WATCH, vec![]).await;
        let file = Made::of("experts.safetensors", &experts::file());
        let begun = Instant::now();
        page.picks("#adapter-files", &[&file]).await;
        let there = format!(
            "return document.querySelector('#adapter').dataset.open === 'ready'
                && document.querySelector('#table-adapter')?.dataset.rows === '{LAYERS}';"
        );
        page.waits_until("all layers", &there).await;
        let took = begun.elapsed();
        let tasks = page.script("return window.tasks;", vec![]).await;
        let tasks: Vec<f64> = serde_json::from_value(tasks).unwrap();
        let longest = tasks.iter().copied().fold(0.0, f64::max);
        println!(
            "{LAYERS} layers: {took:.1?}, {} tasks over 50 ms, the longest {longest} ms",
            tasks.len()
        );
        assert!(took < SLOWEST, "{took:?}");
        assert!(longest < LONGEST_TASK, "{tasks:?}");

        // The experts of a module share a line; the map has a cell for them.
        assert_eq!(layers(page).await, [""; 0]);
        page.sees("#adapter-map", "Experts of one module share a cell")
            .await;
        page.click("#sort-frobenius").await;
        page.sees("#table-adapter thead", "↓").await;
        let first = "return document.querySelector('#table-adapter tbody tr').dataset.experts;";
        assert_eq!(
            page.script(first, vec![]).await,
            "base_model.model.model.layers.23.mlp.experts.*.up_proj"
        );

        // Unfolded, all of it is there, and little of it in the document. Keys get to the last row and back.
        page.click("#table-adapter tbody tr button").await;
        let lines = format!(
            "return document.querySelector('#table-adapter').dataset.lines === '{}';",
            FOLDED + EXPERTS
        );
        page.waits_until("the experts of a module", &lines).await;
        let shown = layers(page).await;
        let last = "base_model.model.model.layers.23.mlp.experts.127.up_proj";
        assert_eq!(shown.first().map(String::as_str), Some(last));
        assert!(shown.len() < 100);
        page.script(
            "document.querySelector('#table-adapter tbody button').focus();",
            vec![],
        )
        .await;
        focused(page, 2).await;
        page.presses(Key::End).await;
        focused(page, FOLDED + EXPERTS + 1).await;
        page.presses(Key::Up).await;
        focused(page, FOLDED + EXPERTS).await;
        page.presses(Key::Home).await;
        focused(page, 2).await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
