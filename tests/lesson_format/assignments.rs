//! What an assignment may hold, how large it may be, and of which version.

use rankscope_lesson::{Assignment, AssignmentEntry, ExerciseId, LessonError, course};

#[test]
fn an_assignment_has_different_exercises_that_are_there() {
    let entry = |id: &str| AssignmentEntry::Course(ExerciseId::new(id).unwrap());
    let lesson = |ids: &[&str]| {
        let entries = ids.iter().map(|id| entry(id)).collect();
        Assignment::new("a", entries).lesson()
    };
    assert!(lesson(&["the-elbow", "cut-or-trained"]).is_ok());
    let error = lesson(&["the-elbow", "the-elbow"]).unwrap_err();
    assert!(matches!(error, LessonError::DuplicateId { .. }));
    let error = lesson(&["elbows"]).unwrap_err();
    assert!(matches!(error, LessonError::NotInCourse { .. }));
    assert!(matches!(
        lesson(&[]),
        Err(LessonError::Count { count: 0, .. })
    ));
}

#[test]
fn five_megabytes_are_refused_by_their_size() {
    let error = Assignment::from_json(&" ".repeat(5_000_000)).unwrap_err();
    assert!(matches!(
        error,
        LessonError::TooLarge {
            bytes: 5_000_000,
            ..
        }
    ));
}

#[test]
fn a_newer_file_is_named_as_such_whatever_is_in_it() {
    let error = Assignment::from_json(r#"{ "version": 9, "new": [] }"#).unwrap_err();
    assert_eq!(error, LessonError::UnknownVersion { found: 9, known: 2 });
}

#[test]
fn all_exercises_of_the_course_fit_into_a_link() {
    let ids = course::exercises().into_iter().map(|exercise| exercise.id);
    let assignment = Assignment::new("All of it", ids.map(AssignmentEntry::Course).collect());
    assert!(assignment.to_fragment().unwrap().len() < 500);
    // Written out in full they do not, and are offered as a file.
    let own = course::exercises()
        .into_iter()
        .map(Box::new)
        .map(AssignmentEntry::Own);
    let assignment = Assignment::new("All of it", own.collect());
    assert_eq!(assignment.to_fragment(), None);
    assert!(
        Assignment::from_json(&assignment.to_json())
            .unwrap()
            .lesson()
            .is_ok()
    );
}
