//! The id of an exercise in links, files and stored progress.

use std::fmt;

use rankscope_params::{MAX_ID_LENGTH, is_id};
use serde::{Deserialize, Serialize};

/// 1 to 40 of `a`…`z`, `0`…`9` and `-`: it needs no escaping anywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ExerciseId(
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(regex(pattern = "^[a-z0-9-]{1,40}$"))
    )]
    String,
);

impl ExerciseId {
    /// The id, if the text is one: see [`is_id`].
    pub fn new(text: &str) -> Option<Self> {
        is_id(text).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExerciseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ExerciseId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text).ok_or_else(|| {
            format!("an id is 1 to {MAX_ID_LENGTH} of a…z, 0…9 and “-”, which this is not")
        })
    }
}

impl From<ExerciseId> for String {
    fn from(id: ExerciseId) -> Self {
        id.0
    }
}
