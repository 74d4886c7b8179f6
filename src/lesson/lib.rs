//! Exercises that compute their own answers: the format, the questions put to the engine, grading,
//! assignments in links, progress and summaries.
//!
//! An [`Exercise`] is data. What is right is an [`Expression`] or a [`Condition`] over results of
//! `sim`, worked out at the exercise's own parameters and the student's own seed: no answer is ever
//! written into a file. A [`Lesson`] is a list of exercises, the built-in [`course`] or a teacher's
//! [`Assignment`]. Everything that comes from outside (links, files, storage) becomes one of these
//! types or a [`LessonError`], here and nowhere else.

mod answer;
mod assignment;
mod check;
mod class;
pub mod code;
mod contents;
pub mod course;
mod error;
mod evaluate;
mod exercise;
mod explain;
pub mod expression;
mod figure;
mod figure_fields;
mod findings;
mod grade;
mod hint;
mod id;
mod json;
mod judged;
mod letters;
pub mod markdown;
mod measure;
mod own;
mod packed;
mod place;
mod plain;
mod progress;
mod progress_id;
mod reach;
pub mod recall;
mod record;
pub mod sample;
#[cfg(not(target_arch = "wasm32"))]
pub mod schema;
mod setting;
mod states;
mod stored;
mod student;
mod summary;
mod trial;
mod warning;
mod wording;
mod written;

pub use answer::{AnswerOption, ExpectedAnswer, Unit};
pub use assignment::{Assignment, AssignmentEntry, AssignmentId, Lesson, MOST_EXERCISES};
pub use check::ExerciseProblem;
pub use class::{ClassTable, Placed};
pub use error::LessonError;
pub use exercise::{Exercise, Feedback, LiveReading, Prediction, TeacherNotes, VERSION};
pub use explain::Explained;
pub use expression::{Condition, Expression};
pub use figure::{Axis, CurvesFigure, ExploreFigure, Figure, FigureData, Line, MapFigure};
pub use findings::Findings;
pub use grade::{AnswerVerdict, GivenAnswer, fill, grade, written};
pub use id::ExerciseId;
pub use json::LARGEST_FILE;
pub use judged::{Judged, judge};
pub use measure::{EvalContext, FinalRun, Measured, Measurement, Trainings};
pub use own::{MOST_OWN, Name, OwnControl, OwnName, OwnValues, Present};
pub use packed::{FRAGMENT, LONGEST_LINK, inflated, packed_text};
pub use place::place_in;
pub use progress::{Progress, ProgressAction};
pub use progress_id::ProgressId;
pub use reach::solve;
pub use recall::{FinalCut, FinalRecall, LeftOver, Recalled};
pub use record::{ExerciseRecord, MOST_TRIES_TOLD, tries_in_words};
pub use setting::{Controls, ParameterName, RuleName, StartParams, UpdateName, Variation};
pub use states::States;
pub use student::{LONGEST_NAME, Student};
pub use summary::{StudentSummary, SummaryEntry, SummaryGuess, SummaryRound};
pub use trial::{problems, right_answers, try_out};
pub use warning::warnings;
