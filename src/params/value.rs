//! The value of any setting, with what a control has to know of it.

use super::number::Format;

/// A setting's value in force.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Number {
        value: f64,
        /// The value when nothing is said.
        default: f64,
        /// The largest that it may be now.
        largest: f64,
    },
    Choice {
        /// The name of the option.
        chosen: &'static str,
        default: &'static str,
    },
    Ranks {
        ranks: Vec<usize>,
        /// Those when nothing is said.
        default: Vec<usize>,
        /// `m = min(d, k)`.
        max_rank: usize,
    },
    /// Of a setting without a control: what a link holds, if anything.
    Text(Option<String>),
}

impl Value {
    /// As text that [`Link::set`](super::Link::set) reads.
    pub fn text(&self) -> String {
        match self {
            Self::Number { value, .. } => Format::Exact.write(*value),
            Self::Choice { chosen, .. } => (*chosen).to_owned(),
            Self::Ranks { ranks, .. } => listed(ranks),
            Self::Text(text) => text.clone().unwrap_or_default(),
        }
    }

    /// The default as text.
    pub fn default_text(&self) -> String {
        match self {
            Self::Number { default, .. } => Format::Exact.write(*default),
            Self::Choice { default, .. } => (*default).to_owned(),
            Self::Ranks { default, .. } => listed(default),
            Self::Text(_) => String::new(),
        }
    }

    pub fn is_default(&self) -> bool {
        match self {
            Self::Number { value, default, .. } => value == default,
            Self::Choice { chosen, default } => chosen == default,
            Self::Ranks { ranks, default, .. } => ranks == default,
            Self::Text(text) => text.is_none(),
        }
    }
}

/// Ranks by commas.
pub fn listed(ranks: &[usize]) -> String {
    let ranks: Vec<_> = ranks.iter().map(ToString::to_string).collect();
    ranks.join(",")
}
