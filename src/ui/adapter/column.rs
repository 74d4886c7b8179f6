//! How the columns of the table are named and written on the page.

use rankscope_adapter::{Column, RankRule, Report, Thresholds};
use rankscope_params::number::{Format, significant};

/// Digits shown; `data-value` has all of them.
const DIGITS: usize = 4;

/// What the page calls a column.
pub(super) const fn label(column: Column) -> &'static str {
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

/// A layer's line in the table: its path and a value for each of [`Column::ALL`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// As the file names it.
    pub(super) path: String,
    /// As its model does.
    pub(super) module: String,
    pub(super) values: [Option<f64>; Column::ALL.len()],
}

impl Row {
    pub(super) fn of(report: &Report, thresholds: Thresholds) -> Self {
        Self {
            path: report.layer.path.clone(),
            module: report.layer.module_path().to_owned(),
            values: Column::ALL.map(|column| column.value(report, thresholds)),
        }
    }

    /// Its value in a column; none where that is undefined.
    pub(super) fn value(&self, column: Column) -> Option<f64> {
        let mut columns = Column::ALL.iter().zip(self.values);
        columns.find(|(other, _)| **other == column)?.1
    }
}

/// A value as the page shows it.
pub(super) fn written(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| significant(value, DIGITS))
}

/// A value with all its digits; empty where it is undefined.
pub(super) fn exact(value: Option<f64>) -> String {
    value
        .map(|value| Format::Exact.write(value))
        .unwrap_or_default()
}
