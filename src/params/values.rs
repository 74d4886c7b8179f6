//! The values of all parameters at once, always valid.

use std::fmt;

use super::number::{self, Format};
use super::training::TrainingContext;
use super::update_params::{Ends, Reading, UpdateParams};
use super::value::Value;
use super::{Key, Notice, Optimizer};

/// A value for every parameter, each inside its range.
///
/// A rank asked for stays remembered while the matrix is too small for it, so that shrinking and
/// growing the matrix again gives it back; [`Params::get`] always answers with the one in force.
#[derive(Clone, Copy, Debug)]
pub struct Params {
    asked: [f64; Key::COUNT],
}

impl PartialEq for Params {
    /// Equal when every parameter in force is, whatever was asked for.
    fn eq(&self, other: &Self) -> bool {
        Key::ALL
            .into_iter()
            .all(|key| self.get(key) == other.get(key))
    }
}

impl Default for Params {
    fn default() -> Self {
        Self {
            asked: Key::ALL.map(default),
        }
    }
}

/// The default of a parameter, whatever the shape: a rank that is lowered comes back with it.
fn default(key: Key) -> f64 {
    key.numeric().default(TrainingContext {
        optimizer: Optimizer::Sgd,
        max_rank: usize::MAX,
    })
}

impl Params {
    fn asked(&self, key: Key) -> f64 {
        // In bounds: the discriminants are 0..COUNT.
        #[expect(clippy::indexing_slicing)]
        self.asked[key as usize]
    }

    /// `m = min(d, k)`, the largest rank the matrix can have.
    pub fn max_rank(&self) -> usize {
        self.asked(Key::Rows).min(self.asked(Key::Columns)) as usize
    }

    /// The value in force.
    pub fn get(&self, key: Key) -> f64 {
        key.numeric().nearest(self.asked(key), self.max_rank())
    }

    /// The largest value `key` may take now.
    pub fn largest(&self, key: Key) -> f64 {
        key.numeric().largest(self.max_rank())
    }

    /// The value `key` has when nothing is said, for the present shape.
    pub fn default_of(&self, key: Key) -> f64 {
        key.numeric().nearest(default(key), self.max_rank())
    }

    /// The value in force with its default and range, for the present shape.
    pub fn value(&self, key: Key) -> Value {
        Value::Number {
            value: self.get(key),
            default: self.default_of(key),
            largest: self.largest(key),
        }
    }

    /// Sets one parameter to the nearest value it can take; the notices say what else that meant.
    ///
    /// Returns the new values with a notice when `value` itself had to change and one for each
    /// other parameter that the new shape lowers. A NaN changes nothing but earns a notice.
    pub fn with(&self, key: Key, value: f64) -> (Self, Vec<Notice>) {
        if value.is_nan() {
            return (*self, vec![self.unreadable(key, "NaN")]);
        }
        let used = key.numeric().nearest(value, self.max_rank());
        let mut next = *self;
        // In bounds: the discriminants are 0..COUNT.
        #[expect(clippy::indexing_slicing)]
        {
            next.asked[key as usize] = used;
        }
        let mut notices = Vec::new();
        if used != value {
            notices.push(next.moved(key, value));
        }
        let lowered = Key::ALL
            .into_iter()
            .filter(|&other| other != key && next.get(other) < self.get(other));
        notices.extend(lowered.map(|other| next.moved(other, self.get(other))));
        (next, notices)
    }

    /// That a parameter was given a value which is not the one in force now.
    fn moved(&self, key: Key, given: f64) -> Notice {
        let used = Format::Exact.write(self.get(key));
        let given = Format::Exact.write(given);
        Notice::moved(key.into(), &given, used, self.max_rank())
    }

    fn unreadable(&self, key: Key, given: &str) -> Notice {
        Notice::unreadable(key.into(), given, Format::Exact.write(self.get(key)))
    }

    /// Sets one parameter from text a reader or a link gave: [`Params::with`], and a notice when
    /// the text is no number.
    pub fn with_text(&self, key: Key, text: &str) -> (Self, Vec<Notice>) {
        match number::read(text) {
            Some(value) => self.with(key, value),
            None => (*self, vec![self.unreadable(key, text)]),
        }
    }

