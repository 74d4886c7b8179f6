//! The summaries of several students in one table: a row for each student, a column for each exercise.

use super::{LessonError, StudentSummary, SummaryEntry};
use rankscope_params::csv;

/// Summaries of one lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassTable {
    /// Sorted by name.
    summaries: Vec<StudentSummary>,
    /// One entry for each exercise of any summary, in the order in which they came.
    columns: Vec<SummaryEntry>,
}

impl ClassTable {
    /// Adds a summary. It replaces an earlier one of the same name and seed.
    ///
    /// # Errors
    /// [`LessonError::ForeignSummary`] when it is of another lesson than the others.
    pub fn add(&mut self, summary: StudentSummary) -> Result<(), LessonError> {
        if let Some(first) = self.summaries.first()
            && first.lesson != summary.lesson
        {
            return Err(LessonError::ForeignSummary {
                title: summary.title,
                expected: first.title.clone(),
            });
        }
        let same =
            |known: &StudentSummary| known.name == summary.name && known.seed == summary.seed;
        self.summaries.retain(|known| !same(known));
        for entry in &summary.exercises {
            if self.columns.iter().all(|column| column.id != entry.id) {
                self.columns.push(entry.clone());
            }
        }
        self.summaries.push(summary);
        let summaries = &self.summaries;
        // A summary that was replaced may have been the only one with an exercise.
        self.columns.retain(|column| {
            let has = |summary: &StudentSummary| summary.entry(&column.id).is_some();
            summaries.iter().any(has)
        });
        self.summaries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }

    /// The exercises of all summaries: their ids and titles. Of the rest, each row has its own.
    pub fn columns(&self) -> &[SummaryEntry] {
        &self.columns
    }

    /// The summaries, by name.
    pub fn summaries(&self) -> &[StudentSummary] {
        &self.summaries
    }

    /// The exercises that other summaries have and this one has not.
    pub fn missing<'t>(
        &'t self,
        summary: &'t StudentSummary,
    ) -> impl Iterator<Item = &'t SummaryEntry> {
        let columns = self.columns.iter();
        columns.filter(|column| summary.entry(&column.id).is_none())
    }

    /// A line for each student; for each exercise whether it is solved, and the tries. Both are empty
    /// where the student's summary does not have the exercise.
    pub fn to_csv(&self) -> String {
        let mut heading = vec!["name".to_owned(), "solved".to_owned()];
        for column in &self.columns {
            heading.extend([
                format!("{} solved", column.id),
                format!("{} tries", column.id),
            ]);
        }
        let mut text = csv::line(heading);
        for summary in &self.summaries {
            let mut cells = vec![summary.name.clone(), summary.solved().to_string()];
            for column in &self.columns {
                let entry = summary.entry(&column.id);
                let solved = entry.map(|entry| super::summary::yes_or_no(entry.solved));
                cells.push(solved.unwrap_or_default().to_owned());
                cells.push(entry.map_or_else(String::new, |entry| entry.tries.to_string()));
            }
            text += &csv::line(cells);
        }
        text
    }
}
