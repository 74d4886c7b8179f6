//! The project's own papers say what the code says.
//!
//! The README's table of parameters is written from `params::TABLE`. After a change there,
//! `BLESS=1 cargo test --test house` writes it again.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::panic)]

use rankscope::params::number::Format;
use rankscope::params::{Declaration, Scale, TABLE};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const BEGIN: &str = "<!-- parameters:begin -->\n";
const END: &str = "<!-- parameters:end -->";

const HEADING: &str = "| key | label | range | step | default | what it does |
|---|---|---|---|---|---|
";

/// The table of parameters, in Markdown.
fn parameter_table() -> String {
    let rows: Vec<_> = TABLE.iter().map(parameter).collect();
    HEADING.to_owned() + &rows.concat()
}

fn parameter(row: &Declaration) -> String {
    let Declaration {
        name,
        label,
        help,
        default,
        ..
    } = row;
    let (range, step) = (row.range(), step(row));
    format!("| `{name}` | {label} | {range} | {step} | {default} | {help} |\n")
}

fn step(row: &Declaration) -> String {
    match row.scale {
        Scale::Linear => Format::Exact.write(row.step),
        Scale::Logarithmic => format!("× 2^{}", row.step),
    }
}

#[test]
fn the_readme_lists_the_parameters_as_they_are_declared() {
    let readme = std::fs::read_to_string(README).expect("README.md");
    let (before, rest) = readme.split_once(BEGIN).expect(BEGIN);
    let (written, after) = rest.split_once(END).expect(END);
    let declared = parameter_table();

    if std::env::var_os("BLESS").is_some() {
        let blessed = format!("{before}{BEGIN}{declared}{END}{after}");
        std::fs::write(README, blessed).expect("README.md");
        return;
    }
    assert!(
        written == declared,
        "the README's table of parameters is not the declared one, which is\n\n{declared}\n\
         BLESS=1 cargo test --test house writes it"
    );
}
