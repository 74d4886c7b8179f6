use std::rc::Rc;

use super::super::storage::{NAME_KEY, StorageError};
use super::super::student::{NameQuestion, StudentAction, StudentState};
use super::super::student_words::foreign_address;
use super::{FakeStorage, act};
use rankscope_lesson::{
    ExerciseId, Lesson, LessonError, Progress, ProgressAction, Student, StudentSummary, course,
};
use rankscope_params::{Key, Params};

pub(super) type Here = Rc<StudentState<FakeStorage>>;

pub(super) fn open(storage: &FakeStorage, entropy: u64) -> Here {
    let lesson = Rc::new(course::lesson());
    Rc::new(StudentState::open(storage.clone(), lesson, entropy))
}

pub(super) fn id(place: usize) -> ExerciseId {
    course::exercises().remove(place).id
}

pub(super) fn tries(student: &mut Here, place: usize, solved: bool) {
    let answer = if solved { "8" } else { "4" }.to_owned();
    let action = ProgressAction::Try { solved, answer };
    act(student, StudentAction::Exercise(id(place), action));
}

pub(super) fn is_called(student: &mut Here, name: &str) {
    act(student, StudentAction::EnterName(name.to_owned()));
}

pub(super) fn solved(student: &Here) -> usize {
    student.progress().solved(&course::lesson())
}

#[test]
fn a_typed_name_is_entered_once_when_its_field_is_left() {
    let mut student = open(&FakeStorage::default(), 1);
    tries(&mut student, 0, true);
    act(&mut student, StudentAction::TypeName("Ana".to_owned()));
    act(&mut student, StudentAction::LeaveName);
    assert_eq!((student.student().name(), solved(&student)), ("Ana", 1));
    assert!(student.told().is_some());
    // Entered already, as most browsers tell first.
    let told = student.told().map(str::to_owned);
    act(&mut student, StudentAction::LeaveName);
    assert_eq!(student.told().map(str::to_owned), told);
}

#[test]
fn a_name_that_comes_late_takes_the_work_along() {
    let storage = FakeStorage::default();
    let mut student = open(&storage, 1);
    tries(&mut student, 0, true);
    tries(&mut student, 1, false);
    let mark = student.progress().id();
    is_called(&mut student, "Ana");
    assert_eq!((solved(&student), student.question()), (1, None));
    assert!(
        student
            .told()
            .unwrap()
            .contains("under the name Ana: 1 exercise solved")
    );
    assert_eq!(
        student.progress().id(),
        mark,
        "it is still the same student"
    );
    let again = open(&storage, 2);
    assert_eq!((again.student().name(), solved(&again)), ("Ana", 1));
    // It has moved: the next one without a name begins with nothing.
    act(&mut student, StudentAction::SomeoneElse);
    assert_eq!(solved(&student), 0);
    tries(&mut student, 0, true);
    assert_ne!(student.progress().id(), mark, "another student, another id");
}

#[test]
fn where_both_names_have_work_it_is_asked_and_the_better_of_each_is_kept() {
    let storage = FakeStorage::default();
    let mut student = open(&storage, 1);
    is_called(&mut student, "Ana");
    tries(&mut student, 0, false);
    tries(&mut student, 0, true);
    act(&mut student, StudentAction::SomeoneElse);
    tries(&mut student, 0, true);
    tries(&mut student, 1, true);
    is_called(&mut student, "Ana");
    assert_eq!(
        student.question(),
        Some(&NameQuestion::TakeAlong(Student::default()))
    );
    assert!(
        student
            .question_in_words()
            .unwrap()
            .contains("Is it yours too, Ana?")
    );
    assert_eq!(solved(&student), 1, "nothing has moved yet");
    act(&mut student, StudentAction::Answer(true));
    assert_eq!((solved(&student), student.question()), (2, None));
    assert_eq!(
        student.progress().of(&id(0)).tries,
        1,
        "the better of the two"
    );
    assert_eq!(solved(&open(&storage, 2)), 2);
}

