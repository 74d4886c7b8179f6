//! The default training run: how long it takes, and whether the page keeps its frames meanwhile.

use serde_json::Value;

use crate::harness::{Page, browse};

/// Runs measured, after one that the browser compiles during.
const RUNS: usize = 5;

/// From the press of Run to the last curve's last point: the time, and the lengths of its frames.
const RUN: &str = "
    const done = arguments[0];
    const press = name => document.querySelector(name)?.click();
    const state = () => document.querySelector('#train').dataset.state;
    const progress = () => document.querySelector('#train-progress').value;
    const frames = [];
    const began = performance.now();
    let before = began, updates = 0, value = progress();
    press('#train-run');
    const frame = now => {
        frames.push(now - before);
        before = now;
        if (progress() !== value) { value = progress(); updates += 1; }
        if (state() !== 'finished') return requestAnimationFrame(frame);
        done([performance.now() - began, updates, ...frames.slice(1)]);
        press('#train-cancel');
    };
    requestAnimationFrame(frame);";

const CASES: [(&str, &str); 2] = [
    ("default training, SGD", "view=train"),
    ("default training, Adam", "view=train&optimizer=adam"),
];

/// Prints two rows for each case.
pub(crate) fn measure() {
    for (what, query) in CASES {
        browse(async |page| report(page, what, query).await);
    }
}

async fn report(page: &Page, what: &str, query: &str) {
    page.open(query).await;
    page.script_later(RUN).await;
    let (mut times, mut frames, mut updates) = (Vec::new(), Vec::new(), f64::INFINITY);
    for _ in 0..RUNS {
        page.waits_until(
            "a way to run",
            "return !!document.querySelector('#train-run');",
        )
        .await;
        let run = page.script_later(RUN).await;
        let run: Vec<f64> = run
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_f64)
            .collect();
        times.push(run[0]);
        updates = f64::min(updates, run[1] / run[0] * 1000.0);
        frames.extend_from_slice(&run[2..]);
    }
    row(what, &mut times, "2000 ms");
    let frame = format!("{what}, its frames (curves grow {updates:.0} times a second or more)");
    row(&frame, &mut frames, "30 frames a second: 33 ms; 10 times");
}

fn row(what: &str, values: &mut [f64], budget: &str) {
    values.sort_by(f64::total_cmp);
    let share = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
    println!(
        "| {what} | {:.1} ms | {:.1} ms | {:.1} ms | {budget} |",
        share(0.5),
        share(0.95),
        share(1.0),
    );
}
