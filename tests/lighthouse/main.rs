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

// What is looked at when all of the page is.
#[path = "../views/mod.rs"]
mod views;

use std::process::ExitCode;

use audit::{LEAST, TIMED, VISITORS, median, visit};
use host::Host;

/// The first visit meets a cold server, and performance is a time: the middle of three counts.
const VISITS: usize = 3;

#[tokio::main]
async fn main() -> ExitCode {
    let untimed = std::env::args().any(|argument| argument == "untimed");
    let host = Host::start().await;
    println!("| visit | {} |", LEAST.map(|(name, _)| name).join(" | "));
    println!("|---|{}", "---|".repeat(LEAST.len()));
    let mut passed = true;
    // A bare address as every visitor.
    for (name, visitor) in VISITORS {
        let visits = if untimed { 1 } else { VISITS };
        passed &= judge(&host, "", name, visitor, !untimed, visits).await;
    }
    // The other views only as one of them, and without [`TIMED`]: their scores depend on what they show,
    // which is the same for both. So two at a time.
    let (_, visitor) = VISITORS[1];
    let others: Vec<&str> = views::views().filter(|query| !query.is_empty()).collect();
    let host = &host;
    let one = async |query: &str| judge(host, &format!("?{query}"), query, visitor, false, 1).await;
    for pair in others.chunks(2) {
        passed &= match pair {
            [first, second] => {
                let (first, second) = tokio::join!(one(first), one(second));
                first && second
            }
            rest => one(rest[0]).await,
        };
    }
    if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Whether every category judged reaches its least score. Says so, and what cost points.
async fn judge(
    host: &Host,
    query: &str,
    name: &str,
    visitor: &str,
    timed: bool,
    visits: usize,
) -> bool {
    let judged = LEAST.iter().filter(|(name, _)| timed || *name != TIMED);
    let judged: Vec<_> = judged.copied().collect();
    let categories: Vec<_> = judged.iter().map(|(category, _)| *category).collect();
    let mut verdicts = Vec::new();
    for _ in 0..visits {
        verdicts.push(visit(host, query, visitor, &categories).await);
    }
    let middle = |category| {
        let scores = verdicts.iter().map(|verdict| verdict.scores[category]);
        median(scores.collect())
    };
    let cells = LEAST.iter().map(|&(category, least)| {
        if !categories.contains(&category) {
            return String::new();
        }
        match middle(category) {
            score if score < least => format!("{score}, at least {least}"),
            score => score.to_string(),
        }
    });
    println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
    let passed = judged
        .iter()
        .all(|&(category, least)| middle(category) >= least);
    if !passed {
        for complaint in verdicts.iter().flat_map(|verdict| &verdict.complaints) {
            println!("{complaint}");
        }
    }
    passed
}
