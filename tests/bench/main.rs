//! Measures the built page in a real browser and prints a table. `scripts/bench.sh` runs it.
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
mod latency;
mod pointer;
mod transfer;

// The browser and the page of the end-to-end tests; not every verb is needed here.
#[path = "../e2e/harness/mod.rs"]
#[allow(dead_code)]
mod harness;

fn main() {
    println!("| what | median | 95 % | slowest | budget |");
    println!("|---|---|---|---|---|");
    latency::measure();
    pointer::measure();
    println!();
    println!("| file of a first visit | bytes | brotli |");
    println!("|---|---|---|");
    transfer::measure();
    println!();
    println!("| 224 modules of 4096 × 4096 | time | memory | longest task | budget |");
    println!("|---|---|---|---|---|");
    adapter::measure();
}
