//! Two checkpoints of 135 million weights: the command with two threads, beside NumPy doing the same with two threads
//! and in two processes of one thread; and the page.
//!
//! The checkpoints are made by `checkpoints.py` and removed again; NumPy's side is `delta.py`. Both must find the same.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::budget::{
    DELTA_BESIDE_NUMPY, DELTA_PAGE_MEMORY, DELTA_PAGE_TASK, DELTA_PAGE_TIME, DELTA_TIME,
};
use crate::harness::{Page, browse};
use crate::report::{Report, Section};
use crate::resident::memory;
use crate::series::Series;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const THREADS: &str = "2";
const ROUNDS: usize = 3;
/// Between two looks at the page.
const GLANCE: Duration = Duration::from_millis(100);

/// Notes the longest task from now on.
const WATCH: &str = "
    window.longestTask = 0;
    new PerformanceObserver(list => {
        for (const task of list.getEntries()) {
            window.longestTask = Math.max(window.longestTask, task.duration);
        }
    }).observe({ type: 'longtask' });";

/// Adds a row for each.
pub(crate) fn measure(report: &mut Report) {
    let made = Made::new();
    let command = built();
    let (mut ours, mut theirs, mut apart) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let output = run(Command::new(&command)
            .args(["delta", "--json", "--threads", THREADS])
            .args(made.files()));
        ours.push(1000.0 * begun.elapsed().as_secs_f64());
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        for (threads, processes, times) in [(THREADS, "1", &mut theirs), ("1", THREADS, &mut apart)]
        {
            let numpy = numpy(&made, threads, processes);
            times.push(1000.0 * numpy["seconds"].as_f64().unwrap());
            check(&found, &numpy);
        }
    }
    let [ours, theirs, apart] = [ours, theirs, apart].map(Series::new);
    report.judge(&DELTA_TIME, ours.median() / 1000.0);
    report.judge(&DELTA_BESIDE_NUMPY, ours.median() / theirs.median());
    let mut ratio = |how: &str, theirs: &Series| {
        report.ratio(
            format!("two checkpoints, NumPy{how}"),
            ours.median(),
            theirs.median(),
        )
    };
    let with_threads = ratio("", &theirs);
    let with_processes = ratio(" in two processes", &apart);
    let page = on_the_page(&made);
    report.judge(&DELTA_PAGE_TIME, page.seconds);
    report.judge(&DELTA_PAGE_MEMORY, page.memory / 1e6);
    report.judge(&DELTA_PAGE_TASK, page.longest_task);
    report.add(Section {
        title: "Two checkpoints of 135 million weights",
        about: "`rankscope delta` on a base model and a fine-tune in BF16, 211 matrices and 61 norms: from the start of the \
                command to the last byte of its report. NumPy does the same matrix by matrix, in float64, its singular values \
                without vectors. Memory of the page is beyond what its empty view holds.",
        head: &["who", "time", "ratio", "memory", "longest task"],
        rows: vec![
            row("the command, two threads", ours.to_string(), String::new()),
            row("NumPy, two threads", theirs.to_string(), with_threads),
            row("NumPy, two processes of one thread", apart.to_string(), with_processes),
            vec![
                "the page, until everything is known".into(),
                format!("{:.0} ms", 1000.0 * page.seconds),
                String::new(),
                format!("{:.0} MB", page.memory / 1e6),
                format!("{:.0} ms", page.longest_task),
            ],
        ],
    });
}

fn row(who: &str, time: String, ratio: String) -> Vec<String> {
    vec![who.to_owned(), time, ratio, String::new(), String::new()]
}

/// What NumPy finds with so many threads in each of so many processes.
fn numpy(made: &Made, threads: &str, processes: &str) -> Value {
    let output = run(Command::new(python())
        .arg(format!("{ROOT}/tests/bench/delta.py"))
        .args(made.files())
        .arg(processes)
        .env("OPENBLAS_NUM_THREADS", threads));
    serde_json::from_slice(&output.stdout).unwrap()
}

struct OnThePage {
    seconds: f64,
    memory: f64,
    longest_task: f64,
}

/// Opens both on the page, and waits until everything is known.
fn on_the_page(made: &Made) -> OnThePage {
    let mut found = None;
    browse(async |page: &Page| {
        page.open("view=adapter&source=checkpoints").await;
        let there = "return !!document.querySelector('#checkpoint-base');";
        page.waits_until("the way in", there).await;
        page.script(WATCH, vec![]).await;
        let before = memory();
        let [base, tuned] = made.files();
        page.picks("#checkpoint-base", &[&base]).await;
        let began = Instant::now();
        page.picks("#checkpoint-tuned", &[&tuned]).await;
        let mut most = before;
        let open = "return document.querySelector('#adapter')?.dataset.open ?? '';";
        while page.script(open, vec![]).await != "ready" {
            assert!(
                began.elapsed() < Duration::from_mins(4),
                "the page does not end"
            );
            most = most.max(memory());
            tokio::time::sleep(GLANCE).await;
        }
        let seconds = began.elapsed().as_secs_f64();
        let longest = page.script("return window.longestTask;", vec![]).await;
        found = Some(OnThePage {
            seconds,
            memory: most - before,
            longest_task: longest.as_f64().unwrap(),
        });
    });
    found.unwrap()
}

/// Both found the same change.
fn check(found: &Value, numpy: &Value) {
    let layers = found["layers"].as_array().unwrap();
    let norm = layers
        .iter()
        .map(|layer| layer["frobenius"].as_f64().unwrap().powi(2))
        .sum::<f64>()
        .sqrt();
    let theirs = numpy["norm"].as_f64().unwrap();
    assert!((norm / theirs - 1.0).abs() < 1e-9, "{norm} {theirs}");
    let sum = |ranks: &mut dyn Iterator<Item = u64>| ranks.sum::<u64>();
    let ranks = |layer: &Value| layer["table"]["rank_90"].as_f64().map(|rank| rank as u64);
    let ours = sum(&mut layers.iter().filter_map(ranks));
    let theirs = sum(&mut numpy["rank_90"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_u64));
    assert_eq!(ours, theirs);
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

fn python() -> String {
    std::env::var("PYTHON").unwrap_or_else(|_| "python3".into())
}

/// The command, as `cargo install` builds it.
fn built() -> PathBuf {
    run(Command::new(env!("CARGO"))
        .args([
            "build",
            "--release",
            "--locked",
            "--package",
            "rankscope-cli",
        ])
        .current_dir(ROOT));
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(ROOT).join("target"), PathBuf::from);
    target.join("release/rankscope")
}

/// The two files, gone when it is dropped.
struct Made(PathBuf);

impl Made {
    fn new() -> Self {
        let folder =
            std::env::temp_dir().join(format!("rankscope-checkpoints-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        run(Command::new(python())
            .arg(format!("{ROOT}/tests/bench/checkpoints.py"))
            .arg(&folder));
        Self(folder)
    }

    fn files(&self) -> [PathBuf; 2] {
        ["base", "tuned"].map(|name| self.0.join(format!("{name}.safetensors")))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}
