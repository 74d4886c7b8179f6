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
        Column::EntropyRank => "effective rank (entropy)",
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

/// How many decimals the values of a column have, so that they stand one below the other: as many as its
/// largest needs for four digits, and none where all are whole.
pub fn decimals(values: impl IntoIterator<Item = Option<f64>>) -> usize {
    let mut whole = true;
    let mut largest: f64 = 0.0;
    for value in values
        .into_iter()
        .flatten()
        .filter(|value| value.is_finite())
    {
        whole &= value.fract() == 0.0;
        largest = largest.max(value.abs());
    }
    if whole {
        return 0;
    }
    let before_the_point = largest.log10().floor().clamp(-3.0, 3.0);
    (DIGITS as f64 - 1.0 - before_the_point) as usize
}

/// A value as a column of so many decimals shows it.
pub fn aligned(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(
        || "–".to_owned(),
        |value| Format::Decimals(decimals).write(value),
    )
}

/// A value with all its digits; empty where it is undefined.
pub fn exact(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| Format::Exact.write(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_column_have_the_same_decimals() {
        let of = |values: &[f64]| decimals(values.iter().copied().map(Some));
        assert_eq!(of(&[11.15, 9.885, 2.11]), 2);
        assert_eq!(of(&[8.0, 16.0]), 0);
        assert_eq!(of(&[0.0321, 0.02]), 5);
        assert_eq!(of(&[123_456.7]), 0);
        assert_eq!(decimals([None]), 0);
        assert_eq!(aligned(Some(9.885), 2), "9.88");
        assert_eq!(aligned(None, 2), "–");
    }
}
