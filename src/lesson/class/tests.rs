use super::super::{
    ExerciseId, Progress, ProgressAction, ProgressId, Student, SummaryGuess, course,
};
use super::Placed::{Added, Older, Replaced};
use super::*;

/// Of a student who solved the first exercises, each at the second try.
fn summary(name: &str, solved: usize, id: Option<&str>) -> StudentSummary {
    let lesson = course::lesson();
    let mut progress = Progress::default();
    if let Some(id) = id {
        progress.identify(ProgressId::drawn(1, id));
    }
    for exercise in lesson.exercises.iter().take(solved) {
        progress.apply(&exercise.id, &ProgressAction::Guess(1));
        progress.apply(&exercise.id, &ProgressAction::GuessAnswered(1));
        for (solved, answer) in [(false, "4"), (true, "8")] {
            let answer = answer.to_owned();
            progress.apply(&exercise.id, &ProgressAction::Try { solved, answer });
        }
    }
    let kept = Progress::from_json(&progress.to_json()).unwrap();
    StudentSummary::new(&lesson, &Student::new(name), &kept)
}

fn read(summary: &StudentSummary) -> StudentSummary {
    StudentSummary::from_json(&summary.to_json()).unwrap()
}

#[test]
fn a_class_table_has_a_line_for_each_student() {
    let mut class = ClassTable::default();
    for (name, solved, id) in [
        ("Ben", 3, "b"),
        ("Ada", 10, "a"),
        ("=1+1", 0, "c"),
        ("Ben", 4, "b"),
    ] {
        class.add(read(&summary(name, solved, Some(id)))).unwrap();
    }
    let csv = class.to_csv();
    assert!(
        csv.starts_with(BYTE_ORDER_MARK),
        "spreadsheets know UTF-8 by it"
    );
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines.len(), 4, "{csv}");
    assert!(lines[1].starts_with("'=1+1,0,no,0,0,,,"), "{}", lines[1]);
    assert!(lines[2].starts_with("Ada,10,yes,2,0,"), "{}", lines[2]);
    assert!(lines[3].starts_with("Ben,4,yes,2,0,"), "{}", lines[3]);
}

#[test]
fn two_of_one_name_have_two_rows_and_one_student_has_one() {
    let mut class = ClassTable::default();
    let mut placed = Vec::new();
    for (name, solved, id) in [
        ("Ana", 3, Some("first")),
        ("ana", 5, Some("second")),
        ("Ana", 4, Some("first")),
        ("Ana", 2, Some("first")),
        ("", 1, Some("third")),
        ("", 1, Some("fourth")),
        // Without ids nobody can tell, so nothing is replaced.
        ("Cem", 1, None),
        ("Cem", 2, None),
        ("Cem", 2, None),
    ] {
        placed.push(class.add(read(&summary(name, solved, id))).unwrap());
    }
    assert_eq!(
        placed,
        [
            Added, Added, Replaced, Older, Added, Added, Added, Added, Older
        ]
    );
    assert_eq!(
        class.names(),
        [
            "(no name)",
            "(no name) (2)",
            "ana",
            "Ana (2)",
            "Cem",
            "Cem (2)"
        ]
    );
    let solved: Vec<_> = class
        .summaries()
        .iter()
        .map(StudentSummary::solved)
        .collect();
    assert_eq!(
        solved,
        [1, 1, 5, 4, 1, 2],
        "the later summary of the first Ana"
    );
}

