//! What the worker adds to a class: which guesses come true with each student's own numbers, and how far wrong numbers
//! are from the right ones. Codes say neither.

use std::sync::LazyLock;

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{
    Exercise, ExerciseId, ExpectedAnswer, Judged, StudentSummary, SummaryEntry, course,
};

use super::ClassState;
use crate::work::Work;

/// Students whose answers are looked at: one of them takes up to some seconds.
pub const MOST_JUDGED: usize = 60;

/// An exercise with its edition, which takes a while to work out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    pub(super) exercise: Exercise,
    edition: u32,
}

impl Known {
    pub(super) fn new(exercise: Exercise) -> Self {
        let edition = exercise.edition();
        Self { exercise, edition }
    }
}

/// The course's.
static COURSE: LazyLock<Vec<Known>> =
    LazyLock::new(|| course::exercises().into_iter().map(Known::new).collect());

impl ClassState {
    /// The exercise that a student did: of the course, or of the teacher's own draft; none where this page has
    /// another edition.
    fn exercise(&self, entry: &SummaryEntry) -> Option<&Exercise> {
        let known = self.known(&entry.id)?;
        let same = entry.edition.is_none_or(|edition| known.edition == edition);
        same.then_some(&known.exercise)
    }

    /// The exercise of an id.
    pub(super) fn exercise_of(&self, id: &ExerciseId) -> Option<&Exercise> {
        self.known(id).map(|known| &known.exercise)
    }

    fn known(&self, id: &ExerciseId) -> Option<&Known> {
        let mut all = self.own.iter().chain(COURSE.iter());
        all.find(|known| known.exercise.id == *id)
    }

    /// What is right for a student in an exercise, once it is known.
    pub(super) fn judged(&self, name: &str, id: &ExerciseId) -> Option<&Judged> {
        let mut of_name = self.judged.get(name)?.iter();
        of_name.find(|judged| judged.id == *id)
    }

    /// The worker's job: what is right for the first student of whom something is left to say.
    pub fn judging(&self) -> Option<Job> {
        // Not while files come in: each changes who is first.
        if self.awaited > 0 {
            return None;
        }
        let mut summaries = self.table.summaries().iter().take(MOST_JUDGED);
        let (name, texts) = summaries.find_map(|summary| {
            let texts = self.left_to_judge(summary);
            (!texts.is_empty()).then(|| (summary.name.clone(), texts))
        })?;
        Some(Job::Judge(Packed::of(&(name, texts))))
    }

    fn left_to_judge(&self, summary: &StudentSummary) -> Vec<String> {
        // The numbers follow from the name; another seed has others.
        if !summary.seed_belongs() {
            return Vec::new();
        }
        let left = summary.exercises.iter().filter_map(|entry| {
            if self.judged(&summary.name, &entry.id).is_some() {
                return None;
            }
            let exercise = self.exercise(entry).filter(|of| is_open(entry, of))?;
            Some(exercise.to_json())
        });
        left.collect()
    }

    /// How many students are judged, of how many of whom there is something to say.
    pub fn judged_share(&self) -> (usize, usize) {
        let summaries = self.table.summaries().iter().take(MOST_JUDGED);
        let mut share = (0, 0);
        for summary in summaries {
            let open = || {
                let mut entries = summary.exercises.iter();
                entries.any(|entry| self.exercise(entry).is_some_and(|of| is_open(entry, of)))
            };
            if self.judged.contains_key(&summary.name) {
                share = (share.0 + 1, share.1 + 1);
            } else if summary.seed_belongs() && open() {
                share.1 += 1;
            }
        }
        share
    }

    /// What the worker found, if it is of the student who is asked about.
    pub fn found(&self, work: &Work) -> Option<(String, Vec<Judged>)> {
        let job = self.judging()?;
        let Answer::Judged(found) = work.answer(Some(&job))? else {
            return None;
        };
        let Job::Judge(asked) = &job else {
            return None;
        };
        Some((asked.open()?.0, found.open()?))
    }
}

/// Whether a student's entry leaves something open that the worker can say.
fn is_open(entry: &SummaryEntry, exercise: &Exercise) -> bool {
    let says = |of: &Exercise| {
        let prediction = of.prediction.as_ref();
        prediction.is_some_and(|prediction| !prediction.right_when.is_empty())
    };
    let guess = entry
        .guess
        .as_ref()
        .is_some_and(|guess| guess.right.is_none());
    let number = matches!(exercise.answer, ExpectedAnswer::Number { .. });
    guess && says(exercise) || number && !entry.wrong.is_empty()
}
