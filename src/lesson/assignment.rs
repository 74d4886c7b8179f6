//! What a teacher gives: exercises of the course, own ones, in an order, with a title.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::student::hash;
use super::{Exercise, ExerciseId, LessonError, VERSION, course, json, packed};

/// Exercises of an assignment: more than fit into a lesson.
pub const MOST_EXERCISES: usize = 40;
/// Letters of a title that are kept.
const LONGEST_TITLE: usize = 120;

/// An assignment as it stands in a file or a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Assignment {
    /// The version of this format: 1.
    pub version: u32,
    /// What the students read above it.
    pub title: String,
    /// The exercises, in order.
    pub exercises: Vec<AssignmentEntry>,
}

/// One exercise of an assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "Entry"))]
pub enum AssignmentEntry {
    /// Of the course, by its id.
    Course(ExerciseId),
    /// The teacher's own.
    Own(Box<Exercise>),
}

/// An assignment whose exercises are all at hand and well formed.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Tells it from any other: stored progress and summaries carry it.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its exercises.
    pub exercises: Vec<Exercise>,
}

impl Lesson {
    /// The exercise of an id.
    pub fn exercise(&self, id: &ExerciseId) -> Option<&Exercise> {
        self.exercises.iter().find(|exercise| exercise.id == *id)
    }

    /// The exercises that are not the course's.
    pub fn own(&self) -> Vec<Exercise> {
        let own = |exercise: &&Exercise| course::exercise(&exercise.id).as_ref() != Some(*exercise);
        self.exercises.iter().filter(own).cloned().collect()
    }
}

impl AssignmentEntry {
    /// The id of the exercise.
    pub fn id(&self) -> &ExerciseId {
        match self {
            Self::Course(id) => id,
            Self::Own(exercise) => &exercise.id,
        }
    }
}

impl Assignment {
    /// An assignment of these exercises.
    pub fn new(title: &str, exercises: Vec<AssignmentEntry>) -> Self {
        Self {
            version: VERSION,
            title: title.trim().chars().take(LONGEST_TITLE).collect(),
            exercises,
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`LessonError::TooLarge`], [`LessonError::Unreadable`], [`LessonError::UnknownVersion`].
    pub fn from_json(text: &str) -> Result<Self, LessonError> {
        json::read(text)
    }

    /// As a file, indented.
    pub fn to_json(&self) -> String {
        json::indented(self)
    }

    /// As a link's fragment; none when it is too long for a link and has to be a file.
    pub fn to_fragment(&self) -> Option<String> {
        packed::pack(&json::compact(self))
    }

    /// Reads a link's fragment; none when it holds no assignment.
    pub fn from_fragment(fragment: &str) -> Option<Result<Self, LessonError>> {
        let json = packed::unpack(fragment)?;
        Some(json.and_then(|json| json::read(&json)))
    }

    /// Gathers the exercises, which have to be well formed. Whether the teacher's own can be solved
    /// takes longer to find out: [`super::try_out`] does, with [`Lesson::own`].
    ///
    /// # Errors
    /// [`LessonError::Count`], [`LessonError::DuplicateId`], [`LessonError::NotInCourse`],
    /// [`LessonError::Unsound`].
    pub fn lesson(&self) -> Result<Lesson, LessonError> {
        distinct(self.exercises.iter().map(AssignmentEntry::id))?;
        let mut exercises = Vec::with_capacity(self.exercises.len());
        for entry in &self.exercises {
            exercises.push(match entry {
                AssignmentEntry::Course(id) => course::exercise(id).ok_or_else(|| {
                    let id = id.to_string();
                    LessonError::NotInCourse { id }
                })?,
                AssignmentEntry::Own(exercise) => {
                    exercise.formed()?;
                    (**exercise).clone()
                }
            });
        }
        let text = json::compact(self);
        Ok(Lesson {
            key: format!("{:08x}-{:x}", hash(text.as_bytes()), text.len()),
            title: self.title.clone(),
            exercises,
        })
    }
}

/// Checks that a list of exercises is no longer than a lesson's, not empty, and names each once.
///
/// # Errors
/// [`LessonError::Count`], [`LessonError::DuplicateId`].
pub(super) fn distinct<'i>(
    ids: impl ExactSizeIterator<Item = &'i ExerciseId>,
) -> Result<(), LessonError> {
    let count = ids.len();
    if !(1..=MOST_EXERCISES).contains(&count) {
        let most = MOST_EXERCISES;
        return Err(LessonError::Count { count, most });
    }
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            let id = id.to_string();
            return Err(LessonError::DuplicateId { id });
        }
    }
    Ok(())
}
