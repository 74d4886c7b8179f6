use super::*;

fn entries(ids: &[&str]) -> Vec<AssignmentEntry> {
    let entry = |id: &&str| AssignmentEntry::Course(ExerciseId::new(id).unwrap());
    ids.iter().map(entry).collect()
}

#[test]
fn progress_hangs_on_the_id_and_outlives_a_correction() {
    let id = Assignment::draw_id(7).unwrap();
    assert_ne!(Assignment::draw_id(8).unwrap(), id);
    let first = Assignment::new("Friday", entries(&["the-elbow"])).identified(id.clone(), 0);
    let corrected = Assignment::new(
        "Friday, corrected",
        entries(&["the-elbow", "cut-or-trained"]),
    );
    let corrected = corrected.identified(id, 1);
    let (first, corrected) = (first.lesson().unwrap(), corrected.lesson().unwrap());
    assert_eq!(first.key, corrected.key);
    assert_eq!((first.revision, corrected.revision), (0, 1));
    let other = Assignment::new("Friday", entries(&["the-elbow"]));
    assert_ne!(other.lesson().unwrap().key, first.key);
    assert!(!first.key.starts_with(&course::lesson().key));
}

#[test]
fn an_assignment_survives_its_file_and_its_link() {
    let plain = Assignment::new("Friday \\ \"α\" ", entries(&["the-elbow"]));
    let identified = plain.clone().identified(Assignment::draw_id(1).unwrap(), 2);
    for assignment in [plain, identified] {
        assert_eq!(
            Assignment::from_json(&assignment.to_json()),
            Ok(assignment.clone())
        );
        let link = assignment.to_fragment().unwrap();
        assert_eq!(Assignment::from_fragment(&link), Some(Ok(assignment)));
    }
}

#[test]
fn one_of_version_one_keeps_the_key_its_students_progress_has() {
    // As version 1 wrote it into links, and made its key.
    let link =
        r#"{"version":1,"title":"A \" b","exercises":[{"course":"elbow"},{"course":"noise"}]}"#;
    let old_key = format!("{:08x}-{:x}", hash(link.as_bytes()), link.len());
    // As it wrote it into files.
    let value: serde_json::Value = serde_json::from_str(link).unwrap();
    let file = serde_json::to_string_pretty(&value).unwrap();
    for text in [link, &file] {
        let lesson = Assignment::from_json(text).unwrap().lesson().unwrap();
        assert_eq!(lesson.key, old_key);
        let ids: Vec<_> = lesson
            .exercises
            .iter()
            .map(|exercise| exercise.id.as_str())
            .collect();
        assert_eq!(
            ids,
            ["the-elbow", "long-tail-or-noise"],
            "what has replaced them"
        );
    }
}

#[test]
fn two_old_exercises_that_one_has_replaced_are_one() {
    let old = entries(&["worse-than-nothing", "hitting-the-floor", "the-elbow"]);
    let lesson = Assignment::new("a", old).lesson().unwrap();
    let ids: Vec<_> = lesson
        .exercises
        .iter()
        .map(|exercise| exercise.id.as_str())
        .collect();
    assert_eq!(ids, ["twice-is-as-bad", "the-elbow"]);
    let error = Assignment::new("a", entries(&["the-elbow", "the-elbow"])).lesson();
    assert!(matches!(error, Err(LessonError::DuplicateId { .. })));
}

#[test]
fn an_own_exercise_does_not_take_the_place_of_the_courses() {
    let mut own = course::exercises().remove(0);
    own.title = "Mine".to_owned();
    let both = vec![
        AssignmentEntry::Course(own.id.clone()),
        AssignmentEntry::Own(own.into()),
    ];
    let error = Assignment::new("a", both).lesson();
    assert!(matches!(error, Err(LessonError::DuplicateId { .. })));
}
