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

    /// Whether it is the better of two: solved before not solved; of two that are solved, the one with fewer
    /// tries, then fewer hints; else the one with more done. Of two alike it is.
    fn is_better(&self, other: &Self) -> bool {
        self.rank() >= other.rank()
    }

    fn rank(&self) -> (bool, i64, i64, i64) {
        let hints = i64::try_from(self.hints).unwrap_or(i64::MAX);
        let tries = i64::from(self.tries);
        if self.solved {
            // Past what a code carries, the one that knows more tries has not been through a code.
            (true, -tries.min(i64::from(MOST_TRIES_TOLD)), -hints, tries)
        } else {
            (false, tries, hints, 0)
        }
    }
}

/// Tries that are told one by one: a code carries no more, so from there on it is "or more".
pub const MOST_TRIES_TOLD: u32 = 7;

/// A count of tries as it is told: "7 or more" from [`MOST_TRIES_TOLD`] on.
pub fn tries_in_words(tries: u32) -> String {
    if tries < MOST_TRIES_TOLD {
        tries.to_string()
    } else {
        format!("{MOST_TRIES_TOLD} or more")
    }
}

/// A further round of an exercise, with other numbers. All in it is its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Round {
    /// 1 for the first time again. 0 where an earlier version of the exercise was solved and this
    /// one has not been.
    pub(super) number: u32,
    pub(super) record: ExerciseRecord,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) wrong: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) right_guess: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) solved_with: Option<u32>,
}

impl Round {
    pub(super) fn begun(number: u32) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }
}

/// All that is kept of an exercise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeptRecord {
    /// What counts: the first round. Further ones leave it as it is.
    #[serde(rename = "best")]
    pub(super) counted: ExerciseRecord,
    /// The round under way, when it is not the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) again: Option<Round>,
    /// The last wrong answers of what counts, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) wrong: Vec<String>,
    /// The edition of the exercise that it was done in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) edition: Option<u32>,
    /// Which option of the guess has turned out right, where the exercise says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) right_guess: Option<usize>,
    /// The seed of the numbers it was solved with; none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) solved_with: Option<u32>,
    /// Where the exercise's own controls were left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) own: Option<OwnValues>,
}

impl KeptRecord {
    /// Of a first round.
    pub(super) fn of(counted: ExerciseRecord) -> Self {
        Self {
            counted,
            ..Self::default()
        }
    }

    /// Of an exercise whose predecessor was solved: it counts as solved, and can be done.
    pub(super) fn of_earlier(record: ExerciseRecord) -> Self {
        Self {
            // The options of the guess were others.
            counted: ExerciseRecord {
                guess: None,
                ..record
            },
            again: Some(Round::begun(0)),
            ..Self::default()
        }
    }

    /// Whether only an earlier version of the exercise has been solved.
    pub(super) fn is_earlier(&self) -> bool {
        matches!(self.again, Some(Round { number: 0, .. }))
    }

    /// The round under way.
    pub(super) fn present(&self) -> ExerciseRecord {
        let again = self.again.as_ref();
        again.map_or(self.counted, |round| round.record)
    }

    /// Which option of the guess has turned out right in the round under way.
    pub(super) fn present_right_guess(&self) -> Option<usize> {
        let again = self.again.as_ref();
        again.map_or(self.right_guess, |round| round.right_guess)
    }

    /// The seed of the numbers that the round under way was solved with.
    pub(super) fn present_solved_with(&self) -> Option<u32> {
        let again = self.again.as_ref();
        again.map_or(self.solved_with, |round| round.solved_with)
    }

    pub(super) fn apply(&mut self, action: &ProgressAction) {
        match action {
            ProgressAction::Again if self.present().solved => {
                let again = self.again.as_ref();
                let number = again.map_or(1, |round| round.number.saturating_add(1));
                self.again = Some(Round::begun(number));
                self.own = None;
            }
            ProgressAction::Edition(edition) => self.edition = Some(*edition),
            ProgressAction::Own(values) => self.own = Some(*values),
            action => self.apply_in_round(action),
        }
    }

    /// What belongs to the round under way.
    fn apply_in_round(&mut self, action: &ProgressAction) {
        let (record, wrong, right_guess, solved_with) = match &mut self.again {
            None => (
                &mut self.counted,
                &mut self.wrong,
                &mut self.right_guess,
                &mut self.solved_with,
            ),
            Some(round) => (
                &mut round.record,
                &mut round.wrong,
                &mut round.right_guess,
                &mut round.solved_with,
            ),
        };
        match action {
            ProgressAction::GuessAnswered(right) => *right_guess = right_guess.or(Some(*right)),
            ProgressAction::SolvedWith(seed) => *solved_with = Some(*seed),
            action => {
                if let ProgressAction::Try {
                    solved: false,
                    answer,
                } = action
                    && !record.solved
                {
                    keep_wrong(wrong, answer);
                }
                record.apply(action);
            }
        }
        // Done in this version of the exercise, it counts in place of the earlier one.
        if let Some(round) = self
            .again
            .take_if(|round| round.number == 0 && round.record.solved)
        {
            self.counted = round.record;
            self.wrong = round.wrong;
            self.right_guess = round.right_guess;
            self.solved_with = round.solved_with;
        }
    }

    /// Goes on under another name, whose numbers are others: what turns out right of the guess is not known of
    /// them.
    pub(super) fn renumber(&mut self) {
        if !self.counted.solved {
            self.right_guess = None;
        }
        if let Some(round) = self.again.as_mut().filter(|round| !round.record.solved) {
            round.right_guess = None;
        }
    }

    /// The better of two, and what only one of them has.
    #[must_use]
    pub(super) fn better(&self, other: &Self) -> Self {
        let (ahead, behind) = if self.counted.is_better(&other.counted) {
            (self, other)
        } else {
            (other, self)
        };
        let mut better = ahead.clone();
        if ahead.counted.guess.is_none() {
            better.counted.guess = behind.counted.guess;
            better.right_guess = behind.right_guess;
        } else if ahead.counted.guess == behind.counted.guess {
            better.right_guess = ahead.right_guess.or(behind.right_guess);
        }
        // A code has none, though there were some.
        if ahead.wrong.is_empty() && ahead.counted.tries > u32::from(ahead.counted.solved) {
            better.wrong.clone_from(&behind.wrong);
        }
        better.again = ahead.again.clone().or_else(|| behind.again.clone());
        better.edition = ahead.edition.or(behind.edition);
        better.own = ahead.own.or(behind.own);
        better
    }
}

fn keep_wrong(wrong: &mut Vec<String>, answer: &str) {
    if answer.is_empty() {
        return;
    }
    wrong.push(answer.chars().take(LONGEST_ANSWER).collect());
    let surplus = wrong.len().saturating_sub(WRONG_KEPT);
    wrong.drain(..surplus);
}
