//! Exercises that compute their own answers: the format, the questions put to the engine, grading,
//! assignments in links, progress and summaries.
//!
//! An [`Exercise`] is data. What is right is an [`Expression`] or a [`Condition`] over results of
//! `sim`, worked out at the exercise's own parameters and the student's own seed: no answer is ever
//! written into a file. A [`Lesson`] is a list of exercises, the built-in [`course`] or a teacher's
//! [`Assignment`]. Everything that comes from outside (links, files, storage) becomes one of these
//! types or a [`LessonError`], here and nowhere else.

mod assignment;
mod check;
mod class;
pub mod code;
mod contents;
pub mod course;
mod error;
mod exercise;
pub mod expression;
mod grade;
mod id;
mod json;
mod letters;
pub mod markdown;
mod measure;
mod packed;
mod progress;
mod progress_id;
mod reach;
pub mod recall;
mod record;
pub mod sample;
#[cfg(not(target_arch = "wasm32"))]
pub mod schema;
mod setting;
mod stored;
mod student;
mod summary;
mod trial;

pub use assignment::{Assignment, AssignmentEntry, AssignmentId, Lesson, MOST_EXERCISES};
pub use check::ExerciseProblem;
pub use class::{ClassTable, Placed};
pub use error::LessonError;
pub use exercise::{
    AnswerOption, Exercise, ExpectedAnswer, Feedback, LiveReading, Prediction, VERSION,
};
pub use expression::{Condition, Expression};
pub use grade::{AnswerVerdict, GivenAnswer, fill, grade};
pub use id::ExerciseId;
pub use json::LARGEST_FILE;
pub use measure::{EvalContext, FinalRun, Measured, Measurement, Trainings};
pub use packed::{FRAGMENT, LONGEST_LINK};
pub use progress::{Progress, ProgressAction};
pub use progress_id::ProgressId;
pub use reach::solve;
pub use recall::{FinalRecall, Recalled};
pub use record::ExerciseRecord;
pub use setting::{Chart, Controls, ParameterName, StartParams, Variation};
pub use student::{LONGEST_NAME, Student};
pub use summary::{StudentSummary, SummaryEntry, SummaryGuess};
pub use trial::{problems, try_out};
