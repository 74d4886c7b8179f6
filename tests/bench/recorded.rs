//! The files of the history: what was recorded, and its picture.

use crate::history::{self, Entry, Ratios};
use crate::{machine, picture};

const HISTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/history.json");
const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/benchmarks.svg");

fn read() -> Vec<Entry> {
    let text = std::fs::read_to_string(HISTORY).unwrap();
    history::read(&text).unwrap()
}

/// Records the ratios of this run, and draws all that are.
pub(crate) fn add(ratios: Ratios) {
    let mut entries = read();
    let (date, machine) = (machine::today(), machine::name());
    history::add(
        &mut entries,
        Entry {
            date,
            machine,
            ratios,
        },
    );
    std::fs::write(HISTORY, history::write(&entries)).unwrap();
    println!("Recorded in tests/bench/history.json.");
    draw();
}

/// Draws what is recorded.
pub(crate) fn draw() {
    std::fs::write(PICTURE, picture::draw(&read())).unwrap();
    println!("Drawn in docs/benchmarks.svg.");
}

/// What is worse than recorded, in words, of the ratios that were measured.
pub(crate) fn compare(ratios: &Ratios) -> Vec<String> {
    history::compare(&read(), ratios)
}
