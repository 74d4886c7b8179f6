//! What goes into a file or a link comes out of it, and nothing that comes out of one panics.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_lesson::{
    Assignment, AssignmentEntry, Condition, Controls, Exercise, ExerciseId, ExpectedAnswer,
    Expression, Feedback, LONGEST_LINK, ParameterName, Progress, Student, StudentSummary, course,
    markdown,
};
use rankscope_params::Key;

/// Seeded, so that a failure is the change's own.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(42);
    }
    config
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Zα-ω<>&\"{}`*_ \n#]{0,60}",
        1 => Just("<script>alert(1)</script>".to_owned()),
        1 => any::<String>(),
    ]
}

fn conditions() -> impl Strategy<Value = Condition> {
    let text = prop_oneof![
        Just("energy(style, r_low) >= 0.9 and alpha < 8"),
        Just("answer = lora_alpha(r_low)"),
        Just("training_error(facts, lora, sgd, 4, 100) < 1"),
    ];
    text.prop_map(|text| Condition::read(text).unwrap())
}

fn exercises() -> impl Strategy<Value = Exercise> {
    let answer = prop_oneof![
        (texts(), 0.0..10.0).prop_map(|(question, tolerance)| ExpectedAnswer::Number {
            question,
            quantity: Expression::read("floor(facts, 2 * r_low)").unwrap(),
            tolerance,
            unit: None,
            drag: None,
        }),
        (texts(), conditions(), 0.0..10.0).prop_map(|(question, reach, tolerance)| {
            ExpectedAnswer::Goal {
                question,
                reach,
                tolerance,
                drag: None,
            }
        }),
    ];
    let said = prop::collection::vec((conditions(), texts()), 0..4);
    let hints = prop::collection::vec(texts(), 0..4);
    let controls = prop::sample::subsequence(Key::ALL.map(ParameterName).to_vec(), 0..6);
    let base = prop::sample::select(course::exercises());
    let parts = (
        "[a-z0-9-]{1,40}",
        texts(),
        texts(),
        answer,
        said,
        hints,
        controls,
    );
    (base, parts).prop_map(
        |(base, (id, title, prompt, answer, said, hints, visible))| Exercise {
            id: ExerciseId::new(&id).unwrap(),
            title,
            explanation: prompt.clone(),
            prompt,
            answer,
            feedback: said
                .into_iter()
                .map(|(when, say)| Feedback { when, say })
                .collect(),
            hints,
            controls: Controls {
                visible,
                ..Controls::default()
            },
            ..base
        },
    )
}

/// Links as they may arrive: whole, cut, changed, or nothing of the kind.
fn fragments() -> impl Strategy<Value = String> {
    let whole = exercises().prop_filter_map("too long for a link", |exercise| {
        Assignment::new("a", vec![AssignmentEntry::Own(exercise.into())]).to_fragment()
    });
    let changed = (
        whole,
        any::<prop::sample::Index>(),
        any::<char>(),
        any::<bool>(),
    )
        .prop_map(|(link, place, letter, cut)| {
            let place = place.index(link.len());
            let rest = if cut { "" } else { &link[place + 1..] };
            format!("{}{letter}{rest}", &link[..place])
        });
    prop_oneof![
        changed,
        any::<String>(),
        "#assignment=1\\.[A-Za-z0-9_-]{0,200}",
        "#assignment=.{0,40}",
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_exercise_survives_the_way_into_a_link_and_back(exercise in exercises()) {
        let assignment = Assignment::new("An assignment", vec![AssignmentEntry::Own(exercise.into())]);
        prop_assert_eq!(Assignment::from_json(&assignment.to_json()), Ok(assignment.clone()));
        if let Some(fragment) = assignment.to_fragment() {
            prop_assert!(fragment.len() <= LONGEST_LINK);
            prop_assert_eq!(Assignment::from_fragment(&fragment), Some(Ok(assignment)));
        }
    }

    #[test]
    fn no_link_panics(fragment in fragments()) {
        if let Some(Err(error)) = Assignment::from_fragment(&fragment) {
            prop_assert!(!error.to_string().is_empty() && !error.next_step().is_empty());
        }
    }

    #[test]
    fn no_text_panics(text in texts()) {
        let _ = Exercise::from_json(&text);
        let _ = Assignment::from_json(&text);
        let _ = StudentSummary::from_json(&text);
        let _ = Progress::from_json(&text);
        let _ = Expression::read(&text);
        let _ = Condition::read(&text);
        let _ = Student::new(&text).seed();
        // Text comes out as text; the page has no other way to show it.
        let _ = markdown::read(&text);
    }

}

proptest! {
    // Each case searches for its answer.
    #![proptest_config(ProptestConfig { cases: 32, ..config() })]

    #[test]
    fn no_exercise_panics_when_it_is_checked(exercise in exercises()) {
        for problem in rankscope_lesson::problems(&exercise) {
            prop_assert!(!problem.place.is_empty() && !problem.reason.is_empty());
        }
    }
}
