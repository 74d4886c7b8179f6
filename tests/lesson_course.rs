//! The built-in course: every exercise is sound, can be solved by everyone, and says nothing that does not
//! hold where it stands.
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
    AnswerVerdict, EvalContext, Exercise, ExerciseId, ExpectedAnswer, Figure, FigureData, Findings,
    GivenAnswer, Measured, Present, States, Student, course, fill, grade, markdown, problems,
    solve, warnings,
};

/// Students with whom everything is solved.
const SOLVERS: [&str; 3] = ["", "Ada Lovelace", "Δήμητρα"];
/// Students for whom every explanation is held against the states it stands beside.
const CLASS: [&str; 6] = [
    "",
    "Ada Lovelace",
    "Ben",
    "Chi Nguyễn",
    "Δήμητρα",
    "Grace Hopper",
];
/// Words of an explanation.
const MOST_WORDS: usize = 40;
/// Numbers of a sentence.
const MOST_NUMBERS: usize = 2;

fn exercise(id: &str) -> Exercise {
    course::exercise(&ExerciseId::new(id).unwrap()).unwrap_or_else(|| panic!("{id}"))
}

fn start(exercise: &Exercise, name: &str) -> Present {
    exercise.start(&exercise.prepared(&Student::new(name)))
}

fn measured(exercise: &Exercise, at: &Present) -> Measured {
    exercise.measurement(at).take(&mut |_| ()).unwrap()
}

/// Every exercise with some students.
fn everyone(names: &[&str], mut check: impl FnMut(&Exercise, &Student, &str)) {
    for exercise in course::exercises() {
        for name in names {
            let what = format!("{} for “{name}”", exercise.id);
            check(&exercise, &Student::new(name), &what);
        }
    }
}

#[test]
fn the_course_has_twelve_exercises_without_a_problem_or_a_warning() {
    // Warnings try every exercise out, which takes seconds each.
    std::thread::scope(|scope| {
        for text in course::FILES {
            scope.spawn(move || is_sound(text));
        }
    });
    assert_eq!(course::exercises().len(), 12);
}

fn is_sound(text: &str) {
    let exercise = Exercise::from_json(text).unwrap_or_else(|error| panic!("{text}\n{error}"));
    assert_eq!(problems(&exercise), [], "{}", exercise.id);
    assert_eq!(warnings(&exercise), [], "{}", exercise.id);
    assert!(exercise.prediction.is_some(), "{}", exercise.id);
    assert!(exercise.worked.is_some(), "{}", exercise.id);
    assert!(exercise.teacher.is_some(), "{}", exercise.id);
    assert!(!exercise.claims.is_empty(), "{}", exercise.id);
    assert_eq!(exercise.figures.len(), 1, "{}", exercise.id);
    assert!((2..=3).contains(&exercise.hints.len()), "{}", exercise.id);
    // The file is as the format writes it, so that an edited copy changes nothing else.
    assert_eq!(Exercise::from_json(&exercise.to_json()).unwrap(), exercise);
}

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
fn explanations_are_short_and_no_sentence_is_full_of_numbers() {
    everyone(&[""], |exercise, student, what| {
        let mut states = States::new(exercise, student);
        let at = states.accepted()[0];
        let found = states.measured(&at).unwrap();
        let context = exercise.context(&at).with_measured(&found);
        let said = fill(&exercise.explanation, &context);
        let words = said.split_whitespace().count();
        assert!(words <= MOST_WORDS, "{what}: {words} words: {said}");
        let mut texts = vec![said, fill(&exercise.prompt, &context)];
        texts.push(fill(exercise.worked.as_deref().unwrap(), &context));
        texts.extend(exercise.hints.iter().map(|hint| fill(hint, &context)));
        texts.extend(
            exercise
                .feedback
                .iter()
                .map(|said| fill(&said.say, &context)),
        );
        texts.push(fill(exercise.answer.question(), &context));
        for sentence in texts.iter().flat_map(|text| sentences(text)) {
            let numbers = numbers(&sentence).len();
            // “d × k” is one size, not two numbers to keep in mind.
            let numbers = numbers - sentence.matches(" × ").count();
            assert!(
                numbers <= MOST_NUMBERS,
                "{what}: {numbers} numbers: {sentence}"
            );
        }
    });
}

#[test]
fn a_number_that_is_written_out_stands_in_what_the_engine_is_asked() {
    for exercise in course::exercises() {
        let mut texts = vec![exercise.prompt.clone(), exercise.explanation.clone()];
        texts.extend(exercise.worked.clone());
        texts.extend(exercise.hints.clone());
        texts.extend(exercise.feedback.iter().map(|said| said.say.clone()));
        texts.push(exercise.answer.question().to_owned());
        let asked = asked(&exercise);
        for text in texts {
            for number in numbers(&without_places(&text)) {
                let known = asked.iter().any(|asked| (asked - number).abs() < 1e-9);
                assert!(known, "{}: {number} in “{text}”", exercise.id);
            }
        }
    }
}

