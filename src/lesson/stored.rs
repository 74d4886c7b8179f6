//! What this page writes and reads again later, each kind with a version of its own.

use rankscope_sim::versioned::{self, VersionedError};
use serde::de::DeserializeOwned;

use super::{LARGEST_FILE, LessonError};

/// Reads a text of a version.
///
/// # Errors
/// [`LessonError::TooLarge`], [`LessonError::Unreadable`], [`LessonError::UnknownVersion`].
pub(super) fn read<T: DeserializeOwned>(text: &str, version: u32) -> Result<T, LessonError> {
    if text.len() > LARGEST_FILE {
        return Err(LessonError::TooLarge {
            bytes: text.len(),
            most: LARGEST_FILE,
        });
    }
    versioned::from_json(text, u64::from(version)).map_err(|error| match error {
        VersionedError::UnknownVersion(found) => LessonError::UnknownVersion {
            found,
            known: version,
        },
        VersionedError::Json(error) => super::wording::unreadable(text, &error),
    })
}

/// Whether the error says that the text is of version 1.
pub(super) const fn is_version_one(error: &LessonError) -> bool {
    matches!(error, LessonError::UnknownVersion { found: 1, .. })
}
