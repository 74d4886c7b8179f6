//! The command on two checkpoints of 135 million weights, with two threads, beside NumPy doing the same with two.
//!
//! The checkpoints are made by `checkpoints.py` and removed again; NumPy's side is `delta.py`. Both must find the same.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

use serde_json::Value;

use crate::budget::{DELTA_BESIDE_NUMPY, DELTA_TIME};
use crate::report::{Report, Section};
use crate::series::Series;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const THREADS: &str = "2";
const ROUNDS: usize = 3;

/// Adds a row for each.
pub(crate) fn measure(report: &mut Report) {
    let made = Made::new();
    let command = built();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let output = run(Command::new(&command)
            .args(["delta", "--json", "--threads", THREADS])
            .args(made.files()));
        ours.push(1000.0 * begun.elapsed().as_secs_f64());
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let numpy = run(Command::new(python())
            .arg(format!("{ROOT}/tests/bench/delta.py"))
            .args(made.files())
            .env("OPENBLAS_NUM_THREADS", THREADS));
        let numpy: Value = serde_json::from_slice(&numpy.stdout).unwrap();
        theirs.push(1000.0 * numpy["seconds"].as_f64().unwrap());
        check(&found, &numpy);
    }
    let (ours, theirs) = (Series::new(ours), Series::new(theirs));
    report.judge(&DELTA_TIME, ours.median() / 1000.0);
    report.judge(&DELTA_BESIDE_NUMPY, ours.median() / theirs.median());
    let ratio = report.ratio(
        "two checkpoints, NumPy".to_owned(),
        ours.median(),
        theirs.median(),
    );
    report.add(Section {
        title: "Two checkpoints of 135 million weights",
        about: "`rankscope delta` on a base model and a fine-tune in BF16, 211 matrices and 61 norms: from the start of the \
                command to the last byte of its report. NumPy does the same matrix by matrix, in float64, its singular values \
                without vectors. Both have two threads.",
        head: &["who", "time", "ratio"],
        rows: vec![vec!["rankscope".into(), ours.to_string(), String::new()], vec!["NumPy".into(), theirs.to_string(), ratio]],
    });
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