#[test]
fn work_that_somebody_left_without_a_name_is_not_taken_without_asking() {
    let storage = FakeStorage::default();
    let mut left = open(&storage, 1);
    tries(&mut left, 0, true);
    // Another day, another student.
    let mut ben = open(&storage, 2);
    is_called(&mut ben, "Ben");
    assert!(matches!(ben.question(), Some(NameQuestion::TakeAlong(_))));
    act(&mut ben, StudentAction::Answer(false));
    assert_eq!((solved(&ben), ben.question()), (0, None));
    act(&mut ben, StudentAction::SomeoneElse);
    assert_eq!(solved(&ben), 1, "it is still there");
}

#[test]
fn a_corrected_name_can_take_its_work_along() {
    let storage = FakeStorage::default();
    let mut student = open(&storage, 1);
    is_called(&mut student, "Anna");
    tries(&mut student, 0, true);
    is_called(&mut student, "Ana");
    let question = student.question_in_words().unwrap();
    assert!(question.contains("under the name Anna"), "{question}");
    act(&mut student, StudentAction::Answer(true));
    assert_eq!(solved(&student), 1);
    // In another case it is the same name, and nothing is asked.
    is_called(&mut student, "ANA");
    assert_eq!((solved(&student), student.question()), (1, None));
}

#[test]
fn work_that_cannot_be_moved_for_want_of_room_is_lost_nowhere() {
    let storage = FakeStorage::default();
    let mut student = open(&storage, 1);
    tries(&mut student, 0, true);
    storage.fail(StorageError::Full);
    is_called(&mut student, "Ana");
    assert_eq!(solved(&student), 1, "it is shown");
    assert!(student.storage_problems().concat().contains("no room left"));
    assert_eq!(solved(&open(&storage, 2)), 1, "what was kept is kept");
    storage.fail(None);
    tries(&mut student, 1, true);
    assert_eq!((student.storage_problems(), solved(&student)), (vec![], 2));
}

#[test]
fn a_student_is_forgotten_on_this_computer_when_asked_twice() {
    let storage = FakeStorage::default();
    let mut student = open(&storage, 1);
    is_called(&mut student, "Ben");
    tries(&mut student, 0, true);
    act(&mut student, StudentAction::SomeoneElse);
    is_called(&mut student, "Ana");
    tries(&mut student, 0, true);
    let other = Lesson {
        key: "id-friday".to_owned(),
        ..course::lesson()
    };
    act(&mut student, StudentAction::OpenLesson(other.into()));
    tries(&mut student, 1, true);
    act(&mut student, StudentAction::AskToForget);
    act(&mut student, StudentAction::Answer(false));
    assert_eq!(storage.keys().len(), 6, "{:?}", storage.keys());
    act(&mut student, StudentAction::AskToForget);
    assert!(
        student
            .question_in_words()
            .unwrap()
            .contains("cannot be taken back")
    );
    act(&mut student, StudentAction::Answer(true));
    assert_eq!(
        (student.student().name(), student.told().is_some()),
        ("", true)
    );
    let ben = Progress::storage_key(&course::lesson(), &Student::new("Ben"));
    let known = format!("rankscope:known:{}", Student::new("Ben").seed());
    assert_eq!(storage.keys(), [known, ben], "and nobody else is");
    assert_eq!(storage.text(NAME_KEY), None);
}

#[test]
fn a_code_carries_the_work_to_another_computer() {
    let mut here = open(&FakeStorage::default(), 1);
    assert_eq!(here.code(), None);
    is_called(&mut here, "Ana");
    act(
        &mut here,
        StudentAction::Exercise(id(0), ProgressAction::Guess(1)),
    );
    tries(&mut here, 0, true);
    let code = here.code().unwrap();

    let storage = FakeStorage::default();
    let mut there = open(&storage, 2);
    is_called(&mut there, "Ana");
    tries(&mut there, 1, true);
    let typo = code.replacen(|letter: char| letter.is_ascii_alphabetic(), "0", 1);
    act(&mut there, StudentAction::TypeCode(typo));
    act(&mut there, StudentAction::EnterCode);
    assert!(there.carry_error().unwrap().contains("typing error"));
    assert_eq!(solved(&there), 1);
    act(&mut there, StudentAction::TypeCode(code.to_lowercase()));
    assert_eq!(there.carry_error(), None);
    act(&mut there, StudentAction::EnterCode);
    assert_eq!((solved(&there), there.code_field()), (2, ""));
    assert_eq!(there.progress().of(&id(0)).guess, Some(1));
    assert_eq!(
        there.progress().id(),
        here.progress().id(),
        "one student, one id"
    );
    assert!(there.told().unwrap().contains("2 of"));
    assert_eq!(solved(&open(&storage, 3)), 2);
}

