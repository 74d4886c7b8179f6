//! The default recall run and the capacity map: how long they take beside the same in NumPy on one
//! thread, and whether the page keeps its frames meanwhile.

use serde_json::{Value, json};

use crate::budget::{CAPACITY, RECALL, RECALL_TASK};
use crate::field::{Field, Tolerance, Who, agree};
use crate::harness::browse;
use crate::host::Host;
use crate::quiet::quietly;
use crate::report::{Report, Section};
use crate::series::Series;

/// Runs of everybody, after one that the browser compiles during.
const RUNS: usize = 5;
/// Recall may differ by one key of 256, in percent.
const A_KEY: Tolerance = Tolerance {
    share: 0.4 / 100.0,
    least: 100.0,
};
/// Facts held.
const FACTS: Tolerance = Tolerance {
    share: 0.05,
    least: 1.0,
};

/// Notes the longest task of the page's own thread.
const WATCH: &str = "
    window.longestTask = 0;
    new PerformanceObserver(list => list.getEntries().forEach(({ duration }) => {
        window.longestTask = Math.max(window.longestTask, duration);
    })).observe({ type: 'longtask' });";

/// From the press of Run to the last board: the time, and the lengths of its frames.
const RUN: &str = "
    const done = arguments[0];
    const state = () => document.querySelector('#recall').dataset.state;
    const frames = [];
    const began = performance.now();
    let before = began;
    document.querySelector('#recall-run').click();
    const frame = now => {
        frames.push(now - before);
        before = now;
        if (state() !== 'finished') return requestAnimationFrame(frame);
        const finals = ['lora', 'rslora'].map(column => Array.from(
            document.querySelectorAll(`#table-recall td[data-column=${column}]`),
            cell => Number(cell.dataset.value)));
        done([finals, performance.now() - began, ...frames.slice(1)]);
        document.querySelector('#recall-cancel').click();
    };
    requestAnimationFrame(frame);";

/// From the press of the button to the last cell.
const MAP: &str = "
    const done = arguments[0];
    const began = performance.now();
    document.querySelector('#map-capacity').click();
    const frame = () => {
        if (document.querySelector('#recall-map').dataset.state !== 'finished') {
            return requestAnimationFrame(frame);
        }
        const held = [1, 2, 4, 8, 16, 32, 64].map(rank => {
            const cell = document.querySelector(
                `#table-capacity [data-rank='${rank}'] [data-column=facts]`);
            return cell ? Number(cell.dataset.value) : null;
        });
        done([held, performance.now() - began]);
    };
    requestAnimationFrame(frame);";

/// Adds the tables of times and of frames.
pub(crate) fn measure(report: &mut Report) {
    browse(async |page| {
        let host = Host::start().await;
        let mut field = Field::gather(page, &host, "view=recall").await;
        let (mut ours, mut numpy, mut frames) = (vec![], vec![], vec![]);
        let question = json!({ "what": "recall", "facts": 256, "steps": 400 });
        page.script(WATCH, vec![]).await;
        for number in 0..=RUNS {
            let there = "document.querySelector('#recall-cancel')?.click();
                return !!document.querySelector('#recall-run');";
            let (run, theirs) = quietly(async || {
                page.waits_until("a way to run", there).await;
                let run = page.script_later(RUN).await;
                (run, field.ask(Who::Numpy, &question).await)
            })
            .await;
            let counted = run.as_array().unwrap().iter().filter_map(Value::as_f64);
            let counted: Vec<f64> = counted.collect();
            agree("recall", &run[0], &theirs.check, A_KEY);
            if number == 0 {
                // What the browser compiles during is no run.
                page.script("window.longestTask = 0;", vec![]).await;
            } else {
                ours.push(counted[0]);
                frames.extend_from_slice(&counted[1..]);
                numpy.push(theirs.ms);
            }
        }
        let task = page.script("return window.longestTask;", vec![]).await;
        let task = task.as_f64().unwrap();
        let map = page.script_later(MAP).await;
        let theirs = field.ask(Who::Numpy, &json!({ "what": "capacity" })).await;
        compare(&map[0], &theirs.check);
        let map_ms = map[1].as_f64().unwrap();
        let (ours, numpy) = (Series::new(ours), Series::new(numpy));
        let of_run = report.pairs("recall, NumPy".into(), &ours, &numpy);
        let of_map = report.ratio("capacity map, NumPy".into(), map_ms, theirs.ms);
        report.judge(&RECALL, ours.median());
        report.judge(&RECALL_TASK, task);
        report.judge(&CAPACITY, map_ms / 1000.0);
        let seconds = |ms: f64| format!("{:.1} s", ms / 1000.0);
        report.add(Section {
            title: "Recall",
            about: "256 facts, seven ranks, two scalings and the full matrix, 400 steps; and the map of seven \
                    ranks by seven numbers of facts. Rankscope's times are to the last board or field painted. \
                    What is recalled agrees to one key.",
            head: &["what", "Rankscope", "NumPy, one thread", "ratio"],
            rows: vec![
                vec!["default run".into(), ours.to_string(), numpy.to_string(), of_run],
                vec!["capacity map".into(), seconds(map_ms), seconds(theirs.ms), of_map],
            ],
        });
        let frames = Series::new(frames);
        report.add(Section {
            title: "Frames while facts are learned",
            about: "The aim is 60 frames a second, 16.7 ms.",
            head: &["frame", "95 %", "longest", "longest task"],
            rows: vec![vec![
                format!("{:.1} ms", frames.median()),
                format!("{:.1} ms", frames.share(0.95)),
                format!("{:.1} ms", frames.most()),
                if task > 0.0 {
                    format!("{task:.0} ms")
                } else {
                    "under 50 ms".to_owned()
                },
            ]],
        });
    });
}

/// Fails unless the same ranks are bracketed, and hold the same.
fn compare(ours: &Value, numpy: &Value) {
    let pairs = ours
        .as_array()
        .unwrap()
        .iter()
        .zip(numpy.as_array().unwrap());
    for (ours, numpy) in pairs {
        assert_eq!(ours.is_null(), numpy.is_null(), "{ours} and {numpy}");
        if !ours.is_null() {
            agree("capacity", ours, numpy, FACTS);
        }
    }
}
