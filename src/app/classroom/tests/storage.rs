use std::rc::Rc;

use super::super::storage::{NAME_KEY, StorageError};
use super::super::student::{StudentAction, StudentState};
use super::{FakeStorage, act};
use rankscope_lesson::{ExerciseId, ExerciseRecord, ProgressAction, course};

/// The key of the course for a student without a name.
const KEY: &str = "rankscope:lesson:course:42";
/// An entry of a later version.
const NEWER: &str = r#"{"version":3,"records":{},"stars":5}"#;

/// Any number will do.
const ENTROPY: u64 = 7;

type Student = Rc<StudentState<FakeStorage>>;

fn open(storage: &FakeStorage) -> Student {
    Rc::new(StudentState::open(
        storage.clone(),
        Rc::new(course::lesson()),
        ENTROPY,
    ))
}

fn id(name: &str) -> ExerciseId {
    ExerciseId::new(name).unwrap()
}

fn does(student: &mut Student, exercise: &str, action: ProgressAction) {
    act(student, StudentAction::Exercise(id(exercise), action));
}

fn attempt(solved: bool) -> ProgressAction {
    let answer = if solved { "8" } else { "4" }.to_owned();
    ProgressAction::Try { solved, answer }
}

fn record(student: &Student, exercise: &str) -> ExerciseRecord {
    student.progress().of(&id(exercise))
}

fn problem(student: &Student) -> String {
    student.storage_problems().join("\n")
}

#[test]
fn what_a_student_has_done_is_there_after_a_reload_by_name() {
    let storage = FakeStorage::default();
    let mut student = open(&storage);
    does(&mut student, "elbow", ProgressAction::Guess(1));
    act(&mut student, StudentAction::TypeName("Ad".to_owned()));
    assert_eq!(student.name_field(), "Ad");
    act(
        &mut student,
        StudentAction::EnterName(" Ada  L ".to_owned()),
    );
    assert_eq!(
        (student.name_field(), student.student().name()),
        ("Ada L", "Ada L")
    );
    assert_eq!(record(&student, "elbow").guess, Some(1), "it comes along");
    does(&mut student, "noise", attempt(true));

    let again = open(&storage);
    assert_eq!(again.student().name(), "Ada L");
    assert!(record(&again, "noise").solved);
    assert_eq!(problem(&again), "");
}

#[test]
fn two_tabs_in_one_exercise_lose_nothing_of_either() {
    let storage = FakeStorage::default();
    let (mut one, mut two) = (open(&storage), open(&storage));
    does(&mut one, "elbow", ProgressAction::Guess(1));
    does(&mut one, "elbow", attempt(false));
    // The other tab has slept: it has not been told, and still does not write over it.
    assert_eq!(record(&two, "elbow").tries, 0);
    does(&mut two, "elbow", ProgressAction::OpenHints(1));
    does(&mut two, "elbow", attempt(false));
    does(&mut two, "noise", ProgressAction::Guess(0));
    let both = ExerciseRecord {
        guess: Some(1),
        tries: 2,
        hints: 1,
        solved: false,
    };
    assert_eq!(record(&two, "elbow"), both);
    act(&mut one, StudentAction::Stored("somebody:else".to_owned()));
    assert_eq!(record(&one, "noise").guess, None);
    act(&mut one, StudentAction::Stored(KEY.to_owned()));
    assert_eq!(record(&one, "elbow"), both);
    assert_eq!(record(&one, "noise").guess, Some(0));
    // An exercise begun again in one tab is begun again in both, and what was best stays.
    does(&mut one, "elbow", attempt(true));
    does(&mut one, "elbow", ProgressAction::Again);
    act(&mut two, StudentAction::Stored(KEY.to_owned()));
    assert_eq!(
        two.progress().present(&id("elbow")),
        ExerciseRecord::default()
    );
    assert_eq!(
        (record(&two, "elbow").tries, record(&two, "elbow").solved),
        (3, true)
    );
}

