//! The ledger: what is said of low-rank adapters, and what the literature found for and against it.
//!
//! Its file is `static/evidence.json`, compiled in; `docs/literature.md` says how each source was read.
//! Verdicts are not in it: they are computed from the present settings.

use std::sync::LazyLock;

use rankscope_params::is_id;
use rankscope_sim::versioned::{self, VersionedError};
use serde::{Deserialize, Serialize};

/// The version of the format.
pub const VERSION: u32 = 1;

/// What the page comes with.
const FILE: &str = include_str!("../../../static/evidence.json");

static LEDGER: LazyLock<Result<Ledger, LedgerError>> = LazyLock::new(|| Ledger::from_json(FILE));

/// The ledger that the page comes with.
///
/// # Errors
/// [`LedgerError`]: the file is not sound. A test reads it, so a page that was tested has none.
pub fn ledger() -> Result<&'static Ledger, &'static LedgerError> {
    LEDGER.as_ref()
}

/// Statements, and the sources they refer to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// Version of this format: 1.
    pub version: u32,
    /// What was read or measured.
    pub sources: Vec<Source>,
    /// What is said, in the order of the page.
    pub statements: Vec<Statement>,
}

/// A text that was read, or runs of our own, with their conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name in `docs/literature.md`: small letters, digits and hyphens.
    pub id: String,
    pub title: String,
    pub authors: String,
    pub year: u16,
    /// Where it stands, by https; none of runs of our own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// How it was read.
    pub read: Reading,
    /// The optimizer of its training.
    pub optimizer: OptimizerUsed,
    /// How its learning rates were set.
    pub rate: RateUsed,
    /// What was adapted.
    pub subject: Subject,
    /// Under what other conditions: model, ranks, numbers.
    pub conditions: String,
}

/// How a source was read. Of what was not read, nothing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The text itself.
    Primary,
    /// Its abstract alone.
    Abstract,
    /// It is ours: runs of this project.
    Measured,
}

/// The optimizer of a source's training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OptimizerUsed {
    Sgd,
    /// Adam, `AdamW`, and theory of steps like theirs.
    Adam,
    /// SGD and Adam, each by itself.
    Both,
    /// It depends on none.
    None,
    /// What was read does not say.
    Unknown,
}

/// How a source's learning rates were set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RateUsed {
    /// A rate of its own for each rank.
    Tuned,
    /// One rate for all ranks.
    One,
    /// Both, each by itself.
    Both,
    /// It depends on none.
    None,
    /// What was read does not say.
    Unknown,
}

/// What a source adapted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// One matrix.
    Matrix,
    /// A language model, or one with vision.
    LanguageModel,
    /// Any model: an argument.
    None,
}

/// Something that is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Its name in links: small letters, digits and hyphens.
    pub id: String,
    /// What is said.
    pub says: String,
    /// Who says it.
    pub origin: Origin,
    /// What supports it.
    #[serde(rename = "for")]
    pub supporting: Vec<Evidence>,
    /// What speaks against it.
    pub against: Vec<Evidence>,
    /// What would change the verdict.
    pub change: String,
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The article that the page examines.
    Article,
    /// Many, without one source.
    People,
}

/// What a source has to say of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The id of the source.
    pub source: String,
    /// What it found, in our words.
    pub found: String,
    /// The same in its own, word for word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// Why a file is no ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    #[error("the file of the evidence has version {0}, and this page reads version {VERSION}")]
    UnknownVersion(u64),
    #[error("the file of the evidence is damaged: {0}")]
    Unreadable(String),
    #[error("“{0}” is no id, or stands twice in the file of the evidence")]
    BadId(String),
    #[error(
        "the statement “{0}” refers to a source that the file of the evidence does not have: “{1}”"
    )]
    UnknownSource(String, String),
    #[error("the link of the source “{0}” is not an https address")]
    BadLink(String),
}

impl Ledger {
    /// Reads a file: its version, ids, links, and that every source referred to is there.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn from_json(text: &str) -> Result<Self, LedgerError> {
        let read: Self =
            versioned::from_json(text, u64::from(VERSION)).map_err(|error| match error {
                VersionedError::UnknownVersion(found) => LedgerError::UnknownVersion(found),
                VersionedError::Json(error) => LedgerError::Unreadable(error.to_string()),
            })?;
        read.checked()
    }

    fn checked(self) -> Result<Self, LedgerError> {
        unique(self.sources.iter().map(|source| &source.id))?;
        unique(self.statements.iter().map(|statement| &statement.id))?;
        let insecure = |source: &&Source| {
            let link = source.link.as_ref();
            link.is_some_and(|link| !link.starts_with("https://"))
        };
        if let Some(source) = self.sources.iter().find(insecure) {
            return Err(LedgerError::BadLink(source.id.clone()));
        }
        for statement in &self.statements {
            let unknown = |evidence: &&Evidence| self.source(&evidence.source).is_none();
            if let Some(evidence) = statement.evidence().find(unknown) {
                return Err(LedgerError::UnknownSource(
                    statement.id.clone(),
                    evidence.source.clone(),
                ));
            }
        }
        Ok(self)
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The statement with this id.
    pub fn statement(&self, id: &str) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.id == id)
    }
}

impl Statement {
    /// For and against.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.supporting.iter().chain(&self.against)
    }
}

/// That each of these is an id, and none stands twice.
fn unique<'i>(ids: impl Iterator<Item = &'i String>) -> Result<(), LedgerError> {
    let mut seen: Vec<&String> = Vec::new();
    for id in ids {
        if !is_id(id) || seen.contains(&id) {
            return Err(LedgerError::BadId(id.clone()));
        }
        seen.push(id);
    }
    Ok(())
}

/// The format's JSON Schema, written from its types. Native only: the page has no use for it.
#[cfg(not(target_arch = "wasm32"))]
pub fn schema() -> String {
    // A schema is text, numbers, lists of those and maps by text, which cannot fail.
    let written = serde_json::to_string_pretty(&schemars::schema_for!(Ledger));
    written.unwrap_or_default() + "\n"
}
