//! A code or a file that was made under another name is not taken over without a word.

use super::super::student::StudentAction;
use super::student::{Here, id, is_called, open, solved, tries};
use super::{FakeStorage, act};
use rankscope_lesson::{Student, StudentSummary, course};

fn zoe_elsewhere() -> Here {
    let mut zoe = open(&FakeStorage::default(), 1);
    is_called(&mut zoe, "Zoë");
    tries(&mut zoe, 0, true);
    zoe
}

fn enters(here: &mut Here, code: &str) {
    act(here, StudentAction::TypeCode(code.to_owned()));
    act(here, StudentAction::EnterCode);
}

#[test]
fn a_code_of_another_name_is_said_with_both_seeds() {
    let code = zoe_elsewhere().code().unwrap();
    let mut here = open(&FakeStorage::default(), 2);
    is_called(&mut here, "Zoe");
    enters(&mut here, &code);
    let (zoe, other) = (Student::new("Zoë").seed(), Student::new("Zoe").seed());
    let asked = here.foreign_in_words().unwrap();
    assert!(
        asked.contains(&format!("its seed is {zoe}"))
            && asked.contains(&format!("the seed of “Zoe” is {other}")),
        "{asked}"
    );
    assert_eq!(solved(&here), 0, "nothing is taken over yet");
    act(&mut here, StudentAction::TakeOver(false));
    assert_eq!((solved(&here), here.foreign_in_words()), (0, None));
    // The name corrected, it comes without a question.
    is_called(&mut here, "Zoë");
    enters(&mut here, &code);
    assert_eq!((solved(&here), here.foreign_in_words()), (1, None));
}

#[test]
fn taken_over_all_the_same_it_is_known_with_which_numbers_it_was_solved() {
    let code = zoe_elsewhere().code().unwrap();
    let mut here = open(&FakeStorage::default(), 2);
    enters(&mut here, &code);
    let asked = here.foreign_in_words().unwrap();
    assert!(
        asked.contains("without a name your seed is 42") && asked.contains("Type your name first"),
        "{asked}"
    );
    act(&mut here, StudentAction::TakeOver(true));
    assert_eq!(solved(&here), 1);
    let zoe = Student::new("Zoë").seed();
    assert_eq!(here.progress().solved_with(&id(0)), Some(zoe));
    let told = here.told().unwrap();
    assert!(
        told.contains(&zoe.to_string()) && told.contains("1 of"),
        "{told}"
    );
    // Another code, another question.
    act(&mut here, StudentAction::TypeCode(String::new()));
    assert_eq!(here.foreign_in_words(), None);
}

#[test]
fn a_file_that_brings_another_name_says_both() {
    let zoe = zoe_elsewhere();
    let summary = StudentSummary::new(&course::lesson(), zoe.student(), zoe.progress());
    let opens = |here: &mut Here, summary: &StudentSummary| {
        let text = Ok(summary.to_json());
        act(here, StudentAction::OpenSummary("a.json".to_owned(), text));
    };
    let mut here = open(&FakeStorage::default(), 2);
    is_called(&mut here, "Zoe");
    opens(&mut here, &summary);
    assert_eq!((here.student().name(), solved(&here)), ("Zoë", 1));
    let told = here.told().unwrap();
    for part in ["“Zoë”", "the name was “Zoe”", "Your work is here"] {
        assert!(told.contains(part), "{told}");
    }
    // One whose seed does not follow from its name.
    let changed = StudentSummary { seed: 7, ..summary };
    let mut here = open(&FakeStorage::default(), 3);
    opens(&mut here, &changed);
    let asked = here.foreign_in_words().unwrap();
    assert!(
        asked.contains("its seed is 7, and the seed of “Zoë”"),
        "{asked}"
    );
    assert_eq!(solved(&here), 0);
}

#[test]
fn what_was_solved_here_is_known_with_its_seed() {
    let mut here = open(&FakeStorage::default(), 1);
    tries(&mut here, 0, true);
    tries(&mut here, 1, false);
    let (first, second) = (id(0), id(1));
    assert_eq!(here.progress().solved_with(&first), Some(42));
    assert_eq!(here.progress().solved_with(&second), None);
    // The name comes late: the numbers are others, and that is known.
    is_called(&mut here, "Ana");
    assert_eq!(here.progress().solved_with(&first), Some(42));
    // Solved once more, with those of the name.
    tries(&mut here, 0, true);
    assert_eq!(
        here.progress().solved_with(&first),
        Some(Student::new("Ana").seed())
    );
}
