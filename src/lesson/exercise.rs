//! The format of an exercise: what a file, a link or the editor holds, as types.
//!
//! `docs/exercise.schema.json` is generated from these types and their comments;
//! `docs/exercises.md` shows one at work.

use serde::{Deserialize, Serialize};

use super::{
    Condition, Controls, EvalContext, ExerciseId, ExerciseProblem, ExpectedAnswer, Expression,
    Figure, LessonError, Name, ParameterName, StartParams, Student, Variation,
};
use rankscope_params::{Key, Params};

/// The version of the format.
pub const VERSION: u32 = 2;

/// An exercise: a question whose answer the engine works out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Exercise {
    /// The version of this format: 2.
    pub version: u32,
    /// Its name in links and stored progress, unique in an assignment.
    pub id: ExerciseId,
    /// Its heading.
    pub title: String,
    /// What it is about: Markdown without HTML. `{expression}` is replaced by its value; here it
    /// may name parameters and scales only.
    pub prompt: String,
    /// The parameters it starts from, as the query of a link: `alpha=8&noise=0.1`. The seed is the
    /// student's own unless it stands here.
    #[serde(default)]
    pub parameters: StartParams,
    /// Parameters that differ from student to student, besides the seed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vary: Vec<Variation>,
    /// Which controls there are.
    #[serde(default)]
    pub controls: Controls,
    /// The figures beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// Live numbers beside the figures, at the state the student has made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<LiveReading>,
    /// A guess to commit to before anything can be moved. It is never marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prediction: Option<Prediction>,
    /// What is asked.
    pub answer: ExpectedAnswer,
    /// Help, shown one by one on request, at no cost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
    /// The last hint, a worked answer: Markdown, with any `{expression}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worked: Option<String>,
    /// What is said to a wrong answer. The first whose condition holds is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Vec<Feedback>,
    /// What is said once it is solved: Markdown, with any `{expression}`.
    pub explanation: String,
    /// What the explanation says, as conditions that hold wherever the answer is accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Condition>,
    /// For whoever teaches with it; students do not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teacher: Option<TeacherNotes>,
}

/// For whoever teaches with an exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "Teacher"))]
pub struct TeacherNotes {
    /// What students can do afterwards.
    pub goal: String,
    /// About how many minutes it takes.
    pub minutes: u32,
    /// What many believe before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misconception: Option<String>,
    /// A question for the class afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discuss: Option<String>,
}

/// What is said to a wrong answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Feedback {
    /// When: a condition in which `answer` is the number given.
    pub when: Condition,
    /// What: Markdown, with any `{expression}`.
    pub say: String,
}

/// A guess to commit to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Prediction {
    /// The question.
    pub question: String,
    /// What can be guessed; `{expression}`s may name parameters and scales only.
    pub options: Vec<String>,
    /// For each option, when it turns out right, at the exercise's own parameters. Nothing says so where
    /// they are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub right_when: Vec<Condition>,
}

/// A live number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "Reading"))]
pub struct LiveReading {
    /// What it is called.
    pub label: String,
    /// What it is.
    pub value: Expression,
}

impl Exercise {
    /// The guess that turns out right; none where the exercise does not say.
    pub fn right_guess(&self, context: &EvalContext<'_>) -> Option<usize> {
        let mut right = self.prediction.as_ref()?.right_when.iter();
        right.position(|condition| condition.holds(context, self.answer.tolerance()))
    }

    /// Reads an exercise and checks that it is sound.
    ///
    /// # Errors
    /// [`LessonError::Unreadable`], [`LessonError::UnknownVersion`], [`LessonError::Unsound`].
    pub fn from_json(text: &str) -> Result<Self, LessonError> {
        let exercise = Self::read(text)?;
        exercise.sound()?;
        Ok(exercise)
    }

    /// Reads an exercise and does not try it out, which takes a moment.
    ///
    /// # Errors
    /// [`LessonError::TooLarge`], [`LessonError::Unreadable`], [`LessonError::UnknownVersion`].
    pub fn read(text: &str) -> Result<Self, LessonError> {
        super::json::read(text)
    }

    /// As JSON, indented to be edited.
    pub fn to_json(&self) -> String {
        super::json::indented(self)
    }

    /// Whether it is of this page's version and well formed, which is quickly seen.
    pub(super) fn formed(&self) -> Result<(), LessonError> {
        if self.version != VERSION {
            return Err(LessonError::UnknownVersion {
                found: u64::from(self.version),
                known: VERSION,
            });
        }
        self.without(super::check::malformed(self))
    }

    /// Whether it is well formed and can be solved: see [`super::problems`].
    pub(super) fn sound(&self) -> Result<(), LessonError> {
        self.formed()?;
        self.without(super::trial::unsolvable(self))
    }

    fn without(&self, problems: Vec<ExerciseProblem>) -> Result<(), LessonError> {
        if problems.is_empty() {
            return Ok(());
        }
        let id = self.id.to_string();
        Err(LessonError::Unsound { id, problems })
    }

    /// The parameters it starts from for a student.
    pub fn prepared(&self, student: &Student) -> Params {
        self.prepared_for(student.seed())
    }

    /// The parameters it starts from for a student of this seed.
    pub fn prepared_for(&self, seed: u32) -> Params {
        let mut params = self.parameters.params();
        if !self.parameters.fixes_seed() {
            params = params.with(Key::Seed, f64::from(seed)).0;
        }
        for vary in &self.vary {
            if let Name::Parameter(key) = vary.parameter {
                params = params.with(key, vary.picked(seed)).0;
            }
        }
        params
    }

    /// Whether students of other seeds have other numbers: not where the seed is fixed, or where all that is
    /// shown are the bundled adapters.
    pub fn differs_between_students(&self) -> bool {
        let bundled = |figure: &Figure| *figure == Figure::Adapters;
        let bundled = !self.figures.is_empty() && self.figures.iter().all(bundled);
        !self.vary.is_empty() || !(bundled || self.parameters.fixes_seed())
    }

    /// Its own parameters, with the student's values of the parameters that can be moved.
    pub fn present(&self, prepared: &Params, moved: &Params) -> Params {
        let mut params = *prepared;
        for ParameterName(key) in &self.controls.visible {
            params = params.with(*key, moved.get(*key)).0;
        }
        params
    }
}