#[test]
fn a_summary_is_opened_to_go_on_with_and_others_are_refused_by_name() {
    let mut here = open(&FakeStorage::default(), 1);
    is_called(&mut here, "Ana");
    tries(&mut here, 0, false);
    tries(&mut here, 0, true);
    let lesson = course::lesson();
    let summary = StudentSummary::new(&lesson, here.student(), here.progress());
    let opens = |there: &mut Here, text: Result<String, LessonError>| {
        act(there, StudentAction::OpenSummary("a.json".to_owned(), text));
    };
    let mut there = open(&FakeStorage::default(), 2);
    opens(&mut there, Ok(summary.to_json()));
    assert_eq!((there.student().name(), solved(&there)), ("Ana", 1));
    assert_eq!(there.progress().wrong(&id(0)), ["4"]);
    assert_eq!(there.progress().id(), here.progress().id());

    let foreign = StudentSummary {
        lesson: "id-other".to_owned(),
        title: "Other".to_owned(),
        ..summary
    };
    opens(&mut there, Ok(foreign.to_json()));
    assert!(there.carry_error().unwrap().contains("of “Other”, not of"));
    opens(&mut there, Ok("{}".to_owned()));
    assert!(
        there
            .carry_error()
            .unwrap()
            .contains("a.json is no summary")
    );
    assert_eq!(solved(&there), 1);
}

#[test]
fn the_seed_beneath_the_field_is_that_of_what_stands_in_it() {
    let mut student = open(&FakeStorage::default(), 1);
    act(&mut student, StudentAction::TypeName("Ana".to_owned()));
    assert_eq!(
        student.student_in_field().seed(),
        Student::new("Ana").seed()
    );
    assert_eq!(student.student().seed(), 42, "not entered yet");
}

#[test]
fn again_with_other_numbers_keeps_the_record() {
    let mut student = open(&FakeStorage::default(), 1);
    is_called(&mut student, "Ana");
    tries(&mut student, 0, true);
    let first = student.student_in(&id(0));
    act(
        &mut student,
        StudentAction::Exercise(id(0), ProgressAction::Again),
    );
    let second = student.student_in(&id(0));
    assert_ne!(first.seed(), second.seed());
    assert_eq!(
        student.student_in(&id(1)),
        first,
        "another exercise keeps its numbers"
    );
    assert_eq!(solved(&student), 1);
    let lesson = course::lesson();
    let summary = StudentSummary::new(&lesson, student.student(), student.progress());
    assert_eq!(summary.solved(), 1);
}

#[test]
fn an_address_of_another_student_is_said() {
    let exercise = course::exercises().remove(0);
    let (ana, ben) = (Student::new("Ana"), Student::new("Ben"));
    let said = |params: &Params, student: &Student| foreign_address(&exercise, params, student);
    let of_ben = exercise.prepared(&ben);
    let words = said(&of_ben, &ana).unwrap();
    assert!(
        words.contains(&ben.seed().to_string()) && words.contains("your own"),
        "{words}"
    );
    assert_eq!(said(&of_ben, &ben), None);
    assert_eq!(said(&exercise.prepared(&ben.in_round(2)), &ben), None);
    assert_eq!(
        said(&Params::default(), &ana),
        None,
        "a teacher's link has no seed"
    );
    let changed = Params::default().with(Key::Seed, 7.0).0;
    assert!(said(&changed, &Student::default()).is_some());
}
