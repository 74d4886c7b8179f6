//! Drafts that are kept, refused and undone.

use std::rc::Rc;

use rankscope_lesson::{ExerciseId, LessonError, course};

use super::draft::{Draft, DraftEntry, DraftError};
use super::store::{DRAFT_KEY, DraftAction, DraftState, STEPS_KEY};
use crate::classroom::storage::StorageError;
use crate::classroom::tests::{FakeStorage, act};

type State = Rc<DraftState<FakeStorage>>;

fn opened(storage: &FakeStorage) -> State {
    Rc::new(DraftState::open(storage.clone(), 7))
}

fn ids(state: &State) -> Vec<String> {
    let entries = state.draft().entries.iter();
    entries.filter_map(DraftEntry::id).collect()
}

fn course_id(at: usize) -> ExerciseId {
    course::exercises()[at].id.clone()
}

#[test]
fn whatever_is_written_is_there_after_a_reload() {
    let storage = FakeStorage::default();
    let mut state = opened(&storage);
    act(&mut state, DraftAction::Retitle("Friday".to_owned()));
    act(&mut state, DraftAction::Add(course_id(0)));
    act(&mut state, DraftAction::Add(course_id(0)));
    act(&mut state, DraftAction::Copy(course_id(1)));
    act(&mut state, DraftAction::Edit(1, "{ half".to_owned()));
    let again = opened(&storage);
    assert_eq!(again.draft(), state.draft());
    assert_eq!(again.draft().title, "Friday");
    assert_eq!(again.draft().entries.len(), 2);
    // It is open in the editor as it was.
    assert_eq!(again.draft().open, Some(1));
    assert_eq!(again.problem(), None);
}

#[test]
fn exercises_move_and_the_open_one_stays_open() {
    let storage = FakeStorage::default();
    let mut state = opened(&storage);
    for at in 0..3 {
        act(&mut state, DraftAction::Add(course_id(at)));
    }
    act(&mut state, DraftAction::Duplicate(1));
    let own = ids(&state)[2].clone();
    assert_eq!(state.draft().open, Some(2));
    for (from, to, open) in [(2, 0, 0), (3, 0, 1), (0, 3, 0), (1, 2, 0), (0, 9, 0)] {
        act(&mut state, DraftAction::Move(from, to));
        assert_eq!(state.draft().open, Some(open), "{from} {to}");
        assert_eq!(ids(&state)[open], own);
    }
    act(&mut state, DraftAction::Remove(1));
    assert_eq!((ids(&state).len(), state.draft().open), (3, Some(0)));
    act(&mut state, DraftAction::Remove(0));
    assert_eq!(state.draft().open, None);
    act(&mut state, DraftAction::Open(Some(0)));
    assert_eq!(
        state.draft().open,
        None,
        "an exercise of the course is not edited"
    );
}

#[test]
fn what_was_taken_away_comes_back() {
    let storage = FakeStorage::default();
    let mut state = opened(&storage);
    assert!(!state.can_undo());
    act(&mut state, DraftAction::Begin("number"));
    let written = state.draft().clone();
    act(&mut state, DraftAction::Remove(0));
    act(&mut state, DraftAction::StartAnew);
    act(
        &mut state,
        DraftAction::Route("30".to_owned(), vec![course_id(0)]),
    );
    for _ in 0..3 {
        assert!(state.can_undo());
        act(&mut state, DraftAction::Undo);
    }
    assert_eq!(state.draft(), &written);
    assert_eq!(opened(&storage).draft(), &written);
}

#[test]
fn what_was_taken_away_comes_back_after_a_reload_too() {
    let storage = FakeStorage::default();
    let mut state = opened(&storage);
    act(&mut state, DraftAction::Begin("number"));
    let written = state.draft().clone();
    act(&mut state, DraftAction::Remove(0));
    let mut state = opened(&storage);
    assert!(state.can_undo());
    act(&mut state, DraftAction::Undo);
    assert_eq!(state.draft(), &written);
    // Not more than there is room for, and what is damaged is no step.
    let mut state = opened(&storage);
    act(&mut state, DraftAction::Retitle("x".repeat(150_000)));
    for _ in 0..4 {
        act(&mut state, DraftAction::Duplicate(0));
    }
    assert!(storage.text(STEPS_KEY).unwrap().len() < 600_000);
    assert!(opened(&storage).can_undo());
    storage.put(STEPS_KEY, "[");
    assert!(!opened(&storage).can_undo());
}

