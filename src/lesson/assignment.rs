//! What a teacher gives: exercises of the course, own ones, in an order, with a title.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::student::hash;
use super::{Exercise, ExerciseId, LessonError, VERSION, course, packed};

/// Exercises of an assignment: more than fit into a lesson.
pub const MOST_EXERCISES: usize = 40;
/// Bytes of a file that are read: fifty times the course's longest exercise.
pub const LARGEST_FILE: usize = 256 * 1024;
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
    pub exercises: Vec<Entry>,
}

/// One exercise of an assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Entry {
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
    /// The exercises that are not the course's.
    pub fn own(&self) -> Vec<Exercise> {
        let own = |exercise: &&Exercise| course::exercise(&exercise.id).as_ref() != Some(*exercise);
        self.exercises.iter().filter(own).cloned().collect()
    }
}

impl Entry {
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
    pub fn new(title: &str, exercises: Vec<Entry>) -> Self {
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
        read_json(text)
    }

    /// As a file, indented.
    pub fn to_json(&self) -> String {
        // Text, numbers and lists of those cannot fail to be written.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// As a link's fragment; none when it is too long for a link and has to be a file.
    pub fn to_fragment(&self) -> Option<String> {
        packed::pack(&serde_json::to_string(self).unwrap_or_default())
    }

    /// Reads a link's fragment; none when it holds no assignment.
    pub fn from_fragment(fragment: &str) -> Option<Result<Self, LessonError>> {
        let json = packed::unpack(fragment)?;
        Some(json.and_then(|json| read_json(&json)))
    }

    /// Gathers the exercises, which have to be well formed. Whether the teacher's own can be solved
    /// takes longer to find out: [`super::try_out`] does, with [`Lesson::own`].
    ///
    /// # Errors
    /// [`LessonError::Count`], [`LessonError::DuplicateId`], [`LessonError::NotInCourse`],
    /// [`LessonError::Unsound`].
    pub fn lesson(&self) -> Result<Lesson, LessonError> {
        let count = self.exercises.len();
        if !(1..=MOST_EXERCISES).contains(&count) {
            let most = MOST_EXERCISES;
            return Err(LessonError::Count { count, most });
        }
        let mut seen = BTreeSet::new();
        let mut exercises = Vec::with_capacity(count);
        for entry in &self.exercises {
            let id = entry.id();
            if !seen.insert(id) {
                let id = id.to_string();
                return Err(LessonError::DuplicateId { id });
            }
            exercises.push(match entry {
                Entry::Course(id) => course::exercise(id).ok_or_else(|| {
                    let id = id.to_string();
                    LessonError::NotInCourse { id }
                })?,
                Entry::Own(exercise) => {
                    exercise.formed()?;
                    (**exercise).clone()
                }
            });
        }
        let text = serde_json::to_string(self).unwrap_or_default();
        Ok(Lesson {
            key: format!("{:08x}-{:x}", hash(text.as_bytes()), text.len()),
            title: self.title.clone(),
            exercises,
        })
    }
}

/// Reads JSON with a `version` that is looked at first, so that a newer file is named as such and
/// not by the first field that is new in it.
pub(super) fn read_json<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, LessonError> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u64,
    }
    if text.len() > LARGEST_FILE {
        return Err(LessonError::TooLarge {
            bytes: text.len(),
            most: LARGEST_FILE,
        });
    }
    let unreadable = |error| LessonError::unreadable(&error);
    let Versioned { version } = serde_json::from_str(text).map_err(unreadable)?;
    if version != u64::from(VERSION) {
        return Err(LessonError::UnknownVersion {
            found: version,
            known: VERSION,
        });
    }
    serde_json::from_str(text).map_err(unreadable)
}
