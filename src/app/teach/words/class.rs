//! What the view of a class says.

use rankscope_lesson::code::CodeError;
use rankscope_lesson::{LessonError, SummaryEntry};

use crate::classroom::storage::StorageError;

pub const CLASS: &str = "See how a class has done";
pub const SUMMARIES: &str = "Open your students’ summaries, all at once or one after the other";
pub const CODES: &str = "Or paste their codes, a line for each student: the name, then the code";
pub const ADD_CODES: &str = "Read the codes";
pub const LEGEND: &str =
    "✓ solved, ✗ tried and not solved, … guessed; the number says how many tries. Dark: at once.";
pub const NOT_IN_IT: &str = "not in this summary";
pub const KEPT: &str = "Kept in this browser until you close it.";
pub const KEEPING: &str = "Being kept in this browser…";
pub const GUESSES: &str = "What they guessed";
/// Beside the guess that comes true.
pub const RIGHT: &str = "✓ comes true";
pub const COMMON: &str = "Commonest wrong answers";
pub const DIFFER: &str =
    "Each student has numbers of their own, so one answer can be two mistakes.";
pub const DIFFER_IN_RATIO: &str = "Each student has numbers of their own, so wrong ones are shown as multiples of each \
     student’s own right number.";
/// What summaries that were kept over a reload are from.
pub(in crate::teach) const KEPT_CLASS: &str = "the class that was kept";

/// Why a class is not kept.
pub const fn not_kept(error: StorageError) -> &'static str {
    match error {
        StorageError::Unavailable => {
            "Your browser does not let this page keep anything: open the files again after a reload."
        }
        StorageError::Full => {
            "Your browser has no room left to keep this class: save it as CSV, and open the files again after \
             a reload."
        }
    }
}

/// Of work that has been handed in under two names.
pub(in crate::teach) fn same_work(name: &str, first: &str) -> String {
    format!("What “{name}” has handed in is the work of “{first}”. It stands in the table once.")
}

/// A file or line that was left out.
pub(in crate::teach) fn left_out(from: &str, error: &LessonError) -> String {
    let advice = match error {
        LessonError::Unreadable { .. } => {
            "It is no summary of this page, or it was changed: ask for it again."
        }
        error => error.next_step(),
    };
    format!("{from} was left out: {error}. {advice}")
}

pub(in crate::teach) fn line(number: usize) -> String {
    format!("Line {number}")
}

pub(in crate::teach) fn bad_code(number: usize, line: &str, error: CodeError) -> String {
    let begins: String = line.trim().chars().take(30).collect();
    format!("Line {number}, “{begins}”, was left out. {error}")
}

pub(in crate::teach) fn no_code(number: usize, line: &str) -> String {
    let begins: String = line.trim().chars().take(30).collect();
    format!("There is no code in line {number}, “{begins}”. Write the name, then the code.")
}

/// A wrong number as a multiple of the right one.
pub(in crate::teach) fn ratio(ratio: &str) -> String {
    format!("{ratio} × the right number")
}

/// With a few of the answers as they were typed.
pub(in crate::teach) fn with_examples(group: &str, examples: &[&str]) -> String {
    let few: Vec<_> = examples.iter().take(3).copied().collect();
    if few.is_empty() {
        group.to_owned()
    } else {
        format!("{group} ({})", few.join("; "))
    }
}

/// An option of a guess that comes true for some students only.
pub fn came_true(text: &str, right: usize) -> String {
    format!("{text} (true for {right})")
}

/// While the worker looks at what students were asked.
pub fn judging(done: usize, all: usize) -> String {
    format!("Working out whose guesses came true: {done} of {all} students.")
}

pub(in crate::teach) fn missing(name: &str, titles: &str) -> String {
    format!("The summary of {name} does not have {titles}.")
}

pub(in crate::teach) fn changed(name: &str, titles: &str) -> String {
    format!("{name} did another edition of {titles}: it was corrected in between.")
}

pub(in crate::teach) fn foreign_seed(name: &str) -> String {
    format!(
        "The numbers of {name} are not those of this name: it was spelled another way, somebody else’s address was used, or the file was changed."
    )
}

pub(in crate::teach) fn and_more(count: usize) -> String {
    format!("And {count} more.")
}

pub(in crate::teach) fn meaning(entry: &SummaryEntry) -> String {
    let solved = if entry.solved { "solved" } else { "not solved" };
    let guessed = entry
        .guess
        .as_ref()
        .map(|guess| format!(", guessed “{}”", guess.text));
    format!(
        "{solved}, tries: {}, hints: {}{}",
        entry.tries,
        entry.hints,
        guessed.unwrap_or_default()
    )
}

/// "51 to 100 of 1000 students".
pub fn shown(first: usize, last: usize, all: usize) -> String {
    format!("{first} to {last} of {all} students")
}

/// While files are read.
pub fn reading(left: usize) -> String {
    format!("Reading: {left} files to go.")
}
