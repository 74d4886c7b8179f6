//! Ratios that were recorded, so that a change which makes the page slower is seen.
//!
//! A ratio is our time divided by a peer's in the same run, so the machine's speed cancels.

use std::collections::BTreeMap;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/recorded.json");

/// How much worse a ratio may be than recorded: runs on a quiet machine differ by half of it.
const WORSE: f64 = 1.15;

/// Records the ratios of this run.
pub(crate) fn write(ratios: &BTreeMap<String, f64>) {
    // Three digits: the rest is noise, and would make every change of the file a change of all.
    let rounded = ratios.iter().map(|(name, ratio)| {
        let digits = 10_f64.powf(2.0 - ratio.log10().floor());
        (name, (ratio * digits).round() / digits)
    });
    let rounded: BTreeMap<_, _> = rounded.collect();
    let text = serde_json::to_string_pretty(&rounded).unwrap();
    std::fs::write(FILE, text + "\n").unwrap();
    println!("Recorded in tests/bench/recorded.json.");
}

/// What is worse than recorded, in words, of the ratios that were measured.
pub(crate) fn compare(ratios: &BTreeMap<String, f64>) -> Vec<String> {
    let text = std::fs::read_to_string(FILE).expect("recorded ratios: run with --record");
    let recorded: BTreeMap<String, f64> = serde_json::from_str(&text).unwrap();
    let worse = ratios.iter().filter_map(|(name, &ratio)| {
        let Some(&before) = recorded.get(name) else {
            return Some(format!("{name}: not recorded, run with --record"));
        };
        let percent = 100.0 * (ratio / before - 1.0);
        (ratio > before * WORSE)
            .then(|| format!("{name}: {ratio:.3}, recorded {before}, worse by {percent:.0} %"))
    });
    worse.collect()
}
