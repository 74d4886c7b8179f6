//! How far a student is in a lesson: what the browser's storage keeps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::assignment::read_json;
use super::{Exercise, ExerciseId, Lesson, LessonError, Student, VERSION};

/// What a student has done in one lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    version: u32,
    records: BTreeMap<ExerciseId, Record>,
}

/// What a student has done in one exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The guess, by its place.
    pub guess: Option<usize>,
    /// Answers given, the right one included.
    pub tries: u32,
    /// Hints opened.
    pub hints: usize,
    /// Whether it has been solved.
    pub solved: bool,
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
    /// Where the browser keeps it: a place for each lesson and each student's seed.
    pub fn place(lesson: &Lesson, student: &Student) -> String {
        format!("rankscope:lesson:{}:{}", lesson.key, student.seed())
    }

    /// Reads what the browser kept.
    ///
    /// # Errors
    /// As [`super::Assignment::from_json`].
    pub fn from_json(text: &str) -> Result<Self, LessonError> {
        read_json(text)
    }

    /// As the browser keeps it.
    pub fn to_json(&self) -> String {
        // Numbers in a map with text keys cannot fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The record of an exercise.
    pub fn of(&self, id: &ExerciseId) -> Record {
        self.records.get(id).copied().unwrap_or_default()
    }

    /// Changes the record of an exercise.
    pub fn change(&mut self, id: &ExerciseId, change: impl FnOnce(&mut Record)) {
        change(self.records.entry(id.clone()).or_default());
    }

    /// Forgets an exercise, to do it again.
    pub fn forget(&mut self, id: &ExerciseId) {
        self.records.remove(id);
    }

    /// Whether anything has been done in a lesson.
    pub fn begun(&self, lesson: &Lesson) -> bool {
        let begun = |exercise: &Exercise| self.of(&exercise.id) != Record::default();
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
