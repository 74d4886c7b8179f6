//! The words of a lesson's first page: what to expect, how far a student is, the summary's heading.

use rankscope_lesson::{
    Exercise, ExerciseRecord, Lesson, LessonError, Progress, Student, StudentSummary, SummaryEntry,
    SummaryRound, tries_in_words,
};

/// Minutes of an exercise whose teacher does not say.
const MINUTES: u32 = 3;

/// How an exercise goes, and how long all of them take.
pub fn what_to_expect(lesson: &Lesson) -> String {
    let count = lesson.exercises.len();
    let minutes = |exercise: &Exercise| {
        exercise
            .teacher
            .as_ref()
            .map_or(MINUTES, |notes| notes.minutes)
    };
    let minutes: u32 = lesson.exercises.iter().map(minutes).sum();
    let exercises = if count == 1 { "exercise" } else { "exercises" };
    format!("{count} {exercises}, about {minutes} minutes. Guess, move a slider, check, read why.")
}

/// How far a student is in an exercise; empty when it is not begun.
pub fn mark(exercise: &Exercise, progress: &Progress) -> String {
    if progress.is_earlier(&exercise.id) {
        return "solved in an earlier version".to_owned();
    }
    let mut mark = how_far(&progress.of(&exercise.id));
    if let Some(round) = SummaryRound::of(&exercise.id, progress) {
        mark = format!("{mark} in round 1; {}", round.in_words());
    }
    if progress.is_changed(exercise) && !mark.is_empty() {
        return format!("{mark}; corrected since");
    }
    mark
}

fn how_far(record: &ExerciseRecord) -> String {
    match (record.solved, record.tries) {
        (true, 1) => "solved at the first try".to_owned(),
        (true, tries) => format!("solved after {} tries", tries_in_words(tries)),
        (false, 0) if *record == ExerciseRecord::default() => String::new(),
        (false, 0) => "begun".to_owned(),
        (false, 1) => "1 try".to_owned(),
        (false, tries) => format!("{} tries", tries_in_words(tries)),
    }
}

/// Whether an exercise is solved, in a summary: "yes", "–", "in round 1; round 2 open".
pub fn solved_in_words(entry: &SummaryEntry) -> String {
    match (&entry.again, entry.solved) {
        (Some(again), true) => format!("in round 1; {}", again.in_words()),
        (_, true) => "yes".to_owned(),
        (_, false) => "–".to_owned(),
    }
}

/// The label of the button to the next exercise that is not solved.
pub const fn go_on_label(begun: bool) -> &'static str {
    if begun { "Go on" } else { "Begin" }
}

/// The name of the file that a student hands in: theirs and the lesson's are in it, and the id of the progress, so
/// that those of a class are told apart, two of one name too.
pub fn summary_file(summary: &StudentSummary, ending: &str) -> String {
    let id = summary.id.map(|id| id.to_string()).unwrap_or_default();
    let parts = [summary.name.as_str(), summary.title.as_str(), id.as_str()];
    let parts = parts.map(in_file_name);
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    let name: Vec<_> = std::iter::once("rankscope".to_owned())
        .chain(parts)
        .collect();
    format!("{}.{ending}", name.join("-"))
}

/// A text as part of a file's name: its letters and digits, with single hyphens between.
fn in_file_name(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(LONGEST_IN_FILE).collect();
    name.trim_end_matches('-').to_owned()
}

/// Letters of a name or a title in a file's name.
const LONGEST_IN_FILE: usize = 40;

/// The heading of a student's summary.
pub fn summary_heading(student: &Student) -> String {
    if student.name().is_empty() {
        "Your summary".to_owned()
    } else {
        format!("Summary of {}", student.name())
    }
}

/// What is wrong with something given, and what to do about it.
pub fn complaint(what: &str, error: &LessonError) -> String {
    format!("{what}: {error}. {}", error.next_step())
}
