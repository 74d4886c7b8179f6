//! What Exercises and the page for teachers say.

use rankscope_lesson::Student;
use rankscope_params::number::Format;
use rankscope_params::{Key, Params};

pub const EXERCISES: &str = "All exercises";
pub const NAME: &str = "Your name";
/// Before the seed.
pub const NAME_NOTE: &str =
    "Your name picks your matrices, so your answers differ from your neighbour’s. The seed is ";
/// After it.
pub const NAME_STAYS: &str = ". Your name stays in this browser, and in the summary you save. Without a name, everybody has the \
     same matrices.";
pub const ALL_SOLVED: &str = "All solved. Save your summary.";
pub const ASSIGNMENT_FILE: &str = "Open an assignment from a file";
/// The one button with which a student hands in.
pub const HAND_IN: &str = "Hand in: save the file for your teacher";
pub const HAND_IN_NOTE: &str = "Then send or upload that file the way your teacher has said.";
pub const FOR_YOURSELF: &str = "For yourself: ";
pub const SUMMARY_NOTE: &str = "The summary holds your name, your guesses, and your last five wrong answers to each exercise. Only \
     you decide who gets it.";
pub const TO_COURSE: &str = "Or open the course";
pub const NEXT: &str = "Next";
pub const TO_SUMMARY: &str = "To your summary";
pub const SHOW_ME: &str = "Show me how";
pub const WORKING_IT_OUT: &str = "Working it out…";
pub const REACH_AGAIN: &str = "You have solved it before. Reach it again to read the explanation.";
pub const OTHER_NUMBERS: &str = "You solved this with other numbers; these are now yours. It stays solved. To read the explanation for \
     your numbers, solve it again.";
/// Above what is said of an exercise that was solved before.
pub const SOLVED: &str = "Solved before.";
/// Before the question.
pub const TASK: &str = "Your task. ";
/// When no layer is left to be opened.
pub const ALL_OPEN: &str = "All layers are open.";
pub const BACK_TO_START: &str = "Back to the start";
pub const OPEN_NEXT: &str = "Open the next layer";
pub const OPEN_ALL: &str = "Open all";
pub const DO_AGAIN: &str = "Again, with other numbers";
pub const RIGHT: &str = "Right.";
pub const WRONG: &str = "Not yet.";
pub const LOCKED: &str = "Your guess is not graded. Choose one, and the controls appear.";
pub const VEILED: &str = "The chart appears once you have guessed.";
pub const TRAINING_NOTE: &str = "Trained live, from the usual start: B is zero, A is random. Dotted: lowest error possible at this rank.";
pub const RECALL_NOTE: &str =
    "Trained live. Each cell is one key, lit while the adapter answers it right.";
pub const ADAPTERS_NOTE: &str = "A is dark and stands left, B is pale and stands right. Each is relative to its own first singular \
     value.";
pub const DIFFERENCES_NOTE: &str = "A layer’s directions are counted by its entropy rank. Above the line B uses more, below it A does.";
pub const SPECTRUM_NOTE: &str =
    "Each point is a direction of the update, the strongest first. A handle cuts after it.";
pub const VARIANCE_NOTE: &str = "The most that any matrix of rank r can hold of the update.";
pub const SCALING_NOTE: &str =
    "What an adapter’s product is multiplied by. Both axes are logarithmic.";
pub const ERROR_NOTE: &str =
    "What is missing of the update after truncating and scaling. Dotted: the least possible.";
pub const CURVES_NOTE: &str =
    "Each point is computed on your own numbers. The handle marks what is set now.";
pub const MAP_NOTE: &str =
    "Each cell is one adapter, trained for this map. The outlined one is set now.";
pub const BARS_NOTE: &str = "Computed from your own numbers, and renewed at every move.";
pub const SCALE_ERROR_NOTE: &str = "The best adapter of this rank, multiplied by the scale. The handle is the scale that is set now.";

pub const TO_TEACH: &str = "For teachers: write an assignment, see how a class has done";

/// "Exercise 8 of 11".
pub fn place(place: usize, count: usize) -> String {
    format!("Exercise {} of {count}", place + 1)
}

/// What is printed below an exercise's title.
pub fn settings(student: &Student, present: &Params) -> String {
    let value = |key: Key| {
        let row = key.declaration();
        format!("{} {}", row.label, Format::Exact.write(present.get(key)))
    };
    let keys = [Key::Alpha, Key::RankLow, Key::Noise, Key::Seed].map(value);
    [student.name().to_owned()]
        .into_iter()
        .filter(|name| !name.is_empty())
        .chain(keys)
        .collect::<Vec<_>>()
        .join(" · ")
}

/// "Measured: 3 of 8".
pub fn measuring(known: usize, all: usize) -> String {
    format!("Measured: {known} of {all}")
}

/// The document's title while an exercise is open.
pub fn document_title(exercise: &str) -> String {
    format!("{exercise} – Exercises – Rankscope")
}

/// "3 of 11 solved".
pub fn how_far(solved: usize, count: usize) -> String {
    format!("{solved} of {count} solved")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_names_the_student_and_the_settings() {
        let params = Params::default();
        let said = settings(&Student::new("Ada"), &params);
        assert_eq!(said, "Ada · α 16 · rank r 4 · noise 0.01 · seed 42");
        assert!(settings(&Student::default(), &params).starts_with("α 16"));
    }
}
