//! An answer that was given before, and an exercise that was solved before with other numbers.

use std::rc::Rc;

use super::super::answer::AnswerError;
use super::super::exercise::{ExerciseAction, ExerciseState};
use super::act;
use super::exercise::{exercise, marks, record, run, work};
use rankscope_lesson::{AnswerVerdict, Exercise, GivenAnswer, Student, solve};
use rankscope_params::Key;
use rankscope_params::number::Format;

#[test]
fn the_same_answer_again_is_no_further_try() {
    let mut work = work("elbow");
    let params = *work.prepared();
    let gives = |work: &mut Rc<ExerciseState>, text: &str| {
        act(work, ExerciseAction::Type(text.to_owned()));
        act(work, ExerciseAction::Submit(params));
    };
    gives(&mut work, "60");
    let first = marks(&mut work, &params);
    gives(&mut work, "60");
    assert_eq!(work.submitted(), None, "nothing is marked");
    let said = work.error().unwrap().message();
    assert_eq!(said, "That is the answer you already gave.");
    assert_eq!(
        work.outcome(&record(false), &params, None),
        Some(first.clone())
    );
    // Written in another way, or after another answer, it is the same one.
    gives(&mut work, "61");
    marks(&mut work, &params);
    gives(&mut work, "60.0");
    assert_eq!(
        (work.submitted(), work.error()),
        (None, Some(&AnswerError::AlreadyGiven))
    );
    assert_eq!(work.outcome(&record(false), &params, None), Some(first));
    gives(&mut work, "62");
    assert!(work.submitted().is_some());
    assert_eq!(work.error(), None);
}

#[test]
fn a_goal_at_another_place_is_another_answer() {
    let mut work = work("noise");
    let prepared = *work.prepared();
    act(&mut work, ExerciseAction::Submit(prepared));
    marks(&mut work, &prepared);
    act(&mut work, ExerciseAction::Submit(prepared));
    assert_eq!(work.error(), Some(&AnswerError::AlreadyGiven));
    let moved = prepared.with(Key::Noise, 0.3).0;
    act(&mut work, ExerciseAction::Submit(moved));
    assert!(work.submitted().is_some());
}

#[test]
fn nothing_is_called_right_beside_numbers_that_it_was_not_solved_with() {
    let (ana, nobody) = (Student::new("Ana"), Student::default());
    let opened = |seed: Option<u32>| {
        let state = ExerciseState::new(exercise("elbow"), &ana).with_solved(seed, &ana);
        Rc::new(state)
    };
    let solved = record(true);
    for seed in [None, Some(ana.seed())] {
        let work = opened(seed);
        let found = run(&work.marking(work.prepared()));
        assert_eq!(
            work.solved_before(&solved, work.prepared(), Some(&found)),
            None
        );
        let outcome = work.outcome(&solved, work.prepared(), Some(&found));
        assert!(matches!(outcome, Some(AnswerVerdict::Right(_))));
    }
    let mut work = opened(Some(nobody.seed()));
    let params = *work.prepared();
    let found = run(&work.marking(&params));
    assert_eq!(work.outcome(&solved, &params, Some(&found)), None);
    let said = work.solved_before(&solved, &params, Some(&found)).unwrap();
    assert!(said.starts_with("You solved this with other numbers; these are now yours."));
    assert_eq!(
        work.solved_before(&record(false), &params, Some(&found)),
        None
    );
    // Solved once more, with the present numbers, it is right.
    let Some((_, GivenAnswer::Number(right))) = solve(work.exercise(), &params) else {
        panic!("no number");
    };
    act(&mut work, ExerciseAction::Type(Format::Exact.write(right)));
    act(&mut work, ExerciseAction::Submit(params));
    assert!(matches!(marks(&mut work, &params), AnswerVerdict::Right(_)));
    assert_eq!(work.solved_before(&solved, &params, Some(&found)), None);
}

#[test]
fn where_all_have_the_same_numbers_nothing_is_said() {
    let text = r#"{ "version": 2, "id": "own", "title": "t", "prompt": "p", "parameters": "seed=7",
        "answer": { "kind": "number", "question": "q", "quantity": "1", "tolerance": 0 }, "explanation": "e" }"#;
    let exercise = Exercise::read(text).unwrap();
    let ana = Student::new("Ana");
    let work = ExerciseState::new(exercise, &ana).with_solved(Some(42), &ana);
    let found = run(&work.marking(work.prepared()));
    let outcome = work.outcome(&record(true), work.prepared(), Some(&found));
    assert!(matches!(outcome, Some(AnswerVerdict::Right(_))));
}
