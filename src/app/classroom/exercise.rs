//! An exercise under way: what is typed or chosen, the answer that waits to be marked, the verdict.

use std::rc::Rc;

use rankscope_engine::protocol::Job;
use rankscope_lesson::{
    AnswerVerdict, Exercise, ExerciseRecord, ExpectedAnswer, GivenAnswer, Measured, ProgressAction,
    Student, fill, grade,
};
use rankscope_params::Params;

use super::answer::{AnswerError, read_number};
use super::evidence::measure;
use crate::Reduce;

/// One student's work on one exercise since it was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseState {
    exercise: Exercise,
    /// The parameters it starts from for this student.
    prepared: Params,
    /// The text of the number field.
    text: String,
    /// The chosen option, by index.
    chosen: Option<usize>,
    error: Option<AnswerError>,
    submitted: Option<Submitted>,
    verdict: Option<AnswerVerdict>,
}

/// An answer that waits for the engine's measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Submitted {
    answer: GivenAnswer,
    /// Where it is marked.
    params: Params,
}

/// What can happen to an exercise under way.
#[derive(Clone, Debug, PartialEq)]
pub enum ExerciseAction {
    /// The text of the number field changes.
    Type(String),
    /// An option is chosen, by index.
    Choose(usize),
    /// The answer is given, at the present parameters.
    Submit(Params),
    /// The submitted answer is marked, by what was measured for it.
    Mark(Rc<Measured>),
    /// The exercise starts again.
    Restart,
}

impl ExerciseState {
    /// An exercise that a student has just opened.
    pub fn new(exercise: Exercise, student: &Student) -> Self {
        let prepared = exercise.prepared(student);
        Self {
            exercise,
            prepared,
            text: String::new(),
            chosen: None,
            error: None,
            submitted: None,
            verdict: None,
        }
    }

    pub const fn exercise(&self) -> &Exercise {
        &self.exercise
    }