    /// Sets one parameter back to its default.
    pub fn with_default(&self, key: Key) -> (Self, Vec<Notice>) {
        let (mut next, notices) = self.with(key, self.default_of(key));
        // Asked for whole, so that a default rank the shape lowers now comes back with the shape.
        // In bounds: the discriminants are 0..COUNT.
        #[expect(clippy::indexing_slicing)]
        {
            next.asked[key as usize] = default(key);
        }
        (next, notices)
    }

    /// What has to change in `self` to make it `other`, in the table's order.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let difference = |key: Key| Difference {
            key,
            before: self.get(key),
            after: other.get(key),
        };
        let all = Key::ALL.into_iter().map(difference);
        all.filter(|changed| changed.before != changed.after)
            .collect()
    }

    /// These parameters with the shape, noise, strengths and seed of `update`: all that an SVD
    /// depends on.
    #[must_use]
    pub fn with_update(&self, update: &UpdateParams) -> Self {
        let values = [
            (Key::Rows, update.rows as f64),
            (Key::Columns, update.columns as f64),
            (Key::TrueRank, update.true_rank as f64),
            (Key::Noise, update.noise),
            (Key::StyleMax, update.style.first),
            (Key::StyleMin, update.style.last),
            (Key::FactsMax, update.facts.first),
            (Key::FactsMin, update.facts.last),
            (Key::Seed, f64::from(update.seed)),
        ];
        let mut next = *self;
        for (key, value) in values {
            next = next.with(key, value).0;
        }
        next
    }

    /// What the matrices and their singular values depend on.
    pub fn update(&self) -> UpdateParams {
        UpdateParams {
            rows: self.get(Key::Rows) as usize,
            columns: self.get(Key::Columns) as usize,
            true_rank: self.get(Key::TrueRank) as usize,
            noise: self.get(Key::Noise),
            style: Ends {
                first: self.get(Key::StyleMax),
                last: self.get(Key::StyleMin),
            },
            facts: Ends {
                first: self.get(Key::FactsMax),
                last: self.get(Key::FactsMin),
            },
            seed: self.get(Key::Seed) as u32,
        }
    }

    /// What only re-derives curves from singular values already known.
    pub fn reading(&self) -> Reading {
        Reading {
            alpha: self.get(Key::Alpha),
            rank_low: self.get(Key::RankLow) as usize,
            rank_high: self.get(Key::RankHigh) as usize,
        }
    }
}

/// One parameter in which two sets of values differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The parameter.
    pub key: Key,
    /// Its value in the first set.
    pub before: f64,
    /// Its value in the second.
    pub after: f64,
}

impl fmt::Display for Difference {
    /// "noise 0.01 → 0.2"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.key.declaration().label;
        let write = |value| Format::Exact.write(value);
        write!(f, "{label} {} → {}", write(self.before), write(self.after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_matrix_lowers_the_ranks_and_says_so() {
        let (params, notices) = Params::default().with(Key::Rows, 8.0);
        assert_eq!(params.reading().rank_high, 8);
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert!(notices[0].to_string().contains("second rank"));
    }

    #[test]
    fn growing_the_matrix_again_gives_the_rank_back() {
        let (small, _) = Params::default().with(Key::Rows, 8.0);
        let (again, notices) = small.with(Key::Rows, 64.0);
        assert_eq!(again, Params::default());
        assert!(notices.is_empty());
    }

    #[test]
    fn alpha_and_the_inspected_ranks_leave_the_update_alone() {
        let start = Params::default();
        for key in [Key::Alpha, Key::RankLow, Key::RankHigh] {
            assert_eq!(start.with(key, 7.0).0.update(), start.update());
        }
    }

    #[test]
    fn differences_are_said_by_label() {
        let start = Params::default();
        let noisy = start.with(Key::Noise, 0.2).0.with(Key::Alpha, 32.0).0;
        let said: Vec<_> = start
            .differences(&noisy)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(said, ["noise 0.01 → 0.2", "α 16 → 32"]);
        assert_eq!(start.differences(&start), vec![]);
    }

    #[test]
    fn taking_back_the_update_leaves_the_reading() {
        let start = Params::default();
        let moved = start.with(Key::Noise, 0.2).0.with(Key::Alpha, 32.0).0;
        let back = moved.with_update(&start.update());
        assert_eq!(
            (back.update(), back.reading()),
            (start.update(), moved.reading())
        );
    }

    #[test]
    fn not_a_number_changes_nothing_but_is_said() {
        let (params, notices) = Params::default().with(Key::Noise, f64::NAN);
        assert_eq!(params, Params::default());
        assert_eq!(notices.len(), 1);
    }
}
