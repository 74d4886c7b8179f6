//! What a class did in one exercise, and what one student did.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rankscope_lesson::{ExerciseId, StudentSummary, SummaryEntry, course};

use crate::teach::words::class as words;

/// Wrong answers that are listed of an exercise.
const MOST_LISTED: usize = 5;
/// A number of tries from which on an exercise was hard for a student.
const MANY_TRIES: u32 = 4;
/// Options of a guess: as many as the format takes.
pub(super) const MOST_OPTIONS: usize = 12;

/// What a class did in one exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub id: ExerciseId,
    pub title: String,
    /// Students who solved it, and all who have it.
    pub solved: usize,
    pub students: usize,
    pub tries: u32,
    pub hints: usize,
    /// The guesses, by option.
    pub guesses: Vec<GuessBar>,
    /// The commonest wrong answers and how many students gave each, the commonest first.
    pub wrong: Vec<(String, usize)>,
}

/// How many guessed one option.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GuessBar {
    /// As the first student read it who guessed it; empty where nobody did.
    pub text: String,
    pub count: usize,
    /// How many of those guessed right, where the exercise says so.
    pub right: usize,
}

impl Column {
    pub(super) fn new(column: &SummaryEntry, summaries: &[StudentSummary]) -> Self {
        let mut new = Self {
            id: column.id.clone(),
            title: column.title.clone(),
            solved: 0,
            students: 0,
            tries: 0,
            hints: 0,
            guesses: Vec::new(),
            wrong: Vec::new(),
        };
        let exercise = course::exercise(&column.id);
        if let Some(prediction) = exercise.and_then(|exercise| exercise.prediction) {
            new.guesses = vec![GuessBar::default(); prediction.options.len()];
        }
        let mut wrong: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in summaries
            .iter()
            .filter_map(|summary| summary.entry(&column.id))
        {
            new.students += 1;
            new.solved += usize::from(entry.solved);
            new.tries = new.tries.saturating_add(entry.tries);
            new.hints = new.hints.saturating_add(entry.hints);
            if let Some(guess) = entry
                .guess
                .as_ref()
                .filter(|guess| guess.option < MOST_OPTIONS)
            {
                if new.guesses.len() <= guess.option {
                    new.guesses.resize(guess.option + 1, GuessBar::default());
                }
                if let Some(bar) = new.guesses.get_mut(guess.option) {
                    if bar.text.is_empty() {
                        bar.text.clone_from(&guess.text);
                    }
                    bar.count += 1;
                    bar.right += usize::from(guess.right == Some(true));
                }
            }
            // Each once for each student, however often it was tried.
            let mut given: Vec<_> = entry.wrong.iter().map(String::as_str).collect();
            given.sort_unstable();
            given.dedup();
            for answer in given {
                *wrong.entry(answer).or_default() += 1;
            }
        }
        let mut wrong: Vec<_> = wrong.into_iter().collect();
        wrong.sort_by_key(|(_, count)| Reverse(*count));
        wrong.truncate(MOST_LISTED);
        new.wrong = wrong
            .into_iter()
            .map(|(answer, count)| (answer.to_owned(), count))
            .collect();
        new
    }

    /// The most that guessed one option.
    pub fn most_guesses(&self) -> usize {
        self.guesses
            .iter()
            .map(|bar| bar.count)
            .max()
            .unwrap_or_default()
    }
}

/// A cell of the heat map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub heat: Heat,
    pub text: String,
    /// The same in words.
    pub meaning: String,
}

/// How an exercise went for a student, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heat {
    /// At the first try.
    AtOnce,
    Solved,
    /// After [`MANY_TRIES`] or more.
    Late,
    Begun,
    /// Tried, and not solved.
    Stuck,
    Untouched,
    /// The summary does not have it.
    Missing,
}

impl Heat {
    /// Its name in the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::Solved => "solved",
            Self::Late => "late",
            Self::Begun => "begun",
            Self::Stuck => "stuck",
            Self::Untouched => "untouched",
            Self::Missing => "missing",
        }
    }
}

/// The cell of a student's entry.
pub fn cell(entry: Option<&SummaryEntry>) -> Cell {
    let Some(entry) = entry else {
        return Cell {
            heat: Heat::Missing,
            text: String::new(),
            meaning: words::NOT_IN_IT.to_owned(),
        };
    };
    let (heat, text) = match (entry.solved, entry.tries) {
        (true, 0 | 1) => (Heat::AtOnce, "✓ 1".to_owned()),
        (true, tries) if tries < MANY_TRIES => (Heat::Solved, format!("✓ {tries}")),
        (true, tries) => (Heat::Late, format!("✓ {tries}")),
        (false, 0) if entry.guess.is_some() => (Heat::Begun, "…".to_owned()),
        (false, 0) => (Heat::Untouched, "–".to_owned()),
        (false, tries) => (Heat::Stuck, format!("✗ {tries}")),
    };
    Cell {
        heat,
        text,
        meaning: words::meaning(entry),
    }
}
