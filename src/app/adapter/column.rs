//! How the columns of the table are named and written on the page.

use rankscope_adapter::{Column, RankRule};
use rankscope_params::number::{Format, significant};

/// Digits shown; `data-value` has all of them.
const DIGITS: usize = 4;

/// A column's heading.
pub const fn label(column: Column) -> &'static str {
    match column {
        Column::Gamma => "γ",
        Column::GammaIgnoringRsLora => "γ, ignoring rsLoRA",
        Column::Rank => "rank r",
        Column::Frobenius => "‖ΔW‖",
        Column::SigmaMax => "σ₁",
        Column::StableRank => "stable rank",
        Column::EntropyRank => "entropy rank",
        Column::Kept(RankRule::Peft) => "PEFT keeps",
        Column::Kept(RankRule::SvFro) => "sv_fro keeps",
        Column::Kept(RankRule::SvCumulative) => "sv_cumulative keeps",
        Column::Kept(RankRule::SvRatio) => "sv_ratio keeps",
        Column::Kept(RankRule::Entropy) => "entropy keeps",
    }
}

/// The column of this name, if it is one of the table's.
pub fn named(name: &str) -> Option<Column> {
    let mut all = Column::ALL.into_iter();
    all.find(|column| column.name() == name)
}

/// A value as the page shows it.
pub fn written(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| significant(value, DIGITS))
}

/// A value with all its digits; empty where it is undefined.
pub fn exact(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| Format::Exact.write(value))
}
