//! What a student hands in: a file that says which exercises were solved, and after how many tries.

use serde::{Deserialize, Serialize};

use super::assignment::distinct;
use super::{Exercise, ExerciseId, Lesson, LessonError, Progress, Student, VERSION, json};
use rankscope_params::csv;

/// A student's summary of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudentSummary {
    /// The version of the format.
    pub version: u32,
    /// The key of the lesson.
    pub lesson: String,
    /// Its title.
    pub title: String,
    /// The student's name, as typed.
    pub name: String,
    /// The seed that follows from it.
    pub seed: u32,
    /// One entry for each exercise, in order.
    pub exercises: Vec<SummaryEntry>,
}

/// One exercise of a summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryEntry {
    /// Its id.
    pub id: ExerciseId,
    /// Its title.
    pub title: String,
    /// Whether it is solved.
    pub solved: bool,
    /// Answers given.
    pub tries: u32,
    /// Hints opened.
    pub hints: usize,
}

impl StudentSummary {
    /// Of what a student has done.
    pub fn new(lesson: &Lesson, student: &Student, progress: &Progress) -> Self {
        let entry = |exercise: &Exercise| {
            let record = progress.of(&exercise.id);
            SummaryEntry {
                id: exercise.id.clone(),
                title: exercise.title.clone(),
                solved: record.solved,
                tries: record.tries,
                hints: record.hints,
            }
        };
        Self {
            version: VERSION,
            lesson: lesson.key.clone(),
            title: lesson.title.clone(),
            name: student.name().to_owned(),
            seed: student.seed(),
            exercises: lesson.exercises.iter().map(entry).collect(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`super::Assignment::from_json`]; also [`LessonError::Count`] and [`LessonError::DuplicateId`]
    /// for exercises that no lesson has.
    pub fn from_json(text: &str) -> Result<Self, LessonError> {
        let summary: Self = json::read(text)?;
        distinct(summary.exercises.iter().map(|entry| &entry.id))?;
        Ok(summary)
    }

    /// The entry of an exercise; none when the summary does not have it.
    pub fn entry(&self, id: &ExerciseId) -> Option<&SummaryEntry> {
        self.exercises.iter().find(|entry| entry.id == *id)
    }

    /// As a file.
    pub fn to_json(&self) -> String {
        json::indented(self)
    }

    /// As a table.
    pub fn to_csv(&self) -> String {
        let heading = [
            "name", "seed", "exercise", "title", "solved", "tries", "hints",
        ];
        let mut text = csv::line(heading);
        for entry in &self.exercises {
            text += &csv::line([
                self.name.clone(),
                self.seed.to_string(),
                entry.id.to_string(),
                entry.title.clone(),
                yes_or_no(entry.solved).to_owned(),
                entry.tries.to_string(),
                entry.hints.to_string(),
            ]);
        }
        text
    }

    /// How many exercises are solved.
    pub fn solved(&self) -> usize {
        self.exercises.iter().filter(|entry| entry.solved).count()
    }
}

pub(super) const fn yes_or_no(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}
