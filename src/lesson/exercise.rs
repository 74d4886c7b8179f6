//! The format of an exercise: what a file, a link or the editor holds, as types.
//!
//! `docs/exercise.schema.json` is generated from these types and their comments;
//! `docs/exercises.md` shows one at work.

use serde::{Deserialize, Serialize};

use super::student::{Student, hash};
use super::{
    Chart, Condition, Controls, ExerciseId, ExerciseProblem, Expression, LessonError,
    ParameterName, StartParams, Variation,
};
use rankscope_params::{Key, Params};

/// The version of the format.
pub const VERSION: u32 = 1;

/// An exercise: a question whose answer the engine works out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Exercise {
    /// The version of this format: 1.
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
    /// The charts beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charts: Vec<Chart>,
    /// Live numbers beneath the charts, at the state the student has made.
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
    /// What is said to a wrong answer. The first whose condition holds is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Vec<Feedback>,
    /// What is said once it is solved: Markdown, with any `{expression}`.
    pub explanation: String,
}

/// What is asked, and what is right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "Answer"))]
pub enum ExpectedAnswer {
    /// A number, right when it is as near to the quantity as the tolerance.
    Number {
        /// The question.
        question: String,
        /// What the number is compared with, at the exercise's own parameters.
        quantity: Expression,
        /// How far it may be away, in the quantity's own unit.
        tolerance: f64,
    },
    /// One of some options; the right one is the one whose condition holds.
    Choice {
        /// The question.
        question: String,
        /// The options. For every student exactly one condition may hold.
        options: Vec<AnswerOption>,
    },
    /// A state to reach with the controls.
    Goal {
        /// The task.
        question: String,
        /// What must hold there. It must not hold at the start.
        reach: Condition,
        /// How far apart the sides of `=` may be.
        tolerance: f64,
    },
}

/// An option of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "Choice"))]
pub struct AnswerOption {
    /// What it says; `{expression}`s may name parameters and scales only.
    pub text: String,
    /// When it is the right one.
    pub right_when: Condition,
    /// What is said when it is picked and wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
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
        let mut params = self.parameters.params();
        let seed = student.seed();
        if !self.parameters.fixes_seed() {
            params = params.with(Key::Seed, f64::from(seed)).0;
        }
        for Variation { parameter, values } in &self.vary {
            let name = parameter.0.declaration().name;
            // Each parameter by a hash of its own, so that two do not vary in step.
            let pick = hash(format!("{seed} {name}").as_bytes()) as usize;
            let value = values.get(pick.checked_rem(values.len()).unwrap_or_default());
            if let Some(value) = value {
                params = params.with(parameter.0, *value).0;
            }
        }
        params
    }

    /// Its own parameters, with the student's values of what can be moved.
    pub fn present(&self, prepared: &Params, moved: &Params) -> Params {
        let mut params = *prepared;
        for ParameterName(key) in &self.controls.visible {
            params = params.with(*key, moved.get(*key)).0;
        }
        params
    }
}

impl ExpectedAnswer {
    /// What is asked.
    pub fn question(&self) -> &str {
        match self {
            Self::Number { question, .. }
            | Self::Choice { question, .. }
            | Self::Goal { question, .. } => question,
        }
    }

    /// How far apart the sides of `=` may be.
    pub const fn tolerance(&self) -> f64 {
        match self {
            Self::Number { tolerance, .. } | Self::Goal { tolerance, .. } => *tolerance,
            Self::Choice { .. } => 0.0,
        }
    }
}
