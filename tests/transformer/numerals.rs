//! Numbers as the page rounds them.

#[path = "../prose/numerals.rs"]
mod text;

pub(crate) use self::text::numerals;
use crate::results::{Of, Results, SEEDS, TASKS, mean, spread};

pub(crate) fn one(value: f64) -> String {
    format!("{:.1}", 100.0 * value)
}

pub(crate) fn two(value: f64) -> String {
    // A slope that rounds to nothing has no sign.
    format!("{:.2}", (100.0 * value).round() / 100.0 + 0.0).replace('-', "−")
}

pub(crate) fn whole(value: f64) -> String {
    format!("{value:.0}")
}

pub(crate) fn both(values: Vec<f64>) -> Vec<String> {
    values.into_iter().map(one).collect()
}

/// Lists of numerals, one after the other.
pub(crate) fn list(parts: &[&[String]]) -> Vec<String> {
    parts.concat()
}

/// One numeral, of a number or a text.
#[allow(clippy::needless_pass_by_value)]
pub(crate) fn s(text: impl ToString) -> Vec<String> {
    vec![text.to_string()]
}

pub(crate) fn seeds(value: impl Fn(u64) -> Option<f64>) -> Vec<f64> {
    SEEDS.iter().filter_map(|&seed| value(seed)).collect()
}

impl Results {
    pub(crate) fn accuracies(&self, of: Of<'_>) -> Vec<f64> {
        seeds(|seed| self.accuracy(Of { seed, ..of }))
    }

    pub(crate) fn cut(&self, task: &str, rank: usize) -> Vec<f64> {
        seeds(|seed| Some(self.truncated(task, seed, rank)))
    }

    pub(crate) fn entropies(&self, task: &str, scaling: &str, rank: usize) -> Vec<f64> {
        seeds(|seed| {
            self.entropy_rank(Of {
                task,
                scaling,
                seed,
                rank,
                ..Of::USUAL
            })
        })
    }

    pub(crate) fn slopes(&self, scaling: &str) -> [String; 2] {
        let all = TASKS
            .iter()
            .flat_map(|task| SEEDS.map(|seed| self.slope(task, scaling, seed)));
        let all: Vec<f64> = all.collect();
        [
            two(all.iter().copied().fold(f64::INFINITY, f64::min)),
            two(all.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        ]
    }
}

pub(crate) fn directions(results: &Results, task: &str, step: usize) -> Vec<String> {
    let ranks = results.rank90(task, step);
    vec![whole(mean(&ranks)), whole(spread(&ranks))]
}
