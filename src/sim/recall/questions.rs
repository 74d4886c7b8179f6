//! Keys and their right answers.

use nalgebra::DMatrix;

use super::RecallConfig;
use crate::random::NumpyStream;
use crate::training::panels::Panels;
use rankscope_params::Task;

/// Held-out keys of style.
pub const HELD_OUT: usize = 2000;

/// Some keys with their answers.
#[derive(Debug)]
pub struct Questions {
    /// X, `N × d`.
    keys: Panels,
    /// Xᵀ.
    transposed: Panels,
    /// Of each key, in `0..V`.
    answers: Vec<u16>,
}

impl Questions {
    fn new(keys: &DMatrix<f64>, answers: Vec<u16>) -> Self {
        Self {
            transposed: Panels::of(&keys.transpose()),
            keys: Panels::of(keys),
            answers,
        }
    }

    /// X, `N × d`.
    pub(super) fn keys(&self) -> &Panels {
        &self.keys
    }

    /// Xᵀ, `d × N`.
    pub(super) fn transposed(&self) -> &Panels {
        &self.transposed
    }

    /// Of each key, in `0..V`.
    pub fn answers(&self) -> &[u16] {
        &self.answers
    }

    /// N.
    pub fn count(&self) -> usize {
        self.answers.len()
    }
}

/// Draws the keys that are learned and, for style, those that are held out.
pub fn draw(config: &RecallConfig) -> (Questions, Option<Questions>) {
    let RecallConfig {
        task,
        facts,
        width,
        rule_rank,
        seed,
        ..
    } = *config;
    let mut stream = NumpyStream::new(seed);
    let keys = |stream: &mut NumpyStream, count| {
        stream.normal_matrix(count, width) / (width as f64).sqrt()
    };
    let seen = keys(&mut stream, facts);
    match task {
        Task::Facts => {
            let answer = || (width as f64 * stream.uniform()).floor() as u16;
            let answers = std::iter::repeat_with(answer).take(facts).collect();
            (Questions::new(&seen, answers), None)
        }
        Task::Style => {
            let left = stream.normal_matrix(width, rule_rank);
            let rule = left * stream.normal_matrix(rule_rank, width);
            let held_out = keys(&mut stream, HELD_OUT);
            let ruled = |keys: &DMatrix<f64>| Questions::new(keys, answers_by(&rule, keys));
            (ruled(&seen), Some(ruled(&held_out)))
        }
    }
}

/// `argmax T x` of each key.
fn answers_by(rule: &DMatrix<f64>, keys: &DMatrix<f64>) -> Vec<u16> {
    let logits = rule * keys.transpose();
    logits.column_iter().map(|key| key.imax() as u16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_have_nothing_held_out_and_style_has() {
        let config = RecallConfig::new(Task::Facts);
        let (facts, none) = draw(&config);
        assert_eq!((facts.count(), none.is_none()), (256, true));
        let (style, held_out) = draw(&RecallConfig {
            task: Task::Style,
            ..config
        });
        assert_eq!(style.count(), 256);
        assert_eq!(held_out.map(|held_out| held_out.count()), Some(HELD_OUT));
        // The keys are drawn first, whatever answers them.
        assert_eq!(style.keys().entries(), facts.keys().entries());
    }

    #[test]
    fn a_rule_gives_a_scaled_key_the_same_answer() {
        let rule = DMatrix::from_row_slice(3, 2, &[1.0, 0.0, 0.0, 1.0, -1.0, -1.0]);
        let keys = DMatrix::from_row_slice(3, 2, &[2.0, 1.0, 4.0, 2.0, -1.0, -1.0]);
        assert_eq!(answers_by(&rule, &keys), [0, 0, 2]);
    }
}