    /// The parameters it starts from.
    pub const fn prepared(&self) -> &Params {
        &self.prepared
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub const fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// Why the answer could not be submitted.
    pub const fn error(&self) -> Option<&AnswerError> {
        self.error.as_ref()
    }

    /// The answer that waits to be marked.
    pub const fn submitted(&self) -> Option<Submitted> {
        self.submitted
    }

    /// The exercise's parameters with the student's values of its visible controls.
    pub fn present(&self, params: &Params) -> Params {
        self.exercise.present(&self.prepared, params)
    }

    /// The parameters that the page has to take, if it has others: a link, or another name, may have
    /// brought some that the exercise does not allow. A link without any means those of the exercise;
    /// `opening` is whether this is the first look at it.
    pub fn correction(&self, params: &Params, opening: bool) -> Option<Params> {
        let bare = opening && *params == Params::default();
        let allowed = if bare {
            self.prepared
        } else {
            self.present(params)
        };
        (allowed != *params).then_some(allowed)
    }

    /// Where answers are marked: at the exercise's own parameters; a goal, at the state the student has
    /// made, or had made when the answer was given.
    pub fn marked_at(&self, params: &Params) -> Params {
        match (&self.submitted, &self.exercise.answer) {
            (Some(submitted), _) => submitted.params,
            (None, ExpectedAnswer::Goal { .. }) => self.present(params),
            (None, _) => self.prepared,
        }
    }

    /// What has to be measured to mark an answer. It is asked for before one is given.
    pub fn marking_job(&self, params: &Params) -> Job {
        let at = self.exercise.start(&self.marked_at(params));
        measure(&self.exercise.measurement(&at))
    }

    /// What has to be measured for the readings; none when there are none.
    pub fn readings_job(&self, params: &Params) -> Option<Job> {
        let at = self.exercise.start(&self.present(params));
        let wanted = || measure(&self.exercise.live_measurement(&at));
        (!self.exercise.readings.is_empty()).then(wanted)
    }

    /// The verdict on the submitted answer, by what was measured for it.
    pub fn grade(&self, measured: &Measured) -> Option<AnswerVerdict> {
        let submitted = self.submitted.as_ref()?;
        let at = self.exercise.start(&submitted.params);
        let context = self.exercise.context(&at).with_measured(measured);
        Some(grade(&self.exercise, submitted.answer, &context))
    }

    /// Whether controls and answer are shown: once a guess is made, where one is asked for.
    pub const fn unlocked(&self, record: &ExerciseRecord) -> bool {
        self.exercise.prediction.is_none() || record.guess.is_some()
    }

    /// What is said about the answer. `measured` is what was measured for [`Self::marking_job`].
    pub fn outcome(
        &self,
        record: &ExerciseRecord,
        params: &Params,
        measured: Option<&Measured>,
    ) -> Option<AnswerVerdict> {
        if self.verdict.is_some() {
            return self.verdict.clone();
        }
        // Solved before the page was loaded: the explanation is worked out again.
        if !record.solved || self.submitted.is_some() {
            return None;
        }
        let at = self.exercise.start(&self.marked_at(params));
        let context = self.exercise.context(&at).with_measured(measured?);
        if let ExpectedAnswer::Goal {
            reach, tolerance, ..
        } = &self.exercise.answer
            && !reach.holds(&context, *tolerance)
        {
            let text = "You have solved it before. Reach it again to read the explanation.";
            return Some(AnswerVerdict::Right(text.to_owned()));
        }
        Some(AnswerVerdict::Right(fill(
            &self.exercise.explanation,
            &context,
        )))
    }

    /// A text of the exercise with its numbers, from the parameters it starts from.
    pub fn fill(&self, text: &str) -> String {
        let start = self.exercise.start(&self.prepared);
        fill(text, &self.exercise.context(&start))
    }

    /// The hints that are open.
    pub fn open_hints(&self, record: &ExerciseRecord) -> &[String] {
        let hints = &self.exercise.hints;
        hints.get(..record.hints).unwrap_or(hints)
    }

    /// What opens the next hint, and its button's label; none when all are open, or once it is solved.
    pub fn next_hint(&self, record: &ExerciseRecord) -> Option<(ProgressAction, String)> {
        let (open, all) = (self.open_hints(record).len(), self.exercise.hints.len());
        let next = open + 1;
        (open < all && !record.solved).then(|| {
            let label = format!("Show hint {next} of {all}");
            (ProgressAction::OpenHints(next), label)
        })
    }

    fn answer(&self) -> Result<GivenAnswer, AnswerError> {
        match &self.exercise.answer {
            ExpectedAnswer::Number { .. } => read_number(&self.text).map(GivenAnswer::Number),
            ExpectedAnswer::Choice { .. } => self
                .chosen
                .map(GivenAnswer::Option)
                .ok_or(AnswerError::NoChoice),
            ExpectedAnswer::Goal { .. } => Ok(GivenAnswer::State),
        }
    }
}

impl Reduce for ExerciseState {
    type Action = ExerciseAction;

    fn reduce(self: Rc<Self>, action: ExerciseAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            ExerciseAction::Type(text) => next.text = text,
            ExerciseAction::Choose(index) => next.chosen = Some(index),
            // One answer at a time: a second press while it is marked changes nothing.
            ExerciseAction::Submit(_) if self.submitted.is_some() => {}
            ExerciseAction::Submit(params) => match self.answer() {
                Ok(answer) => {
                    let params = self.marked_at(&params);
                    next.submitted = Some(Submitted { answer, params });
                    (next.error, next.verdict) = (None, None);
                }
                Err(error) => next.error = Some(error),
            },
            ExerciseAction::Mark(measured) => {
                if let Some(verdict) = self.grade(&measured) {
                    next.verdict = Some(verdict);
                    next.submitted = None;
                }
            }
            ExerciseAction::Restart => {
                next.verdict = None;
                next.error = None;
                next.submitted = None;
            }
        }
        if next == *self { self } else { Rc::new(next) }
    }
}
