//! From a slider's input event to the painted frame, while the slider is really being dragged.

use serde_json::Value;

use crate::harness::{Page, browse};

/// Drags from one end to the other; each ends where the one before it did not.
const SWEEPS: usize = 10;

struct Case {
    what: &'static str,
    query: &'static str,
    slider: &'static str,
    ends: [f64; 2],
    budget: &'static str,
}

const CASES: [Case; 4] = [
    Case {
        what: "α, no SVD, 64 × 64",
        query: "",
        slider: "alpha",
        ends: [0.5, 256.0],
        budget: "median 16 ms, 95 % 33 ms",
    },
    Case {
        what: "noise, 64 × 64",
        query: "",
        slider: "noise",
        ends: [0.05, 0.45],
        budget: "median 16 ms, 95 % 33 ms",
    },
    Case {
        what: "noise, 256 × 256",
        query: "d=256&k=256",
        slider: "noise",
        ends: [0.05, 0.45],
        budget: "100 ms",
    },
    Case {
        what: "noise, 512 × 512",
        query: "d=512&k=512",
        slider: "noise",
        ends: [0.05, 0.45],
        budget: "500 ms",
    },
];

const WATCH: &str = "
    performance.clearMeasures('rankscope:update');
    window.longestTask = 0;
    const longest = list => {
        for (const task of list.getEntries()) {
            window.longestTask = Math.max(window.longestTask, task.duration);
        }
    };
    new PerformanceObserver(longest).observe({ type: 'longtask' });";

const MEASURES: &str =
    "return performance.getEntriesByName('rankscope:update').map(entry => entry.duration);";

/// Prints a row for each case.
pub(crate) fn measure() {
    for case in CASES {
        browse(async |page| report(page, &case).await);
    }
}

async fn sweep(page: &Page, case: &Case, number: usize) {
    page.drag_through(case.slider, &[case.ends[number % 2]])
        .await;
    page.settles().await;
}

async fn report(page: &Page, case: &Case) {
    page.open(case.query).await;
    // Once before it counts: the first drag compiles what the browser had only scanned.
    sweep(page, case, 1).await;
    page.script(WATCH, vec![]).await;
    for number in 0..SWEEPS {
        sweep(page, case, number).await;
    }
    let durations = page.script(MEASURES, vec![]).await;
    let mut durations: Vec<f64> = durations
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    durations.sort_by(f64::total_cmp);
    assert!(!durations.is_empty(), "{} left no measure", case.what);
    let share = |share: f64| durations[((durations.len() - 1) as f64 * share) as usize];
    let task = page
        .script("return window.longestTask;", vec![])
        .await
        .as_f64()
        .unwrap();
    let task = if task > 0.0 {
        format!("{task:.0} ms")
    } else {
        "under 50 ms".to_owned()
    };
    println!(
        "| {}, {} updates (longest task {task}) | {:.1} ms | {:.1} ms | {:.1} ms | {} |",
        case.what,
        durations.len(),
        share(0.5),
        share(0.95),
        share(1.0),
        case.budget,
    );
}
