//! How far a student is in a lesson: what the browser's storage holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Exercise, ExerciseId, Lesson, LessonError, Student, VERSION, json};

/// What a student has done in one lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    version: u32,
    records: BTreeMap<ExerciseId, ExerciseRecord>,
}

/// What a student does in an exercise.
///
/// Tabs of one browser exchange these, not whole records: applied to whatever the storage holds by
/// then, the actions of both tabs count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgressAction {
    /// Commits to a guess, by its index in the prediction.
    Guess(usize),
    /// Opens hints up to this count.
    OpenHints(usize),
    /// Gives an answer that is marked right or wrong.
    Try {
        /// Whether it is right.
        solved: bool,
    },
    /// Starts the exercise again: its record is deleted.
    Restart,
}

/// What a student has done in one exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseRecord {
    /// The guess, by its index in the prediction.
    pub guess: Option<usize>,
    /// Answers given, the right one included.
    pub tries: u32,
    /// Hints opened.
    pub hints: usize,
    /// Whether it has been solved.
    pub solved: bool,
}

impl ExerciseRecord {
    fn apply(&mut self, action: ProgressAction) {
        match action {
            ProgressAction::Guess(index) => self.guess = Some(index),
            ProgressAction::OpenHints(count) => self.hints = self.hints.max(count),
            // Answers after the right one are not counted.
            ProgressAction::Try { .. } if self.solved => {}
            ProgressAction::Try { solved } => {
                self.tries = self.tries.saturating_add(1);
                self.solved = solved;
            }
            ProgressAction::Restart => *self = Self::default(),
        }
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            version: VERSION,
            records: BTreeMap::new(),
        }
    }
}

impl Progress {
    /// The storage key of a student's progress in a lesson; students with one seed share it.
    pub fn storage_key(lesson: &Lesson, student: &Student) -> String {
        format!("rankscope:lesson:{}:{}", lesson.key, student.seed())
    }

    /// Reads a storage entry.
    ///
    /// # Errors
    /// As [`super::Assignment::from_json`].
    pub fn from_json(text: &str) -> Result<Self, LessonError> {
        json::read(text)
    }

    /// As a storage entry.
    pub fn to_json(&self) -> String {
        json::compact(self)
    }

    /// The record of an exercise.
    pub fn of(&self, id: &ExerciseId) -> ExerciseRecord {
        self.records.get(id).copied().unwrap_or_default()
    }

    /// Applies what a student does in an exercise to its record.
    pub fn apply(&mut self, id: &ExerciseId, action: ProgressAction) {
        if action == ProgressAction::Restart {
            self.records.remove(id);
        } else {
            self.records.entry(id.clone()).or_default().apply(action);
        }
    }

    /// Whether anything has been done in a lesson.
    pub fn begun(&self, lesson: &Lesson) -> bool {
        let begun = |exercise: &Exercise| self.of(&exercise.id) != ExerciseRecord::default();
        lesson.exercises.iter().any(begun)
    }

    /// How many exercises of a lesson are solved.
    pub fn solved(&self, lesson: &Lesson) -> usize {
        let solved = |exercise: &&Exercise| self.of(&exercise.id).solved;
        lesson.exercises.iter().filter(solved).count()
    }

    /// The first exercise of a lesson that is not solved.
    pub fn next<'l>(&self, lesson: &'l Lesson) -> Option<&'l Exercise> {
        let mut exercises = lesson.exercises.iter();
        exercises.find(|exercise| !self.of(&exercise.id).solved)
    }
}
