//! Memory over ten thousand moves of sliders.

use serde_json::{Value, json};

use crate::budget::{ERRORS, MEMORY};
use crate::devtools::devtools;
use crate::harness::{Page, browse};
use crate::report::{Report, Section};
use crate::resident;

/// Moves before it counts: caches fill, and the browser compiles what it runs often.
const BEFORE: usize = 1_000;
const MOVES: usize = 10_000;

/// Moves two sliders in turn, four times a frame as a fast mouse does: noise, which draws and
/// decomposes again, and α, which does not.
const MOVE: &str = "
    const [moves, done] = arguments;
    const sliders = ['noise', 'alpha'].map(name => document.querySelector(`#slider-${name}`));
    let made = 0;
    const frame = () => {
        for (let each = 0; each < 4 && made < moves; each += 1, made += 1) {
            const slider = sliders[made % 2];
            const [min, max] = [Number(slider.min), Number(slider.max)];
            // Steps of the golden ratio come everywhere and never twice.
            slider.value = min + (max - min) * ((made * 0.6180339887) % 1);
            slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
        }
        if (made < moves) return requestAnimationFrame(frame);
        done();
    };
    requestAnimationFrame(frame);";

/// The page's own memory: its module, started, gives out what it was started with.
const MODULE: &str = "
    const [done] = arguments;
    import(document.querySelector('link[rel=modulepreload]').href)
        .then(module => module.default())
        .then(({ memory }) => done(memory.buffer.byteLength), error => done(String(error)));";

struct Held {
    heap: f64,
    module: f64,
    process: f64,
}

/// Adds a row for the start, the half and the end.
pub(crate) fn measure(report: &mut Report) {
    browse(async |page| {
        page.open("").await;
        moves(page, BEFORE).await;
        let mut held = vec![("start", look(page).await)];
        for when in ["5,000 moves", "10,000 moves"] {
            moves(page, MOVES / 2).await;
            held.push((when, look(page).await));
        }
        let errors = page.console_errors().await;
        for error in &errors {
            println!("console: {error}");
        }
        let own = |at: usize| held[at].1.heap + held[at].1.module;
        report.judge(&MEMORY, 100.0 * (own(2) / own(1) - 1.0));
        report.judge(&ERRORS, errors.len() as f64);
        let megabytes = |bytes: f64| format!("{:.2} MB", bytes / 1e6);
        let rows = held.iter().map(|(when, held)| {
            vec![
                (*when).to_owned(),
                megabytes(held.heap),
                megabytes(held.module),
                format!("{:.0} MB", held.process / 1e6),
            ]
        });
        report.add(Section {
            title: "Memory over 10,000 changes",
            about: "Noise and α in turn. Garbage is collected before each look. The process holds the \
                    worker and its WebAssembly memory too, and whatever the browser keeps at hand.",
            head: &["when", "JavaScript heap", "WebAssembly memory of the page", "the process"],
            rows: rows.collect(),
        });
    });
}

async fn moves(page: &Page, count: usize) {
    // In parts: the browser ends a script that takes long.
    const PART: usize = 500;
    for _ in 0..count / PART {
        let part = page.client.execute_async(MOVE, vec![json!(PART)]).await;
        part.unwrap();
    }
    page.settles().await;
}

async fn look(page: &Page) -> Held {
    devtools(page, "HeapProfiler.enable", json!({})).await;
    devtools(page, "HeapProfiler.collectGarbage", json!({})).await;
    let usage = devtools(page, "Runtime.getHeapUsage", json!({})).await;
    let module = page.script_later(MODULE).await;
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{value}"));
    Held {
        heap: number(&usage["usedSize"]),
        module: number(&module),
        process: resident::memory(),
    }
}
