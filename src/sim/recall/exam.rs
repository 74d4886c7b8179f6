//! Answers to keys that nobody learned from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::board::BoardWriter;
use super::model::Model;
use super::questions::Questions;
use super::softmax::mark;
use crate::training::panels::Panels;

/// A run is examined this often, and after its last step: an exam costs as much as a few steps.
const EXAMS: usize = 10;

/// Which held-out keys a run answers right after a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exam {
    /// Steps made.
    pub step: usize,
    /// Its board: see [`Board`](super::Board).
    pub board: Vec<u8>,
}

/// Keys, with what it takes to have them answered.
#[derive(Debug)]
pub(super) struct Examiner {
    questions: Arc<Questions>,
    weights: Panels,
    logits: Panels,
}

impl Examiner {
    pub(super) fn new(questions: Arc<Questions>, width: usize) -> Self {
        Self {
            weights: Panels::zeros(width, width),
            logits: Panels::zeros(width, questions.count()),
            questions,
        }
    }

    /// Whether a run of so many steps is examined after this one.
    pub(super) fn is_due(step: usize, steps: usize) -> bool {
        step == steps || step.is_multiple_of(steps.div_ceil(EXAMS))
    }

    /// Has all keys answered.
    pub(super) fn examine(&mut self, model: &Model, step: usize) -> Exam {
        model.write_weights(&mut self.weights);
        let mut board = Vec::new();
        self.logits
            .set_unscaled_product(&self.weights, self.questions.transposed());
        self.mark(&mut board);
        Exam { step, board }
    }

    /// Has all keys answered by `Wᵀ`, `d × V`.
    pub(super) fn right(&mut self, weights: &Panels) -> usize {
        let mut board = Vec::new();
        self.logits
            .set_unscaled_product(weights, self.questions.transposed());
        self.mark(&mut board);
        super::Board::new(&board, self.questions.count()).right()
    }

    fn mark(&mut self, board: &mut Vec<u8>) {
        let mut board = BoardWriter::new(board);
        mark(&mut self.logits, self.questions.answers(), &mut board);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_examined_ten_times_and_at_its_end() {
        let due = |steps: usize| -> Vec<usize> {
            let all = 1..=steps;
            all.filter(|&step| Examiner::is_due(step, steps)).collect()
        };
        assert_eq!(due(400).len(), 10);
        assert_eq!(due(3), [1, 2, 3]);
        assert_eq!(due(25), [3, 6, 9, 12, 15, 18, 21, 24, 25]);
    }
}
