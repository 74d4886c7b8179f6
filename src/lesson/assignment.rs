//! What a teacher gives: exercises of the course, own ones, in an order, with a title.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::student::hash;
use super::{Exercise, ExerciseId, LessonError, ProgressId, VERSION, course, json, packed};

/// Exercises of an assignment: more than fit into a lesson.
pub const MOST_EXERCISES: usize = 40;
/// Letters of a title that are kept.
const LONGEST_TITLE: usize = 120;

/// An assignment as it stands in a file or a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Assignment {
    /// The version of this format: 2. Version 1 is read too.
    pub version: u32,
    /// Made once, when it is first composed: students' progress hangs on it, so that it outlives a
    /// correction. Without one, progress hangs on the text as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AssignmentId>,
    /// Counts its corrections, from 0.
    #[serde(default, skip_serializing_if = "is_first")]
    pub revision: u32,
    /// What the students read above it.
    pub title: String,
    /// The exercises, in order.
    pub exercises: Vec<AssignmentEntry>,
    /// The key of one without an id: see [`Self::lesson`].
    #[serde(skip)]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(skip))]
    text_key: Option<String>,
}

/// What tells an assignment from any other: 1 to 40 of `a`…`z`, `0`…`9` and `-`.
pub type AssignmentId = ExerciseId;

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "as serde's skip_serializing_if calls it"
)]
const fn is_first(revision: &u32) -> bool {
    *revision == 0
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
    /// Counts the corrections of an assignment, from 0.
    pub revision: u32,
    /// Its title.
    pub title: String,
    /// Its exercises.
    pub exercises: Vec<Exercise>,
}

impl Exercise {
    /// A check sum of all that it says: a corrected exercise has another.
    pub fn edition(&self) -> u32 {
        hash(json::compact(self).as_bytes())
    }
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
            id: None,
            revision: 0,
            title: title.trim().chars().take(LONGEST_TITLE).collect(),
            exercises,
            text_key: None,
        }
    }

    /// The same with an id and the number of its revision.
    #[must_use]
    pub fn identified(self, id: AssignmentId, revision: u32) -> Self {
        Self {
            id: Some(id),
            revision,
            text_key: None,
            ..self
        }
    }

    /// An id for a new assignment. `entropy` is 64 random bits.
    pub fn draw_id(entropy: u64) -> Option<AssignmentId> {
        let halves = ["assignment", "its second half"].map(|half| {
            let drawn = ProgressId::drawn(entropy, half).to_string();
            drawn.to_lowercase()
        });
        AssignmentId::new(&halves.concat())
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`LessonError::TooLarge`], [`LessonError::Unreadable`], [`LessonError::UnknownVersion`].
    pub fn from_json(text: &str) -> Result<Self, LessonError> {
        let mut assignment: Self = json::read(text)?;
        assignment.version = VERSION;
        // Of version 1, or written by hand: written again, it would have another check sum.
        let key = text_key(&without_space(text));
        let differs = key != text_key(&json::compact(&assignment));
        assignment.text_key = Some(key).filter(|_| differs && assignment.id.is_none());
        Ok(assignment)
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
        Some(json.and_then(|json| Self::from_json(&json)))
    }

    /// Gathers the exercises, which have to be well formed. Whether the teacher's own can be solved
    /// takes longer to find out: [`super::try_out`] does, with [`Lesson::own`].
    ///
    /// # Errors
    /// [`LessonError::Count`], [`LessonError::DuplicateId`], [`LessonError::NotInCourse`],
    /// [`LessonError::Unsound`].
    pub fn lesson(&self) -> Result<Lesson, LessonError> {
        distinct(self.exercises.iter().map(AssignmentEntry::id))?;
        let mut exercises: Vec<Exercise> = Vec::with_capacity(self.exercises.len());
        for entry in &self.exercises {
            let exercise = match entry {
                AssignmentEntry::Course(id) => of_course(id)?,
                AssignmentEntry::Own(exercise) => {
                    exercise.formed()?;
                    (**exercise).clone()
                }
            };
            // One exercise of the course may have replaced two.
            let known = exercises.iter().any(|known| known.id == exercise.id);
            if !known || exercise.id == *entry.id() {
                exercises.push(exercise);
            }
        }
        distinct(exercises.iter().map(|exercise| &exercise.id))?;
        Ok(Lesson {
            key: self.key(),
            revision: self.revision,
            title: self.title.clone(),
            exercises,
        })
    }

    /// What progress hangs on: the id, or a check sum of the text where there is none.
    fn key(&self) -> String {
        match (&self.id, &self.text_key) {
            // No check sum begins so, and the course's key is another word.
            (Some(id), _) => format!("id-{id}"),
            (None, Some(key)) => key.clone(),
            (None, None) => text_key(&json::compact(self)),
        }
    }
}

fn text_key(text: &str) -> String {
    format!("{:08x}-{:x}", hash(text.as_bytes()), text.len())
}

/// JSON without the white space between its parts: a file that this page wrote has the key of the link
/// of the same assignment.
fn without_space(text: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let kept = |letter: &char| {
        let kept = in_string || !letter.is_ascii_whitespace();
        if *letter == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && *letter == '\\' && !escaped;
        kept
    };
    text.chars().filter(kept).collect()
}

/// The exercise of the course of this id, or the one that has replaced it.
fn of_course(id: &ExerciseId) -> Result<Exercise, LessonError> {
    let present = course::exercise(id);
    let exercise = present.or_else(|| course::exercise(&course::replaced(id)?));
    exercise.ok_or_else(|| LessonError::NotInCourse { id: id.to_string() })
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

#[cfg(test)]
mod tests;
