//! Exercises and assignments as files, links and documentation: what survives, what is refused.
//!
//! The JSON Schemas and the table of functions are written from the code:
//! `BLESS=1 cargo test --test lesson_format` writes them again.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod assignments;
#[path = "../bless/mod.rs"]
mod bless;
mod docs;
mod mistakes;
mod places;
mod round_trips;
mod version_1;
