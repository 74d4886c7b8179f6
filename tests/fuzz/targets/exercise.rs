//! Exercises and what they are made of: any text is one or is refused with a reason, and what is
//! taken survives being written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankscope_lesson::{
    ExpectedAnswer, EvalContext, Condition, Exercise, Expression, LONGEST_NAME, LessonError, Student, Trainings, fill, grade,
    markdown, problems, GivenAnswer,
};
use rankscope_params::{Key, Params};

/// Multiplications of an exercise that is tried out here: a millisecond's worth.
const MOST_WORK: f64 = 1e5;
/// Bytes of a reason: a sentence that quotes a little.
const LONGEST_REASON: usize = 2000;

fuzz_target!(|text: &str| {
    pieces(text);
    match Exercise::read(text) {
        Ok(exercise) => taken(&exercise),
        Err(error) => refused(&error),
    }
});

/// The languages inside an exercise's texts.
fn pieces(text: &str) {
    let params = Params::default();
    let context = EvalContext::bare(&params);
    match Expression::read(text) {
        Ok(expression) => {
            let again = Expression::read(&expression.to_string());
            assert_eq!(again.as_ref(), Ok(&expression));
            assert!(expression.value(&context).is_none_or(f64::is_finite), "{expression}");
            let _ = (expression.trainings(&context, &mut Trainings::default()), expression.needs_results());
        }
        Err(error) => assert!(error.place <= text.chars().count() + 1, "{error}"),
    }
    if let Ok(condition) = Condition::read(text) {
        assert_eq!(Condition::read(&condition.to_string()).as_ref(), Ok(&condition));
        let _ = (condition.holds(&context, 0.1), condition.trainings(&context, &mut Trainings::default()));
    }
    let _ = markdown::read(&fill(text, &context));
    let student = Student::new(text);
    assert!(student.name().chars().count() <= LONGEST_NAME);
    assert_eq!(Student::new(student.name()), student);
}

fn taken(exercise: &Exercise) {
    let again = Exercise::read(&exercise.to_json());
    assert_eq!(again.as_ref(), Ok(exercise));
    let prepared = exercise.unnamed();
    let seed = prepared.get(Key::Seed);
    if exercise.parameters.params().get(Key::Seed) != Params::default().get(Key::Seed) {
        assert_eq!(seed, exercise.parameters.params().get(Key::Seed), "the seed it gives is its own");
    }
    // Whoever it is given to, it is tried out: when that is soon done, it is done here.
    let start = exercise.start(&prepared);
    let costs = [exercise.measurement(&start), exercise.live_measurement(&start)];
    let cheap = costs.iter().all(|measurement| measurement.cost() <= MOST_WORK);
    if cheap && exercise.vary.is_empty() && !matches!(exercise.answer, ExpectedAnswer::Goal { .. }) {
        for problem in problems(exercise) {
            assert!(!problem.place.is_empty() && !problem.reason.is_empty());
        }
        if let Ok(measured) = exercise.measurement(&start).take(&mut |_| ()) {
            let context = exercise.context(&start).with_measured(&measured);
            for given in [GivenAnswer::Number(0.5), GivenAnswer::Option(0), GivenAnswer::Option(usize::MAX), GivenAnswer::State] {
                let _ = grade(exercise, given, &context);
            }
        }
    }
}

fn refused(error: &LessonError) {
    assert!((1..=LONGEST_REASON).contains(&error.to_string().len()), "{error}");
    assert!(!error.next_step().is_empty());
}
