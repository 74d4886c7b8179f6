//! Holds the built page against Lighthouse's scores. `scripts/lighthouse.sh` runs it.
//!
//! With the argument `untimed` it leaves out the one that is a time, and visits once:
//! `scripts/test.sh` does so.
#![cfg(not(target_arch = "wasm32"))]
// Stops at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod audit;

// Serves the benchmark too, which needs more of it.
#[path = "../host/mod.rs"]
mod host;

use std::process::ExitCode;

use audit::{LEAST, TIMED, VISITORS, median, visit};
use host::Host;

/// The first visit meets a cold server, and performance is a time: the middle of three counts.
const VISITS: usize = 3;

#[tokio::main]
async fn main() -> ExitCode {
    let untimed = std::env::args().any(|argument| argument == "untimed");
    let judged = LEAST
        .iter()
        .filter(|(name, _)| !(untimed && *name == TIMED));
    let judged: Vec<_> = judged.copied().collect();
    let categories: Vec<_> = judged.iter().map(|(category, _)| *category).collect();
    let host = Host::start().await;
    let mut passed = true;
    println!("| visit | {} |", categories.join(" | "));
    println!("|---|{}", "---|".repeat(categories.len()));
    for (name, visitor) in VISITORS {
        let mut visits = Vec::new();
        for _ in 0..if untimed { 1 } else { VISITS } {
            visits.push(visit(&host, visitor, &categories).await);
        }
        let middle = |category| median(visits.iter().map(|visit| visit.scores[category]).collect());
        let cells = judged.iter().map(|&(category, least)| {
            let score = middle(category);
            if score < least {
                format!("{score}, at least {least}")
            } else {
                score.to_string()
            }
        });
        println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
        if judged
            .iter()
            .any(|&(category, least)| middle(category) < least)
        {
            passed = false;
            for complaint in visits.iter().flat_map(|visit| &visit.complaints) {
                println!("{complaint}");
            }
        }
    }
    if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
