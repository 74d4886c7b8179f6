//! The README's tables and the palette are what the code declares.
//!
//! After a change there, `BLESS=1 cargo test --test generated_docs` writes them again.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::panic)]

mod bless;

use bless::{file_holds, part_holds};
use rankscope_chart::Theme;
use rankscope_params::number::Format;
use rankscope_params::{
    Declaration, Default, Kind, Link, Numeric, Optimizer, SETTINGS, Scale, SettingKey,
};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const PALETTE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/static/tokens.css");

/// Which settings stand in a part.
type OfPart = fn(SettingKey) -> bool;

/// The rows that a part of the README lists, in Markdown.
fn table(of_part: OfPart) -> String {
    let rows: Vec<_> = SETTINGS.iter().filter(|row| of_part(row.key)).collect();
    let head = match rows.first().map(|row| row.kind) {
        Some(Kind::Number(_) | Kind::Ranks(_)) => {
            "| key | label | range | step | default | what it does |\n|---|---|---|---|---|---|\n"
        }
        Some(Kind::Choice(_)) => {
            "| key | one of, the first by default | what it does |\n|---|---|---|\n"
        }
        _ => "| key | what it holds |\n|---|---|\n",
    };
    let rows = rows.into_iter().map(row);
    head.to_owned() + &rows.collect::<String>()
}

fn row(row: &Declaration) -> String {
    let Declaration {
        name, label, help, ..
    } = row;
    let (range, default) = (row.range(), default(row));
    match &row.kind {
        Kind::Choice(options) => {
            let names: Vec<_> = options.iter().map(|option| option.name).collect();
            format!("| `{name}` | `{}` | {help} |\n", names.join("` `"))
        }
        Kind::Number(numeric) => {
            let step = step(numeric);
            format!("| `{name}` | {label} | {range} | {step} | {default} | {help} |\n")
        }
        Kind::Ranks(_) => format!("| `{name}` | {label} | {range} | | {default} | {help} |\n"),
        Kind::State | Kind::Parameters | Kind::Id | Kind::Text => {
            format!("| `{name}` | {help} |\n")
        }
    }
}

fn step(numeric: &Numeric) -> String {
    match numeric.scale {
        Scale::Linear => Format::Exact.write(numeric.step),
        Scale::Logarithmic { .. } => format!("× 2^{}", numeric.step),
    }
}

/// The default in words.
fn default(row: &Declaration) -> String {
    let value = |optimizer: Optimizer| {
        let mut link = Link::default();
        link.choices.optimizer = optimizer;
        link.value(row.key).default_text()
    };
    match &row.kind {
        Kind::Number(numeric)
            if matches!(
                numeric.default,
                Default::OfOptimizer | Default::OfRecallOptimizer
            ) =>
        {
            format!(
                "{}, Adam: {}",
                value(Optimizer::Sgd),
                value(Optimizer::Adam)
            )
        }
        _ => value(Optimizer::Sgd),
    }
}

#[test]
fn the_readme_lists_everything_a_link_holds_as_it_is_declared() {
    let parts: [(&str, OfPart); 8] = [
        ("parameters", |key| matches!(key, SettingKey::Param(_))),
        ("thresholds", |key| matches!(key, SettingKey::Threshold(_))),
        ("resizing", |key| matches!(key, SettingKey::Resize(_))),
        ("choices", |key| matches!(key, SettingKey::Choice(_))),
        ("training", |key| {
            matches!(key, SettingKey::Training(_) | SettingKey::TrainingRanks)
        }),
        ("recall", |key| {
            matches!(key, SettingKey::Recall(_) | SettingKey::RecallRanks)
        }),
        ("merging", |key| matches!(key, SettingKey::Merge(_))),
        ("others", |key| {
            use SettingKey::{Adapter, Claim, Controls, Exercise, Pin};
            matches!(key, Pin(_) | Controls | Exercise | Claim | Adapter(_))
        }),
    ];
    for (part, of_part) in parts {
        part_holds(README, part, &table(of_part));
    }
    for row in &SETTINGS {
        let parts = parts.iter().filter(|(_, of_part)| of_part(row.key));
        assert_eq!(parts.count(), 1, "{}", row.name);
    }
}

#[test]
fn the_palette_of_the_style_sheet_is_that_of_the_charts() {
    file_holds(PALETTE, &Theme::style_sheet());
}
