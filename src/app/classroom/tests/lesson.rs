use std::rc::Rc;

use super::super::contents::{go_on_label, mark, summary_heading, what_to_expect};
use super::super::lesson::{
    LessonAction, LessonState, OpenLesson, assignment_address, follow, follows_in_page,
};
use super::act;
use crate::teach::trial::try_out_lesson;
use rankscope_lesson::{
    Assignment, AssignmentEntry, ExerciseId, ExerciseRecord, LessonError, Student, course,
};
use rankscope_params::{Choices, Embed, Theme, View};

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

#[test]
fn links_into_an_assignment_carry_the_assignment() {
    let fragment = assignment(&["noise", "elbow"]).to_fragment().unwrap();
    let open = OpenLesson::from_fragment(&fragment).unwrap();
    let id = ExerciseId::new("noise").unwrap();
    let address = open.exercise_address(&id).unwrap();
    assert_eq!(address, format!("?view=exercises&id=noise{fragment}"));
    // Opened in a new tab, it is the same lesson.
    let (_, hash) = address.split_at(address.find('#').unwrap());
    assert_eq!(OpenLesson::from_fragment(hash), Ok(open.clone()));
    assert_eq!(
        open.address("?alpha=8"),
        Some(format!("?alpha=8{fragment}"))
    );

    // From a file it is the same, as long as a link can hold it.
    let file = OpenLesson::from_file(&assignment(&["noise", "elbow"]).to_json());
    assert_eq!(file, Ok(open));
    let file = OpenLesson::from_file(&long().to_json()).unwrap();
    assert_eq!((file.fragment(), file.exercise_address(&id)), (None, None));

    // The course needs no fragment, whatever else stands there.
    let course = OpenLesson::from_fragment("#elsewhere").unwrap();
    assert_eq!(course, OpenLesson::course());
    let address = course.exercise_address(&id);
    assert_eq!(address.as_deref(), Some("?view=exercises&id=noise"));
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
fn whatever_is_given_there_is_a_lesson_to_show() {
    let mut state = Rc::new(LessonState::new("#assignment=1.damaged"));
    assert_eq!(state.given(), None);
    let (open, trouble) = state.shown(None);
    assert_eq!(
        (open, trouble),
        (OpenLesson::course(), Some(LessonError::Damaged))
    );

    let fragment = assignment(&["noise"]).to_fragment().unwrap();
    act(&mut state, LessonAction::Address(fragment));
    let (open, trouble) = state.shown(None);
    assert_eq!((open.lesson.title.as_str(), trouble), ("Friday", None));
    assert_eq!(
        try_out_lesson(&open.lesson),
        None,
        "the course's exercises are sound"
    );

    // A file that cannot be opened leaves the lesson as it is.
    let error = OpenLesson::from_file("{").unwrap_err();
    act(
        &mut state,
        LessonAction::File("a.json".to_owned(), Err(error.clone())),
    );
    assert_eq!(state.file_error(), Some(&("a.json".to_owned(), error)));
    assert_eq!(state.shown(None).0, open);

    let file = OpenLesson::from_file(&long().to_json());
    act(&mut state, LessonAction::File("b.json".to_owned(), file));
    assert_eq!(
        (
            state.file_error(),
            state.shown(None).0.lesson.title.as_str()
        ),
        (None, "Long")
    );
    // One that proves unsound gives way to the course, and says why.
    let unsound = LessonError::Damaged;
    let (open, trouble) = state.shown(Some(unsound.clone()));
    assert_eq!((open, trouble), (OpenLesson::course(), Some(unsound)));
}

#[test]
fn a_students_link_has_the_assignment_and_nothing_of_the_teachers_state() {
    let address = assignment_address("https://a.b/page/", "#assignment=1.x");
    assert_eq!(address, "https://a.b/page/?view=exercises#assignment=1.x");
}

#[test]
fn how_far_a_student_is_is_said_in_words() {
    let record = |guess, tries, solved| ExerciseRecord {
        guess,
        tries,
        hints: 0,
        solved,
    };
    for (record, words) in [
        (record(None, 0, false), ""),
        (record(Some(1), 0, false), "begun"),
        (record(Some(1), 1, false), "1 try"),
        (record(Some(1), 3, false), "3 tries"),
        (record(Some(1), 1, true), "solved at the first try"),
        (record(Some(1), 3, true), "solved after 3 tries"),
    ] {
        assert_eq!(mark(&record), words);
    }
    assert_eq!((go_on_label(0), go_on_label(2)), ("Begin", "Go on"));
    let lesson = |ids| assignment(ids).lesson().unwrap();
    assert!(what_to_expect(&lesson(&["noise"])).starts_with("1 exercise, about 2 to 3"));
    assert!(what_to_expect(&lesson(&["noise", "elbow"])).starts_with("2 exercises, about 4 to 6"));
    assert_eq!(summary_heading(&Student::new("Ada")), "Summary of Ada");
    assert_eq!(summary_heading(&Student::new(" ")), "Your summary");
}
