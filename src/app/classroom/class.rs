//! A class: the summaries of several students, opened from files.

use std::rc::Rc;

use rankscope_lesson::{ClassTable, LessonError, StudentSummary, SummaryEntry};

use super::contents::name_in_table;
use crate::Reduce;

/// The summaries that are open, and the files that are not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassState {
    table: ClassTable,
    problems: Vec<(String, LessonError)>,
}

/// What can happen to a class.
#[derive(Clone, Debug, PartialEq)]
pub enum ClassAction {
    /// A file was opened: its name, and its text or why it was not read.
    Open(String, Result<String, LessonError>),
    /// Everything is closed.
    Clear,
}

impl ClassState {
    pub const fn table(&self) -> &ClassTable {
        &self.table
    }

    /// Whether there is anything to close.
    pub fn is_empty(&self) -> bool {
        self.table.summaries().is_empty() && self.problems.is_empty()
    }

    /// What was left out, a sentence or two for each file.
    pub fn left_out(&self) -> Vec<String> {
        let problems = self.problems.iter();
        let sentence = |(name, error): &(String, LessonError)| {
            format!("{name} was left out: {error}. {}", error.next_step())
        };
        problems.map(sentence).collect()
    }

    /// Which summaries do not have which exercises of the table, a sentence for each.
    pub fn mismatches(&self) -> Vec<String> {
        let sentence = |summary: &StudentSummary| {
            let missing = self.table.missing(summary);
            let titles: Vec<_> = missing.map(|entry| format!("“{}”", entry.title)).collect();
            (!titles.is_empty()).then(|| {
                let name = name_in_table(summary);
                format!("The summary of {name} does not have {}.", titles.join(", "))
            })
        };
        self.table.summaries().iter().filter_map(sentence).collect()
    }
}

/// A cell of the table, and its meaning in words; none for an exercise the summary does not have.
pub fn cell(entry: Option<&SummaryEntry>) -> (String, String) {
    let Some(entry) = entry else {
        return (String::new(), "not in this summary".to_owned());
    };
    let text = match (entry.solved, entry.tries) {
        (true, tries) => format!("✓ {tries}"),
        (false, 0) => "–".to_owned(),
        (false, tries) => format!("✗ {tries}"),
    };
    let solved = if entry.solved { "solved" } else { "not solved" };
    (text, format!("{solved}, tries: {}", entry.tries))
}

impl Reduce for ClassState {
    type Action = ClassAction;

    fn reduce(self: Rc<Self>, action: ClassAction) -> Rc<Self> {
        let (name, text) = match action {
            ClassAction::Clear => return Rc::default(),
            ClassAction::Open(name, text) => (name, text),
        };
        let mut next = (*self).clone();
        let summary = text.and_then(|text| StudentSummary::from_json(&text));
        if let Err(error) = summary.and_then(|summary| next.table.add(summary)) {
            next.problems.push((name, error));
        }
        Rc::new(next)
    }
}
