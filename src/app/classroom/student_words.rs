//! What a student reads about name, work and what becomes of it on this computer and on another.

use rankscope_lesson::{Exercise, LessonError, Student};
use rankscope_params::{Key, Params};

use super::student::NameQuestion;

pub const SOMEONE_ELSE: &str = "I am someone else";
pub const FORGET: &str = "Forget me on this computer";
pub const FORGOTTEN: &str = "Your name and your work are no longer on this computer.";
pub const CARRY: &str = "Go on at another computer";
pub const CARRY_NOTE: &str = "Write this code down. Typed in at another computer, it brings there which exercises are solved, your \
     guesses, your tries up to “7 or more”, and your hints up to 3. It does not carry your wrong answers, whether \
     a guess came true, nor rounds with other numbers: the summary’s file does.";
/// What the code says of who made it. The second sentence where there is a name.
pub const CODE_NO_NAME: &str = "It does not hold your name, only the seed that follows from it.";
pub const QR_NAME: &str = "The QR code, and the line for your teacher, hold your name too.";
pub const COPY_FOR_TEACHER: &str = "Copy with your name, for your teacher";
pub const CODE_FIELD: &str = "I have a code";
pub const TAKE_CODE: &str = "Take it over";
pub const SUMMARY_FIELD: &str = "Or open your summary (the JSON file)";

pub const TAKE_OVER: &str = "Take it over all the same";
pub const LEAVE_IT: &str = "No, I will correct my name";

/// The labels of the buttons that answer a question: yes, and no.
pub fn answers(question: &NameQuestion, student: &Student) -> (String, String) {
    let (yes, no) = match question {
        NameQuestion::AreYou { known, .. } => {
            let am = |who: &str, student: &Student| format!("{who}, I am {}", student.name());
            return (am("Yes", known), am("No", student));
        }
        NameQuestion::TakeAlong(_) => ("Yes, it is mine", "No, leave it"),
        NameQuestion::Forget => ("Yes, forget me", "No, keep it"),
    };
    (yes.to_owned(), no.to_owned())
}

/// A question in words.
pub(super) fn question(question: &NameQuestion, student: &Student) -> String {
    match question {
        NameQuestion::AreYou { known, .. } => format!(
            "Are you {}? There is work under that name here. “{}” is another name, with other numbers.",
            known.name(),
            student.name()
        ),
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
         your own, also in exercises that you have solved with others.",
        student.name()
    )
}

/// That a student goes on under the name that is known here.
pub(super) fn you_are(student: &Student) -> String {
    format!("You go on as {}.", student.name())
}

/// "the seed of “Zoe” is 7".
fn seed_of(student: &Student) -> String {
    match student.name() {
        "" => format!("without a name your seed is {}", student.seed()),
        name => format!("the seed of “{name}” is {}", student.seed()),
    }
}

/// What is asked about work from elsewhere under a name of another seed.
pub(super) fn foreign(seed: u32, student: &Student) -> String {
    let advice = match student.name() {
        "" => "Type your name first, as you typed it there.",
        _ => "One accent or hyphen makes another name. Type it as you did there.",
    };
    format!(
        "This was done under another name: its seed is {seed}, and {}. {advice} If you take it over all the \
         same, your numbers are others than those it was solved with.",
        seed_of(student)
    )
}

/// That work from elsewhere was done with other numbers.
pub(super) fn other_numbers(seed: u32, student: &Student) -> String {
    format!(
        "It was done with the numbers of seed {seed}; {}.",
        seed_of(student)
    )
}

/// That a file has brought another name.
pub(super) fn now_of(student: &Student, before: &Student) -> String {
    let before = match before.name() {
        "" => "no name was given".to_owned(),
        name => format!("the name was “{name}”"),
    };
    format!(
        "The file is of “{}”, whose seed is {}; before, {before}. From here on you are “{}”.",
        student.name(),
        student.seed(),
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
