use std::rc::Rc;

use super::super::contents::{
    go_on_label, mark, solved_in_words, summary_file, summary_heading, what_to_expect,
};
use super::super::lesson::{
    LessonAction, LessonState, NoLesson, OpenLesson, assignment_address, follow, follows_in_page,
};
use super::super::opened::{OpenPart, in_address, open_part, unknown_exercise};
use super::super::storage::StorageError;
use super::{FakeStorage, act};
use crate::teach::trial::try_out_lesson;
use rankscope_lesson::{
    Assignment, AssignmentEntry, Exercise, ExerciseId, LessonError, Progress, ProgressAction,
    ProgressId, Student, StudentSummary, course,
};
use rankscope_params::{Choices, Embed, Key, Params, Theme, View};

fn assignment(ids: &[&str]) -> Assignment {
    let entry = |id: &&str| AssignmentEntry::Course(ExerciseId::new(id).unwrap());
    Assignment::new("Friday", ids.iter().map(entry).collect())
}

/// An assignment too long for a link.
fn long() -> Assignment {
    let own = course::exercises().into_iter();
    let own = own.map(|exercise| AssignmentEntry::Own(exercise.into()));
    Assignment::new("Long", own.collect())
}

fn course_id(place: usize) -> String {
    course::exercises().remove(place).id.to_string()
}

#[test]
fn links_into_an_assignment_carry_the_assignment() {
    let storage = FakeStorage::default();
    let (first, second) = (course_id(0), course_id(1));
    let given = assignment(&[&second, &first]);
    let fragment = given.to_fragment().unwrap();
    let open = OpenLesson::from_fragment(&fragment, &storage).unwrap();
    let id = ExerciseId::new(&second).unwrap();
    let address = open.exercise_address(&id).unwrap();
    assert_eq!(address, format!("?view=exercises&id={second}{fragment}"));
    // Opened in a new tab, it is the same lesson.
    let (_, hash) = address.split_at(address.find('#').unwrap());
    assert_eq!(OpenLesson::from_fragment(hash, &storage), Ok(open.clone()));
    assert_eq!(
        open.address("?alpha=8"),
        Some(format!("?alpha=8{fragment}"))
    );

    // From a file it is the same, as long as a link can hold it.
    let file = OpenLesson::from_file(&given.to_json(), &storage);
    assert_eq!(file, Ok((open, None)));
    assert_eq!(storage.keys(), [""; 0]);

    // The course needs no fragment, whatever else stands there.
    let course = OpenLesson::from_fragment("#elsewhere", &storage).unwrap();
    assert_eq!(course, OpenLesson::course());
    let address = course.exercise_address(&id);
    assert_eq!(address, Some(format!("?view=exercises&id={second}")));
}

#[test]
fn an_assignment_too_long_for_a_link_is_there_after_a_reload() {
    let storage = FakeStorage::default();
    let (open, error) = OpenLesson::from_file(&long().to_json(), &storage).unwrap();
    assert_eq!(error, None);
    let fragment = open.fragment().unwrap().to_owned();
    assert!(fragment.starts_with("#kept="), "{fragment}");
    assert_eq!(
        OpenLesson::from_fragment(&fragment, &storage),
        Ok(open.clone())
    );
    let address = open.exercise_address(&ExerciseId::new("any").unwrap());
    assert_eq!(address, Some(format!("?view=exercises&id=any{fragment}")));
    // On another computer it is not.
    let elsewhere = FakeStorage::default();
    let error = OpenLesson::from_fragment(&fragment, &elsewhere).unwrap_err();
    assert_eq!(error, NoLesson::NotKept);
    assert!(error.in_words().contains("Open the file again"));

    // Where there is no room it opens, and that it is not kept is said.
    elsewhere.fail(StorageError::Full);
    let mut state = Rc::new(LessonState::new("", elsewhere));
    let file = LessonAction::File("b.json".to_owned(), Ok(long().to_json()));
    act(&mut state, file);
    let open = state.shown(None).unwrap();
    assert_eq!(
        (open.fragment(), open.lesson.title.as_str()),
        (None, "Long")
    );
    assert!(state.not_kept().unwrap().contains("open the file again"));
}

