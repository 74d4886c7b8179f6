//! How far a student is in a lesson: what the browser's storage holds, or a file carries to another
//! machine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::KeptRecord;
use super::{
    Exercise, ExerciseId, ExerciseRecord, Lesson, LessonError, OwnValues, ProgressId, Student,
    json, stored,
};

/// The version of what is stored. Version 1 is read too.
const VERSION: u32 = 2;

/// What a student has done in one lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    version: u32,
    /// None until it is first kept, and in what version 1 has written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<ProgressId>,
    records: BTreeMap<ExerciseId, KeptRecord>,
}

/// Version 1: one round of each exercise, and no id.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgressOne {
    #[serde(rename = "version")]
    _version: u32,
    records: BTreeMap<ExerciseId, ExerciseRecord>,
}

/// What a student does in an exercise.
///
/// Tabs of one browser exchange these, not whole records: applied to whatever the storage holds by
/// then, the actions of both tabs count.
#[derive(Clone, Debug, PartialEq)]
pub enum ProgressAction {
    /// Works on this edition of the exercise: see [`Exercise::edition`].
    Edition(u32),
    /// Commits to a guess, by its index in the prediction. A second one changes nothing.
    Guess(usize),
    /// Learns which option of the guess turns out right, by its index.
    GuessAnswered(usize),
    /// Leaves the exercise's own controls here.
    Own(OwnValues),
    /// Opens hints up to this count.
    OpenHints(usize),
    /// Gives an answer that is marked right or wrong.
    Try {
        /// Whether it is right.
        solved: bool,
        /// The answer in words: "12", an option's text, or the state of the controls.
        answer: String,
    },
    /// Has solved it with the numbers of this seed.
    SolvedWith(u32),
    /// Starts a further round of a solved exercise, with other numbers. What was solved stays as it is.
    Again,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            version: VERSION,
            id: None,
            records: BTreeMap::new(),
        }
    }
}

impl Progress {
    /// The storage key of a student's progress in a lesson; students with one seed share it.
    pub fn storage_key(lesson: &Lesson, student: &Student) -> String {
        format!("rankscope:lesson:{}:{}", lesson.key, student.seed())
    }

    /// What has been done elsewhere, as a code or a summary carries it.
    pub(super) fn carried(
        id: Option<ProgressId>,
        records: impl Iterator<Item = (ExerciseId, ExerciseRecord)>,
    ) -> Self {
        Self {
            version: VERSION,
            id,
            records: records
                .map(|(id, record)| (id, KeptRecord::of(record)))
                .collect(),
        }
    }

    /// Reads a storage entry.
    ///
    /// What was done in an exercise that another has replaced stays, and counts for its replacement.
    ///
    /// # Errors
    /// [`LessonError::TooLarge`], [`LessonError::Unreadable`], [`LessonError::UnknownVersion`].
    pub fn from_json(text: &str) -> Result<Self, LessonError> {
        let mut progress = match stored::read::<Self>(text, VERSION) {
            Err(error) if stored::is_version_one(&error) => {
                stored::read::<ProgressOne>(text, 1)?.converted()
            }
            read => read?,
        };
        progress.count_for_replacements();
        Ok(progress)
    }

    /// As a storage entry.
    pub fn to_json(&self) -> String {
        json::compact(self)
    }

    /// What tells it from the progress of another student of the same name.
    pub const fn id(&self) -> Option<ProgressId> {
        self.id
    }

    /// Gives it an id, unless it has one.
    pub fn identify(&mut self, id: ProgressId) {
        self.id = self.id.or(Some(id));
    }

    /// What counts of an exercise: its first round.
    pub fn of(&self, id: &ExerciseId) -> ExerciseRecord {
        self.kept(id).map(|kept| kept.counted).unwrap_or_default()
    }

    /// The round of an exercise that is under way.
    pub fn present(&self, id: &ExerciseId) -> ExerciseRecord {
        self.kept(id).map(KeptRecord::present).unwrap_or_default()
    }

    /// How often an exercise was begun again, with other numbers.
    pub fn round(&self, id: &ExerciseId) -> u32 {
        let again = self.kept(id).and_then(|kept| kept.again.as_ref());
        again.map_or(0, |round| round.number)
    }

    /// The further round of an exercise that was begun last, with its number from 1; none where there is none.
    pub fn further_round(&self, id: &ExerciseId) -> Option<(u32, ExerciseRecord)> {
        let round = self.kept(id)?.again.as_ref()?;
        (round.number > 0).then_some((round.number, round.record))
    }

    /// The last wrong answers of the round that counts, oldest first.
    pub fn wrong(&self, id: &ExerciseId) -> &[String] {
        self.kept(id).map_or(&[], |kept| &kept.wrong)
    }

    /// Which option of the guess has turned out right in the round that counts, by its index; none where the
    /// exercise does not say so, and before it was measured.
    pub fn right_guess(&self, id: &ExerciseId) -> Option<usize> {
        self.kept(id)?.right_guess
    }

