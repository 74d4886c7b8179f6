//! The default training run: how long it takes beside the same run in other hands, and whether the
//! page keeps its frames meanwhile.

use serde_json::{Value, json};

use crate::budget::TRAINING;
use crate::field::{Field, Tolerance, Who, agree};
use crate::harness::{Page, browse};
use crate::host::Host;
use crate::quiet::quietly;
use crate::report::{Report, Section};
use crate::series::Series;

/// Runs of everybody, after one that the browser compiles during.
const RUNS: usize = 5;
/// How far apart two final errors may be. Adam that has arrived tells only how it was rounded, and
/// one that has not is moved by that.
const AGREEMENT: Tolerance = Tolerance {
    share: 1e-3,
    least: 0.1,
};

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
        const finals = ['lora', 'rslora'].map(column => Array.from(
            document.querySelectorAll(`#table-train td[data-column=${column}]`),
            cell => Number(cell.dataset.value)));
        done([finals, performance.now() - began, updates, ...frames.slice(1)]);
        press('#train-cancel');
    };
    requestAnimationFrame(frame);";

const CASES: [(&str, &str, f64); 2] = [("SGD", "sgd", 0.002), ("Adam", "adam", 0.001)];

/// Adds the tables of times and of frames.
pub(crate) fn measure(report: &mut Report) {
    let (mut times, mut frames) = (Vec::new(), Vec::new());
    let mut slower: f64 = 0.0;
    for (name, optimizer, rate) in CASES {
        browse(async |page| {
            let host = Host::start().await;
            let query = format!("view=train&optimizer={optimizer}");
            let mut field = Field::gather(page, &host, &query).await;
            let case = Case {
                name,
                question: json!({
                    "what": "training", "optimizer": optimizer, "rate": rate, "steps": 500,
                    "ranks": [2, 4, 8, 16, 32, 64], "d": 64, "k": 64, "true_rank": 4,
                    "noise": 0.01, "style": [5.0, 0.5], "facts": [3.0, 0.5], "alpha": 16.0, "seed": 42,
                }),
            };
            let ours = case
                .run(page, &mut field, report, &mut times, &mut frames)
                .await;
            slower = slower.max(ours);
        });
    }
    report.judge(&TRAINING, slower);
    report.add(Section {
        title: "The default training",
        about: "Six ranks, two scalings, 500 steps. Rankscope's time is from the press of Run to the \
                last point painted, with both charts drawn live; the others compute and draw nothing. \
                Final errors agree.",
        head: &["optimizer", "who", "time", "ratio"],
        rows: times,
    });
    report.add(Section {
        title: "Frames while it trains",
        about: "The aim is 30 frames a second, 33 ms, and curves that are seen to grow.",
        head: &[
            "optimizer",
            "frame",
            "95 %",
            "longest",
            "curves grow, times a second",
        ],
        rows: frames,
    });
}

struct Case {
    name: &'static str,
    question: Value,
}

impl Case {
    /// Everybody's runs, as rows; returns the median of ours.
    async fn run(
        &self,
        page: &Page,
        field: &mut Field<'_>,
        report: &mut Report,
        rows: &mut Vec<Vec<String>>,
        frame_rows: &mut Vec<Vec<String>>,
    ) -> f64 {
        let (mut ours, mut numpy, mut numpy_ts) = (vec![], vec![], vec![]);
        let (mut frames, mut updates) = (vec![], f64::INFINITY);
        for number in 0..=RUNS {
            // What runs on arrival is called off first.
            let there = "document.querySelector('#train-cancel')?.click();
                return !!document.querySelector('#train-run');";
            let (run, theirs) = quietly(async || {
                page.waits_until("a way to run", there).await;
                let run = page.script_later(RUN).await;
                (run, field.ask(Who::Numpy, &self.question).await)
            })
            .await;
            let counted = run.as_array().unwrap().iter().filter_map(Value::as_f64);
            let counted: Vec<f64> = counted.collect();
            agree(self.name, &run[0], &theirs.check, AGREEMENT);
            // Once: it takes longer for one run than the others for all.
            if number == 1 {
                let answer = field.ask(Who::NumpyTs, &self.question).await;
                agree(self.name, &run[0], &answer.check, AGREEMENT);
                numpy_ts.push(answer.ms);
            }
            if number > 0 {
                ours.push(counted[0]);
                updates = f64::min(updates, counted[1] / counted[0] * 1000.0);
                frames.extend_from_slice(&counted[2..]);
                numpy.push(theirs.ms);
            }
        }
        let ours = Series::new(ours);
        rows.push(vec![
            self.name.into(),
            "Rankscope".into(),
            ours.to_string(),
            String::new(),
        ]);
        for (who, times) in [(Who::Numpy, numpy), (Who::NumpyTs, numpy_ts)] {
            let times = Series::new(times);
            let name = format!("training, {}, {}", self.name, who.name());
            let ratio = report.pairs(name, &ours, &times);
            rows.push(vec![
                self.name.into(),
                who.name().into(),
                times.to_string(),
                ratio,
            ]);
        }
        let frames = Series::new(frames);
        frame_rows.push(vec![
            self.name.into(),
            format!("{:.1} ms", frames.median()),
            format!("{:.1} ms", frames.share(0.95)),
            format!("{:.1} ms", frames.most()),
            format!("{updates:.0}"),
        ]);
        ours.median()
    }
}
