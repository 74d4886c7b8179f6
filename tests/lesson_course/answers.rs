//! Everyone solves everything: answers are judged, and figures filled, by what the engine measures.

use rankscope_lesson::{
    AnswerVerdict, Exercise, ExpectedAnswer, Figure, FigureData, Findings, GivenAnswer, States,
    Student, course, fill, grade, markdown, solve,
};

use crate::{CLASS, everyone, measured};

/// Students with whom everything is solved.
const SOLVERS: [&str; 3] = ["", "Ada Lovelace", "Δήμητρα"];

#[test]
fn everyone_solves_everything_and_no_explanation_is_undefined() {
    everyone(&SOLVERS, |exercise, student, what| {
        let prepared = exercise.prepared(student);
        let (at, given) = solve(exercise, &prepared).unwrap_or_else(|| panic!("{what}"));
        let found = measured(exercise, &at);
        let context = exercise.context(&at).with_measured(&found);
        let AnswerVerdict::Right(said) = grade(exercise, given, &context) else {
            panic!("{what}: {given:?} at {at:?}");
        };
        assert!(!said.contains("undefined"), "{what}: {said}");
        assert!(!markdown::read(&said).is_empty());
        // A goal is reached by moving nothing but what can be moved, and not at the start.
        assert_eq!(exercise.present(&prepared, &at.params), at.params, "{what}");
        let start = exercise.start(&prepared);
        let found = measured(exercise, &start);
        let context = exercise.context(&start).with_measured(&found);
        if matches!(exercise.answer, ExpectedAnswer::Goal { .. }) {
            let solved = grade(exercise, GivenAnswer::State, &context);
            assert!(matches!(solved, AnswerVerdict::Wrong(_)), "{what}");
        }
        let worked = fill(exercise.worked.as_deref().unwrap(), &context);
        assert!(!worked.contains("undefined"), "{what}: {worked}");
        let guess = exercise.prediction.as_ref().unwrap();
        if !guess.right_when.is_empty() {
            assert!(exercise.right_guess(&context).is_some(), "{what}");
            let right = guess.right_when.iter();
            let right = right.filter(|when| when.holds(&context, exercise.answer.tolerance()));
            assert_eq!(right.count(), 1, "{what}: one guess is right");
            assert_eq!(guess.right_when.len(), guess.options.len(), "{what}");
        }
    });
}

#[test]
fn every_claim_holds_at_every_stop_where_the_answer_is_accepted() {
    everyone(&CLASS, |exercise, student, what| {
        let mut states = States::new(exercise, student);
        assert!(!states.accepted().is_empty(), "{what}");
        let broken = states.broken_claims().into_iter();
        let broken: Vec<_> = broken
            .map(|(claim, at)| (exercise.claims[claim].to_string(), at))
            .collect();
        assert_eq!(broken, [], "{what}");
    });
}

#[test]
fn wrong_numbers_are_told_on_which_side_they_are() {
    everyone(&[""], |exercise, student, what| {
        let at = exercise.start(&exercise.prepared(student));
        let found = measured(exercise, &at);
        let context = exercise.context(&at).with_measured(&found);
        let ExpectedAnswer::Number {
            quantity,
            tolerance,
            ..
        } = &exercise.answer
        else {
            return;
        };
        let right = quantity.value(&context).unwrap();
        let said = |number: f64| match grade(exercise, GivenAnswer::Number(number), &context) {
            AnswerVerdict::Wrong(said) => said,
            AnswerVerdict::Right(said) => panic!("{what}: {number} is accepted: {said}"),
        };
        assert_eq!(said(right - 1e6), "Too small.", "{what}");
        if *tolerance > 0.0 {
            assert_eq!(
                said(right + 1.5 * tolerance),
                "Close, and a little too large.",
                "{what}"
            );
        }
    });
}

#[test]
fn answers_differ_from_student_to_student() {
    let at = |exercise: &Exercise, name| {
        let (at, given) = solve(exercise, &exercise.prepared(&Student::new(name))).unwrap();
        let found = measured(exercise, &at);
        let context = exercise.context(&at).with_measured(&found);
        (given, fill(&exercise.explanation, &context))
    };
    let differ = |exercise: &Exercise| {
        let first = at(exercise, CLASS[1]);
        CLASS[2..].iter().any(|name| at(exercise, name) != first)
    };
    let alike = course::exercises()
        .into_iter()
        .filter(|exercise| !differ(exercise));
    let alike: Vec<String> = alike.map(|exercise| exercise.id.to_string()).collect();
    // The bundled adapters are what they are.
    assert_eq!(alike, ["a-real-adapter"]);
}

#[test]
fn every_figure_of_numbers_is_complete_once_it_is_measured() {
    everyone(&[""], |exercise, student, what| {
        let at = exercise.start(&exercise.prepared(student));
        let mut found = Findings::default();
        let empty = exercise.figure_data(&exercise.figures[0], &at, &found);
        for wanted in exercise.figure_measurements(&at) {
            let missing = found.missing(&wanted);
            let Some(missing) = missing else { continue };
            let measured = missing.take(&mut |_| ()).unwrap();
            found.add(&missing, measured);
        }
        let Some(data) = exercise.figure_data(&exercise.figures[0], &at, &found) else {
            let drawn_from_runs = matches!(
                exercise.figures[0],
                Figure::Spectrum(_)
                    | Figure::Variance(_)
                    | Figure::Training { .. }
                    | Figure::Adapters
            );
            assert!(drawn_from_runs && empty.is_none(), "{what}");
            return;
        };
        let values: Vec<Option<f64>> = match data {
            FigureData::Curves {
                x, curves, lines, ..
            } => {
                assert!(
                    curves.iter().all(|(_, values)| values.len() == x.len()),
                    "{what}"
                );
                let values = curves.into_iter().flat_map(|(_, values)| values);
                values
                    .chain(lines.into_iter().map(|(_, value)| value))
                    .collect()
            }
            FigureData::Map { cells, .. } => cells.into_iter().flatten().collect(),
            FigureData::Bars(bars) => bars.into_iter().map(|(_, value)| value).collect(),
        };
        assert!(
            !values.is_empty() && values.iter().all(Option::is_some),
            "{what}: {values:?}"
        );
    });
}
