use super::super::course;
use super::*;

fn id(text: &str) -> ExerciseId {
    ExerciseId::new(text).unwrap()
}

fn tries(progress: &mut Progress, exercise: &str, solved: bool) {
    let answer = if solved { "8" } else { "4" }.to_owned();
    progress.apply(&id(exercise), &ProgressAction::Try { solved, answer });
}

#[test]
fn a_guess_is_made_once() {
    let mut progress = Progress::default();
    for index in [1, 2] {
        progress.apply(&id("one"), &ProgressAction::Guess(index));
    }
    assert_eq!(progress.of(&id("one")).guess, Some(1));
    progress.apply(&id("one"), &ProgressAction::GuessAnswered(0));
    progress.apply(&id("one"), &ProgressAction::GuessAnswered(1));
    assert_eq!(progress.right_guess(&id("one")), Some(0));
}

#[test]
fn a_further_round_stands_apart_and_what_was_solved_stays_as_it_was() {
    let mut progress = Progress::default();
    let one = id("one");
    progress.apply(&one, &ProgressAction::Guess(1));
    progress.apply(&one, &ProgressAction::GuessAnswered(2));
    progress.apply(&one, &ProgressAction::Again);
    assert_eq!(progress.round(&one), 0, "it is not solved yet");
    for solved in [false, false, true] {
        tries(&mut progress, "one", solved);
    }
    progress.apply(&one, &ProgressAction::SolvedWith(7));
    let first = progress.of(&one);
    assert_eq!((first.tries, first.solved), (3, true));
    assert_eq!(progress.further_round(&one), None);

    progress.apply(&one, &ProgressAction::Again);
    assert_eq!(progress.round(&one), 1);
    let fresh = ExerciseRecord::default();
    assert_eq!(progress.further_round(&one), Some((1, fresh)));
    assert_eq!(progress.present(&one), fresh);
    assert_eq!(progress.present_right_guess(&one), None, "other numbers");
    progress.apply(&one, &ProgressAction::Guess(0));
    progress.apply(&one, &ProgressAction::GuessAnswered(0));
    tries(&mut progress, "one", false);
    tries(&mut progress, "one", true);
    progress.apply(&one, &ProgressAction::SolvedWith(8));
    let second = progress.present(&one);
    assert_eq!((second.guess, second.tries), (Some(0), 2));
    // In fewer tries, and the first round is still what counts, with its guess and its wrong answers.
    assert_eq!(progress.of(&one), first);
    assert_eq!(progress.right_guess(&one), Some(2));
    assert_eq!(progress.present_right_guess(&one), Some(0));
    assert_eq!(progress.wrong(&one), ["4", "4"]);
    assert_eq!(progress.solved_with(&one), Some(7));
    assert_eq!(progress.present_solved_with(&one), Some(8));
    let read = Progress::from_json(&progress.to_json());
    assert_eq!(read, Ok(progress));
}

#[test]
fn what_came_true_of_a_guess_is_not_known_of_other_numbers() {
    let mut progress = Progress::default();
    for exercise in ["one", "two"] {
        progress.apply(&id(exercise), &ProgressAction::Guess(1));
        progress.apply(&id(exercise), &ProgressAction::GuessAnswered(0));
    }
    tries(&mut progress, "one", true);
    let moved = progress.renumbered(42);
    assert_eq!(
        moved.right_guess(&id("one")),
        Some(0),
        "it was solved with them"
    );
    assert_eq!(moved.solved_with(&id("one")), Some(42));
    assert_eq!(moved.right_guess(&id("two")), None);
    assert_eq!(moved.solved_with(&id("two")), None);
}

#[test]
fn a_code_does_not_take_tries_away_from_who_knows_them() {
    let (mut here, mut code) = (Progress::default(), Progress::default());
    for _ in 0..8 {
        tries(&mut here, "one", false);
    }
    tries(&mut here, "one", true);
    for _ in 0..6 {
        tries(&mut code, "one", false);
    }
    tries(&mut code, "one", true);
    assert_eq!(here.of(&id("one")).tries, 9);
    for merged in [here.merged(&code), code.merged(&here)] {
        assert_eq!(merged.of(&id("one")).tries, 9);
        assert_eq!(merged.wrong(&id("one")).len(), 5);
    }
    for (tries, told) in [(1, "1"), (6, "6"), (7, "7 or more"), (30, "7 or more")] {
        assert_eq!(super::super::tries_in_words(tries), told);
    }
}