#[test]
fn an_entry_that_another_tab_removes_is_written_again() {
    let storage = FakeStorage::default();
    let mut student = open(&storage);
    does(&mut student, "elbow", ProgressAction::Guess(1));
    storage.0.borrow_mut().entries.clear();
    does(&mut student, "noise", ProgressAction::Guess(0));
    assert_eq!(record(&open(&storage), "elbow").guess, Some(1));
}

#[test]
fn a_full_storage_is_said_and_what_was_done_waits_for_room() {
    let storage = FakeStorage::default();
    let (mut student, mut other) = (open(&storage), open(&storage));
    storage.fail(StorageError::Full);
    does(&mut student, "elbow", ProgressAction::Guess(1));
    does(&mut student, "elbow", attempt(false));
    assert!(problem(&student).contains("no room left"));
    assert_eq!(record(&student, "elbow").tries, 1);
    storage.fail(None);
    does(&mut other, "noise", ProgressAction::Guess(0));
    act(&mut student, StudentAction::Stored(KEY.to_owned()));
    assert_eq!(record(&student, "noise").guess, Some(0));
    assert_eq!(
        record(&student, "elbow").tries,
        1,
        "what waits is still shown"
    );
    does(&mut student, "elbow", attempt(true));
    assert_eq!(problem(&student), "");
    let again = open(&storage);
    assert_eq!(record(&again, "elbow").tries, 2);
    assert_eq!(record(&again, "noise").guess, Some(0));
}

#[test]
fn what_waits_for_room_survives_a_change_of_name() {
    let storage = FakeStorage::default();
    let mut student = open(&storage);
    act(&mut student, StudentAction::EnterName("Ada".to_owned()));
    storage.fail(StorageError::Full);
    does(&mut student, "elbow", ProgressAction::Guess(1));
    act(&mut student, StudentAction::SomeoneElse);
    assert_eq!(record(&student, "elbow").guess, None);
    storage.fail(None);
    act(&mut student, StudentAction::EnterName("Ada".to_owned()));
    assert_eq!(record(&student, "elbow").guess, Some(1));
    assert_eq!(record(&open(&storage), "elbow").guess, Some(1));
}

#[test]
fn a_name_that_is_not_kept_is_said_for_as_long_as_it_is_not() {
    let storage = FakeStorage::default();
    let mut student = open(&storage);
    storage.fail(StorageError::Full);
    act(&mut student, StudentAction::EnterName("Ada".to_owned()));
    // The progress of this name could be read, which says nothing about the name.
    assert!(problem(&student).contains("no room left to keep your name"));
    act(
        &mut student,
        StudentAction::OpenLesson(Rc::new(course::lesson())),
    );
    assert!(problem(&student).contains("no room left to keep your name"));
    storage.fail(None);
    act(&mut student, StudentAction::EnterName("Ada".to_owned()));
    assert_eq!(problem(&student), "");
    assert_eq!(storage.text(NAME_KEY).as_deref(), Some("Ada"));
}

#[test]
fn without_a_storage_everything_works_until_the_page_is_left() {
    let storage = FakeStorage::default();
    storage.fail(StorageError::Unavailable);
    let mut student = open(&storage);
    assert!(problem(&student).contains("does not let this page keep anything"));
    act(&mut student, StudentAction::EnterName("Ada".to_owned()));
    does(&mut student, "elbow", attempt(true));
    does(&mut student, "noise", ProgressAction::Guess(0));
    assert!(record(&student, "elbow").solved);
    assert_eq!(student.storage_problems().len(), 1, "said once");
    act(&mut student, StudentAction::Stored(KEY.to_owned()));
    assert!(record(&student, "elbow").solved);
}

