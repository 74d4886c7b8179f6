//! An exercise under way: what is typed, chosen or moved, the answer that waits to be marked, the verdict.

mod given;
mod hints;
mod solved;
mod way_on;

use std::rc::Rc;

use rankscope_lesson::{
    AnswerVerdict, Exercise, ExerciseRecord, ExpectedAnswer, GivenAnswer, Measured, Measurement,
    Name, OwnValues, Present, Student, fill, grade,
};
use rankscope_params::Params;
use rankscope_params::number::Format;

use super::answer::{AnswerError, read_number};
use super::opened::in_address;
use crate::Reduce;

pub use given::dragged_answer;
pub use way_on::WayOn;

/// One student's work on one exercise since it was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseState {
    exercise: Exercise,
    /// The parameters it starts from for this student.
    prepared: Params,
    /// The values of the exercise's own names, as the student has moved them.
    own: OwnValues,
    /// The text of the number field.
    text: String,
    /// The chosen option, by index.
    chosen: Option<usize>,
    error: Option<AnswerError>,
    submitted: Option<Submitted>,
    verdict: Option<Marked>,
    /// The answers that have been marked, with what was said.
    given: Vec<(Submitted, Marked)>,
    /// Whether it was solved with other numbers than those it has now.
    solved_elsewhere: bool,
}

/// An answer that waits for the engine's measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Submitted {
    answer: GivenAnswer,
    /// Where it is marked.
    at: Present,
}

/// A verdict, and the state it is about.
#[derive(Clone, Debug, PartialEq)]
struct Marked {
    verdict: AnswerVerdict,
    at: Present,
}