#[test]
fn a_link_in_a_text_is_followed_with_the_theme_and_its_notices() {
    let mut choices = Choices {
        theme: Theme::Dark,
        ..Choices::default()
    };
    let (link, notices) = follow(&choices, "?view=exercises&id=noise&alpha=8");
    assert_eq!(
        (link.exercise.as_str(), link.choices.view),
        ("noise", View::Exercises)
    );
    assert_eq!((link.choices.theme, notices), (Theme::Dark, vec![]));
    let (_, notices) = follow(&choices, "?alpha=99999");
    assert!(notices[0].to_string().contains("99999"), "{notices:?}");
    assert!(follows_in_page(&choices));
    choices.embed = Embed::Exercise;
    assert!(!follows_in_page(&choices));
}

#[test]
fn a_damaged_link_shows_no_lesson_in_place_of_the_assignment() {
    let storage = FakeStorage::default();
    let mut state = Rc::new(LessonState::new("#assignment=1.damaged", storage.clone()));
    assert_eq!(state.given(), None);
    let damaged = NoLesson::Damaged(LessonError::Damaged);
    assert_eq!(state.shown(None), Err(damaged.clone()));
    assert!(
        damaged
            .in_words()
            .contains("the assignment's link is damaged")
    );

    let fragment = assignment(&[&course_id(0)]).to_fragment().unwrap();
    act(&mut state, LessonAction::Address(fragment));
    let open = state.shown(None).unwrap().clone();
    assert_eq!(open.lesson.title, "Friday");
    assert_eq!(
        try_out_lesson(&open.lesson),
        None,
        "the course's exercises are sound"
    );

    // A file that cannot be opened leaves the lesson as it is.
    let broken = LessonAction::File("a.json".to_owned(), Ok("{".to_owned()));
    act(&mut state, broken);
    let (name, error) = state.file_error().unwrap();
    assert_eq!(name, "a.json");
    assert!(matches!(error, LessonError::Unreadable { .. }));
    assert_eq!(state.shown(None), Ok(&open));

    let file = LessonAction::File("b.json".to_owned(), Ok(long().to_json()));
    act(&mut state, file);
    let open = state.shown(None).unwrap().clone();
    assert_eq!(
        (state.file_error(), open.lesson.title.as_str()),
        (None, "Long")
    );
    // The address follows, which opens nothing anew.
    let before = Rc::clone(&state);
    act(
        &mut state,
        LessonAction::Address(open.fragment().unwrap().to_owned()),
    );
    assert!(Rc::ptr_eq(&before, &state));
    // One that proves unsound is not shown, and why is said.
    let unsound = state.shown(Some(LessonError::Damaged));
    assert_eq!(unsound, Err(damaged));
}

#[test]
fn a_students_link_has_the_assignment_and_nothing_of_the_teachers_state() {
    let address = assignment_address("https://a.b/page/", "#assignment=1.x");
    assert_eq!(address, "https://a.b/page/?view=exercises#assignment=1.x");
}

fn tried(progress: &mut Progress, exercise: &Exercise, solved: bool) {
    let answer = "4".to_owned();
    progress.apply(&exercise.id, &ProgressAction::Try { solved, answer });
}

#[test]
fn how_far_a_student_is_is_said_in_words() {
    let exercise = course::exercises().remove(0);
    let mut progress = Progress::default();
    assert_eq!(mark(&exercise, &progress), "");
    progress.apply(&exercise.id, &ProgressAction::Guess(0));
    assert_eq!(mark(&exercise, &progress), "begun");
    tried(&mut progress, &exercise, false);
    assert_eq!(mark(&exercise, &progress), "1 try");
    tried(&mut progress, &exercise, false);
    assert_eq!(mark(&exercise, &progress), "2 tries");
    tried(&mut progress, &exercise, true);
    assert_eq!(mark(&exercise, &progress), "solved after 3 tries");
    progress.apply(&exercise.id, &ProgressAction::Edition(1));
    assert_eq!(
        mark(&exercise, &progress),
        "solved after 3 tries; corrected since"
    );
    progress.apply(&exercise.id, &ProgressAction::Edition(exercise.edition()));
    // Rounds stand apart, and it is said which is which.
    progress.apply(&exercise.id, &ProgressAction::Again);
    let entry = |progress: &Progress| {
        let summary = StudentSummary::new(&course::lesson(), &Student::new("Ada"), progress);
        solved_in_words(summary.entry(&exercise.id).unwrap())
    };
    assert_eq!(
        mark(&exercise, &progress),
        "solved after 3 tries in round 1; round 2 open"
    );
    assert_eq!(entry(&progress), "in round 1; round 2 open");
    tried(&mut progress, &exercise, true);
    assert_eq!(
        mark(&exercise, &progress),
        "solved after 3 tries in round 1; round 2 solved at the first try"
    );

    assert_eq!((go_on_label(false), go_on_label(true)), ("Begin", "Go on"));
    let mut lesson = course::lesson();
    lesson.exercises.truncate(1);
    assert!(what_to_expect(&lesson).starts_with("1 exercise, about "));
    assert_eq!(summary_heading(&Student::new("Ada")), "Summary of Ada");
    assert_eq!(summary_heading(&Student::new(" ")), "Your summary");
}

