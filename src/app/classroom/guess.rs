//! The guess before an exercise: chosen, committed to, and held against what came out.

use std::rc::Rc;

use rankscope_lesson::{Exercise, ExerciseRecord, ProgressAction, Student};

use crate::Reduce;

/// The button that commits.
pub const COMMIT: &str = "This is my guess";
/// What is said when it is pressed and nothing is chosen.
const CHOOSE_FIRST: &str = "Choose one first. A wrong guess costs nothing.";

/// The option that is chosen and not committed to yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuessState {
    chosen: Option<usize>,
    /// Whether the button was pressed with nothing chosen.
    pressed_empty: bool,
}

/// What can happen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuessAction {
    /// An option is chosen, by click or arrow key.
    Choose(usize),
    /// The button was pressed with nothing chosen.
    PressEmpty,
}

impl GuessState {
    /// The option that is marked: the one committed to, or the one chosen.
    pub fn marked(&self, record: &ExerciseRecord) -> Option<usize> {
        record.guess.or(self.chosen)
    }

    /// What the button does: the guess to commit to, or the action that asks for one.
    ///
    /// # Errors
    /// [`GuessAction`] when nothing is chosen.
    pub fn commit(&self) -> Result<ProgressAction, GuessAction> {
        let chosen = self.chosen.map(ProgressAction::Guess);
        chosen.ok_or(GuessAction::PressEmpty)
    }

    /// Why the button did nothing.
    pub fn complaint(&self) -> Option<&'static str> {
        (self.pressed_empty && self.chosen.is_none()).then_some(CHOOSE_FIRST)
    }
}

impl Reduce for GuessState {
    type Action = GuessAction;

    fn reduce(self: Rc<Self>, action: GuessAction) -> Rc<Self> {
        let next = match action {
            GuessAction::Choose(option) => Self {
                chosen: Some(option),
                pressed_empty: false,
            },
            GuessAction::PressEmpty => Self {
                pressed_empty: true,
                ..(*self).clone()
            },
        };
        if next == *self { self } else { Rc::new(next) }
    }
}

/// The guess again, beside the result: Markdown. None where nothing was guessed. `right` is the option
/// that turned out right, where the exercise says which.
pub fn in_hindsight(
    exercise: &Exercise,
    student: &Student,
    guess: Option<usize>,
    right: Option<usize>,
) -> Option<String> {
    let guess = guess?;
    let guessed = exercise.guess_text(guess, student)?;
    let came_out = right.and_then(|right| exercise.guess_text(right, student));
    Some(match came_out {
        Some(_) if right == Some(guess) => format!("You guessed “{guessed}”, and so it is."),
        Some(came_out) => {
            format!("You guessed “{guessed}”; it is “{came_out}”. A guess that fails teaches most.")
        }
        None => format!("You guessed “{guessed}”."),
    })
}
