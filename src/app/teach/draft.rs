//! A teacher's draft of an assignment: what it holds, as the browser keeps it.
//!
//! Own exercises are kept as the text that was typed, half-written ones too. A draft becomes an
//! [`Assignment`] once each of them can be read.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use rankscope_lesson::{
    Assignment, AssignmentEntry, AssignmentId, Exercise, ExerciseId, LessonError, course,
};
use rankscope_params::MAX_ID_LENGTH;
use rankscope_sim::versioned::{self, VersionedError};

/// The version of the stored form.
pub const VERSION: u32 = 1;

/// A draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    version: u32,
    /// What tells the assignment from others, drawn once: students' progress hangs on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<AssignmentId>,
    /// As it was given last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given: Option<GivenLast>,
    pub title: String,
    pub entries: Vec<DraftEntry>,
    /// The own exercise that is open in the editor, by its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<usize>,
}

/// An assignment as students have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenLast {
    revision: u32,
    /// A check sum of what it said.
    check: String,
}

/// One exercise of a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DraftEntry {
    /// Of the course, by its id.
    Course(ExerciseId),
    /// The teacher's own, as its text.
    Own(String),
}

/// Why a stored draft is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftError {
    /// It is of another version of the page.
    Version(u64),
    /// It is damaged.
    Damaged,
}

/// Why a draft is no assignment yet: which exercise, by its place, and why; or why as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfinished {
    pub place: Option<usize>,
    pub error: LessonError,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            version: VERSION,
            id: None,
            given: None,
            title: "My assignment".to_owned(),
            entries: Vec::new(),
            open: None,
        }
    }
}

impl DraftEntry {
    /// An exercise as an own one.
    pub fn own(exercise: &Exercise) -> Self {
        Self::Own(exercise.to_json())
    }

    /// Its id, as far as it can be read.
    pub fn id(&self) -> Option<String> {
        match self {
            Self::Course(id) => Some(id.to_string()),
            Self::Own(text) => part(text, "id"),
        }
    }

    /// What students read above it.
    pub fn title(&self) -> String {
        let title = match self {
            Self::Course(id) => course::exercise(id).map(|exercise| exercise.title),
            Self::Own(text) => part(text, "title"),
        };
        title
            .or_else(|| self.id())
            .unwrap_or_else(|| "(no title)".to_owned())
    }

    /// The exercise.
    ///
    /// # Errors
    /// As [`Exercise::read`]; [`LessonError::NotInCourse`].
    pub fn exercise(&self) -> Result<Exercise, LessonError> {
        match self {
            Self::Course(id) => {
                course::exercise(id).ok_or_else(|| LessonError::NotInCourse { id: id.to_string() })
            }
            Self::Own(text) => Exercise::read(text),
        }
    }
}

/// A text field of an exercise's JSON, if it can be read that far.
fn part(text: &str, key: &str) -> Option<String> {
    // What is wrong with the text is said where it is edited.
    let value: Value = serde_json::from_str(text).ok()?;
    value.get(key)?.as_str().map(str::to_owned)
}

impl Draft {
    /// Reads what the browser kept.
    ///
    /// # Errors
    /// [`DraftError`].
    pub fn read(text: &str) -> Result<Self, DraftError> {
        versioned::from_json(text, u64::from(VERSION)).map_err(|error| match error {
            VersionedError::UnknownVersion(found) => DraftError::Version(found),
            VersionedError::Json(_) => DraftError::Damaged,
        })
    }