#[test]
fn summaries_of_a_class_have_files_of_their_own_names() {
    let file = |name: &str, title: &str| {
        let mut lesson = course::lesson();
        title.clone_into(&mut lesson.title);
        let summary = StudentSummary::new(&lesson, &Student::new(name), &Progress::default());
        summary_file(&summary, "json")
    };
    assert_eq!(
        file("Ana Kovács", "LoRA in 30 minutes"),
        "rankscope-Ana-Kovács-LoRA-in-30-minutes.json"
    );
    assert_eq!(file("", "Friday"), "rankscope-Friday.json");
    assert_eq!(file("../..", "a/b: “c”?"), "rankscope-a-b-c.json");
    assert!(file(&"n".repeat(300), "t").len() < 80);
    // Two of one name have two files.
    let of = |visit: u64| {
        let mut progress = Progress::default();
        progress.identify(ProgressId::drawn(visit, "test"));
        let summary = StudentSummary::new(&course::lesson(), &Student::new("Ada"), &progress);
        (summary_file(&summary, "json"), progress.id().unwrap())
    };
    let (first, id) = of(1);
    assert!(first.ends_with(&format!("-{id}.json")), "{first}");
    assert_ne!(first, of(2).0);
}

#[test]
fn one_exercise_alone_is_one_exercise_and_a_wrong_id_is_said() {
    let lesson = course::lesson();
    let (first, second) = (lesson.exercises[0].clone(), lesson.exercises[1].clone());
    for alone in [false, true] {
        let open = open_part(&lesson, second.id.as_str(), alone);
        assert_eq!(open, OpenPart::Exercise(1, &second));
        assert_eq!(open_part(&lesson, "nothing-here", alone), OpenPart::Unknown);
    }
    assert_eq!(open_part(&lesson, "", false), OpenPart::List);
    assert_eq!(open_part(&lesson, "", true), OpenPart::Unknown);
    let mut one = lesson.clone();
    one.exercises.truncate(1);
    assert_eq!(open_part(&one, "", true), OpenPart::Exercise(0, &first));
    for (id, alone, words) in [
        (
            "nothing-here",
            true,
            "no exercise “nothing-here”. Check the id",
        ),
        ("nothing-here", false, "Choose one from the list"),
        ("", true, "names no exercise"),
    ] {
        let said = unknown_exercise(&lesson, id, alone);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn an_address_holds_what_can_be_moved_and_not_the_answer() {
    let text = r#"{ "version": 1, "id": "own", "title": "t", "prompt": "p",
        "parameters": "true_rank=5&d=128&k=128&r_low=100&noise=0.3",
        "controls": { "visible": ["r_low"] },
        "answer": { "kind": "number", "question": "q", "quantity": "true_rank", "tolerance": 0 },
        "explanation": "e" }"#;
    let exercise = Exercise::read(text).unwrap();
    let prepared = exercise.prepared(&Student::new("Ada"));
    let address = in_address(&exercise, &prepared);
    assert_eq!(
        address.get(Key::RankLow),
        100.0,
        "a rank that the default shape does not have"
    );
    assert_eq!(address.get(Key::Seed), prepared.get(Key::Seed));
    for key in [Key::TrueRank, Key::Noise] {
        assert_eq!(address.get(key), Params::default().get(key));
        assert_ne!(prepared.get(key), address.get(key));
    }
    // Nothing is lost: what is not in it is the exercise's own.
    assert_eq!(exercise.present(&prepared, &address), prepared);
}