#[test]
fn a_copy_says_that_it_is_one_and_is_led_to() {
    let storage = FakeStorage::default();
    let mut state = opened(&storage);
    assert_eq!(state.opened(), 0);
    act(&mut state, DraftAction::Copy(course_id(0)));
    assert_eq!(state.opened(), 1);
    act(&mut state, DraftAction::Copy(course_id(0)));
    act(&mut state, DraftAction::Duplicate(1));
    let title = &course::exercises()[0].title;
    let titles: Vec<_> = state
        .draft()
        .entries
        .iter()
        .map(DraftEntry::title)
        .collect();
    let copies = ["copy", "copy 2", "copy 3"].map(|copy| format!("{title} ({copy})"));
    assert_eq!(titles, copies);
    act(&mut state, DraftAction::Open(None));
    assert_eq!(state.opened(), 3);
    act(&mut state, DraftAction::Open(Some(0)));
    assert_eq!((state.opened(), opened(&storage).opened()), (4, 0));
}

#[test]
fn an_assignment_keeps_its_id_and_a_new_one_has_another() {
    let storage = FakeStorage::default();
    let mut state = opened(&storage);
    let key = |state: &State| state.draft().assignment().unwrap().lesson().unwrap().key;
    act(&mut state, DraftAction::Add(course_id(0)));
    let first = key(&state);
    act(&mut state, DraftAction::Given);
    act(&mut state, DraftAction::Retitle("Corrected".to_owned()));
    assert_eq!(key(&state), first);
    let given = state.draft().assignment().unwrap();
    assert_eq!(given.revision, 1);
    act(
        &mut state,
        DraftAction::Route("Route".to_owned(), vec![course_id(0)]),
    );
    assert_ne!(key(&state), first);
    act(
        &mut state,
        DraftAction::Opened("a.json".to_owned(), Ok(given.into())),
    );
    assert_eq!(key(&opened(&storage)), first);

    act(
        &mut state,
        DraftAction::Opened("b.json".to_owned(), Err(LessonError::Damaged)),
    );
    assert!(
        state
            .refused()
            .unwrap()
            .starts_with("b.json was not opened: ")
    );
    assert_eq!(key(&state), first);
    act(&mut state, DraftAction::Retitle("t".to_owned()));
    assert_eq!(state.refused(), None);
}

#[test]
fn a_full_storage_is_told_and_everything_is_still_there() {
    let storage = FakeStorage::default();
    let mut state = opened(&storage);
    act(&mut state, DraftAction::Retitle("kept".to_owned()));
    storage.fail(StorageError::Full);
    act(&mut state, DraftAction::Retitle("not kept".to_owned()));
    assert!(state.problem().unwrap().contains("no room left"));
    assert_eq!(state.draft().title, "not kept");
    assert_eq!(opened(&storage).draft().title, "kept");
    storage.fail(None);
    act(&mut state, DraftAction::Retitle("kept again".to_owned()));
    assert_eq!(state.problem(), None);
    storage.fail(StorageError::Unavailable);
    assert!(opened(&storage).problem().unwrap().contains("does not let"));
}

#[test]
fn a_draft_of_another_version_is_told_and_kept_as_it_is() {
    let storage = FakeStorage::default();
    let newer = Draft::default()
        .written()
        .replace("\"version\":1", "\"version\":2");
    storage.put(DRAFT_KEY, &newer);
    let mut state = opened(&storage);
    let aside = state.set_aside().unwrap().clone();
    assert_eq!((aside.error, &aside.text), (DraftError::Version(2), &newer));
    act(&mut state, DraftAction::Retitle("mine".to_owned()));
    assert_eq!(storage.text(&aside.key.unwrap()).as_ref(), Some(&newer));
    assert_eq!(opened(&storage).draft().title, "mine");

    // Without room for a copy it is not written over.
    let full = FakeStorage::default();
    full.put(DRAFT_KEY, &newer);
    full.fail(StorageError::Full);
    let mut state = opened(&full);
    full.fail(None);
    act(&mut state, DraftAction::Retitle("mine".to_owned()));
    assert_eq!(full.text(DRAFT_KEY), Some(newer));
    assert!(state.problem().is_some());
    assert_eq!(state.draft().title, "mine");
}

#[test]
fn another_tab_that_writes_is_followed() {
    let storage = FakeStorage::default();
    let (mut here, mut there) = (opened(&storage), opened(&storage));
    act(&mut there, DraftAction::Retitle("there".to_owned()));
    act(&mut here, DraftAction::Stored(DRAFT_KEY.to_owned()));
    assert_eq!(here.draft().title, "there");
}
