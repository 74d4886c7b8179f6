//! What the Adapter view asks the rank rules to keep: two thresholds, each declared in
//! [`THRESHOLDS`] and nowhere else.
//!
//! They stand apart from [`TABLE`](super::TABLE) because they are of the reader's own adapter: no
//! simulated update depends on them, and no pinned state holds them.

use super::declaration::Scale;
use super::{Notice, number};

/// A threshold, by the rules' name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// The share that PEFT's rule, `sv_fro` and `sv_cumulative` keep.
    Keep,
    /// How many times smaller than the first a singular value may be for `sv_ratio`.
    Ratio,
}

/// Everything there is to know about a threshold.
#[derive(Clone, Copy, Debug)]
pub struct ThresholdRow {
    /// Which one.
    pub key: Threshold,
    /// Its name in links, in element ids and in the README.
    pub name: &'static str,
    /// What the page calls it.
    pub label: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Smallest value.
    pub smallest: f64,
    /// Largest value.
    pub largest: f64,
    /// The slider's step: see [`Scale`].
    pub step: f64,
    /// The slider's scale.
    pub scale: Scale,
    /// The value it has when nothing is said.
    pub default: f64,
}

/// Both thresholds, in [`Threshold`]'s order.
pub const THRESHOLDS: [ThresholdRow; 2] = [
    ThresholdRow {
        key: Threshold::Keep,
        name: "keep",
        label: "share to keep",
        help: "The share that PEFT's energy rule, sv_fro and sv_cumulative keep of each layer.",
        smallest: 0.01,
        largest: 1.0,
        step: 0.005,
        scale: Scale::Linear,
        default: 0.9,
    },
    ThresholdRow {
        key: Threshold::Ratio,
        name: "ratio",
        label: "largest ratio",
        help: "How many times smaller than the first a singular value may be for sv_ratio to keep it.",
        smallest: 1.0,
        largest: 1000.0,
        step: 0.05,
        scale: Scale::Logarithmic,
        default: 10.0,
    },
];

impl ThresholdRow {
    /// The range in words.
    pub fn range(&self) -> String {
        format!("{}…{}", self.smallest, self.largest)
    }

    /// Where a slider stands for `value`: the value itself, or its power of two.
    pub fn position(&self, value: f64) -> f64 {
        self.scale.position(value)
    }

    /// The nearest value it takes to that of a slider's `position`.
    pub fn value_at(&self, position: f64) -> f64 {
        self.nearest(self.scale.value_at(position))
    }

    fn nearest(&self, value: f64) -> f64 {
        value.clamp(self.smallest, self.largest)
    }
}

/// A value for both thresholds, each inside its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankRules {
    keep: f64,
    ratio: f64,
}

impl Default for RankRules {
    fn default() -> Self {
        let [keep, ratio] = THRESHOLDS.map(|row| row.default);
        Self { keep, ratio }
    }
}

impl RankRules {
    /// The value in force.
    pub const fn get(&self, key: Threshold) -> f64 {
        match key {
            Threshold::Keep => self.keep,
            Threshold::Ratio => self.ratio,
        }
    }

    /// Sets one to the nearest value it can take.
    #[must_use]
    pub fn with(mut self, row: &ThresholdRow, value: f64) -> Self {
        let place = match row.key {
            Threshold::Keep => &mut self.keep,
            Threshold::Ratio => &mut self.ratio,
        };
        *place = row.nearest(value);
        self
    }

    /// Sets one from text a reader or a link gave, with a notice when it is not taken as it stands.
    pub fn with_text(self, row: &ThresholdRow, text: &str) -> (Self, Option<Notice>) {
        let Some(value) = number::read(text) else {
            let kept = self.get(row.key);
            return (self, Some(Notice::unreadable_threshold(row, text, kept)));
        };
        let next = self.with(row, value);
        let used = next.get(row.key);
        let notice = (used != value).then(|| Notice::moved_threshold(row, text, used));
        (next, notice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_threshold_stands_at_its_key_and_its_default_in_its_range() {
        for (index, row) in THRESHOLDS.iter().enumerate() {
            assert_eq!(row.key as usize, index);
            assert_eq!(row.nearest(row.default), row.default);
            assert_eq!(RankRules::default().get(row.key), row.default);
            for value in [row.smallest, row.default, row.largest] {
                assert_eq!(row.value_at(row.position(value)), value, "{}", row.name);
            }
        }
    }

    #[test]
    fn what_is_out_of_range_goes_to_the_nearest_end_and_is_said() {
        let [keep, ratio] = &THRESHOLDS;
        let rules = RankRules::default();
        let (high, notice) = rules.with_text(keep, "1.5");
        assert_eq!(high.get(Threshold::Keep), 1.0);
        assert_eq!(
            notice.unwrap().to_string(),
            "keep = 1.5 is now 1: it takes 0.01…1."
        );
        let (low, notice) = rules.with_text(ratio, "-inf");
        assert_eq!((low.get(Threshold::Ratio), notice.is_some()), (1.0, true));
        let (same, notice) = rules.with_text(keep, "most");
        assert_eq!((same, notice.is_some()), (rules, true));
        assert_eq!(rules.with_text(keep, " 0.5 ").1, None);
    }
}
