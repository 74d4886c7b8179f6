//! What a class did in one exercise, and what one student did.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rankscope_lesson::{Exercise, ExerciseId, ExpectedAnswer, Student, SummaryEntry};
use rankscope_params::number::significant;

use super::ClassState;
use crate::classroom::answer::read_number;
use crate::teach::words::class as words;

/// Wrong answers that are listed of an exercise.
const MOST_LISTED: usize = 5;
/// A number of tries from which on an exercise was hard for a student.
const MANY_TRIES: u32 = 4;
/// Digits of a wrong number as a multiple of the right one.
const RATIO_DIGITS: usize = 2;
/// Options of a guess: as many as the format takes.
pub(super) const MOST_OPTIONS: usize = 12;

/// What a class did in one exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub id: ExerciseId,
    pub title: String,
    /// The guesses, by option.
    pub guesses: Vec<GuessBar>,
    /// The commonest wrong answers and how many students gave each, the commonest first. Where students have
    /// different numbers they are multiples of each student's own right one.
    pub wrong: Vec<(String, usize)>,
    /// What is said of them where the students' own numbers differ, or may.
    pub note: Option<&'static str>,
}

/// How many guessed one option.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GuessBar {
    /// As the first student read it who guessed it; where nobody did, with the numbers of a student without a
    /// name.
    pub text: String,
    pub count: usize,
    /// For how many students it comes true, of those of whom it is known.
    pub right: usize,
}

/// What the rows of one exercise add up to.
struct Tally<'e> {
    exercise: Option<&'e Exercise>,
    guesses: Vec<GuessBar>,
    /// Each wrong answer with the right number for who gave it, once for each student.
    wrong: Vec<(String, Option<f64>)>,
}

impl<'e> Tally<'e> {
    fn new(exercise: Option<&'e Exercise>) -> Self {
        let prediction = exercise.and_then(|of| of.prediction.as_ref());
        let options = prediction.map_or(0, |prediction| prediction.options.len());
        Self {
            guesses: vec![GuessBar::default(); options],
            exercise,
            wrong: Vec::new(),
        }
    }

    fn bar(&mut self, option: usize) -> Option<&mut GuessBar> {
        if option < MOST_OPTIONS && self.guesses.len() <= option {
            self.guesses.resize(option + 1, GuessBar::default());
        }
        self.guesses.get_mut(option)
    }

    fn add(&mut self, entry: &SummaryEntry, right_guess: Option<usize>, number: Option<f64>) {
        if let Some(guess) = &entry.guess
            && let Some(bar) = self.bar(guess.option)
        {
            if bar.text.is_empty() {
                bar.text.clone_from(&guess.text);
            }
            bar.count += 1;
        }
        // A summary says of the guess alone whether it came true.
        let own = entry.guess.as_ref();
        let own = own.filter(|guess| guess.right == Some(true));
        let right = own.map(|guess| guess.option).or(right_guess);
        if let Some(bar) = right.and_then(|right| self.bar(right)) {
            bar.right += 1;
        }
        // Each once for each student, however often it was tried.
        let mut given: Vec<_> = entry.wrong.clone();
        given.sort_unstable();
        given.dedup();
        self.wrong
            .extend(given.into_iter().map(|answer| (answer, number)));
    }

    fn guesses(&self) -> Vec<GuessBar> {
        let options = self.exercise.iter().flat_map(|exercise| {
            let prediction = exercise.prediction.iter();
            prediction.flat_map(move |guess| {
                let text = |text: &String| exercise.filled(text, &Student::default());
                guess.options.iter().map(text)
            })
        });
        let mut options = options.map(Some).chain(std::iter::repeat(None));
        let bars = self.guesses.iter().map(|bar| {
            let read = options.next().flatten().unwrap_or_default();
            let text = if bar.text.is_empty() {
                read
            } else {
                bar.text.clone()
            };
            GuessBar {
                text,
                ..bar.clone()
            }
        });
        bars.collect()
    }

    /// Whether the right numbers of those who were wrong differ, or are not known.
    fn differ(&self) -> bool {
        let asked = self.exercise.map(|exercise| &exercise.answer);
        let is_number = matches!(asked, Some(ExpectedAnswer::Number { .. }) | None);
        let mut rights = self.wrong.iter().map(|(_, right)| *right);
        let first = rights.next().flatten();
        is_number
            && !self.wrong.is_empty()
            && (first.is_none() || rights.any(|right| right != first))
    }

    fn note(&self) -> Option<&'static str> {
        let known = self.wrong.iter().any(|(_, right)| right.is_some());
        self.differ().then_some(if known {
            words::DIFFER_IN_RATIO
        } else {
            words::DIFFER
        })
    }

    fn wrong(&self) -> Vec<(String, usize)> {
        let unit = match self.exercise.map(|exercise| &exercise.answer) {
            Some(ExpectedAnswer::Number { unit, .. }) => *unit,
            _ => None,
        };
        let differ = self.differ();
        // How many gave each, and a few of the answers as they were typed.
        let mut groups: BTreeMap<String, (usize, Vec<&str>)> = BTreeMap::new();
        for (answer, right) in &self.wrong {
            let right = right.filter(|right| differ && *right != 0.0);
            let typed = read_number(answer, unit).ok();
            let ratio = right
                .zip(typed)
                .map(|(right, typed)| significant(typed / right, RATIO_DIGITS));
            let group = match &ratio {
                Some(ratio) => words::ratio(ratio),
                None => answer.clone(),
            };
            let (count, examples) = groups.entry(group).or_default();
            *count += 1;
            if ratio.is_some() && !examples.contains(&answer.as_str()) {
                examples.push(answer);
            }
        }
        let mut wrong: Vec<_> = groups.into_iter().collect();
        wrong.sort_by_key(|(_, (count, _))| Reverse(*count));
        wrong.truncate(MOST_LISTED);
        let written = |(group, (count, examples)): (String, (usize, Vec<&str>))| {
            (words::with_examples(&group, &examples), count)
        };
        wrong.into_iter().map(written).collect()
    }
}

impl Column {
    pub(super) fn new(column: &SummaryEntry, class: &ClassState) -> Self {
        let mut tally = Tally::new(class.exercise_of(&column.id));
        let mut new = Self {
            id: column.id.clone(),
            title: column.title.clone(),
            guesses: Vec::new(),
            wrong: Vec::new(),
            note: None,
        };
        for summary in class.table.summaries() {
            let Some(entry) = summary.entry(&column.id) else {
                continue;
            };
            let judged = class.judged(&summary.name, &column.id);
            let judged = judged.filter(|_| summary.seed_belongs());
            tally.add(
                entry,
                judged.and_then(|judged| judged.guess),
                judged.and_then(|judged| judged.number),
            );
        }
        new.guesses = tally.guesses();
        new.wrong = tally.wrong();
        new.note = tally.note();
        new
    }

    /// The option that comes true for everybody of whom it is known; none where it differs.
    pub fn right_guess(&self) -> Option<usize> {
        let mut true_ones = self
            .guesses
            .iter()
            .enumerate()
            .filter(|(_, bar)| bar.right > 0);
        let (first, more) = (true_ones.next(), true_ones.next());
        first.filter(|_| more.is_none()).map(|(option, _)| option)
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
