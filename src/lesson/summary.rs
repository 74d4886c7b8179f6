//! What a student hands in: a file that says which exercises were solved, after how many tries, and
//! what was guessed.

use serde::{Deserialize, Serialize};

use super::assignment::distinct;
use super::record::{Round, tries_in_words};
use super::{
    Exercise, ExerciseId, ExerciseRecord, Lesson, LessonError, Progress, ProgressId, Student, fill,
    json, stored,
};
use rankscope_params::{Params, csv};

/// The version of the format. Version 1, without guesses, answers and id, is read too.
const VERSION: u32 = 2;

/// A student's summary of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudentSummary {
    /// The version of the format.
    pub version: u32,
    /// The key of the lesson.
    pub lesson: String,
    /// Which revision of the assignment it was; 0 where it has none.
    #[serde(default)]
    pub revision: u32,
    /// Its title.
    pub title: String,
    /// The student's name, as typed.
    pub name: String,
    /// The seed that follows from it.
    pub seed: u32,
    /// Tells students of one name apart; none in a summary of version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ProgressId>,
    /// One entry for each exercise, in order.
    pub exercises: Vec<SummaryEntry>,
}

/// One exercise of a summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryEntry {
    /// Its id.
    pub id: ExerciseId,
    /// Its title.
    pub title: String,
    /// Whether it is solved.
    pub solved: bool,
    /// Answers given.
    pub tries: u32,
    /// Hints opened.
    pub hints: usize,
    /// What was guessed before anything could be moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guess: Option<SummaryGuess>,
    /// The last wrong answers in words, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<String>,
    /// The edition of the exercise it was done in: see [`Exercise::edition`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<u32>,
    /// The seed of the numbers it was solved with; none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved_with: Option<u32>,
    /// The further round that was begun last, apart from all that stands above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<SummaryRound>,
}

/// A further round of an exercise, with other numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryRound {
    /// Which round: 2 is the first time again.
    pub round: u32,
    /// Whether it is solved.
    pub solved: bool,
    /// Answers given in it.
    pub tries: u32,
    /// Hints opened in it.
    pub hints: usize,
    /// What was guessed in it, by its index in the prediction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guess: Option<usize>,
}

impl SummaryRound {
    /// The further round of an exercise that was begun last.
    pub fn of(id: &ExerciseId, progress: &Progress) -> Option<Self> {
        let (number, record) = progress.further_round(id)?;
        Some(Self {
            round: number.saturating_add(1),
            solved: record.solved,
            tries: record.tries,
            hints: record.hints,
            guess: record.guess,
        })
    }

    /// "round 2 open", "round 2 solved at the first try".
    pub fn in_words(&self) -> String {
        let how = match (self.solved, self.tries) {
            (false, _) => "open".to_owned(),
            (true, 1) => "solved at the first try".to_owned(),
            (true, tries) => format!("solved after {} tries", tries_in_words(tries)),
        };
        format!("round {} {how}", self.round)
    }

    fn kept(&self) -> Option<Round> {
        Some(Round {
            record: ExerciseRecord {
                guess: self.guess,
                tries: self.tries,
                hints: self.hints,
                solved: self.solved,
            },
            ..Round::begun(self.round.checked_sub(1).filter(|number| *number > 0)?)
        })
    }
}

/// A guess.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryGuess {
    /// The option, by its index in the prediction.
    pub option: usize,
    /// What the option says.
    pub text: String,
    /// Whether it came true; none where the exercise does not say which does, and before it was
    /// measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<bool>,
}

impl SummaryGuess {
    /// What a student guessed; none before that, and where nothing is to be guessed.
    pub fn of(exercise: &Exercise, student: &Student, progress: &Progress) -> Option<Self> {
        let option = progress.of(&exercise.id).guess?;
        // In the numbers of whoever solved it, which need not be those of the present name.
        let seed = progress.solved_with(&exercise.id);
        let prepared = exercise.prepared_for(seed.unwrap_or_else(|| student.seed()));
        Some(Self {
            option,
            text: exercise.guess_text_at(option, &prepared)?,
            right: progress
                .right_guess(&exercise.id)
                .map(|right| right == option),
        })
    }

    /// "yes", "no", or nothing where it is not known.
    pub const fn right_in_words(&self) -> &'static str {
        match self.right {
            Some(right) => yes_or_no(right),
            None => "",
        }
    }
}

impl Exercise {
    /// A text with its numbers at a student's start.
    pub fn filled(&self, text: &str, student: &Student) -> String {
        self.filled_at(text, &self.prepared(student))
    }

    fn filled_at(&self, text: &str, prepared: &Params) -> String {
        fill(text, &self.context(&self.start(prepared)))
    }

    /// What an option of the guess says to a student, by its index; none when there is no such option.
    pub fn guess_text(&self, option: usize, student: &Student) -> Option<String> {
        self.guess_text_at(option, &self.prepared(student))
    }

    /// The same at parameters it starts from.
    pub fn guess_text_at(&self, option: usize, prepared: &Params) -> Option<String> {
        let text = self.prediction.as_ref()?.options.get(option)?;
        Some(self.filled_at(text, prepared))
    }
}

