//! From a slider's input event to the painted frame, while the slider is really being dragged; and
//! frames while the pointer moves over a chart and the crosshair follows in all four.

use serde_json::Value;

use crate::budget::{
    Budget, HERO, LONGEST_TASK, UPDATE_64, UPDATE_64_MOST, UPDATE_256, UPDATE_512, UPDATE_1024,
};
use crate::harness::{Page, browse};
use crate::quiet::quietly;
use crate::report::{Report, Section};
use crate::series::{Series, exponent};

/// Drags from one end to the other and back, each a round.
const SWEEPS: usize = 5;

struct Case {
    what: &'static str,
    query: &'static str,
    slider: &'static str,
    ends: [f64; 2],
    /// Side of the matrix, where each move asks for a new decomposition.
    side: Option<f64>,
    /// What half of the updates, and 95 % of them, may take.
    budgets: [Option<Budget>; 2],
}

const NOISE: [f64; 2] = [0.05, 0.45];

const CASES: [Case; 5] = [
    Case {
        what: "α, no SVD, 64 × 64",
        query: "view=explore",
        slider: "alpha",
        ends: [0.5, 256.0],
        side: None,
        budgets: [None, None],
    },
    Case {
        what: "noise, 64 × 64",
        query: "view=explore",
        slider: "noise",
        ends: NOISE,
        side: Some(64.0),
        budgets: [Some(UPDATE_64), Some(UPDATE_64_MOST)],
    },
    Case {
        what: "noise, 256 × 256",
        query: "d=256&k=256",
        slider: "noise",
        ends: NOISE,
        side: Some(256.0),
        budgets: [Some(UPDATE_256), None],
    },
    Case {
        what: "noise, 512 × 512",
        query: "d=512&k=512",
        slider: "noise",
        ends: NOISE,
        side: Some(512.0),
        budgets: [Some(UPDATE_512), None],
    },
    Case {
        what: "noise, 1024 × 1024",
        query: "d=1024&k=1024",
        slider: "noise",
        ends: NOISE,
        side: Some(1024.0),
        budgets: [Some(UPDATE_1024), None],
    },
];

/// Tasks the browser reports; shorter ones it does not.
const LONG_TASK_MS: f64 = 50.0;

const FORGET: &str = "
    performance.clearMeasures('rankscope:update');
    window.longestTask = 0;";

const WATCH: &str = "
    const longest = list => {
        for (const task of list.getEntries()) {
            window.longestTask = Math.max(window.longestTask, task.duration);
        }
    };
    new PerformanceObserver(longest).observe({ type: 'longtask' });";

const MEASURES: &str =
    "return performance.getEntriesByName('rankscope:update').map(entry => entry.duration);";

/// Adds the tables of updates and of frames.
pub(crate) fn measure(report: &mut Report) {
    let (mut rows, mut growth) = (Vec::new(), Vec::new());
    let mut longest: f64 = 0.0;
    for case in CASES {
        browse(async |page| {
            let (durations, task) = updates(page, &case).await;
            longest = longest.max(task);
            if let Some(side) = case.side {
                growth.push((side, durations.median()));
            }
            let [half, most] = &case.budgets;
            for (budget, measured) in [(half, durations.median()), (most, durations.share(0.95))] {
                if let Some(budget) = budget {
                    report.judge(budget, measured);
                }
            }
            let task = if task > 0.0 {
                format!("{task:.0} ms")
            } else {
                format!("under {LONG_TASK_MS:.0} ms")
            };
            let mut row = row(case.what, &durations);
            row.push(task);
            rows.push(row);
        });
    }
    report.judge(&LONGEST_TASK, longest);
    let fitted = [
        "p of time = c · sideᵖ, noise",
        "",
        &format!("{:.2}", exponent(&growth)),
    ];
    rows.push(fitted.map(ToOwned::to_owned).into());
    report.add(Section {
        title: "From the slider to the painted frame",
        about: "While a slider is dragged by mouse. A new noise draws and decomposes both updates \
                again; a new α does not. What is left of an answer that came too late for a frame \
                counts, so a number is seldom between two frames.",
        head: &[
            "what",
            "updates",
            "median",
            "95 %",
            "slowest",
            "longest task",
        ],
        rows,
    });
    pointer(report);
    hero(report);
}

async fn sweep(page: &Page, case: &Case, number: usize) {
    page.drag_through(case.slider, &[case.ends[number % 2]])
        .await;
    page.settles().await;
}

