//! What the page had to change of what it was given, in words.

use std::fmt;

use super::{Key, ThresholdRow};

/// A given value is quoted up to this many characters: a link may hold anything.
const QUOTED: usize = 24;

/// One thing that was given and not taken as it stood.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The text is not a number; the value in force stays.
    Unreadable {
        /// The parameter it was meant for.
        key: Key,
        /// The text, shortened.
        given: String,
        /// The value in force.
        kept: f64,
    },
    /// A number outside the range, or a fraction where whole numbers are meant.
    Moved {
        /// The parameter.
        key: Key,
        /// The value as given, shortened.
        given: String,
        /// The nearest value it can take.
        used: f64,
        /// The largest rank of the present shape, for the reason given.
        max_rank: usize,
    },
    /// A threshold's text is not a number; the value in force stays.
    UnreadableThreshold {
        /// The key in the link.
        name: &'static str,
        /// The text, shortened.
        given: String,
        /// The value in force.
        kept: f64,
    },
    /// A threshold outside its range.
    MovedThreshold {
        /// The key in the link.
        name: &'static str,
        /// The value as given, shortened.
        given: String,
        /// The nearest value it can take.
        used: f64,
        /// Its range, in words.
        range: String,
    },
    /// A choice that is none of those on offer; the present one stays.
    UnknownChoice {
        /// The key in the link.
        name: &'static str,
        /// The text, shortened.
        given: String,
        /// The choice in force.
        kept: &'static str,
    },
    /// No parameter has this name.
    UnknownKey {
        /// The name, shortened.
        name: String,
    },
    /// More unknown names than are worth listing.
    MoreUnknownKeys {
        /// How many more.
        count: usize,
    },
    /// The same name twice; the last one counts.
    Repeated {
        /// The name in the link.
        name: &'static str,
    },
    /// The link is longer than any the page writes; the rest was not read.
    TooLong {
        /// Its length in bytes.
        bytes: usize,
        /// How many of them were read.
        read: usize,
    },
}

impl Notice {
    /// The parameter it is about, if it is about one.
    pub const fn key(&self) -> Option<Key> {
        match self {
            Self::Unreadable { key, .. } | Self::Moved { key, .. } => Some(*key),
            _ => None,
        }
    }

    pub(super) fn unreadable(key: Key, given: &str, kept: f64) -> Self {
        Self::Unreadable {
            key,
            given: shortened(given),
            kept,
        }
    }

    pub(super) fn moved(key: Key, given: &str, used: f64, max_rank: usize) -> Self {
        Self::Moved {
            key,
            given: shortened(given),
            used,
            max_rank,
        }
    }

    pub(super) fn unreadable_threshold(row: &ThresholdRow, given: &str, kept: f64) -> Self {
        Self::UnreadableThreshold {
            name: row.name,
            given: shortened(given),
            kept,
        }
    }

    pub(super) fn moved_threshold(row: &ThresholdRow, given: &str, used: f64) -> Self {
        Self::MovedThreshold {
            name: row.name,
            given: shortened(given),
            used,
            range: row.range(),
        }
    }

    pub(super) fn unknown_choice(name: &'static str, given: &str, kept: &'static str) -> Self {
        Self::UnknownChoice {
            name,
            given: shortened(given),
            kept,
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
                let name = key.declaration().name;
                write!(f, "{name}: “{given}” is not a number, so it stays {kept}.")
            }
            Self::Moved {
                key,
                given,
                used,
                max_rank,
            } => {
                let row = key.declaration();
                write!(
                    f,
                    "{} = {given} is now {used}: it takes {}",
                    row.name,
                    row.range()
                )?;
                match row.largest {
                    super::Largest::SmallerDimension => write!(f, ", here {max_rank}.")?,
                    super::Largest::Fixed(_) => write!(f, ".")?,
                }
                match row.number {
                    super::Number::Whole => write!(f, " Whole numbers only."),
                    super::Number::Real => Ok(()),
                }
            }
            Self::UnreadableThreshold { name, given, kept } => {
                write!(f, "{name}: “{given}” is not a number, so it stays {kept}.")
            }
            Self::MovedThreshold {
                name,
                given,
                used,
                range,
            } => write!(f, "{name} = {given} is now {used}: it takes {range}."),
            Self::UnknownChoice { name, given, kept } => {
                write!(f, "{name}: “{given}” is not on offer, so it stays {kept}.")
            }
            Self::UnknownKey { name } => {
                write!(f, "“{name}” is no parameter of this page and was left out.")
            }
            Self::MoreUnknownKeys { count } => {
                write!(f, "{count} more unknown parameters were left out.")
            }
            Self::Repeated { name } => {
                write!(
                    f,
                    "{name} stands in the link more than once; the last one counts."
                )
            }
            Self::TooLong { bytes, read } => {
                write!(
                    f,
                    "The link is {bytes} bytes long; only the first {read} were read."
                )
            }
        }
    }
}
