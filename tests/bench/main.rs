//! Measures the built page in a real browser, beside other libraries and native NumPy, and writes
//! `docs/benchmarks.md`. `scripts/bench.sh` runs it.
//!
//! | argument | what it does |
//! |---|---|
//! | none | measures everything, writes the file, fails when a ratio is worse than recorded |
//! | names of parts | measures these, prints them, and fails likewise; the file stays as it is |
//! | `--record` | the same, and records the ratios instead of comparing them: in `history.json`, which is drawn |
//! | `--draw` | measures nothing, and draws what is recorded |
//!
//! What is decided of the numbers (the spread, whether the machine was busy, the history, its picture) is tested
//! without a browser in `tests/bench_decisions.rs`.
#![cfg(not(target_arch = "wasm32"))]
// A measurement stops at the first thing that is not as it should be; its table is its result.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod adapter;
mod budget;
mod busy;
mod computation;
mod delta;
mod field;
mod first_visit;
mod history;
mod latency;
mod layers;
mod lighthouse;
mod machine;
mod memory;
mod picture;
mod quiet;
mod recall;
mod recorded;
mod report;
mod resident;
mod resize;
mod series;
mod training;

// The browser and the page of the end-to-end tests; not every verb is needed here.
#[path = "../e2e/harness/mod.rs"]
#[allow(dead_code, reason = "not every verb and rule concerns the benchmark")]
mod harness;

// A file of thousands of layers, as the end-to-end tests have it.
#[path = "../experts/mod.rs"]
mod experts;

#[path = "../host/mod.rs"]
mod host;

#[path = "../lighthouse/audit.rs"]
#[allow(dead_code, reason = "not every verb and rule concerns the benchmark")]
mod audit;

use std::process::ExitCode;
use std::time::Instant;

use serde_json::json;

use report::Report;

type Part = (&'static str, fn(&mut Report));

const PARTS: [Part; 10] = [
    ("first-visit", first_visit::measure),
    ("latency", latency::measure),
    ("computation", computation::measure),
    ("training", training::measure),
    ("recall", recall::measure),
    ("memory", memory::measure),
    ("adapter", adapter::measure),
    ("resize", resize::measure),
    ("delta", delta::measure),
    ("lighthouse", lighthouse::measure),
];

/// Records how the page stands to its peers.
const RECORD: &str = "--record";
/// Draws it.
const DRAW: &str = "--draw";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (flags, names): (Vec<_>, Vec<_>) =
        arguments.iter().partition(|name| name.starts_with("--"));
    for name in &names {
        let known = PARTS.iter().any(|(part, _)| part == name);
        assert!(known, "no part is called {name}");
    }
    let known = |flag: &&String| [RECORD, DRAW].contains(&flag.as_str());
    assert!(flags.iter().all(known), "the flags are {RECORD} and {DRAW}");
    let has = |wanted: &str| flags.iter().any(|flag| *flag == wanted);
    if has(DRAW) {
        recorded::draw();
        return ExitCode::SUCCESS;
    }
    let record = has(RECORD);
    let load = machine::load();
    let mut report = Report::default();
    for (name, measure) in PARTS {
        if names.is_empty() || names.iter().any(|wanted| *wanted == name) {
            let began = Instant::now();
            measure(&mut report);
            println!("({name}: {:.0} s)", began.elapsed().as_secs_f64());
        }
    }
    println!("\n{}", report.budgets());
    println!("{}.", quiet::account());
    if names.is_empty() {
        let versions = field::Numpy::start().ask(&json!({ "what": "versions" }));
        let mut facts = machine::facts(&versions["check"]);
        facts.push(("load in the minute before", load));
        report.write(&facts);
    }
    if record {
        recorded::add(report.ratios);
        return ExitCode::SUCCESS;
    }
    let worse = recorded::compare(&report.ratios);
    for line in &worse {
        println!("Not as recorded: {line}");
    }
    if worse.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
