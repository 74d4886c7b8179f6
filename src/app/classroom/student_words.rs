//! What a student reads about name, work and what becomes of it on this computer and on another.

use rankscope_lesson::{Exercise, LessonError, Student};
use rankscope_params::{Key, Params};

use super::student::NameQuestion;

pub const SOMEONE_ELSE: &str = "I am someone else";
pub const FORGET: &str = "Forget me on this computer";
pub const FORGOTTEN: &str = "Your name and your work are no longer on this computer.";
pub const CARRY: &str = "Go on at another computer";
pub const CARRY_NOTE: &str = "Write this code down, or show it to your teacher. Typed in at another computer, it brings your \
     guesses, tries and solved exercises there. It does not hold your name.";
pub const CODE_FIELD: &str = "I have a code";
pub const TAKE_CODE: &str = "Take it over";
pub const SUMMARY_FIELD: &str = "Or open your summary (the JSON file)";

/// The labels of the buttons that answer a question: yes, and no.
pub const fn answers(question: &NameQuestion) -> (&'static str, &'static str) {
    match question {
        NameQuestion::TakeAlong(_) => ("Yes, it is mine", "No, leave it"),
        NameQuestion::Forget => ("Yes, forget me", "No, keep it"),
    }
}

/// A question in words.
pub(super) fn question(question: &NameQuestion, student: &Student) -> String {
    match question {
        NameQuestion::TakeAlong(from) => {
            let whose = match from.name() {
                "" => "There is work without a name here.".to_owned(),
                name => format!("There is work under the name {name} here."),
            };
            format!(
                "{whose} Is it yours too, {}? Then the better result of each exercise is kept.",
                student.name()
            )
        }
        NameQuestion::Forget => {
            "This removes your name, and all your work in every lesson, from this computer. It cannot be \
             taken back. Save your summary first if you need it."
                .to_owned()
        }
    }
}

/// That work was taken along.
pub(super) fn taken_along(student: &Student, solved: usize) -> String {
    let exercises = if solved == 1 { "exercise" } else { "exercises" };
    format!(
        "Your work is now under the name {}: {solved} {exercises} solved. From here on the numbers are \
         your own.",
        student.name()
    )
}

/// That work from another machine is here.
pub(super) fn carried(solved: usize, count: usize) -> String {
    format!("Your work is here: {solved} of {count} solved.")
}

/// That a file is no summary to go on with.
pub(super) fn file_refused(file: &str, error: &LessonError) -> String {
    match error {
        LessonError::Unreadable { .. } => {
            format!("{file} is no summary of this page. Choose the JSON file that you saved here.")
        }
        error => format!("{file} could not be opened: {error}. {}", error.next_step()),
    }
}

/// What is said where the address of an exercise came from somebody else: its seed is neither the
/// student's nor that of a student without a name. `params` are those of the address.
pub fn foreign_address(exercise: &Exercise, params: &Params, student: &Student) -> Option<String> {
    let given = params.get(Key::Seed);
    let seed = |student: &Student| exercise.prepared(student).get(Key::Seed);
    // A further round has a seed of its own, and its address may be opened again later.
    let known =
        |student: &Student| (0..=MOST_ROUNDS).any(|round| seed(&student.in_round(round)) == given);
    if given == params.default_of(Key::Seed) || known(student) || known(&Student::default()) {
        return None;
    }
    let whose = match student.name() {
        "" => "those of everybody who gave no name",
        _ => "your own",
    };
    Some(format!(
        "This address comes from somebody else, whose seed is {given}. Your numbers here are {whose}, so \
         the answer may be another."
    ))
}

/// Rounds whose seeds are recognised.
const MOST_ROUNDS: u32 = 20;
