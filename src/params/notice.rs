//! What the page had to change of what it was given, in words.

use std::fmt;

use super::{Kind, Number, SettingKey};

/// A given value is quoted up to this many characters: a link may hold anything.
const QUOTED: usize = 24;

/// One thing that was given and not taken as it stood.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The text is no value of the setting; the one in force stays.
    Unreadable {
        key: SettingKey,
        /// The text, shortened.
        given: String,
        /// The value in force.
        kept: String,
    },
    /// A value outside the range, a fraction where whole numbers are meant, or a list that can be
    /// taken in part.
    Moved {
        key: SettingKey,
        /// The value as given, shortened.
        given: String,
        /// The nearest value it can take.
        used: String,
        /// The largest rank of the present shape, for the reason given.
        max_rank: usize,
    },
    /// No setting has this name.
    UnknownKey {
        /// The name, shortened.
        name: String,
    },
    /// More unknown names than are worth listing.
    MoreUnknownKeys { count: usize },
    /// The same name twice; the last one counts.
    Repeated { key: SettingKey },
    /// A notice as a module put it in words that has made room for this one.
    Told { words: String },
    /// The link is longer than any the page writes; the rest was not read.
    TooLong {
        /// Its length in bytes.
        bytes: usize,
        /// How many of them were read.
        read: usize,
    },
}

impl Notice {
    /// The setting whose value it is about, if it is about one.
    pub const fn key(&self) -> Option<SettingKey> {
        match self {
            Self::Unreadable { key, .. } | Self::Moved { key, .. } => Some(*key),
            _ => None,
        }
    }

    pub(super) fn unreadable(key: SettingKey, given: &str, kept: String) -> Self {
        Self::Unreadable {
            key,
            given: shortened(given),
            kept,
        }
    }

    pub(super) fn moved(key: SettingKey, given: &str, used: String, max_rank: usize) -> Self {
        Self::Moved {
            key,
            given: shortened(given),
            used,
            max_rank,
        }
    }

    pub(super) fn unknown_key(name: &str) -> Self {
        Self::UnknownKey {
            name: shortened(name),
        }
    }
}

/// At most [`QUOTED`] characters of `text`, with an ellipsis where some are missing.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(QUOTED).collect();
    if text.chars().nth(QUOTED).is_some() {
        short.push('…');
    }
    short
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { key, given, kept } => {
                let row = key.declaration();
                let why = match row.kind {
                    Kind::Number(_) => "is not a number",
                    Kind::Text => "is too long, or has more than one line",
                    _ => "is not on offer",
                };
                if kept.is_empty() {
                    return write!(f, "{}: “{given}” {why}, so it was left out.", row.label);
                }
                write!(f, "{}: “{given}” {why}, so it stays {kept}.", row.label)
            }
            Self::Moved {
                key,
                given,
                used,
                max_rank,
            } => {
                let row = key.declaration();
                let (open, close) = match row.kind {
                    Kind::Ranks(_) => ("“", "”"),
                    _ => ("", ""),
                };
                let (label, range) = (row.label, row.range());
                write!(f, "{label}: {open}{given}{close} is now {used}. It takes ")?;
                if row.depends_on_shape() {
                    let largest = max_rank.to_string();
                    let range = range.replace("min(d, k)", &largest);
                    write!(f, "{}", range.replace("1…width", &format!("1…{largest}")))?;
                } else {
                    write!(f, "{range}")?;
                }
                match &row.kind {
                    Kind::Number(numeric) if numeric.number == Number::Whole => {
                        write!(f, ". Whole numbers only.")
                    }
                    _ => write!(f, "."),
                }
            }
            Self::UnknownKey { name } => {
                write!(f, "“{name}” is no parameter of this page and was left out.")
            }
            Self::MoreUnknownKeys { count } => {
                write!(f, "{count} more unknown parameters were left out.")
            }
            Self::Repeated { key } => {
                let label = key.declaration().label;
                write!(
                    f,
                    "{label} stands in the link more than once; the last one counts."
                )
            }
            Self::Told { words } => f.write_str(words),
            Self::TooLong { bytes, read } => {
                write!(
                    f,
                    "The link is {bytes} bytes long; only the first {read} were read."
                )
            }
        }
    }
}
