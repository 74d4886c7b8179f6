//! Memory over ten thousand moves of sliders.

use serde_json::json;

use crate::budget::{ERRORS, MEMORY};
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

/// Adds a row for the start, the half and the end.
pub(crate) fn measure(report: &mut Report) {
    browse(async |page| {
        page.open("view=explore").await;
        moves(page, BEFORE).await;
        let mut held = vec![("start", page.held().await, resident::memory())];
        for when in ["5,000 moves", "10,000 moves"] {
            moves(page, MOVES / 2).await;
            held.push((when, page.held().await, resident::memory()));
        }
        let errors = page.console_errors().await;
        for error in &errors {
            println!("console: {error}");
        }
        let own = |at: usize| held[at].1.total();
        report.judge(&MEMORY, 100.0 * (own(2) / own(1) - 1.0));
        report.judge(&ERRORS, errors.len() as f64);
        let megabytes = |bytes: f64| format!("{:.2} MB", bytes / 1e6);
        let rows = held.iter().map(|(when, held, process)| {
            vec![
                (*when).to_owned(),
                megabytes(held.heap),
                megabytes(held.module),
                format!("{:.0} MB", process / 1e6),
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