impl StudentSummary {
    /// Of what a student has done.
    pub fn new(lesson: &Lesson, student: &Student, progress: &Progress) -> Self {
        let entry = |exercise: &Exercise| {
            let record = progress.of(&exercise.id);
            SummaryEntry {
                id: exercise.id.clone(),
                title: exercise.title.clone(),
                solved: record.solved,
                tries: record.tries,
                hints: record.hints,
                guess: SummaryGuess::of(exercise, student, progress),
                wrong: progress.wrong(&exercise.id).to_vec(),
                edition: progress.edition(&exercise.id),
                solved_with: progress.solved_with(&exercise.id),
                again: SummaryRound::of(&exercise.id, progress),
            }
        };
        Self {
            version: VERSION,
            lesson: lesson.key.clone(),
            revision: lesson.revision,
            title: lesson.title.clone(),
            name: student.name().to_owned(),
            seed: student.seed(),
            id: progress.id(),
            exercises: lesson.exercises.iter().map(entry).collect(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`LessonError::TooLarge`], [`LessonError::Unreadable`], [`LessonError::UnknownVersion`]; also
    /// [`LessonError::Count`] and [`LessonError::DuplicateId`] for exercises that no lesson has.
    pub fn from_json(text: &str) -> Result<Self, LessonError> {
        let summary: Self = match stored::read(text, VERSION) {
            // What version 1 does not have may be left out in version 2.
            Err(error) if stored::is_version_one(&error) => Self {
                version: VERSION,
                ..stored::read(text, 1)?
            },
            read => read?,
        };
        distinct(summary.exercises.iter().map(|entry| &entry.id))?;
        Ok(summary)
    }

    /// The entry of an exercise; none when the summary does not have it.
    pub fn entry(&self, id: &ExerciseId) -> Option<&SummaryEntry> {
        self.exercises.iter().find(|entry| entry.id == *id)
    }

    /// The progress that it tells of, to go on with elsewhere.
    pub fn progress(&self) -> Progress {
        let entries = || self.exercises.iter();
        let records = entries().map(|entry| {
            let record = ExerciseRecord {
                guess: entry.guess.as_ref().map(|guess| guess.option),
                tries: entry.tries,
                hints: entry.hints,
                solved: entry.solved,
            };
            (entry.id.clone(), record)
        });
        let begun = records.filter(|(_, record)| *record != ExerciseRecord::default());
        let mut progress = Progress::carried(self.id, begun);
        for entry in entries() {
            if let Some(kept) = progress.kept_mut(&entry.id) {
                kept.wrong.clone_from(&entry.wrong);
                kept.solved_with = entry.solved_with;
                kept.again = entry.again.as_ref().and_then(SummaryRound::kept);
            }
        }
        progress.solved_with_seed(self.seed)
    }

    /// Whether the seed is the one that follows from the name. One that does not was changed by hand,
    /// or the file was written by another program.
    pub fn seed_belongs(&self) -> bool {
        Student::new(&self.name).seed() == self.seed
    }

    /// As a file.
    pub fn to_json(&self) -> String {
        json::indented(self)
    }

    /// As a table, with the mark by which spreadsheets know UTF-8.
    pub fn to_csv(&self) -> String {
        let heading = [
            "name",
            "seed",
            "id",
            "exercise",
            "title",
            "solved",
            "tries",
            "hints",
            "guess",
            "guess right",
            "wrong answers",
            "further round",
        ];
        let mut text = BYTE_ORDER_MARK.to_owned() + &csv::line(heading);
        for entry in &self.exercises {
            let guess = entry.guess.as_ref();
            text += &csv::line([
                self.name.clone(),
                self.seed.to_string(),
                self.id.map(|id| id.to_string()).unwrap_or_default(),
                entry.id.to_string(),
                entry.title.clone(),
                yes_or_no(entry.solved).to_owned(),
                entry.tries.to_string(),
                entry.hints.to_string(),
                guess.map(|guess| guess.text.clone()).unwrap_or_default(),
                guess.map_or("", SummaryGuess::right_in_words).to_owned(),
                entry.wrong.join("; "),
                entry
                    .again
                    .as_ref()
                    .map(SummaryRound::in_words)
                    .unwrap_or_default(),
            ]);
        }
        text
    }

    /// How many exercises are solved.
    pub fn solved(&self) -> usize {
        self.exercises.iter().filter(|entry| entry.solved).count()
    }

    /// How much has been done: of two summaries of one student, the larger is the later one.
    pub(super) fn extent(&self) -> (usize, u64, usize, usize) {
        let entries = || self.exercises.iter();
        (
            self.solved(),
            entries().map(|entry| u64::from(entry.tries)).sum(),
            entries().map(|entry| entry.hints).sum(),
            entries().filter(|entry| entry.guess.is_some()).count(),
        )
    }
}

/// Without it, Excel takes a CSV file for one of the local code page.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) const fn yes_or_no(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

#[cfg(test)]
mod tests;