#[test]
fn the_last_five_wrong_answers_are_kept() {
    let mut progress = Progress::default();
    for answer in 0..7 {
        let answer = if answer == 3 {
            "ä".repeat(500)
        } else {
            answer.to_string()
        };
        let action = ProgressAction::Try {
            solved: false,
            answer,
        };
        progress.apply(&id("one"), &action);
    }
    let wrong = progress.wrong(&id("one"));
    assert_eq!(
        (wrong.len(), wrong[0].as_str(), wrong[4].as_str()),
        (5, "2", "6")
    );
    assert_eq!(wrong[1].chars().count(), 80);
}

#[test]
fn of_two_the_better_record_of_each_exercise_is_kept() {
    let (mut here, mut there) = (Progress::default(), Progress::default());
    here.identify(ProgressId::drawn(1, "here"));
    there.identify(ProgressId::drawn(1, "there"));
    tries(&mut here, "one", true);
    tries(&mut there, "one", false);
    tries(&mut there, "one", true);
    tries(&mut here, "two", false);
    tries(&mut there, "two", true);
    tries(&mut there, "three", false);
    here.apply(&id("four"), &ProgressAction::OpenHints(1));
    for (a, b) in [(&here, &there), (&there, &here)] {
        let merged = a.merged(b);
        assert_eq!(merged.of(&id("one")).tries, 1);
        assert!(merged.of(&id("two")).solved);
        assert_eq!(merged.of(&id("three")).tries, 1);
        assert_eq!(merged.of(&id("four")).hints, 1);
        assert_eq!(merged.id(), a.id(), "it stays who it is");
        assert_eq!(merged.merged(b), merged, "once is enough");
    }
}

#[test]
fn version_one_is_read_and_a_later_one_is_named() {
    let one = r#"{"version":1,"records":{"own":{"guess":1,"tries":2,"hints":1,"solved":true}}}"#;
    let progress = Progress::from_json(one).unwrap();
    let record = progress.of(&id("own"));
    assert_eq!(
        (record.guess, record.tries, record.solved),
        (Some(1), 2, true)
    );
    assert_eq!((progress.id(), progress.round(&id("own"))), (None, 0));
    let error = Progress::from_json(r#"{"version":3,"records":{}}"#).unwrap_err();
    assert_eq!(error, LessonError::UnknownVersion { found: 3, known: 2 });
    assert!(Progress::from_json(r#"{"version":1,"records":{},"more":1}"#).is_err());
}

#[test]
fn a_corrected_exercise_is_known_by_its_edition() {
    let mut exercise = course::exercises().remove(0);
    let mut progress = Progress::default();
    assert!(!progress.is_changed(&exercise), "not begun");
    progress.apply(&exercise.id, &ProgressAction::Edition(exercise.edition()));
    tries(&mut progress, exercise.id.as_str(), true);
    assert!(!progress.is_changed(&exercise));
    exercise.title += "!";
    assert!(progress.is_changed(&exercise));
    assert!(progress.of(&exercise.id).solved, "it still counts");
}

#[test]
fn what_was_done_in_an_older_course_counts_for_what_has_replaced_it() {
    let old = r#"{"version":1,"records":{
        "elbow":{"guess":1,"tries":2,"hints":1,"solved":true},
        "noise":{"guess":0,"tries":4,"hints":0,"solved":false}}}"#;
    let mut progress = Progress::from_json(old).unwrap();
    let (elbow, noise) = (id("the-elbow"), id("long-tail-or-noise"));
    assert!(progress.of(&elbow).solved && progress.is_earlier(&elbow));
    assert_eq!(progress.of(&elbow).guess, None, "its options were others");
    assert_eq!(progress.of(&noise), ExerciseRecord::default());
    assert_eq!(progress.of(&id("elbow")).tries, 2, "the old record stays");
    // It can be done as if for the first time, and then it is.
    assert_eq!(progress.present(&elbow), ExerciseRecord::default());
    tries(&mut progress, "the-elbow", true);
    assert!(!progress.is_earlier(&elbow));
    assert_eq!((progress.of(&elbow).tries, progress.round(&elbow)), (1, 0));
    let again = Progress::from_json(&progress.to_json());
    assert_eq!(again, Ok(progress));
}
