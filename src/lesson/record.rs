//! What a student has done in one exercise.

use serde::{Deserialize, Serialize};

use super::{OwnValues, ProgressAction};

/// Wrong answers that are kept: the last ones.
const WRONG_KEPT: usize = 5;
/// Letters that are kept of an answer.
const LONGEST_ANSWER: usize = 80;

/// What a student has done in an exercise, in one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseRecord {
    /// The guess, by its index in the prediction.
    pub guess: Option<usize>,
    /// Answers given, the right one included.
    pub tries: u32,
    /// Hints opened.
    pub hints: usize,
    /// Whether it has been solved.
    pub solved: bool,
}

impl ExerciseRecord {
    fn apply(&mut self, action: &ProgressAction) {
        match action {
            // A guess is made once: afterwards the student has seen more than when it was asked for.
            ProgressAction::Guess(index) => self.guess = self.guess.or(Some(*index)),
            ProgressAction::OpenHints(count) => self.hints = self.hints.max(*count),
            // Answers after the right one are not counted.
            ProgressAction::Try { solved, .. } if !self.solved => {
                self.tries = self.tries.saturating_add(1);
                self.solved = *solved;
            }
            _ => {}
        }
    }

    /// The better of two, with the guess of the first where it has one: solved before not solved; of
    /// two that are solved, the one with fewer tries, then fewer hints; else the one with more done.
    #[must_use]
    pub fn better(self, other: Self) -> Self {
        let best = if self.rank() >= other.rank() {
            self
        } else {
            other
        };
        Self {
            guess: self.guess.or(other.guess),
            ..best
        }
    }

    fn rank(&self) -> (bool, i64, i64) {
        let hints = i64::try_from(self.hints).unwrap_or(i64::MAX);
        let tries = i64::from(self.tries);
        if self.solved {
            (true, -tries, -hints)
        } else {
            (false, tries, hints)
        }
    }
}

/// A further round of an exercise, with other numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Round {
    /// 1 for the first time again. 0 where an earlier version of the exercise was solved and this
    /// one has not been.
    pub(super) number: u32,
    pub(super) record: ExerciseRecord,
}

/// All that is kept of an exercise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeptRecord {
    /// The best of all rounds: what counts.
    pub(super) best: ExerciseRecord,
    /// The round under way, when it is not the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) again: Option<Round>,
    /// The last wrong answers, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) wrong: Vec<String>,
    /// The edition of the exercise that it was done in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) edition: Option<u32>,
    /// Which option of the guess has turned out right, where the exercise says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) right_guess: Option<usize>,
    /// Where the exercise's own controls were left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) own: Option<OwnValues>,
}

impl KeptRecord {
    /// Of a first round.
    pub(super) fn of(best: ExerciseRecord) -> Self {
        Self {
            best,
            ..Self::default()
        }
    }

    /// Of an exercise whose predecessor was solved: it counts as solved, and can be done.
    pub(super) fn of_earlier(record: ExerciseRecord) -> Self {
        let fresh = Round {
            number: 0,
            record: ExerciseRecord::default(),
        };
        Self {
            // The options of the guess were others.
            best: ExerciseRecord {
                guess: None,
                ..record
            },
            again: Some(fresh),
            ..Self::default()
        }
    }

    /// Whether only an earlier version of the exercise has been solved.
    pub(super) fn is_earlier(&self) -> bool {
        matches!(self.again, Some(Round { number: 0, record }) if !record.solved)
    }

    /// The round under way.
    pub(super) fn present(&self) -> ExerciseRecord {
        self.again.map_or(self.best, |round| round.record)
    }

    pub(super) fn apply(&mut self, action: &ProgressAction) {
        match action {
            ProgressAction::Again if self.present().solved => {
                let number = self.again.map_or(1, |round| round.number.saturating_add(1));
                let record = ExerciseRecord::default();
                self.again = Some(Round { number, record });
                self.own = None;
                return;
            }
            ProgressAction::Edition(edition) => {
                self.edition = Some(*edition);
                return;
            }
            ProgressAction::Own(values) => {
                self.own = Some(*values);
                return;
            }
            ProgressAction::GuessAnswered(right) => {
                self.right_guess = self.right_guess.or(Some(*right));
                return;
            }
            ProgressAction::Try {
                solved: false,
                answer,
            } if !self.present().solved => self.keep_wrong(answer),
            _ => {}
        }
        match &mut self.again {
            None => self.best.apply(action),
            Some(round) => {
                round.record.apply(action);
                if round.record.solved {
                    self.best = self.best.better(round.record);
                }
                self.best.guess = self.best.guess.or(round.record.guess);
            }
        }
    }

    fn keep_wrong(&mut self, answer: &str) {
        if answer.is_empty() {
            return;
        }
        self.wrong
            .push(answer.chars().take(LONGEST_ANSWER).collect());
        let surplus = self.wrong.len().saturating_sub(WRONG_KEPT);
        self.wrong.drain(..surplus);
    }

    /// The better of two, and what only one of them has.
    #[must_use]
    pub(super) fn better(&self, other: &Self) -> Self {
        let best = self.best.better(other.best);
        let (ahead, behind) = if best.solved == self.best.solved && best.tries == self.best.tries {
            (self, other)
        } else {
            (other, self)
        };
        let either = |of: fn(&Self) -> Option<Round>| of(ahead).or_else(|| of(behind));
        let wrong = if ahead.wrong.is_empty() {
            &behind.wrong
        } else {
            &ahead.wrong
        };
        Self {
            best,
            again: either(|kept| kept.again),
            wrong: wrong.clone(),
            edition: ahead.edition.or(behind.edition),
            own: ahead.own.or(behind.own),
            right_guess: if self.best.guess.is_some() {
                self.right_guess
            } else {
                other.right_guess
            },
        }
    }
}
