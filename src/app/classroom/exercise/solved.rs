//! What is said of an exercise that was solved before, with other numbers or in another state.

use super::super::words;
use super::ExerciseState;
use rankscope_lesson::{EvalContext, ExerciseRecord, ExpectedAnswer, Measured, Student};
use rankscope_params::Params;

impl ExerciseState {
    /// The same, where the student has solved it with the numbers of a seed; none where that is not known.
    #[must_use]
    pub fn with_solved(self, seed: Option<u32>, student: &Student) -> Self {
        let other = seed.is_some_and(|seed| seed != student.seed());
        Self {
            solved_elsewhere: other && self.exercise.differs_between_students(),
            ..self
        }
    }

    /// What stands in place of a verdict, where the exercise is solved and what was said then does not belong
    /// to what is shown now. `measured` is what was measured for [`Self::marking`].
    pub fn solved_before(
        &self,
        record: &ExerciseRecord,
        params: &Params,
        measured: Option<&Measured>,
    ) -> Option<&'static str> {
        if !record.solved || self.verdict.is_some() || self.submitted.is_some() {
            return None;
        }
        if self.solved_elsewhere {
            return Some(words::OTHER_NUMBERS);
        }
        let at = self.marked_at(params);
        let context = self.exercise.context(&at);
        let left = self.is_goal_left(&context.with_measured(measured?));
        left.then_some(words::REACH_AGAIN)
    }

    /// Whether a goal is not reached at a state.
    pub(super) fn is_goal_left(&self, context: &EvalContext<'_>) -> bool {
        match &self.exercise.answer {
            ExpectedAnswer::Goal {
                reach, tolerance, ..
            } => !reach.holds(context, *tolerance),
            ExpectedAnswer::Number { .. } | ExpectedAnswer::Choice { .. } => false,
        }
    }
}
