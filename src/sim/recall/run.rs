//! One run: one learner, step by step.

use std::sync::Arc;

use super::board::{Board, BoardWriter};
use super::config::RecallRunConfig;
use super::model::{Model, Slopes};
use super::questions::Questions;
use super::softmax::descend;
use crate::training::Status;
use crate::training::optimizer::Stepper;
use crate::training::panels::Panels;

/// A loss above this many times ln V, that of equal logits, ends a run: from there gradient descent does
/// not return.
pub const DIVERGED: f64 = 1000.0;

/// Somebody who learns the answers.
///
/// Everything a run needs is allocated when it is made; its steps allocate nothing.
#[derive(Debug)]
pub struct RecallRun {
    config: RecallRunConfig,
    questions: Arc<Questions>,
    model: Model,
    stepper: Stepper,
    slopes: Slopes,
    /// The boards before the first step and after each.
    boards: Vec<u8>,
    loss: f64,
    made: usize,
    status: Status,
}

impl RecallRun {
    /// A run before its first step.
    pub fn new(questions: Arc<Questions>, config: RecallRunConfig) -> Self {
        let (keys, width) = (questions.count(), config.width());
        let boards = Board::bytes_of(keys) * (config.steps() + 1);
        let mut run = Self {
            config,
            model: Model::new(&config, &questions),
            stepper: Stepper::new(config.optimizer(), config.learning_rate()),
            slopes: Slopes {
                by_key: Panels::zeros(width, keys),
                by_answer: Panels::zeros(keys, width),
            },
            boards: Vec::with_capacity(boards),
            loss: 0.0,
            made: 0,
            status: Status::Running,
            questions,
        };
        run.answer();
        run
    }

    /// Makes one step, if there is one to make.
    pub fn step(&mut self) -> Status {
        if self.status != Status::Running {
            return self.status;
        }
        self.model.take_gradients(&self.questions, &self.slopes);
        self.stepper.begin();
        self.model.step(&self.stepper);
        self.answer();
        // The other way round, a NaN would count as small.
        self.status = if self.loss <= DIVERGED * (self.config.width() as f64).ln() {
            self.made += 1;
            if self.made < self.config.steps() {
                Status::Running
            } else {
                Status::Finished
            }
        } else {
            let whole = Board::bytes_of(self.questions.count()) * (self.made + 1);
            self.boards.truncate(whole);
            Status::Diverged {
                step: self.made + 1,
            }
        };
        self.status
    }

    /// Makes `most` steps, or as many as there are to make.
    pub fn advance(&mut self, most: usize) -> Status {
        for _ in 0..most {
            if self.step() != Status::Running {
                break;
            }
        }
        self.status
    }

    /// What it was made from.
    pub fn config(&self) -> &RecallRunConfig {
        &self.config
    }

    /// How far it is.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Steps made.
    pub fn made(&self) -> usize {
        self.made
    }

    /// The mean loss after the last step, in nats; that of a diverged run may be infinite or NaN.
    pub fn loss(&self) -> f64 {
        self.loss
    }

    /// The boards before the first step and after each, one after the other. That of the step at which a
    /// run diverged is left out.
    pub fn boards(&self) -> &[u8] {
        &self.boards
    }

    /// The newest board.
    pub fn board(&self) -> Board<'_> {
        let keys = self.questions.count();
        let first = Board::bytes_of(keys) * self.made;
        Board::new(self.boards.get(first..).unwrap_or_default(), keys)
    }

    /// What learns.
    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    /// Answers every key, and takes the gradient of the loss by the logits.
    fn answer(&mut self) {
        let Slopes { by_key, by_answer } = &mut self.slopes;
        self.model.take_logits(&self.questions, by_key);
        let mut board = BoardWriter::new(&mut self.boards);
        self.loss = descend(by_key, by_answer, self.questions.answers(), &mut board);
    }
}
