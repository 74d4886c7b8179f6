//! Drafts that are kept, refused and undone; an exercise in the editor.

use std::rc::Rc;

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_lesson::{Exercise, ExerciseId, LessonError, course, try_out};

use super::draft::{Draft, DraftEntry, DraftError};
use super::editor::{
    EditorStatus, FormAction, Lead, after, job, lead, line_range, status, value, warning_job,
    warnings,
};
use super::form::{self, Field};
use super::store::{DRAFT_KEY, DraftAction, DraftState, STEPS_KEY};
use crate::classroom::storage::StorageError;
use crate::classroom::tests::{FakeStorage, act};
use crate::work::{Work, WorkAction};

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

fn field(text: &str, place: &str) -> Field {
    let groups = form::form(&value(text).unwrap());
    let mut fields = groups.into_iter().flat_map(|group| group.fields);
    fields
        .find(|field| field.path.to_string() == place)
        .unwrap()
}

/// What the worker makes of a text.
fn tried(text: &str) -> Rc<Work> {
    let mut work = Rc::new(Work::default());
    let job = job(text);
    act(&mut work, WorkAction::Want(job.clone()));
    let Some(Job::TryOut(packed)) = &job else {
        return work;
    };
    let texts: Vec<String> = packed.open().unwrap();
    let exercises: Vec<_> = texts
        .iter()
        .map(|text| Exercise::read(text).unwrap())
        .collect();
    let found = try_out(&exercises, &mut |_| ());
    let answered = EngineEvent::Answered {
        ticket: Ticket {
            job: job.unwrap(),
            asked_at: 0.0,
        },
        outcome: Ok(Answer::TriedOut(Packed::of(&found))),
    };
    act(&mut work, WorkAction::Engine(answered));
    work
}

fn begun(kind: &str) -> String {
    match Draft::default().begin(kind) {
        DraftEntry::Own(text) => text,
        DraftEntry::Course(id) => panic!("{id}"),
    }
}

#[test]
fn form_and_text_edit_one_value() {
    let text = begun("number");
    let question = FormAction::Write(field(&text, "answer.question"), "How much?".to_owned());
    let edited = after(&text, &question).unwrap();
    let exercise = Exercise::read(&edited).unwrap();
    assert_eq!(exercise.answer.question(), "How much?");
    assert_eq!(
        form::read(&value(&edited).unwrap(), &field(&edited, "answer.question")),
        "How much?"
    );
    assert_eq!(after("{ half", &question), None);
    assert!(FormAction::Kind("goal".to_owned()).is_step() && !question.is_step());
}

#[test]
fn what_is_wrong_is_told_at_its_line_and_by_its_field() {
    let text = begun("choice");
    let empty = FormAction::Write(field(&text, "answer.options[1].text"), String::new());
    let text = after(&text, &empty).unwrap();
    let EditorStatus::Problems(found) = status(&text, &Work::default()) else {
        panic!("{:?}", status(&text, &Work::default()));
    };
    let [message] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(message.place, "answer.options[1].text");
    assert_eq!(message.field, "Option 2: Text");
    let line = text.lines().nth(message.line.unwrap() - 1).unwrap();
    assert!(line.contains("\"text\": \"\""), "{line}");
    // What only trying out shows, too.
    let text = begun("choice");
    let EditorStatus::Problems(found) = status(&text, &tried(&text)) else {
        panic!("{:?}", status(&text, &tried(&text)));
    };
    assert_eq!(found[0].place, "answer.options");
    let line = text.lines().nth(found[0].line.unwrap() - 1).unwrap();
    assert!(line.contains("\"options\": ["), "{line}");
    let EditorStatus::Problems(found) = status("{\n\"version\": 1,\n}", &Work::default()) else {
        panic!("readable");
    };
    assert_eq!(found[0].line, Some(3));
}

#[test]
fn a_message_leads_to_its_field_or_to_its_line() {
    let led = |text: &str, as_text: bool| {
        let EditorStatus::Problems(found) = status(text, &Work::default()) else {
            panic!("readable");
        };
        lead(&found[0], text, as_text)
    };
    // A field of its own.
    let text = begun("choice");
    let empty = FormAction::Write(field(&text, "answer.options[1].text"), String::new());
    let text = after(&text, &empty).unwrap();
    let place = "answer.options[1].text".to_owned();
    assert_eq!(led(&text, false), Some(Lead::Field(place)));
    let Some(Lead::Line((begin, end), above)) = led(&text, true) else {
        panic!("no line");
    };
    assert!(
        begin < end && above > 0.3 && above < 1.0,
        "{begin} {end} {above}"
    );
    // What cannot be read as an exercise has a line, and the field of that line.
    let text = begun("number").replace("\"tolerance\": 0.01", "\"tolerance\": \"much\"");
    assert_eq!(
        led(&text, false),
        Some(Lead::Field("answer.tolerance".to_owned()))
    );
    assert!(matches!(led(&text, true), Some(Lead::Line(..))));
    // What is no JSON has no form: the text.
    assert!(matches!(
        led("{\n\"version\": 1,\n}", false),
        Some(Lead::Line(..))
    ));
}

#[test]
fn a_line_is_found_as_the_browser_counts() {
    let text = "{\n \"α𝛼\"\n}";
    assert_eq!(line_range(text, 1), Some((0, 1)));
    // The second letter is two units of UTF-16.
    assert_eq!(line_range(text, 2), Some((2, 8)));
    assert_eq!(line_range(text, 3), Some((9, 10)));
    assert_eq!((line_range(text, 0), line_range(text, 4)), (None, None));
}

#[test]
fn an_exercise_is_tried_out_and_what_was_changed_since_is_not() {
    let text = begun("number");
    assert_eq!(status(&text, &Work::default()), EditorStatus::Readable);
    let mut asked = Rc::new(Work::default());
    act(&mut asked, WorkAction::Want(job(&text)));
    assert_eq!(status(&text, &asked), EditorStatus::Trying);
    let done = tried(&text);
    assert_eq!(
        status(&text, &done),
        EditorStatus::Sound("the number 4".to_owned())
    );
    let other = text.replace("My exercise", "Another");
    assert_eq!(status(&other, &done), EditorStatus::Readable);
}

#[test]
fn what_is_worth_another_look_is_told_at_its_line_once_it_is_sound() {
    let tolerance = FormAction::Write(
        field(&begun("number"), "answer.tolerance"),
        "1000".to_owned(),
    );
    let text = after(&begun("number"), &tolerance).unwrap();
    let sound = status(&text, &tried(&text));
    assert!(matches!(sound, EditorStatus::Sound(_)), "{sound:?}");
    assert_eq!(warning_job(&text, &EditorStatus::Trying), None);
    let job = warning_job(&text, &sound);
    let mut work = Rc::new(Work::default());
    act(&mut work, WorkAction::Want(job.clone()));
    assert_eq!(warnings(&text, job.as_ref(), &work), []);
    let found = rankscope_lesson::warnings(&Exercise::read(&text).unwrap());
    let answered = EngineEvent::Answered {
        ticket: Ticket {
            job: job.clone().unwrap(),
            asked_at: 0.0,
        },
        outcome: Ok(Answer::Warned(Packed::of(&found))),
    };
    act(&mut work, WorkAction::Engine(answered));
    let found = warnings(&text, job.as_ref(), &work);
    let line = |place: &str| {
        let message = found.iter().find(|message| message.place == place);
        message.and_then(|message| text.lines().nth(message.line? - 1))
    };
    let at = line("answer.tolerance").unwrap_or_else(|| panic!("{found:?}"));
    assert!(at.contains("\"tolerance\": 1000"), "{at}");
}
