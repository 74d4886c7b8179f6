//! Several students' summaries side by side.

use super::{LessonError, Summary, SummaryEntry};
use rankscope_params::csv;

/// Summaries of one lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassTable {
    summaries: Vec<Summary>,
}

impl ClassTable {
    /// Adds a summary. A newer one of the same student takes the place of the older.
    ///
    /// # Errors
    /// [`LessonError::ForeignSummary`] when it is of another lesson than the others.
    pub fn add(&mut self, summary: Summary) -> Result<(), LessonError> {
        if let Some(first) = self.summaries.first()
            && first.lesson != summary.lesson
        {
            return Err(LessonError::ForeignSummary {
                title: summary.title,
                expected: first.title.clone(),
            });
        }
        let same = |known: &Summary| known.name == summary.name && known.seed == summary.seed;
        self.summaries.retain(|known| !same(known));
        self.summaries.push(summary);
        self.summaries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }

    /// The exercises, as the first summary lists them.
    pub fn exercises(&self) -> &[SummaryEntry] {
        self.summaries
            .first()
            .map_or(&[], |summary| summary.exercises.as_slice())
    }

    /// The summaries, by name.
    pub fn summaries(&self) -> &[Summary] {
        &self.summaries
    }

    /// A line for each student; for each exercise whether it is solved, and the tries.
    pub fn to_csv(&self) -> String {
        let mut heading = vec!["name".to_owned(), "solved".to_owned()];
        for entry in self.exercises() {
            heading.extend([
                format!("{} solved", entry.id),
                format!("{} tries", entry.id),
            ]);
        }
        let mut text = csv::line(heading);
        for summary in &self.summaries {
            let mut cells = vec![summary.name.clone(), summary.solved().to_string()];
            for entry in &summary.exercises {
                let solved = super::summary::yes_or_no(entry.solved);
                cells.extend([solved.to_owned(), entry.tries.to_string()]);
            }
            text += &csv::line(cells);
        }
        text
    }
}
