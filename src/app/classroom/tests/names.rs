//! A name that is nearly another one which this computer knows.

use super::super::student::{NameQuestion, StudentAction};
use super::super::student_words::answers;
use super::student::{Here, id, is_called, open, solved, tries};
use super::{FakeStorage, act};
use rankscope_lesson::Student;

fn asks(here: &Here) -> String {
    here.question_in_words().unwrap_or_default()
}

/// A computer on which Zoë has solved an exercise, and left.
fn of_zoe() -> FakeStorage {
    let storage = FakeStorage::default();
    let mut zoe = open(&storage, 1);
    is_called(&mut zoe, "Zoë");
    tries(&mut zoe, 0, true);
    act(&mut zoe, StudentAction::SomeoneElse);
    storage
}

#[test]
fn who_leaves_an_accent_out_is_asked_and_goes_on_with_the_same_numbers() {
    let storage = of_zoe();
    let mut here = open(&storage, 2);
    is_called(&mut here, "zoe");
    assert!(asks(&here).starts_with("Are you Zoë?"), "{}", asks(&here));
    let labels = answers(here.question().unwrap(), here.student());
    assert_eq!(
        labels,
        ("Yes, I am Zoë".to_owned(), "No, I am zoe".to_owned())
    );
    act(&mut here, StudentAction::Answer(true));
    assert_eq!((here.student().name(), solved(&here)), ("Zoë", 1));
    assert_eq!(here.student().seed(), Student::new("Zoë").seed());
    assert_eq!(
        (here.question(), here.told()),
        (None, Some("You go on as Zoë."))
    );
}

#[test]
fn who_is_another_person_stays_and_is_not_asked_again() {
    let storage = of_zoe();
    let mut here = open(&storage, 2);
    is_called(&mut here, "Zoe");
    act(&mut here, StudentAction::Answer(false));
    assert_eq!((here.student().name(), solved(&here)), ("Zoe", 0));
    tries(&mut here, 1, true);
    act(&mut here, StudentAction::SomeoneElse);
    for (name, exercises) in [("Zoe", 1), ("Zoë", 1)] {
        is_called(&mut here, name);
        let known = matches!(here.question(), Some(NameQuestion::AreYou { .. }));
        assert_eq!((known, solved(&here)), (false, exercises), "{name}");
        act(&mut here, StudentAction::SomeoneElse);
    }
}

#[test]
fn work_without_a_name_goes_to_whom_it_turns_out_to_be() {
    let storage = of_zoe();
    let mut here = open(&storage, 2);
    tries(&mut here, 1, true);
    is_called(&mut here, "Zoe");
    assert!(asks(&here).starts_with("Are you Zoë?"));
    assert_eq!(solved(&here), 0, "nothing has moved yet");
    act(&mut here, StudentAction::Answer(true));
    assert!(
        asks(&here).contains("Is it yours too, Zoë?"),
        "{}",
        asks(&here)
    );
    act(&mut here, StudentAction::Answer(true));
    assert_eq!(solved(&here), 2);
    // Of the one without a name, the numbers were others: that is known of each exercise.
    let of = |place| here.progress().solved_with(&id(place));
    assert_eq!(of(0), Some(Student::new("Zoë").seed()));
    assert_eq!(of(1), Some(Student::default().seed()));
}

#[test]
fn another_name_and_one_that_was_forgotten_are_not_asked_about() {
    let storage = of_zoe();
    let mut here = open(&storage, 2);
    is_called(&mut here, "Joe");
    assert_eq!(here.question(), None);
    is_called(&mut here, "Zoë");
    act(&mut here, StudentAction::AskToForget);
    act(&mut here, StudentAction::Answer(true));
    is_called(&mut here, "Zoe");
    assert_eq!(here.question(), None);
}
