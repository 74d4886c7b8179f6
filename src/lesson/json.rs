//! Exercises, assignments, progress and summaries as JSON.

use rankscope_sim::versioned::{self, VersionedError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{LessonError, VERSION};

/// Bytes of a file that are read: fifty times the course's longest exercise.
pub const LARGEST_FILE: usize = 256 * 1024;

/// Reads a text of this crate's [`VERSION`], or of an earlier one, which its type takes in.
///
/// # Errors
/// [`LessonError::TooLarge`], [`LessonError::Unreadable`], [`LessonError::UnknownVersion`].
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, LessonError> {
    if text.len() > LARGEST_FILE {
        return Err(LessonError::TooLarge {
            bytes: text.len(),
            most: LARGEST_FILE,
        });
    }
    versioned::from_json_of(text, 1..=u64::from(VERSION)).map_err(|error| match error {
        VersionedError::UnknownVersion(found) => LessonError::UnknownVersion {
            found,
            known: VERSION,
        },
        VersionedError::Json(error) => super::wording::unreadable(text, &error),
    })
}

/// As JSON in one line.
pub(super) fn compact(value: &impl Serialize) -> String {
    // This crate's types are text, numbers, lists of those and maps by text, which cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}

/// As JSON to be read and edited.
pub(super) fn indented(value: &impl Serialize) -> String {
    // As above.
    serde_json::to_string_pretty(value).unwrap_or_default()
}
