//! Why something that was given is no lesson, and what to do about it.

use serde::{Deserialize, Serialize};

use super::ExerciseProblem;

/// Why a link, a file or stored text could not be taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum LessonError {
    /// Letters that are no base64url, bytes that do not inflate, or a wrong check sum.
    #[error("the assignment's link is damaged: a part is missing or changed")]
    Damaged,
    /// It inflates past the limit.
    #[error("the assignment's link unpacks to more than {most} bytes")]
    UnpacksTooLarge {
        /// The limit.
        most: usize,
    },
    /// The browser could not read a file.
    #[error("the browser could not read it ({reason})")]
    NotRead {
        /// The browser's own message.
        reason: String,
    },
    /// More bytes than are read.
    #[error("{bytes} bytes are too many: at most {most} are read")]
    TooLarge {
        /// How many there are.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// Of a version that this page does not know.
    #[error("it is of version {found}, and this page reads version {known}")]
    UnknownVersion {
        /// The version it says.
        found: u64,
        /// The one read here.
        known: u32,
    },
    /// No JSON, or not of the expected form.
    #[error("line {line}, column {column}: {reason}")]
    Unreadable {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What was expected.
        reason: String,
    },
    /// No exercise at all, or more than are taken.
    #[error("an assignment has 1 to {most} exercises, not {count}")]
    Count {
        /// How many it has.
        count: usize,
        /// The limit.
        most: usize,
    },
    /// Two exercises have one id.
    #[error("two exercises have the id “{id}”")]
    DuplicateId {
        /// The id.
        id: String,
    },
    /// The course has no exercise of this id.
    #[error("the course has no exercise “{id}”")]
    NotInCourse {
        /// The id.
        id: String,
    },
    /// An exercise contradicts itself.
    #[error("exercise “{id}”: {}", listed(.problems))]
    Unsound {
        /// Its id.
        id: String,
        /// Where and why.
        problems: Vec<ExerciseProblem>,
    },
    /// A summary of another assignment than the first.
    #[error("it is a summary of “{title}”, not of “{expected}”")]
    ForeignSummary {
        /// The assignment it is of.
        title: String,
        /// The assignment of the others.
        expected: String,
    },
}

impl LessonError {
    /// What the reader can do.
    pub const fn next_step(&self) -> &'static str {
        match self {
            Self::Damaged => "Copy the whole link again, or ask for the assignment as a file.",
            Self::UnpacksTooLarge { .. } => {
                "This page never writes such links. Ask its author for a file."
            }
            Self::NotRead { .. } => "It may have been moved or changed: choose it again.",
            Self::TooLarge { .. } => "Choose the file that this page saved.",
            Self::UnknownVersion { .. } => {
                "Reload the page to have its newest version, or ask the author which one it needs."
            }
            Self::Unreadable { .. } | Self::Unsound { .. } => {
                "Correct that place; exercises.md, which this page offers, describes the format."
            }
            Self::Count { .. } => "Add or remove exercises.",
            Self::DuplicateId { .. } => "Give one of them another id.",
            Self::NotInCourse { .. } => "Take it out, or write it as an exercise of its own.",
            Self::ForeignSummary { .. } => "Open the summaries of one assignment at a time.",
        }
    }
}

fn listed(problems: &[ExerciseProblem]) -> String {
    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
    problems.join("; ")
}