/// What can happen to an exercise under way.
#[derive(Clone, Debug, PartialEq)]
pub enum ExerciseAction {
    /// The text of the number field changes.
    Type(String),
    /// An option is chosen, by index.
    Choose(usize),
    /// A control of the exercise's own, or a mark in a figure, is moved to a value. Where that value is
    /// the answer, it is filled in.
    Move(Name, f64),
    /// The exercise's own controls go back to where they started.
    BackToStart,
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
        let own = exercise.start(&prepared).own;
        Self {
            exercise,
            prepared,
            own,
            text: String::new(),
            chosen: None,
            error: None,
            submitted: None,
            verdict: None,
            given: vec![],
            solved_elsewhere: false,
        }
    }

    /// The same with the exercise's own names at the values of an earlier visit.
    #[must_use]
    pub fn with_own(self, own: OwnValues) -> Self {
        Self { own, ..self }
    }

    pub const fn exercise(&self) -> &Exercise {
        &self.exercise
    }

    /// The parameters it starts from.
    pub const fn prepared(&self) -> &Params {
        &self.prepared
    }

    /// The values of the exercise's own names, to be kept with progress.
    pub const fn own(&self) -> &OwnValues {
        &self.own
    }

    /// Where it starts.
    pub fn start(&self) -> Present {
        self.exercise.start(&self.prepared)
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

    /// The exercise's parameters with the student's values of its visible controls, and its own.
    pub fn present(&self, params: &Params) -> Present {
        Present {
            params: self.exercise.present(&self.prepared, params),
            own: self.own,
        }
    }

    /// The parameters that the page has to take, if it has others: a link, or another name, may have
    /// brought some that the exercise does not allow. A link without any means those of the exercise;
    /// `opening` is whether this is the first look at it.
    pub fn correction(&self, params: &Params, opening: bool) -> Option<Params> {
        let bare = opening && *params == Params::default();
        let allowed = if bare {
            self.prepared
        } else {
            self.present(params).params
        };
        let allowed = in_address(&self.exercise, &allowed);
        (allowed != *params).then_some(allowed)
    }

    /// Where answers are marked: where the exercise starts; a goal, at the state the student has made, or
    /// had made when the answer was given.
    pub fn marked_at(&self, params: &Params) -> Present {
        match (&self.submitted, &self.exercise.answer) {
            (Some(submitted), _) => submitted.at,
            (None, ExpectedAnswer::Goal { .. }) => self.present(params),
            (None, _) => self.start(),
        }
    }

    /// What has to be measured to mark an answer. It is asked for before one is given.
    pub fn marking(&self, params: &Params) -> Measurement {
        self.exercise.measurement(&self.marked_at(params))
    }

    /// Whether answers are marked where the exercise starts, or would be now.
    pub fn marking_starts(&self, params: &Params) -> bool {
        self.marked_at(params) == self.start()
    }

    /// What has to be measured for the readings; none when there are none.
    pub fn for_readings(&self, params: &Params) -> Option<Measurement> {
        let wanted = || self.exercise.live_measurement(&self.present(params));
        (!self.exercise.readings.is_empty()).then(wanted)
    }

    /// Everything that has to be measured, the most urgent first: an answer that waits, the readings, what
    /// an answer will need, then the figures, which are shown once a guess is made.
    pub fn wanted(&self, record: &ExerciseRecord, params: &Params) -> Vec<Measurement> {
        let marking = self.marking(params);
        let waiting = self.submitted.map(|_| marking.clone());
        let mut wanted: Vec<Measurement> = waiting.into_iter().collect();
        wanted.extend(self.for_readings(params));
        wanted.push(marking);
        if self.unlocked(record) {
            wanted.extend(self.exercise.figure_measurements(&self.present(params)));
        }
        wanted
    }

    /// The verdict on the submitted answer, by what was measured for it.
    pub fn grade(&self, measured: &Measured) -> Option<AnswerVerdict> {
        let submitted = self.submitted.as_ref()?;
        let context = self.exercise.context(&submitted.at);
        let context = context.with_measured(measured);
        Some(grade(&self.exercise, submitted.answer, &context))
    }

    /// Whether an answer has been marked since it was opened: what is said then is news.
    pub const fn is_marked(&self) -> bool {
        self.verdict.is_some()
    }

    /// Whether controls and answer are shown: once a guess is made, where one is asked for.
    pub const fn unlocked(&self, record: &ExerciseRecord) -> bool {
        self.exercise.prediction.is_none() || record.guess.is_some()
    }

    /// What is said about the answer. `measured` is what was measured for [`Self::marking`].
    ///
    /// A goal that was not reached is said of the state it was not reached in: once something is moved,
    /// nothing is said.
    pub fn outcome(
        &self,
        record: &ExerciseRecord,
        params: &Params,
        measured: Option<&Measured>,
    ) -> Option<AnswerVerdict> {
        if let Some(Marked { verdict, at }) = &self.verdict {
            let is_goal = matches!(self.exercise.answer, ExpectedAnswer::Goal { .. });
            let is_wrong = matches!(verdict, AnswerVerdict::Wrong(_));
            let stale = is_goal && is_wrong && self.present(params) != *at;
            return (!stale).then(|| verdict.clone());
        }
        // Solved before the page was loaded: the explanation is worked out again, for the numbers that it was
        // solved with.
        if !record.solved || self.submitted.is_some() || self.solved_elsewhere {
            return None;
        }
        let at = self.marked_at(params);
        let context = self.exercise.context(&at);
        let context = context.with_measured(measured?);
        if self.is_goal_left(&context) {
            return None;
        }
        Some(AnswerVerdict::Right(fill(
            &self.exercise.explanation,
            &context,
        )))
    }

    /// A text of the exercise with its numbers, from the state it starts in.
    pub fn fill(&self, text: &str) -> String {
        fill(text, &self.exercise.context(&self.start()))
    }

    fn answer(&self) -> Result<GivenAnswer, AnswerError> {
        match &self.exercise.answer {
            ExpectedAnswer::Number { unit, .. } => {
                read_number(&self.text, *unit).map(GivenAnswer::Number)
            }
            ExpectedAnswer::Choice { .. } => self
                .chosen
                .map(GivenAnswer::Option)
                .ok_or(AnswerError::NoChoice),
            ExpectedAnswer::Goal { .. } => Ok(GivenAnswer::State),
        }
    }

    /// What is said of an answer goes when the answer does: a solved exercise keeps its explanation.
    fn withdraw(&mut self) {
        let is_wrong = |marked: &Marked| matches!(marked.verdict, AnswerVerdict::Wrong(_));
        self.verdict = self.verdict.take().filter(|marked| !is_wrong(marked));
        self.error = None;
    }

    fn type_in(&mut self, text: String) {
        if self.text != text {
            self.text = text;
            self.withdraw();
        }
    }
}

impl Reduce for ExerciseState {
    type Action = ExerciseAction;

    fn reduce(self: Rc<Self>, action: ExerciseAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            ExerciseAction::Type(text) => next.type_in(text),
            ExerciseAction::Choose(index) => {
                if next.chosen != Some(index) {
                    next.chosen = Some(index);
                    next.withdraw();
                }
            }
            ExerciseAction::Move(name, value) => {
                next.own = next
                    .exercise
                    .with(&next.present(&next.prepared), &name, value)
                    .own;
                if dragged_answer(&next.exercise) == Some(&name)
                    && matches!(next.exercise.answer, ExpectedAnswer::Number { .. })
                {
                    next.type_in(Format::Exact.write(value));
                }
            }
            ExerciseAction::BackToStart => next.own = next.start().own,
            // One answer at a time: a second press while it is marked changes nothing.
            ExerciseAction::Submit(_) if self.submitted.is_some() => {}
            ExerciseAction::Submit(params) => next.submit(&params),
            ExerciseAction::Mark(measured) => {
                if let Some((verdict, submitted)) = self.grade(&measured).zip(self.submitted) {
                    let at = submitted.at;
                    let marked = Marked { verdict, at };
                    next.given.push((submitted, marked.clone()));
                    next.verdict = Some(marked);
                    next.submitted = None;
                }
            }
            ExerciseAction::Restart => {
                next.verdict = None;
                next.error = None;
                next.submitted = None;
                next.given.clear();
            }
        }
        if next == *self { self } else { Rc::new(next) }
    }
}
