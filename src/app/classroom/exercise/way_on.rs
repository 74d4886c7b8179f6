//! Where a solved exercise leads.

use super::super::words;

/// What comes after a solved exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOn {
    /// The next exercise.
    Next,
    /// The list, with the summary: this was the last.
    Summary,
}

impl WayOn {
    /// Where a solved exercise leads.
    pub const fn after(last: bool) -> Self {
        if last { Self::Summary } else { Self::Next }
    }

    /// The label of the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Next => words::NEXT,
            Self::Summary => words::TO_SUMMARY,
        }
    }
}
