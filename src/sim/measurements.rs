//! Files of what was measured elsewhere: read with their version, and what can be wrong with them.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Scaling;
use super::versioned::{self, VersionedError};
use rankscope_params::Update;

/// Why a file holds no measurements.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeasurementsError {
    /// No JSON, or not of the expected form.
    #[error("the measurements cannot be read: line {line}, column {column}: {reason}")]
    Unreadable {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What was expected.
        reason: String,
    },
    /// Of a version that this page does not know.
    #[error("the measurements are of version {found}, and this page reads version {known}")]
    UnknownVersion {
        /// The version it says.
        found: u64,
        /// The version that is read here.
        known: u64,
    },
    /// A list of another length than what it belongs to, or a value outside its range.
    #[error("the measurements contradict themselves: {what}")]
    Contradiction {
        /// Where.
        what: &'static str,
    },
    /// A run is not there that something is said of.
    #[error("the measurements are incomplete: runs are missing that this page speaks of")]
    Incomplete,
}

/// Reads a file whose `version` is `known`.
///
/// # Errors
/// [`MeasurementsError::Unreadable`] and [`MeasurementsError::UnknownVersion`].
pub(super) fn read<T: DeserializeOwned>(text: &str, known: u64) -> Result<T, MeasurementsError> {
    versioned::from_json(text, known).map_err(|error| match error {
        VersionedError::UnknownVersion(found) => MeasurementsError::UnknownVersion { found, known },
        VersionedError::Json(error) => MeasurementsError::Unreadable {
            line: error.line(),
            column: error.column(),
            reason: error.to_string(),
        },
    })
}

/// A task as the files name it.
#[derive(Deserialize)]
#[serde(remote = "Update", rename_all = "lowercase")]
pub(super) enum TaskName {
    Style,
    Facts,
}

/// A scaling as the files name it.
#[derive(Deserialize)]
#[serde(remote = "Scaling", rename_all = "lowercase")]
pub(super) enum ScalingName {
    Lora,
    RsLora,
}
