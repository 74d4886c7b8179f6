use super::*;

fn course_entry(at: usize) -> DraftEntry {
    let exercises = course::exercises();
    DraftEntry::Course(exercises[at].id.clone())
}

#[test]
fn a_draft_is_read_as_it_was_written_and_another_version_is_told_apart() {
    let draft = Draft {
        entries: vec![course_entry(0), DraftEntry::Own("{ half".to_owned())],
        open: Some(1),
        ..Draft::default()
    };
    assert_eq!(Draft::read(&draft.written()), Ok(draft.clone()));
    let newer = draft.written().replace("\"version\":1", "\"version\":9");
    assert_eq!(Draft::read(&newer), Err(DraftError::Version(9)));
    assert_eq!(Draft::read("{"), Err(DraftError::Damaged));
}

#[test]
fn a_copy_has_an_id_of_its_own_and_is_a_whole_exercise() {
    let mut draft = Draft::default();
    for at in 0..course::exercises().len() {
        let copy = draft.copy(&course_entry(at)).unwrap();
        draft.entries.push(copy.clone());
        let again = draft.copy(&copy).unwrap();
        draft.entries.push(again);
    }
    let ids: Vec<_> = draft.entries.iter().filter_map(DraftEntry::id).collect();
    for (at, id) in ids.iter().enumerate() {
        assert!(!ids[..at].contains(id), "{id}");
        let id = ExerciseId::new(id).expect(id);
        assert_eq!(course::exercise(&id), None, "{id} is the course's");
    }
    for entry in &draft.entries {
        assert_eq!(entry.exercise().unwrap().title, entry.title());
    }
}

#[test]
fn a_new_exercise_of_any_kind_is_sound() {
    let mut draft = Draft::default();
    for (kind, _) in crate::teach::form::KINDS {
        let entry = draft.begin(kind);
        let mut exercise = entry.exercise().unwrap();
        if kind == "choice" {
            // Which option is right is the teacher's to say: the two of the template are both.
            let problems = rankscope_lesson::problems(&exercise);
            assert_eq!(problems[0].place, "answer.options");
            let two = indented(&serde_json::from_str::<Value>(&exercise.to_json()).unwrap());
            let two = two.replacen("alpha > 0", "alpha < 0", 1);
            exercise = Exercise::read(&two).unwrap();
        }
        assert_eq!(rankscope_lesson::problems(&exercise), [], "{kind}");
        draft.entries.push(entry);
    }
    assert_eq!(draft.assignment().unwrap().exercises.len(), 3);
}

#[test]
fn what_is_unfinished_is_named_by_its_place() {
    let mut draft = Draft::default();
    assert_eq!(draft.assignment().unwrap_err().place, None);
    draft.entries = vec![course_entry(0), draft.begin("number")];
    draft.entries.push(DraftEntry::Own("{".to_owned()));
    let unfinished = draft.assignment().unwrap_err();
    assert_eq!(unfinished.place, Some(2));
    assert!(matches!(unfinished.error, LessonError::Unreadable { .. }));
    draft.entries[2] = draft.entries[1].clone();
    assert_eq!(draft.assignment().unwrap_err().place, Some(2));
}

#[test]
fn an_assignment_that_is_opened_is_the_draft_again() {
    let mut draft = Draft::default();
    draft.title = "Friday".to_owned();
    draft.entries = vec![course_entry(1), draft.begin("goal")];
    draft.id = AssignmentId::new("mine");
    let assignment = draft.assignment().unwrap();
    let opened = Draft::of(&assignment);
    assert_eq!(opened.assignment().unwrap(), assignment);
    assert_eq!(opened.title, "Friday");
}

#[test]
fn a_correction_after_it_was_given_is_another_revision_of_the_same_assignment() {
    let mut draft = Draft {
        id: AssignmentId::new("mine"),
        entries: vec![course_entry(0)],
        ..Draft::default()
    };
    let revision = |draft: &Draft| draft.assignment().unwrap().revision;
    draft.title = "Fri".to_owned();
    assert_eq!(revision(&draft), 0);
    draft.give();
    assert_eq!(revision(&draft), 0);
    draft.title = "Friday".to_owned();
    assert_eq!(revision(&draft), 1);
    draft.give();
    draft.entries.push(course_entry(1));
    assert_eq!(revision(&draft), 2);
    // A change that is taken back is none.
    draft.entries.pop();
    assert_eq!(revision(&draft), 1);
    let again = Draft::of(&draft.assignment().unwrap());
    assert_eq!(revision(&again), 1);
    let key = |draft: &Draft| draft.assignment().unwrap().lesson().unwrap().key;
    assert_eq!(key(&again), key(&draft));
}
