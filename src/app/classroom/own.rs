//! A teacher's own exercise while it is written: its text, what is wrong with it, its preview.

use std::rc::Rc;

use rankscope_engine::protocol::Job;
use rankscope_lesson::{
    EvalContext, Exercise, ExerciseId, ExerciseProblem, ExpectedAnswer, LessonError, course, fill,
};

use crate::Reduce;
use crate::state::Trouble;
use crate::teach::trial::{TrialResult, result, try_out};
use crate::work::Work;

/// The exercise that is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnState {
    text: String,
    request: Option<Request>,
}

/// A text that is to be tried out.
#[derive(Clone, Debug, PartialEq)]
struct Request {
    text: String,
    /// Whether it goes into the assignment when it is sound.
    add: bool,
    /// When it was made: one that was removed from the assignment can be added again.
    at_ms: f64,
}

/// What the teacher does.
#[derive(Clone, Debug, PartialEq)]
pub enum OwnAction {
    /// Changes the text.
    Edit(String),
    /// Has it tried out, at this time in ms; with `add`, for the assignment.
    TryOut { add: bool, at_ms: f64 },
}

/// What is known of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum OwnStatus {
    /// Places that cannot stay as they are.
    Problems(Vec<ExerciseProblem>),
    /// Why it cannot be read, and what to do.
    Unreadable(String),
    /// It can be read, and has not been tried out.
    Readable,
    /// It is being tried out.
    Trying,
    /// The worker could not try it out.
    Failed(Trouble),
    /// It is sound; the right answer of a student without a name.
    Sound(String),
}

impl Default for OwnState {
    /// An exercise of the course as an example.
    fn default() -> Self {
        let mut example = course::exercises().into_iter().nth(1);
        if let Some(example) = &mut example {
            if let Some(id) = ExerciseId::new("my-exercise") {
                example.id = id;
            }
            "My exercise".clone_into(&mut example.title);
        }
        Self {
            // A test opens it, so there is an example.
            text: example.map(|example| example.to_json()).unwrap_or_default(),
            request: None,
        }
    }
}

impl OwnState {
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The exercise as far as it can be read.
    ///
    /// # Errors
    /// As [`Exercise::read`].
    pub fn exercise(&self) -> Result<Exercise, LessonError> {
        Exercise::read(&self.text)
    }

    /// The worker's job.
    pub fn job(&self) -> Option<Job> {
        try_out(self.request.iter().map(|request| request.text.clone()))
    }

    /// The exercise to put into the assignment, with the time of the request, once it is known to be
    /// sound.
    pub fn to_add(&self, trial: &Work) -> Option<(Exercise, f64)> {
        let request = self.request.as_ref().filter(|request| request.add)?;
        // `status` reports the errors.
        self.tried(trial)?.ok()?;
        Some((self.exercise().ok()?, request.at_ms))
    }

    /// What is known of the text.
    pub fn status(&self, trial: &Work) -> OwnStatus {
        let tried = self.tried(trial);
        match (self.exercise(), tried) {
            (Err(error), _) | (_, Some(Err(error))) => match error {
                LessonError::Unsound { problems, .. } => OwnStatus::Problems(problems),
                error => OwnStatus::Unreadable(format!("{error}. {}", error.next_step())),
            },
            (Ok(_), Some(Ok(right))) => OwnStatus::Sound(right.concat()),
            (Ok(_), None) => match &trial.trouble {
                Some(trouble) => OwnStatus::Failed(trouble.clone()),
                None if trial.under_way() => OwnStatus::Trying,
                None => OwnStatus::Readable,
            },
        }
    }

    fn tried(&self, trial: &Work) -> Option<TrialResult> {
        result(trial, self.job().as_ref())
    }
}

/// The texts of an exercise as a student without a name reads them.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    pub title: String,
    pub prompt: String,
    /// The question of the guess, and its options.
    pub prediction: Option<(String, Vec<String>)>,
    pub question: String,
    /// The options of the answer.
    pub options: Vec<String>,
}

impl Preview {
    /// Of an exercise.
    pub fn new(exercise: &Exercise) -> Self {
        let params = exercise.unnamed();
        let filled = |text: &str| fill(text, &EvalContext::bare(&params));
        let prediction = exercise.prediction.as_ref().map(|prediction| {
            let options = prediction.options.iter();
            let options = options.map(|option| filled(option)).collect();
            (filled(&prediction.question), options)
        });
        let options = match &exercise.answer {
            ExpectedAnswer::Choice { options, .. } => {
                options.iter().map(|option| filled(&option.text)).collect()
            }
            ExpectedAnswer::Number { .. } | ExpectedAnswer::Goal { .. } => Vec::new(),
        };
        Self {
            title: exercise.title.clone(),
            prompt: filled(&exercise.prompt),
            prediction,
            question: filled(exercise.answer.question()),
            options,
        }
    }
}

impl Reduce for OwnState {
    type Action = OwnAction;

    fn reduce(self: Rc<Self>, action: OwnAction) -> Rc<Self> {
        let next = match action {
            OwnAction::Edit(text) => Self {
                text,
                request: None,
            },
            OwnAction::TryOut { add, at_ms } => Self {
                request: Some(Request {
                    text: self.text.clone(),
                    add,
                    at_ms,
                }),
                text: self.text.clone(),
            },
        };
        if next == *self { self } else { Rc::new(next) }
    }
}