    /// As the browser keeps it.
    pub fn written(&self) -> String {
        // Texts, numbers and lists of those, which cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// An assignment as a draft: the one that was given goes on being written.
    pub fn of(assignment: &Assignment) -> Self {
        let entry = |entry: &AssignmentEntry| match entry {
            AssignmentEntry::Course(id) => DraftEntry::Course(id.clone()),
            AssignmentEntry::Own(exercise) => DraftEntry::own(exercise),
        };
        let mut draft = Self {
            id: assignment.id.clone(),
            title: assignment.title.clone(),
            entries: assignment.exercises.iter().map(entry).collect(),
            ..Self::default()
        };
        draft.given = draft.check().map(|check| GivenLast {
            revision: assignment.revision,
            check,
        });
        draft
    }

    /// Students have it now as it stands. What is changed from here on is another revision.
    pub fn give(&mut self) {
        if let Some(check) = self.check() {
            let revision = self.revision(&check);
            self.given = Some(GivenLast { revision, check });
        }
    }

    /// A check sum of what students would be given; none while it is unfinished.
    fn check(&self) -> Option<String> {
        let unnamed = self.unidentified().ok()?;
        // Without an id, the key is a check sum of all that it says.
        unnamed.lesson().ok().map(|lesson| lesson.key)
    }

    fn revision(&self, check: &str) -> u32 {
        match &self.given {
            None => 0,
            Some(given) => given.revision + u32::from(given.check != check),
        }
    }

    /// What students are given.
    ///
    /// # Errors
    /// The first [`Unfinished`] part.
    pub fn assignment(&self) -> Result<Assignment, Unfinished> {
        let assignment = self.unidentified()?;
        let check = match assignment.lesson() {
            Ok(lesson) => lesson.key,
            Err(error) => {
                let place = self.place_of(&error);
                return Err(Unfinished { place, error });
            }
        };
        let revision = self.revision(&check);
        Ok(match &self.id {
            Some(id) => assignment.identified(id.clone(), revision),
            None => assignment,
        })
    }

    fn unidentified(&self) -> Result<Assignment, Unfinished> {
        let mut entries = Vec::with_capacity(self.entries.len());
        for (place, entry) in self.entries.iter().enumerate() {
            let place = Some(place);
            let fail = |error| Unfinished { place, error };
            entries.push(match entry {
                DraftEntry::Course(id) => AssignmentEntry::Course(id.clone()),
                DraftEntry::Own(_) => {
                    AssignmentEntry::Own(Box::new(entry.exercise().map_err(fail)?))
                }
            });
        }
        Ok(Assignment::new(&self.title, entries))
    }

    /// Which exercise an error is about.
    pub(super) fn place_of(&self, error: &LessonError) -> Option<usize> {
        let (LessonError::DuplicateId { id }
        | LessonError::NotInCourse { id }
        | LessonError::Unsound { id, .. }) = error
        else {
            return None;
        };
        self.entries
            .iter()
            .rposition(|entry| entry.id().as_ref() == Some(id))
    }

    /// The texts of the own exercises, in order.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter_map(|entry| match entry {
            DraftEntry::Own(text) => Some(text.as_str()),
            DraftEntry::Course(_) => None,
        })
    }

    /// Whether an exercise of the course is in it.
    pub fn has(&self, id: &ExerciseId) -> bool {
        self.entries
            .iter()
            .any(|entry| matches!(entry, DraftEntry::Course(known) if known == id))
    }

    /// An id like this one that neither the draft nor the course has.
    pub fn free_id(&self, like: &str) -> String {
        let taken = |id: &str| {
            let mut known = self.entries.iter().filter_map(DraftEntry::id);
            known.any(|known| known == id)
                || ExerciseId::new(id).is_some_and(|id| course::exercise(&id).is_some())
        };
        let like = like.trim_end_matches(|letter: char| letter.is_ascii_digit());
        // With room for a number.
        let like: String = like.chars().take(MAX_ID_LENGTH - 4).collect();
        let like = like.trim_end_matches('-');
        let numbered = (2..).map(|number| format!("{like}-{number}"));
        let mut ids = std::iter::once(like.to_owned()).chain(numbered);
        ids.find(|id| !taken(id)).unwrap_or_default()
    }

    /// A title like this one, said to be a copy, that nothing in the draft has.
    fn free_title(&self, like: &str) -> String {
        // Of a copy's copy, the original's.
        let original = like
            .rsplit_once(" (copy")
            .map_or(like, |(original, _)| original);
        let numbered = (2..).map(|number| format!("{original} (copy {number})"));
        let mut titles = std::iter::once(format!("{original} (copy)")).chain(numbered);
        let taken = |title: &String| self.entries.iter().any(|entry| entry.title() == *title);
        titles.find(|title| !taken(title)).unwrap_or_default()
    }

    /// An exercise as an own one, with an id and a title that are free.
    pub fn copy(&self, entry: &DraftEntry) -> Option<DraftEntry> {
        let id = self.free_id(&entry.id().unwrap_or_else(|| "my-exercise".to_owned()));
        let title = self.free_title(&entry.title());
        match entry {
            DraftEntry::Course(known) => {
                let mut exercise = course::exercise(known)?;
                exercise.id = ExerciseId::new(&id)?;
                exercise.title = title;
                Some(DraftEntry::own(&exercise))
            }
            DraftEntry::Own(text) => Some(DraftEntry::Own(renamed(text, &id, &title))),
        }
    }

    /// A new exercise with one question of a kind.
    pub fn begin(&self, kind: &str) -> DraftEntry {
        let mut value = json!({
            "version": rankscope_lesson::VERSION,
            "id": self.free_id("my-exercise"),
            "title": "My exercise",
            "prompt": "α is {alpha}, and the rank is {r_low}.",
            "controls": { "visible": ["alpha"] },
            "answer": { "question": "What is LoRA’s scale, α/r?" },
            "explanation": "α/r is {lora_scale(r_low)} here."
        });
        super::form::switch_kind(&mut value, kind);
        DraftEntry::Own(indented(&value))
    }
}

/// A text with another id and title; as it is where it cannot be read.
fn renamed(text: &str, id: &str, title: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(mut value) if value.is_object() => {
            super::path::Path::new("id").set(&mut value, json!(id));
            super::path::Path::new("title").set(&mut value, json!(title));
            indented(&value)
        }
        _ => text.to_owned(),
    }
}

/// As JSON to be read and edited.
pub fn indented(value: &Value) -> String {
    // A value is written without fail.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

#[cfg(test)]
mod tests;