    /// The same of the round under way.
    pub fn present_right_guess(&self, id: &ExerciseId) -> Option<usize> {
        self.kept(id)?.present_right_guess()
    }

    /// The seed of the numbers with which the round that counts was solved; none where that is not known.
    pub fn solved_with(&self, id: &ExerciseId) -> Option<u32> {
        self.kept(id)?.solved_with
    }

    /// The same of the round under way.
    pub fn present_solved_with(&self, id: &ExerciseId) -> Option<u32> {
        self.kept(id)?.present_solved_with()
    }

    /// Where the exercise's own controls were left; none before they were moved.
    pub fn own(&self, id: &ExerciseId) -> Option<OwnValues> {
        self.kept(id)?.own
    }

    /// Whether only an earlier version of an exercise has been solved.
    pub fn is_earlier(&self, id: &ExerciseId) -> bool {
        self.kept(id).is_some_and(KeptRecord::is_earlier)
    }

    /// The edition in which an exercise was done; none where that is not known.
    pub fn edition(&self, id: &ExerciseId) -> Option<u32> {
        self.kept(id)?.edition
    }

    /// Whether an exercise has been corrected since it was done.
    pub fn is_changed(&self, exercise: &Exercise) -> bool {
        let edition = self.edition(&exercise.id);
        edition.is_some_and(|edition| edition != exercise.edition())
    }

    fn kept(&self, id: &ExerciseId) -> Option<&KeptRecord> {
        self.records.get(id)
    }

    /// What is kept of an exercise that was carried here.
    pub(super) fn kept_mut(&mut self, id: &ExerciseId) -> Option<&mut KeptRecord> {
        self.records.get_mut(id)
    }

    /// The same, solved with the numbers of this seed where it does not say with which.
    #[must_use]
    pub(super) fn solved_with_seed(mut self, seed: u32) -> Self {
        let solved = self.records.values_mut().filter(|kept| kept.counted.solved);
        solved.for_each(|kept| kept.solved_with = kept.solved_with.or(Some(seed)));
        self
    }

    /// The same for another name, whose numbers are others; `seed` is that of the name it was done under.
    #[must_use]
    pub fn renumbered(&self, seed: u32) -> Self {
        let mut renumbered = self.clone().solved_with_seed(seed);
        let records = renumbered.records.values_mut();
        records.for_each(KeptRecord::renumber);
        renumbered
    }

    /// Applies what a student does in an exercise to its record.
    pub fn apply(&mut self, id: &ExerciseId, action: &ProgressAction) {
        self.records.entry(id.clone()).or_default().apply(action);
    }

    /// Both together: of each exercise the better record. The id stays this one's.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let mut merged = self.clone();
        merged.id = self.id.or(other.id);
        for (id, theirs) in &other.records {
            let kept = match self.kept(id) {
                Some(own) => own.better(theirs),
                None => theirs.clone(),
            };
            merged.records.insert(id.clone(), kept);
        }
        merged
    }

    /// Whether nothing has been done.
    pub fn is_empty(&self) -> bool {
        let idle = |kept: &KeptRecord| kept.counted == ExerciseRecord::default();
        self.records.values().all(idle)
    }

    /// Whether anything has been done in a lesson.
    pub fn begun(&self, lesson: &Lesson) -> bool {
        let begun = |exercise: &Exercise| self.of(&exercise.id) != ExerciseRecord::default();
        lesson.exercises.iter().any(begun)
    }

    /// How many exercises of a lesson are solved.
    pub fn solved(&self, lesson: &Lesson) -> usize {
        let solved = |exercise: &&Exercise| self.of(&exercise.id).solved;
        lesson.exercises.iter().filter(solved).count()
    }

    /// The first exercise of a lesson that is not solved.
    pub fn next<'l>(&self, lesson: &'l Lesson) -> Option<&'l Exercise> {
        let mut exercises = lesson.exercises.iter();
        exercises.find(|exercise| !self.of(&exercise.id).solved)
    }

    fn count_for_replacements(&mut self) {
        let solved = self.records.iter().filter(|(_, kept)| kept.counted.solved);
        let replaced = |(id, kept): (&ExerciseId, &KeptRecord)| {
            let replacement = super::course::replaced(id)?;
            (replacement != *id).then(|| (replacement, KeptRecord::of_earlier(kept.counted)))
        };
        let counted: Vec<_> = solved.filter_map(replaced).collect();
        for (id, kept) in counted {
            self.records.entry(id).or_insert(kept);
        }
    }
}

impl ProgressOne {
    fn converted(self) -> Progress {
        let records = self.records.into_iter();
        Progress {
            records: records
                .map(|(id, record)| (id, KeptRecord::of(record)))
                .collect(),
            ..Progress::default()
        }
    }
}

#[cfg(test)]
mod tests;