/// The numbers in an exercise's own settings, expressions and conditions, also as percentages, and those
/// of the engine that texts may tell.
fn asked(exercise: &Exercise) -> Vec<f64> {
    let json: serde_json::Value = serde_json::from_str(&exercise.to_json()).unwrap();
    let of = |json: &serde_json::Value, fields: &[&str]| -> Vec<String> {
        fields.iter().map(|field| json[field].to_string()).collect()
    };
    let settings = [
        "parameters",
        "vary",
        "controls",
        "figures",
        "readings",
        "claims",
    ];
    let mut said = of(&json, &settings);
    said.extend(of(
        &json["answer"],
        &["quantity", "reach", "tolerance", "options"],
    ));
    said.extend(exercise.feedback.iter().map(|said| said.when.to_string()));
    let said = said.join(" ");
    let mut asked = numbers(&said);
    asked.extend(asked.clone().iter().map(|number| 100.0 * number));
    let recall = rankscope_sim::recall::RecallConfig::new(rankscope_params::Task::Facts);
    asked.push(recall.steps as f64);
    asked.push(rankscope_sim::recall::HELD_OUT as f64);
    // The scale at which an adapter is as it was made, without one, and the error then; α = 2r.
    asked.extend([0.0, 1.0, 2.0]);
    asked
}

fn without_places(text: &str) -> String {
    let mut plain = String::new();
    for (index, part) in text.split(['{', '}']).enumerate() {
        if index % 2 == 0 {
            plain += part;
        }
    }
    plain
}

/// The numbers in a text; not those in formulas such as 2r or 1/√r.
fn numbers(text: &str) -> Vec<f64> {
    let separate =
        |letter: char| !(letter.is_alphanumeric() || matches!(letter, '.' | '/' | '√' | '_'));
    let words = text.split(separate);
    let trimmed = words.map(|word| word.trim_matches('.'));
    trimmed.filter_map(|word| word.parse().ok()).collect()
}

fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    for word in text.split_whitespace() {
        let last = sentences.last_mut().unwrap();
        *last += word;
        last.push(' ');
        if word.ends_with(['.', '?', '!', ';', ':']) {
            sentences.push(String::new());
        }
    }
    sentences
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
fn what_is_said_before_an_answer_is_complete_without_the_engine() {
    everyone(&CLASS, |exercise, student, what| {
        let at = exercise.start(&exercise.prepared(student));
        let context = exercise.context(&at);
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

#[test]
fn routes_are_selections_in_order_that_fit_their_time() {
    let all: Vec<String> = course::exercises()
        .iter()
        .map(|one| one.id.to_string())
        .collect();
    for route in course::routes() {
        let places: Vec<usize> = route
            .exercises
            .iter()
            .map(|id| {
                all.iter()
                    .position(|known| known == id)
                    .unwrap_or_else(|| panic!("{id}"))
            })
            .collect();
        assert!(places.is_sorted());
        let minutes = |id: &&str| exercise(id).teacher.unwrap().minutes;
        let needed: u32 = route.exercises.iter().map(minutes).sum();
        assert!(
            needed <= route.minutes && 2 * needed >= route.minutes,
            "{needed} of {}",
            route.minutes
        );
    }
    assert_eq!(course::routes().last().unwrap().exercises.len(), all.len());
}

#[test]
fn each_exercise_of_the_first_course_is_replaced_by_one_of_this() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/exercises-v1");
    let mut count = 0;
    for file in std::fs::read_dir(dir).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let old = Exercise::from_json(&text).unwrap_or_else(|error| panic!("{error}"));
        assert!(course::exercise(&old.id).is_none(), "{}", old.id);
        let new = course::replaced(&old.id).unwrap_or_else(|| panic!("{}", old.id));
        assert!(course::exercise(&new).is_some(), "{new}");
        count += 1;
    }
    assert_eq!(count, 13);
}

/// What the second exercise says of ranks near the full size of the map.
#[test]
fn near_the_full_map_more_rank_adds_less_room() {
    let mut exercise = exercise("twice-the-rank");
    // 32 facts for each rank, 32 again, and 16 at the full rank.
    let text = "{recall(facts, 512, 16)} {recall(facts, 1024, 32)} {recall(facts, 1024, 64)}";
    exercise.explanation = text.to_owned();
    let at = start(&exercise, "");
    let found = measured(&exercise, &at);
    let said = fill(text, &exercise.context(&at).with_measured(&found));
    let shares: Vec<f64> = said
        .split(' ')
        .map(|share| share.parse().unwrap())
        .collect();
    assert!(
        shares[0] >= 0.9 && shares[1] < 0.9 && shares[2] < 0.9,
        "{shares:?}"
    );
}

#[test]
fn bare_contexts_know_no_name_of_an_exercise() {
    let exercise = exercise("collapse-or-slow");
    let at = start(&exercise, "");
    assert_eq!(fill("{eta}", &exercise.context(&at)), "0.002");
    assert_eq!(fill("{eta}", &EvalContext::bare(&at.params)), "undefined");
}
