use std::rc::Rc;

use super::super::finish::Finish;
use super::super::guess::{GuessAction, GuessState, in_hindsight};
use super::act;
use rankscope_lesson::{
    Exercise, ExerciseRecord, Lesson, Progress, ProgressAction, Student, course,
};

fn exercise(id: &str) -> Exercise {
    let text = format!(
        r#"{{ "version": 2, "id": "{id}", "title": "T {id}", "prompt": "p", "parameters": "alpha=16",
        "prediction": {{ "question": "q", "options": ["about {{alpha}}", "more"], "right_when": ["alpha > 20", "alpha < 20"] }},
        "answer": {{ "kind": "number", "question": "q", "quantity": "alpha", "tolerance": 0 }},
        "explanation": "e", "teacher": {{ "goal": "Tell {id}", "minutes": 3 }} }}"#
    );
    Exercise::read(&text).unwrap()
}

#[test]
fn a_guess_commits_with_its_button_and_arrow_keys_do_not() {
    let mut guess = Rc::new(GuessState::default());
    let open = ExerciseRecord::default();
    assert_eq!(guess.commit(), Err(GuessAction::PressEmpty));
    assert_eq!(guess.complaint(), None);
    act(&mut guess, GuessAction::PressEmpty);
    assert!(guess.complaint().is_some());
    // An arrow key chooses at each press; nothing is committed to.
    for option in [0, 1, 0] {
        act(&mut guess, GuessAction::Choose(option));
        assert_eq!(guess.marked(&open), Some(option));
    }
    assert_eq!(guess.complaint(), None);
    assert_eq!(guess.commit(), Ok(ProgressAction::Guess(0)));
    // Once committed to, it is the one that is marked, whatever is chosen in another tab.
    let committed = ExerciseRecord {
        guess: Some(1),
        ..open
    };
    assert_eq!(guess.marked(&committed), Some(1));
}

#[test]
fn the_guess_is_held_against_the_result() {
    let (exercise, ada) = (exercise("one"), Student::new("Ada"));
    let said = |guess, right| in_hindsight(&exercise, &ada, guess, right);
    assert_eq!(said(None, Some(1)), None);
    assert_eq!(
        said(Some(0), None).as_deref(),
        Some("You guessed “about 16”.")
    );
    assert_eq!(
        said(Some(1), Some(1)).as_deref(),
        Some("You guessed “more”, and so it is.")
    );
    let wrong = said(Some(0), Some(1)).unwrap();
    assert!(
        wrong.starts_with("You guessed “about 16”; it is “more”."),
        "{wrong}"
    );
    assert_eq!(said(Some(7), Some(1)), None, "no such option");
}

#[test]
fn the_end_says_what_one_can_do_and_how_the_guesses_went() {
    let lesson = Lesson {
        key: "k".to_owned(),
        revision: 0,
        title: "t".to_owned(),
        exercises: vec![exercise("one"), exercise("two")],
    };
    let ada = Student::new("Ada");
    let mut progress = Progress::default();
    for (exercise, guess) in lesson.exercises.iter().zip([0, 1]) {
        assert_eq!(Finish::of(&lesson, &ada, &progress), None);
        let solves = ProgressAction::Try {
            solved: true,
            answer: String::new(),
        };
        for action in [
            ProgressAction::Guess(guess),
            ProgressAction::GuessAnswered(1),
            solves,
        ] {
            progress.apply(&exercise.id, &action);
        }
    }
    let finish = Finish::of(&lesson, &ada, &progress).unwrap();
    assert_eq!(finish.abilities, ["Tell one", "Tell two"]);
    let rows: Vec<_> = finish
        .guesses
        .iter()
        .map(|row| (row.guessed.as_str(), row.came_out.as_str(), row.right))
        .collect();
    assert_eq!(
        rows,
        [
            ("about 16", "more", Some(false)),
            ("more", "more", Some(true))
        ]
    );
    let said = finish.came_true_in_words().unwrap();
    assert!(said.starts_with("1 of 2 came true."), "{said}");
    let empty = Lesson {
        exercises: vec![],
        ..course::lesson()
    };
    assert_eq!(Finish::of(&empty, &ada, &progress), None);
}