#[test]
fn marks_in_a_class_table_stand_under_their_own_exercise() {
    let entry = |id: &str, tries: u32| SummaryEntry {
        id: ExerciseId::new(id).unwrap(),
        title: id.to_uppercase(),
        solved: true,
        tries,
        hints: 0,
        guess: None,
        wrong: vec![],
        edition: None,
        solved_with: None,
        again: None,
    };
    let of = |name: &str, exercises: Vec<SummaryEntry>| StudentSummary {
        exercises,
        ..summary(name, 0, Some(name))
    };
    let mut class = ClassTable::default();
    class
        .add(of("Ada", vec![entry("elbow", 1), entry("noise", 2)]))
        .unwrap();
    // The same lesson, in another order, without one exercise and with another one.
    class
        .add(of("Ben", vec![entry("extra", 3), entry("elbow", 4)]))
        .unwrap();
    let csv = class.to_csv();
    let lines: Vec<_> = csv.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "Ada,2,yes,1,0,,,yes,2,0,,,,,,,",
            "Ben,2,yes,4,0,,,,,,,,yes,3,0,,",
        ]
    );
    let missing = |place: usize| {
        let missing = class.missing(&class.summaries()[place]);
        missing.map(|entry| entry.id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!((missing(0), missing(1)), (vec!["extra"], vec!["noise"]));
    // What only a replaced summary had goes with it.
    class
        .add(of("Ben", vec![entry("elbow", 5), entry("noise", 4)]))
        .unwrap();
    assert_eq!(class.columns().len(), 2);
}

#[test]
fn a_guess_stands_in_the_summary_and_whether_it_came_true() {
    let summary = read(&summary("Ada", 1, Some("a")));
    let exercise = course::exercises().remove(0);
    let guess = SummaryGuess {
        option: 1,
        text: exercise.guess_text(1, &Student::new("Ada")).unwrap(),
        right: Some(true),
    };
    assert_eq!(summary.exercises[0].guess.as_ref(), Some(&guess));
    assert_eq!(summary.exercises[0].wrong, ["4"]);
    assert_eq!(summary.exercises[1].guess, None);
    let csv = summary.to_csv();
    assert!(csv.starts_with(BYTE_ORDER_MARK));
    let first = csv.lines().nth(1).unwrap();
    assert!(
        first.ends_with(",yes,4,") && first.contains(&guess.text),
        "{first}"
    );
}

#[test]
fn an_exercise_that_was_corrected_in_between_is_named() {
    let mut class = ClassTable::default();
    let with_edition = |name: &str, edition: u32| {
        let mut summary = summary(name, 2, Some(name));
        summary.exercises[0].edition = Some(edition);
        summary
    };
    for (name, edition) in [("Ada", 1), ("Ben", 2), ("Cem", 1)] {
        class.add(with_edition(name, edition)).unwrap();
    }
    let changed = |place: usize| class.changed(&class.summaries()[place]).count();
    assert_eq!([0, 1, 2].map(changed), [0, 1, 0]);
}

#[test]
fn a_seed_that_does_not_belong_to_the_name_is_seen() {
    let mut summary = summary("Ada", 1, None);
    assert!(summary.seed_belongs());
    summary.seed = 7;
    assert!(!summary.seed_belongs());
}

#[test]
fn a_summary_that_names_an_exercise_twice_is_refused() {
    let mut twice = summary("Ada", 1, None);
    twice.exercises.push(twice.exercises[0].clone());
    let error = StudentSummary::from_json(&twice.to_json()).unwrap_err();
    assert!(matches!(error, LessonError::DuplicateId { .. }), "{error}");
    twice.exercises.clear();
    let error = StudentSummary::from_json(&twice.to_json()).unwrap_err();
    assert!(
        matches!(error, LessonError::Count { count: 0, .. }),
        "{error}"
    );
}

#[test]
fn summaries_of_version_one_are_read_and_of_later_ones_named() {
    let one = r#"{"version":1,"lesson":"course","title":"t","name":"Ada","seed":7,"exercises":[
        {"id":"elbow","title":"e","solved":true,"tries":2,"hints":1}]}"#;
    let read = StudentSummary::from_json(one).unwrap();
    assert_eq!(
        (read.version, read.id, read.exercises[0].tries),
        (2, None, 2)
    );
    let later = one.replacen("\"version\":1", "\"version\":3", 1);
    let error = StudentSummary::from_json(&later).unwrap_err();
    assert_eq!(error, LessonError::UnknownVersion { found: 3, known: 2 });
}

#[test]
fn a_summary_carries_its_progress_to_another_machine() {
    let summary = summary("Ada", 3, Some("a"));
    let lesson = course::lesson();
    let progress = read(&summary).progress();
    assert_eq!(progress.id(), summary.id);
    assert_eq!(progress.solved(&lesson), 3);
    assert_eq!(progress.wrong(&lesson.exercises[0].id), ["4"]);
    let again = StudentSummary::new(&lesson, &Student::new("Ada"), &progress);
    let solved = |summary: &StudentSummary| -> Vec<_> {
        let entries = summary.exercises.iter();
        entries
            .map(|entry| (entry.solved, entry.tries, entry.wrong.clone()))
            .collect()
    };
    assert_eq!(solved(&again), solved(&summary));
}

#[test]
fn a_summary_of_something_else_is_refused_by_name() {
    let mut class = ClassTable::default();
    class.add(summary("Ada", 1, None)).unwrap();
    let foreign = StudentSummary {
        lesson: "other".to_owned(),
        title: "Another".to_owned(),
        ..summary("Ben", 1, None)
    };
    let error = class.add(foreign).unwrap_err();
    assert!(error.to_string().contains("“Another”"), "{error}");
    assert_eq!(class.summaries().len(), 1);
}

#[test]
fn an_older_revision_of_an_assignment_is_of_the_same_class() {
    let mut class = ClassTable::default();
    for revision in [0, 3] {
        let summary = StudentSummary {
            lesson: "id-friday".to_owned(),
            revision,
            ..summary(&format!("N{revision}"), 1, None)
        };
        class.add(summary).unwrap();
    }
    assert_eq!(class.summaries().len(), 2);
}