#[test]
fn an_entry_that_cannot_be_read_is_set_aside_before_its_key_is_written() {
    for (entry, why) in [("{ broken", "line 1"), (NEWER, "version 3")] {
        let storage = FakeStorage::default();
        storage.put(KEY, entry);
        let mut student = open(&storage);
        let copy = format!("{KEY}:unreadable");
        assert!(problem(&student).contains(why), "{}", problem(&student));
        assert!(problem(&student).contains(&copy));
        assert_eq!(storage.text(&copy).as_deref(), Some(entry));
        // Opened again before anything is done: one copy is enough.
        open(&storage);
        assert_eq!(storage.keys(), [KEY, &copy]);
        does(&mut student, "elbow", ProgressAction::Guess(1));
        assert_eq!(record(&open(&storage), "elbow").guess, Some(1));
        // A second one gets a key of its own.
        storage.put(KEY, "{ broken again");
        open(&storage);
        assert_eq!(storage.text(&copy).as_deref(), Some(entry));
        let second = storage.text(&format!("{KEY}:unreadable-2"));
        assert_eq!(second.as_deref(), Some("{ broken again"));
    }
}

#[test]
fn an_entry_that_cannot_be_set_aside_is_never_written_over() {
    let storage = FakeStorage::default();
    storage.put(KEY, NEWER);
    storage.fail(StorageError::Full);
    let mut student = open(&storage);
    assert!(problem(&student).contains("no room left"));
    does(&mut student, "elbow", ProgressAction::Guess(1));
    assert_eq!(storage.text(KEY).as_deref(), Some(NEWER));
    assert_eq!(record(&student, "elbow").guess, Some(1));
    storage.fail(None);
    does(&mut student, "elbow", attempt(true));
    assert_eq!(
        storage.text(&format!("{KEY}:unreadable")).as_deref(),
        Some(NEWER)
    );
    assert_eq!(record(&open(&storage), "elbow").guess, Some(1));
}

#[test]
fn a_newer_version_in_another_tab_does_not_clear_this_one() {
    let storage = FakeStorage::default();
    let mut student = open(&storage);
    does(&mut student, "elbow", ProgressAction::Guess(1));
    storage.put(KEY, NEWER);
    act(&mut student, StudentAction::Stored(KEY.to_owned()));
    assert_eq!(record(&student, "elbow").guess, Some(1));
    assert_eq!(
        storage.text(KEY).as_deref(),
        Some(NEWER),
        "reading writes nothing"
    );
    does(&mut student, "elbow", ProgressAction::OpenHints(1));
    assert_eq!(
        storage.text(&format!("{KEY}:unreadable")).as_deref(),
        Some(NEWER)
    );
    assert_eq!(record(&open(&storage), "elbow").hints, 1);
}

#[test]
fn copies_of_unreadable_entries_are_bounded_and_then_nothing_is_written_over() {
    let storage = FakeStorage::default();
    for number in 0..30 {
        storage.put(KEY, &format!("{{ broken {number}"));
        let mut student = open(&storage);
        does(&mut student, "elbow", ProgressAction::Guess(1));
        assert_eq!(record(&student, "elbow").guess, Some(1));
    }
    assert_eq!(storage.keys().len(), 21);
    assert_eq!(storage.text(KEY).as_deref(), Some("{ broken 29"));
}

#[test]
fn whatever_two_tabs_do_in_whatever_order_every_try_counts() {
    // Numerical Recipes' linear congruential generator: any order will do, the same each time.
    let mut seed = 1_u32;
    let mut pick = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    for _ in 0..50 {
        let storage = FakeStorage::default();
        let mut tabs = [open(&storage), open(&storage)];
        let mut tries = 0;
        for _ in 0..30 {
            let tab = &mut tabs[pick(2) as usize];
            match pick(6) {
                0 => storage.fail(StorageError::Full),
                1 => storage.fail(None),
                2 => act(tab, StudentAction::Stored(KEY.to_owned())),
                3 => *tab = reopened_when_saved(tab, &storage),
                _ => {
                    does(tab, "elbow", attempt(false));
                    tries += 1;
                }
            }
        }
        storage.fail(None);
        for tab in &mut tabs {
            does(tab, "noise", ProgressAction::Guess(0));
        }
        assert_eq!(record(&open(&storage), "elbow").tries, tries);
    }
}

/// The tab loaded again, unless it has said that it would lose something.
fn reopened_when_saved(tab: &Student, storage: &FakeStorage) -> Student {
    if problem(tab).is_empty() {
        open(storage)
    } else {
        Rc::clone(tab)
    }
}
