//! End-to-end tests: the built page in Chromium, Firefox or `WebKit`, driven through WebDriver.
//!
//! `scripts/test.sh` builds the page and runs them in each. Each test has a browser of its own and speaks
//! in the verbs of [`harness::Page`]; it waits for conditions, never for time.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be, and `==` between numbers means every digit.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod accessibility;
mod adapter;
mod away;
mod charts;
mod checkpoints;
mod claims;
mod classroom;
mod compare;
mod controls;
mod crosshair;
mod embed;
mod engine;
mod faults;
mod harness;
mod history;
mod integrity;
mod jobs;
mod links;
mod matrices;
mod monkey;
mod numbers;
mod offline;
mod policy;
mod pretrained;
mod python;
mod recall;
mod responsiveness;
mod save;
mod scorm;
mod start;
mod tables;
mod teach;
mod train;
mod transformer;
mod upgrade;

// A file of thousands of layers, which the benchmark opens too.
#[path = "../experts/mod.rs"]
mod experts;

// What is looked at when all of the page is.
#[path = "../views/mod.rs"]
mod views;

// What NumPy said, as the native tests read it; not all of it concerns the page.
#[path = "../oracle/mod.rs"]
#[allow(dead_code, reason = "not all of it concerns the page")]
mod oracle;

// What the experiment on a real transformer wrote, as the native tests read it.
#[path = "../transformer/results.rs"]
#[allow(dead_code, reason = "not all of it concerns the page")]
mod results;
