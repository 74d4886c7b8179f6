//! The built-in course: every exercise is sound, and can be solved by everyone.
//!
//! Nothing here knows an answer: each is found from the engine, for several students.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use rankscope_lesson::{
    AnswerVerdict, EvalContext, Exercise, ExpectedAnswer, GivenAnswer, Measured, Student, course,
    fill, grade, markdown, problems, solve,
};
use rankscope_params::Params;

const NAMES: [&str; 5] = ["", "Ada Lovelace", "Ben", "Chi Nguyễn", "Δήμητρα"];

fn measured(exercise: &Exercise, params: &Params) -> Measured {
    exercise.measurement(params).take(&mut |_| ()).unwrap()
}

/// Every exercise with every student.
fn everyone(mut check: impl FnMut(&Exercise, &Params, &str)) {
    for exercise in course::exercises() {
        for name in NAMES {
            let params = exercise.prepared(&Student::new(name));
            check(&exercise, &params, &format!("{} for “{name}”", exercise.id));
        }
    }
}

#[test]
fn the_course_has_thirteen_exercises_without_a_problem() {
    for text in course::FILES {
        let exercise = Exercise::from_json(text).unwrap_or_else(|error| panic!("{text}\n{error}"));
        assert_eq!(problems(&exercise), [], "{}", exercise.id);
        assert!(exercise.prediction.is_some(), "{}", exercise.id);
        assert!(!exercise.hints.is_empty(), "{}", exercise.id);
    }
    assert_eq!(course::exercises().len(), 13);
}

#[test]
fn everyone_can_solve_everything_with_an_answer_found_from_the_engine() {
    everyone(|exercise, prepared, what| {
        let (params, given) = solve(exercise, prepared).unwrap_or_else(|| panic!("{what}"));
        let measured = measured(exercise, &params);
        let context = EvalContext::new(&params, &measured);
        let AnswerVerdict::Right(said) = grade(exercise, given, &context) else {
            panic!("{what}: {given:?} at {params:?}");
        };
        assert!(!said.contains("undefined"), "{what}: {said}");
        assert!(!markdown::read(&said).is_empty());
    });
}

#[test]
fn a_goal_is_reached_by_moving_nothing_but_what_can_be_moved() {
    everyone(|exercise, prepared, what| {
        let (params, _) = solve(exercise, prepared).unwrap();
        assert_eq!(exercise.present(prepared, &params), params, "{what}");
        let solved_at_start = grade(
            exercise,
            GivenAnswer::State,
            &EvalContext::new(prepared, &measured(exercise, prepared)),
        );
        assert!(matches!(solved_at_start, AnswerVerdict::Wrong(_)), "{what}");
    });
}

#[test]
fn wrong_answers_are_told_what_is_wrong_with_them() {
    everyone(|exercise, prepared, what| {
        let measured = measured(exercise, prepared);
        let context = EvalContext::new(prepared, &measured);
        let wrong: Vec<GivenAnswer> = match &exercise.answer {
            ExpectedAnswer::Number { .. } => {
                vec![GivenAnswer::Number(-1e6), GivenAnswer::Number(1e6)]
            }
            ExpectedAnswer::Choice { options, .. } => {
                (0..options.len()).map(GivenAnswer::Option).collect()
            }
            ExpectedAnswer::Goal { .. } => vec![GivenAnswer::State],
        };
        for given in wrong {
            if let AnswerVerdict::Wrong(said) = grade(exercise, given, &context) {
                assert!(!said.is_empty(), "{what}");
                let unspecific = "Look at the chart again";
                let number = matches!(given, GivenAnswer::Number(_));
                assert!(number || !said.contains(unspecific), "{what}: {said}");
            }
        }
    });
}

#[test]
fn each_piece_of_feedback_is_met_by_some_wrong_answer() {
    everyone(|exercise, prepared, what| {
        let measured = measured(exercise, prepared);
        let context = EvalContext::new(prepared, &measured);
        if let ExpectedAnswer::Number { tolerance, .. } = exercise.answer {
            let Some((_, GivenAnswer::Number(right))) = solve(exercise, prepared) else {
                panic!("{what}");
            };
            let tried = [
                right + 1.0,
                right - 1.0,
                right * 2.0,
                right / 2.0,
                0.0,
                4.0,
                64.0,
            ];
            let met = exercise.feedback.iter().filter(|said| {
                let holds =
                    |answer: &f64| said.when.holds(&context.with_answer(*answer), tolerance);
                tried.iter().any(holds)
            });
            assert!(met.count() > 0, "{what}");
            // The right answer earns none of it.
            let context = context.with_answer(right);
            for said in &exercise.feedback {
                assert!(!said.when.holds(&context, 0.0), "{what}: {}", said.when);
            }
        }
    });
}

#[test]
fn answers_differ_from_student_to_student() {
    let differ = |exercise: &&Exercise| {
        let answer = |name| {
            let (params, given) = solve(exercise, &exercise.prepared(&Student::new(name))).unwrap();
            (format!("{params:?}"), given)
        };
        answer("Ada Lovelace") != answer("Ben")
    };
    let exercises = course::exercises();
    assert!(exercises.iter().filter(differ).count() >= 10);
}

#[test]
fn what_is_said_before_an_answer_is_complete_without_the_engine() {
    everyone(|exercise, prepared, what| {
        let context = EvalContext::bare(prepared);
        let mut said = vec![exercise.prompt.as_str(), exercise.answer.question()];
        said.extend(exercise.hints.iter().map(String::as_str));
        for text in said {
            let text = fill(text, &context);
            assert!(
                !text.contains("undefined") && !text.contains('{'),
                "{what}: {text}"
            );
        }
    });
}
