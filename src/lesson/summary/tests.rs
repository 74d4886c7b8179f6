use super::super::{ProgressAction, course};
use super::*;

fn tries(progress: &mut Progress, id: &ExerciseId, solved: bool) {
    let answer = "4".to_owned();
    progress.apply(id, &ProgressAction::Try { solved, answer });
}

/// Of an exercise that was solved in two tries, and begun again.
fn in_two_rounds() -> (Lesson, Progress) {
    let lesson = course::lesson();
    let id = lesson.exercises[0].id.clone();
    let mut progress = Progress::default();
    progress.apply(&id, &ProgressAction::Guess(1));
    tries(&mut progress, &id, false);
    tries(&mut progress, &id, true);
    progress.apply(&id, &ProgressAction::SolvedWith(7));
    progress.apply(&id, &ProgressAction::Again);
    progress.apply(&id, &ProgressAction::Guess(0));
    (lesson, progress)
}

#[test]
fn rounds_stand_apart_in_a_summary_and_go_along_with_its_file() {
    let (lesson, mut progress) = in_two_rounds();
    let id = lesson.exercises[0].id.clone();
    let ana = Student::new("Ana");
    let summary = StudentSummary::new(&lesson, &ana, &progress);
    let entry = summary.entry(&id).unwrap();
    assert_eq!((entry.solved, entry.tries), (true, 2));
    assert_eq!(entry.guess.as_ref().map(|guess| guess.option), Some(1));
    assert_eq!(entry.again.as_ref().unwrap().in_words(), "round 2 open");
    assert!(summary.to_csv().contains(",round 2 open"));

    let read = StudentSummary::from_json(&summary.to_json()).unwrap();
    assert_eq!(read, summary);
    let carried = read.progress();
    assert_eq!(carried.of(&id), progress.of(&id));
    assert_eq!(carried.further_round(&id), progress.further_round(&id));
    assert_eq!(carried.solved_with(&id), Some(7), "another name than Ana's");

    tries(&mut progress, &id, true);
    let again = SummaryRound::of(&id, &progress).unwrap();
    assert_eq!(again.in_words(), "round 2 solved at the first try");
}

#[test]
fn a_summary_without_the_newer_fields_is_read() {
    let (lesson, progress) = in_two_rounds();
    let mut summary = StudentSummary::new(&lesson, &Student::new("Ana"), &progress);
    for entry in &mut summary.exercises {
        (entry.again, entry.solved_with) = (None, None);
    }
    let json = summary.to_json();
    assert!(
        !json.contains("again") && !json.contains("solved_with"),
        "{json}"
    );
    let carried = StudentSummary::from_json(&json).unwrap().progress();
    let id = &lesson.exercises[0].id;
    assert_eq!(carried.solved_with(id), Some(Student::new("Ana").seed()));
}

#[test]
fn a_guess_is_told_in_the_numbers_it_was_made_with() {
    let text = r#"{ "version": 2, "id": "own", "title": "t", "prompt": "p",
        "vary": [{ "parameter": "alpha", "values": [8, 16, 32, 64, 128] }],
        "prediction": { "question": "q", "options": ["about {alpha}", "more"] },
        "answer": { "kind": "number", "question": "q", "quantity": "alpha", "tolerance": 0 },
        "explanation": "e" }"#;
    let exercise = Exercise::read(text).unwrap();
    assert!(exercise.differs_between_students());
    let text = |student: &Student| exercise.guess_text(0, student).unwrap();
    let ana = Student::new("Ana");
    let other = (1..100)
        .map(|round| ana.in_round(round))
        .find(|other| text(other) != text(&ana))
        .unwrap();
    let mut progress = Progress::default();
    progress.apply(&exercise.id, &ProgressAction::Guess(0));
    tries(&mut progress, &exercise.id, true);
    progress.apply(&exercise.id, &ProgressAction::SolvedWith(other.seed()));
    let guess = SummaryGuess::of(&exercise, &ana, &progress).unwrap();
    assert_eq!(guess.text, text(&other));
}
