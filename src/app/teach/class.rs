//! A class: summaries from files, codes from lines, and what they show together.

mod codes;
mod column;
mod judging;
mod kept;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use rankscope_lesson::code::CodeError;
use rankscope_lesson::{
    ClassTable, Exercise, ExerciseId, Judged, Lesson, LessonError, StudentSummary, SummaryEntry,
};

pub use column::{Cell, Column, GuessBar, Heat, cell};
pub use judging::MOST_JUDGED;
pub use kept::{KeptClass, keep, kept, pack};

use self::column::MOST_OPTIONS;
use self::judging::Known;
use super::words::class as words;
use crate::Reduce;

/// The key of the class in the browser's storage.
pub const CLASS_KEY: &str = "rankscope:class";
/// Rows of the table that are shown at once.
pub const PAGE: usize = 50;
/// Files that are read together, so that the page stays at hand between them.
pub const BATCH: usize = 10;
/// Sentences of one kind that are shown; of more, their number.
const MOST_SENTENCES: usize = 12;

/// The class, and what of it is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassState {
    /// Counts the changes of the table. What is small stands first: two states that differ mostly differ in it.
    revision: u32,
    /// Counts the changes of what the worker and the teacher's draft say of it.
    said: u32,
    sort: SortBy,
    page: usize,
    /// Files that are still to be read.
    awaited: usize,
    table: ClassTable,
    problems: Vec<String>,
    /// Exercises of the teacher's own, which no course has.
    own: Rc<Vec<Known>>,
    /// What is right for each student, by name.
    judged: BTreeMap<String, Vec<Judged>>,
}

/// What the rows are sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    #[default]
    Name,
    /// Fewest solved first.
    Solved,
    /// Most tries first.
    Tries,
    /// Most tries in one exercise first, unsolved before solved.
    Exercise(ExerciseId),
}

/// A file's name, and its text or why it was not read.
pub type OpenedFile = (String, Result<String, LessonError>);

/// What can happen to a class.
#[derive(Clone, Debug, PartialEq)]
pub enum ClassAction {
    /// So many files are about to be read.
    Await(usize),
    /// Some were.
    Open(Vec<OpenedFile>),
    /// Summaries that were kept over a reload.
    Kept(Vec<StudentSummary>),
    /// The exercises of the teacher's own draft.
    Know(Vec<Exercise>),
    /// What is right for the student of a name.
    Judged(String, Vec<Judged>),
    /// Lines of names and codes, of one of these lessons.
    Codes(String, Vec<Rc<Lesson>>),
    Sort(SortBy),
    Page(usize),
    /// Messages are cleared; the table stays.
    DismissProblems,
    /// Everything is closed.
    Clear,
}

impl ClassState {
    pub const fn table(&self) -> &ClassTable {
        &self.table
    }

    pub const fn sorted_by(&self) -> &SortBy {
        &self.sort
    }

    /// Grows with each change of the table: what is kept of it goes by this.
    pub const fn revision(&self) -> u32 {
        self.revision
    }

    /// What the summary of each exercise goes by: the table, and what is said of it.
    pub const fn edition(&self) -> (u32, u32) {
        (self.revision, self.said)
    }

    /// Whether files are still being read.
    pub const fn awaited(&self) -> usize {
        self.awaited
    }

    /// Whether there is anything to close.
    pub fn is_empty(&self) -> bool {
        self.table.summaries().is_empty() && self.problems.is_empty()
    }

    /// What was left out, by name, and what to do about it.
    pub fn problems(&self) -> Vec<String> {
        shortened(self.problems.clone())
    }

    /// What the teacher should know of the summaries that are there.
    pub fn notes(&self) -> Vec<String> {
        let summaries = self.table.summaries().iter().zip(self.table.names());
        let mut notes = Vec::new();
        for (summary, name) in summaries {
            let titles = |entries: Vec<&SummaryEntry>| {
                let titles = entries.iter().map(|entry| format!("“{}”", entry.title));
                titles.collect::<Vec<_>>().join(", ")
            };
            let missing: Vec<_> = self.table.missing(summary).collect();
            if !missing.is_empty() {
                notes.push(words::missing(&name, &titles(missing)));
            }
            let changed: Vec<_> = self.table.changed(summary).collect();
            if !changed.is_empty() {
                notes.push(words::changed(&name, &titles(changed)));
            }
            if !summary.seed_belongs() {
                notes.push(words::foreign_seed(&name));
            }
        }
        shortened(notes)
    }

    fn add(&mut self, from: &str, summary: Result<StudentSummary, LessonError>) {
        let copied = summary.as_ref().ok().and_then(|summary| {
            let first = self.table.same_work(summary)?;
            Some(words::same_work(&summary.name, first))
        });
        self.problems.extend(copied);
        match summary.and_then(|summary| self.table.add(summary)) {
            Ok(_) => self.revision += 1,
            Err(error) => self.problems.push(words::left_out(from, &error)),
        }
    }

