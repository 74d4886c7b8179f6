//! The project's own papers say what the code says.
//!
//! The README's table of parameters is written from `params::TABLE`. After a change there,
//! `BLESS=1 cargo test --test house` writes it again.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::panic)]

use rankscope_params::number::Format;
use rankscope_params::training::Setting;
use rankscope_params::{Choices, Declaration, Scale, TABLE, THRESHOLDS, ThresholdRow};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

const PARAMETERS: &str = "| key | label | range | step | default | what it does |
|---|---|---|---|---|---|
";

const CHOICES: &str = "| key | one of, the first by default | what it does |
|---|---|---|
";

const SETTINGS: &str = "| key | label | takes | default | what it does |
|---|---|---|---|---|
";

/// The table of parameters, in Markdown.
fn parameter_table() -> String {
    let rows: Vec<_> = TABLE.iter().map(parameter).collect();
    PARAMETERS.to_owned() + &rows.concat()
}

/// The table of the rank rules' thresholds, in Markdown.
fn threshold_table() -> String {
    let row = |row: &ThresholdRow| {
        let (range, step) = (row.range(), step(row.scale, row.step));
        let ThresholdRow {
            name,
            label,
            default,
            help,
            ..
        } = row;
        format!("| `{name}` | {label} | {range} | {step} | {default} | {help} |\n")
    };
    let rows: Vec<_> = THRESHOLDS.iter().map(row).collect();
    PARAMETERS.to_owned() + &rows.concat()
}

/// The table of choices, in Markdown.
fn choice_table() -> String {
    let row = |(name, options, help): &(&str, Vec<&str>, &str)| {
        format!("| `{name}` | `{}` | {help} |\n", options.join("` `"))
    };
    let rows: Vec<_> = Choices::declared().iter().map(row).collect();
    CHOICES.to_owned() + &rows.concat()
}

/// The table of the training's settings, in Markdown.
fn training_table() -> String {
    let row = |setting: Setting| {
        format!(
            "| `{}` | {} | {} | {} | {} |\n",
            setting.name(),
            setting.label(),
            setting.range(),
            setting.default_in_words(),
            setting.help(),
        )
    };
    SETTINGS.to_owned() + &Setting::ALL.map(row).concat()
}

fn parameter(row: &Declaration) -> String {
    let Declaration {
        name,
        label,
        help,
        default,
        ..
    } = row;
    let (range, step) = (row.range(), step(row.scale, row.step));
    format!("| `{name}` | {label} | {range} | {step} | {default} | {help} |\n")
}

fn step(scale: Scale, step: f64) -> String {
    match scale {
        Scale::Linear => Format::Exact.write(step),
        Scale::Logarithmic => format!("× 2^{step}"),
    }
}

/// Fails when the README's part of this name is not as declared; writes it when blessed.
fn readme_holds(part: &str, declared: &str) {
    let readme = std::fs::read_to_string(README).expect("README.md");
    let (begin, end) = (
        format!("<!-- {part}:begin -->\n"),
        format!("<!-- {part}:end -->"),
    );
    let (before, rest) = readme.split_once(&begin).expect(&begin);
    let (written, after) = rest.split_once(&end).expect(&end);

    if std::env::var_os("BLESS").is_some() {
        let blessed = format!("{before}{begin}{declared}{end}{after}");
        std::fs::write(README, blessed).expect("README.md");
        return;
    }
    assert!(
        written == declared,
        "the README's {part} are not the declared ones, which are\n\n{declared}\n\
         BLESS=1 cargo test --test house writes them"
    );
}

#[test]
fn the_readme_lists_everything_a_link_holds_as_it_is_declared() {
    readme_holds("parameters", &parameter_table());
    readme_holds("thresholds", &threshold_table());
    readme_holds("choices", &choice_table());
    readme_holds("training", &training_table());
}
