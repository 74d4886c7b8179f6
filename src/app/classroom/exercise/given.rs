//! The answer that a student gives: in words, or by a control; one that was given before costs nothing.

use super::{AnswerError, ExerciseState, Submitted};
use rankscope_lesson::{Exercise, ExpectedAnswer, GivenAnswer, Name};
use rankscope_params::Params;
use rankscope_params::number::Format;

impl ExerciseState {
    /// The submitted answer in words, to be kept with progress: "12", an option's text, or the state of the
    /// controls.
    pub fn submitted_in_words(&self) -> Option<String> {
        let Submitted { answer, at } = self.submitted?;
        Some(match (answer, &self.exercise.answer) {
            (GivenAnswer::Number(number), _) => Format::Exact.write(number),
            (GivenAnswer::Option(index), ExpectedAnswer::Choice { options, .. }) => {
                let text = options.get(index).map(|option| self.fill(&option.text));
                text.unwrap_or_default()
            }
            _ => {
                let movable = self.exercise.movable();
                let value = |name: &Name| {
                    let value = self.exercise.value_of(name, &at)?;
                    Some(format!("{} {}", name.as_str(), Format::Exact.write(value)))
                };
                movable
                    .iter()
                    .filter_map(value)
                    .collect::<Vec<_>>()
                    .join(", ")
            }
        })
    }

    /// Gives the answer to be marked, unless it cannot be read or was marked before: then what was said of it
    /// is said again.
    pub(super) fn submit(&mut self, params: &Params) {
        let answer = match self.answer() {
            Ok(answer) => answer,
            Err(error) => {
                (self.verdict, self.error) = (None, Some(error));
                return;
            }
        };
        let at = self.marked_at(params);
        let submitted = Submitted { answer, at };
        let mut given = self.given.iter();
        if let Some((_, marked)) = given.find(|(before, _)| *before == submitted) {
            self.verdict = Some(marked.clone());
            self.error = Some(AnswerError::AlreadyGiven);
        } else {
            // What was said of the answer before is not said of this one.
            (self.verdict, self.error) = (None, None);
            self.submitted = Some(submitted);
        }
    }

    /// The value of the control that is the answer to a number, where one is.
    pub fn answer_of_control(&self, params: &Params) -> Option<f64> {
        let name = dragged_answer(&self.exercise)?;
        let is_number = matches!(self.exercise.answer, ExpectedAnswer::Number { .. });
        let is_control = is_number && self.exercise.movable().contains(name);
        let value = || self.exercise.value_of(name, &self.present(params));
        is_control.then(value).flatten()
    }
}

/// The parameter or control whose value is the answer when it is dragged in a figure.
pub const fn dragged_answer(exercise: &Exercise) -> Option<&Name> {
    match &exercise.answer {
        ExpectedAnswer::Number { drag, .. } | ExpectedAnswer::Goal { drag, .. } => drag.as_ref(),
        ExpectedAnswer::Choice { .. } => None,
    }
}