    fn add_code(&mut self, number: usize, line: &str, lessons: &[Rc<Lesson>]) {
        match codes::of_line(line, lessons) {
            Ok(summary) => self.add(&words::line(number), Ok(summary)),
            Err(CodeError::Typo | CodeError::Letter(_) | CodeError::Empty)
                if !codes::holds_one(line) =>
            {
                self.problems.push(words::no_code(number, line));
            }
            Err(error) => self.problems.push(words::bad_code(number, line, error)),
        }
    }

    /// The rows of the page that is looked at: each student's name and summary.
    pub fn rows(&self) -> Vec<(String, &StudentSummary)> {
        let names = self.table.names().into_iter();
        let mut rows: Vec<_> = names.zip(self.table.summaries()).collect();
        match &self.sort {
            SortBy::Name => {}
            SortBy::Solved => rows.sort_by_key(|(_, summary)| summary.solved()),
            SortBy::Tries => rows.sort_by_key(|(_, summary)| {
                let tries = summary.exercises.iter().map(|entry| entry.tries);
                Reverse(tries.sum::<u32>())
            }),
            SortBy::Exercise(id) => rows.sort_by_key(|(_, summary)| {
                let entry = summary.entry(id);
                entry.map_or((2, Reverse(0)), |entry| {
                    (i32::from(entry.solved), Reverse(entry.tries))
                })
            }),
        }
        let shown = self.shown();
        rows.drain(shown).collect()
    }

    /// Which rows, of all, the page shows.
    pub fn shown(&self) -> Range<usize> {
        let count = self.table.summaries().len();
        let first = (self.page * PAGE).min(count);
        first..(first + PAGE).min(count)
    }

    /// The page that is looked at, and how many there are.
    pub fn pages(&self) -> (usize, usize) {
        (self.page, self.table.summaries().len().div_ceil(PAGE))
    }

    /// What the class did in one exercise, by its place in the table; none past the last.
    pub fn column(&self, place: usize) -> Option<Column> {
        let column = self.table.columns().get(place)?;
        Some(Column::new(column, self))
    }

    /// The exercises, and how many solved each, of how many who have it.
    pub fn heads(&self) -> Vec<(&SummaryEntry, usize, usize)> {
        let head = |column: &'_ SummaryEntry| {
            let summaries = self.table.summaries().iter();
            let entries = summaries.filter_map(|summary| summary.entry(&column.id));
            entries.fold((0, 0), |(solved, all), entry| {
                (solved + usize::from(entry.solved), all + 1)
            })
        };
        let columns = self.table.columns().iter();
        let heads = columns.map(|column| {
            let (solved, all) = head(column);
            (column, solved, all)
        });
        heads.collect()
    }

    /// The guesses of the class in one exercise, by option.
    pub fn guesses(&self, id: &ExerciseId) -> Vec<usize> {
        let summaries = self.table.summaries().iter();
        let mut counts = Vec::new();
        for guess in summaries.filter_map(|summary| summary.entry(id)?.guess.as_ref()) {
            count(&mut counts, guess.option);
        }
        counts
    }
}

/// Counts an option of which there may be no place yet.
fn count(counts: &mut Vec<usize>, option: usize) {
    // An option of no exercise would make the list endless.
    if option < MOST_OPTIONS {
        if counts.len() <= option {
            counts.resize(option + 1, 0);
        }
        if let Some(known) = counts.get_mut(option) {
            *known += 1;
        }
    }
}

/// The first sentences, and how many more there are.
fn shortened(mut sentences: Vec<String>) -> Vec<String> {
    let more = sentences.len().saturating_sub(MOST_SENTENCES);
    if more > 0 {
        sentences.truncate(MOST_SENTENCES);
        sentences.push(words::and_more(more));
    }
    sentences
}

impl Reduce for ClassState {
    type Action = ClassAction;

    fn reduce(self: Rc<Self>, action: ClassAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            ClassAction::Await(count) => next.awaited += count,
            ClassAction::Open(files) => {
                next.awaited = next.awaited.saturating_sub(files.len());
                for (name, text) in files {
                    let summary = text.and_then(|text| StudentSummary::from_json(&text));
                    next.add(&name, summary);
                }
            }
            ClassAction::Kept(summaries) => {
                for summary in summaries {
                    next.add(words::KEPT_CLASS, Ok(summary));
                }
            }
            ClassAction::Know(own) => {
                next.own = Rc::new(own.into_iter().map(Known::new).collect());
                next.said += 1;
            }
            ClassAction::Judged(name, found) => {
                next.judged.entry(name).or_default().extend(found);
                next.said += 1;
            }
            ClassAction::Codes(text, lessons) => {
                let lines = text.lines().enumerate();
                for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
                    next.add_code(at + 1, line, &lessons);
                }
            }
            ClassAction::Sort(sort) => {
                next.sort = sort;
                next.page = 0;
            }
            ClassAction::Page(page) => next.page = page.min(next.pages().1.saturating_sub(1)),
            ClassAction::DismissProblems => next.problems.clear(),
            ClassAction::Clear => {
                next = Self {
                    own: next.own,
                    revision: next.revision + 1,
                    said: next.said,
                    ..Self::default()
                };
            }
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
mod tests;
