//! What is shown of the real fine-tuning: the page's file is what its script takes from the results,
//! and every number that is written or drawn follows from those, worked out here anew.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod damaged;
mod figures;
mod file;
mod numerals;
#[path = "../prose/mod.rs"]
mod prose;
mod results;
mod summaries;
mod wording;
mod words;
