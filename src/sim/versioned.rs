//! JSON files that carry a `version` field.

use std::ops::RangeInclusive;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Why a text is not a file of the known version.
#[derive(Debug)]
pub enum VersionedError {
    /// Another version, with the number it gives.
    UnknownVersion(u64),
    /// No JSON, no `version`, or another form than expected.
    Json(serde_json::Error),
}

/// Reads a file whose `version` is `known`.
///
/// The version is checked first: a newer file is reported as newer, not by its first unknown field.
///
/// # Errors
/// [`VersionedError`].
pub fn from_json<T: DeserializeOwned>(text: &str, known: u64) -> Result<T, VersionedError> {
    from_json_of(text, known..=known)
}

/// The same of a type that reads several versions.
///
/// # Errors
/// [`VersionedError`].
pub fn from_json_of<T: DeserializeOwned>(
    text: &str,
    known: RangeInclusive<u64>,
) -> Result<T, VersionedError> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u64,
    }
    let Versioned { version } = serde_json::from_str(text).map_err(VersionedError::Json)?;
    if known.contains(&version) {
        serde_json::from_str(text).map_err(VersionedError::Json)
    } else {
        Err(VersionedError::UnknownVersion(version))
    }
}
