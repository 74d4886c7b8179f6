//! The summaries of several students in one table: a row for each student, a column for each exercise.

use std::collections::BTreeMap;

use super::summary::BYTE_ORDER_MARK;
use super::{LessonError, StudentSummary, SummaryEntry, SummaryGuess};
use rankscope_params::csv;

/// Summaries of one lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassTable {
    /// Sorted by name; of one name, in the order in which they came.
    summaries: Vec<StudentSummary>,
    /// One entry for each exercise of any summary, in the order in which they came.
    columns: Vec<SummaryEntry>,
}

/// What became of a summary that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// It has a row of its own.
    Added,
    /// It stands in place of an earlier one of the same student.
    Replaced,
    /// A later one of the same student is there already, or the same one: it was left out.
    Older,
}

impl ClassTable {
    /// Adds a summary. Of two of one student the one in which more is done stays. One student is known
    /// by the summaries' [`super::ProgressId`]; two without one are of one student only if they say the
    /// same.
    ///
    /// # Errors
    /// [`LessonError::ForeignSummary`] when it is of another lesson than the others.
    pub fn add(&mut self, summary: StudentSummary) -> Result<Placed, LessonError> {
        if let Some(first) = self.summaries.first()
            && first.lesson != summary.lesson
        {
            return Err(LessonError::ForeignSummary {
                title: summary.title,
                expected: first.title.clone(),
            });
        }
        let same = |known: &StudentSummary| match (known.id, summary.id) {
            (Some(known), Some(id)) => known == id,
            _ => *known == summary,
        };
        let known = self.summaries.iter().position(same);
        let placed = match known.and_then(|place| self.summaries.get_mut(place)) {
            None => Placed::Added,
            Some(known) if known.extent() >= summary.extent() => return Ok(Placed::Older),
            Some(_) => Placed::Replaced,
        };
        if let Some(place) = known {
            self.summaries.remove(place);
        }
        for entry in &summary.exercises {
            if self.columns.iter().all(|column| column.id != entry.id) {
                self.columns.push(entry.clone());
            }
        }
        let name = sorting_name(&summary);
        let place = self
            .summaries
            .partition_point(|known| sorting_name(known) <= name);
        self.summaries.insert(place, summary);
        if placed == Placed::Replaced {
            let summaries = &self.summaries;
            // The one that was replaced may have been the only one with an exercise.
            self.columns.retain(|column| {
                let has = |summary: &StudentSummary| summary.entry(&column.id).is_some();
                summaries.iter().any(has)
            });
        }
        Ok(placed)
    }

    /// Who has handed in the same work under another name; none where nobody has. A code or a file that was copied
    /// carries the id of whose work it is.
    pub fn same_work(&self, summary: &StudentSummary) -> Option<&str> {
        let id = summary.id?;
        let mut known = self.summaries.iter();
        let same = known.find(|known| known.id == Some(id) && known.name != summary.name)?;
        Some(&same.name)
    }

    /// The exercises of all summaries: their ids and titles. Of the rest, each row has its own.
    pub fn columns(&self) -> &[SummaryEntry] {
        &self.columns
    }

    /// The summaries, by name.
    pub fn summaries(&self) -> &[StudentSummary] {
        &self.summaries
    }

    /// The names of the summaries in their order, each once: the second Ana is "Ana (2)". Without a
    /// name, "(no name)".
    pub fn names(&self) -> Vec<String> {
        let mut seen = BTreeMap::new();
        let name = |summary: &StudentSummary| {
            let count = seen.entry(sorting_name(summary)).or_insert(0_usize);
            *count += 1;
            let name = match summary.name.as_str() {
                "" => "(no name)",
                name => name,
            };
            match *count {
                1 => name.to_owned(),
                number => format!("{name} ({number})"),
            }
        };
        self.summaries.iter().map(name).collect()
    }

    /// The exercises that other summaries have and this one has not.
    pub fn missing<'t>(
        &'t self,
        summary: &'t StudentSummary,
    ) -> impl Iterator<Item = &'t SummaryEntry> {
        let columns = self.columns.iter();
        columns.filter(|column| summary.entry(&column.id).is_none())
    }

    /// The exercises that this student did in another edition than the first summary which has them:
    /// one of the two was done before the exercise was corrected.
    pub fn changed<'t>(
        &'t self,
        summary: &'t StudentSummary,
    ) -> impl Iterator<Item = &'t SummaryEntry> {
        let columns = self.columns.iter();
        columns.filter(|column| {
            let editions = self
                .summaries
                .iter()
                .filter_map(|other| other.entry(&column.id)?.edition);
            let own = summary.entry(&column.id).and_then(|entry| entry.edition);
            own.is_some_and(|own| editions.take(1).any(|first| first != own))
        })
    }

    /// A line for each student, with the mark by which spreadsheets know UTF-8; for each exercise
    /// whether it is solved, the tries, the hints and the guess. They are empty where the student's
    /// summary does not have the exercise.
    pub fn to_csv(&self) -> String {
        let mut heading = vec!["name".to_owned(), "solved".to_owned()];
        for column in &self.columns {
            let parts = ["solved", "tries", "hints", "guess", "guess right"];
            heading.extend(parts.map(|part| format!("{} {part}", column.id)));
        }
        let mut text = BYTE_ORDER_MARK.to_owned() + &csv::line(heading);
        for (summary, name) in self.summaries.iter().zip(self.names()) {
            let mut cells = vec![name, summary.solved().to_string()];
            for column in &self.columns {
                let entry = summary.entry(&column.id);
                let cell = |of: fn(&SummaryEntry) -> String| entry.map(of).unwrap_or_default();
                cells.extend([
                    cell(|entry| super::summary::yes_or_no(entry.solved).to_owned()),
                    cell(|entry| entry.tries.to_string()),
                    cell(|entry| entry.hints.to_string()),
                    cell(|entry| {
                        let guess = entry.guess.as_ref();
                        guess.map(|guess| guess.text.clone()).unwrap_or_default()
                    }),
                    cell(|entry| {
                        let guess = entry.guess.as_ref();
                        guess.map_or("", SummaryGuess::right_in_words).to_owned()
                    }),
                ]);
            }
            text += &csv::line(cells);
        }
        text
    }
}

/// Names that differ in their case only are one.
fn sorting_name(summary: &StudentSummary) -> String {
    summary.name.to_lowercase()
}

#[cfg(test)]
mod tests;