/// How long each update took, and the longest task between.
async fn updates(page: &Page, case: &Case) -> (Series, f64) {
    page.open(case.query).await;
    // Once before it counts: the first drag compiles what the browser had only scanned.
    sweep(page, case, 1).await;
    page.script(WATCH, vec![]).await;
    let (mut durations, mut longest) = (vec![], 0.0);
    for _ in 0..SWEEPS {
        let (taken, task) = quietly(async || {
            page.script(FORGET, vec![]).await;
            sweep(page, case, 0).await;
            sweep(page, case, 1).await;
            let taken = page.script(MEASURES, vec![]).await;
            let task = page.script("return window.longestTask;", vec![]).await;
            (list(&taken), task.as_f64().unwrap())
        })
        .await;
        durations.extend(taken);
        longest = f64::max(longest, task);
    }
    (Series::new(durations), longest)
}

fn list(list: &Value) -> Vec<f64> {
    let list = list.as_array().unwrap();
    list.iter().filter_map(Value::as_f64).collect()
}

/// What a script that drags or points has measured, once nobody else had the machine.
async fn frames(page: &Page, script: &str) -> Series {
    let frames = quietly(async || page.script_later(script).await).await;
    Series::new(list(&frames))
}

fn row(what: &str, series: &Series) -> Vec<String> {
    let mut row = vec![what.to_owned(), series.count().to_string()];
    let times = [series.median(), series.share(0.95), series.most()];
    row.extend(times.map(|ms| format!("{ms:.1} ms")));
    row
}

/// One move each frame, there and back over the whole chart.
const POINT: &str = "
    const done = arguments[0];
    const reader = document.querySelector('#reader-error');
    reader.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = reader.getBoundingClientRect();
    const frames = [];
    let before = null;
    const frame = now => {
        if (before !== null) frames.push(now - before);
        before = now;
        if (frames.length === 300) return done(frames);
        const share = Math.abs(1 - (frames.length / 75) % 2);
        reader.dispatchEvent(new PointerEvent('pointermove', {
            clientX: left + share * width, clientY: top + height / 2, bubbles: true }));
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);";

fn pointer(report: &mut Report) {
    let cases = [
        ("64 × 64", "view=explore"),
        (
            "512 × 512, two pins",
            "d=512&k=512&pin_a=d%3D512%26k%3D512&pin_b=",
        ),
    ];
    let mut rows = Vec::new();
    for (what, query) in cases {
        browse(async |page| {
            page.open(query).await;
            // Once before it counts, as above.
            page.script_later(POINT).await;
            rows.push(row(what, &frames(page, POINT).await));
        });
    }
    report.add(Section {
        title: "Frames while the crosshair follows the pointer",
        about: "The aim is 60 frames a second: 16.7 ms.",
        head: &["what", "frames", "median", "95 %", "longest"],
        rows,
    });
}

/// A new rank each frame, up and down over all of them; a frame is late when the headline does not yet
/// say the rank that was set a frame before.
const DRAG: &str = "
    const done = arguments[0];
    const slider = document.querySelector('#hero-rank');
    const largest = Number(slider.max);
    const frames = [];
    let before = null;
    let set = null;
    window.late = 0;
    const frame = now => {
        if (before !== null) frames.push(now - before);
        before = now;
        if (set !== null && document.querySelector('#headline .scrub').textContent !== set) window.late += 1;
        if (frames.length === 300) return done(frames);
        const share = Math.abs(1 - (frames.length / 75) % 2);
        slider.value = 1 + Math.round(share * (largest - 1));
        set = slider.value;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);";

fn hero(report: &mut Report) {
    let mut rows = Vec::new();
    for (what, query) in [("64 × 64", ""), ("512 × 512", "view=start&d=512&k=512")] {
        browse(async |page| {
            page.open(query).await;
            let painted = "const map = document.querySelector('.maps canvas');
                return map.width === 64 && map.getContext('2d').getImageData(0, 0, 1, 1).data[3] === 255;";
            page.waits_until("the heat maps", painted).await;
            page.script_later(DRAG).await;
            let frames = frames(page, DRAG).await;
            let late = page.script("return window.late;", vec![]).await;
            report.judge(&HERO, frames.share(0.95));
            let mut row = row(what, &frames);
            row.push(late.to_string());
            rows.push(row);
        });
    }
    report.add(Section {
        title: "Frames while the rank is dragged on Start",
        about: "The aim is 60 frames a second: 16.7 ms. Headline, six heat maps and chart follow; a frame \
                is late when the headline does not say the rank of the frame before.",
        head: &["what", "frames", "median", "95 %", "longest", "late"],
        rows,
    });
}
