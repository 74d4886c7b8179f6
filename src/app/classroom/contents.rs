//! The words of a lesson's first page: what to expect, how far a student is, the summary's heading.

use rankscope_lesson::{ExerciseRecord, Lesson, LessonError, Student, StudentSummary};

/// How an exercise goes, and how long all of them take.
pub fn what_to_expect(lesson: &Lesson) -> String {
    let count = lesson.exercises.len();
    let minutes = format!("{} to {}", count * 2, count * 3);
    let exercises = if count == 1 { "exercise" } else { "exercises" };
    format!("{count} {exercises}, about {minutes} minutes. Guess, move a slider, check, read why.")
}

/// How far a student is in an exercise; empty when it is not begun.
pub fn mark(record: &ExerciseRecord) -> String {
    match (record.solved, record.tries) {
        (true, 1) => "solved at the first try".to_owned(),
        (true, tries) => format!("solved after {tries} tries"),
        (false, 0) if record.guess.is_some() => "begun".to_owned(),
        (false, 0) => String::new(),
        (false, 1) => "1 try".to_owned(),
        (false, tries) => format!("{tries} tries"),
    }
}

/// The label of the button to the next exercise that is not solved.
pub const fn go_on_label(solved: usize) -> &'static str {
    if solved == 0 { "Begin" } else { "Go on" }
}

/// The name of the file that a student hands in: theirs is in it, so that those of a class are told apart.
pub fn summary_file(student: &str, ending: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = student.trim().chars().take(40).map(plain).collect();
    let name = name.trim_matches('-');
    if name.is_empty() {
        format!("rankscope-summary.{ending}")
    } else {
        format!("rankscope-summary-{name}.{ending}")
    }
}

/// The heading of a student's summary.
pub fn summary_heading(student: &Student) -> String {
    if student.name().is_empty() {
        "Your summary".to_owned()
    } else {
        format!("Summary of {}", student.name())
    }
}

/// A student's name in a table.
pub fn name_in_table(summary: &StudentSummary) -> &str {
    if summary.name.is_empty() {
        "(no name)"
    } else {
        &summary.name
    }
}

/// What is wrong with something given, and what to do about it.
pub fn complaint(what: &str, error: &LessonError) -> String {
    format!("{what}: {error}. {}", error.next_step())
}
