//! The recall experiment agrees with NumPy: questions, losses, answers, truncations, capacities.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod capacities;
mod experiments;
mod runs;

// What NumPy said, as all native tests read it; not all of it concerns recall.
#[path = "../oracle/mod.rs"]
#[allow(dead_code)]
mod oracle;

/// Keys by which two programs that round differently may disagree.
const KEYS: usize = 1;

fn near(ours: usize, numpy: usize) -> bool {
    ours.abs_diff(numpy) <= KEYS
}
