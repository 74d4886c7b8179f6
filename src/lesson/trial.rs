//! Trying an exercise out: whether students can solve it, do not find it solved, and what is right.
//!
//! It takes up to some seconds, so the page leaves it to a worker: see [`try_out`].

use super::check::{ExerciseProblem, malformed};
use super::grade::{fill, undefined_placeholder};
use super::reach::{Reach, reach, solve};
use super::states::States;
use super::{EvalContext, Exercise, ExpectedAnswer, GivenAnswer, LessonError, Present, Student};
use rankscope_params::number::significant;

/// The students with whom an exercise is tried out.
pub(super) const TRIAL_NAMES: [&str; 3] = ["", "Ada", "Grace Hopper"];
/// Digits of an answer as a teacher reads it.
const DIGITS: usize = 6;

/// Everything wrong with an exercise; nothing when it can be given to students. The controls are
/// moved as far as it takes to see that a goal can be reached: see [`solve`].
pub fn problems(exercise: &Exercise) -> Vec<ExerciseProblem> {
    let found = malformed(exercise);
    // What is not well formed is not tried out.
    if found.is_empty() {
        unsolvable(exercise)
    } else {
        found
    }
}

/// Tries exercises out and returns, for each, the right answer of a student without a name, in words.
/// `on_progress` is called with the share done, 0 to 1.
///
/// # Errors
/// [`LessonError::UnknownVersion`] or [`LessonError::Unsound`] for the first that cannot be given to
/// students.
pub fn try_out(
    exercises: &[Exercise],
    on_progress: &mut dyn FnMut(f64),
) -> Result<Vec<String>, LessonError> {
    let count = exercises.len() as f64;
    let tried = exercises.iter().enumerate().map(|(index, exercise)| {
        on_progress(index as f64 / count);
        exercise.sound()?;
        Ok(right(exercise))
    });
    tried.collect()
}

/// Why a well-formed exercise cannot be given to students: the problems of the first trial student who
/// has any.
pub(super) fn unsolvable(exercise: &Exercise) -> Vec<ExerciseProblem> {
    let mut names = TRIAL_NAMES.iter();
    let found = names.find_map(|name| {
        let found = trial(exercise, &Student::new(name));
        (!found.is_empty()).then_some(found)
    });
    found.unwrap_or_default()
}

/// What keeps one student from solving it.
fn trial(exercise: &Exercise, student: &Student) -> Vec<ExerciseProblem> {
    let whose = if student.name().is_empty() {
        String::new()
    } else {
        format!(" (for the student “{}”)", student.name())
    };
    let problem = |place: &str, reason: &str| ExerciseProblem {
        place: place.to_owned(),
        reason: format!("{reason}{whose}"),
    };
    let start = exercise.start(&exercise.prepared(student));
    let Ok(measured) = exercise.measurement(&start).take(&mut |_| ()) else {
        let reason = "nothing can be computed from them";
        return vec![problem("parameters", reason)];
    };
    let context = exercise.context(&start).with_measured(&measured);
    let mut found = Vec::new();
    match &exercise.answer {
        ExpectedAnswer::Number { quantity, .. } => {
            if quantity.value(&context).is_none() {
                found.push(problem("answer.quantity", "it is undefined"));
            }
        }
        ExpectedAnswer::Choice { options, .. } => {
            let right = options
                .iter()
                .filter(|option| option.right_when.holds(&context, 0.0));
            let count = right.count();
            if count != 1 {
                let reason = format!("exactly one has to be right, and {count} are");
                found.push(problem("answer.options", &reason));
            }
        }
        ExpectedAnswer::Goal {
            reach: goal,
            tolerance,
            ..
        } => {
            if goal.holds(&context, *tolerance) {
                found.push(problem("answer.reach", "it holds at the start already"));
            } else if reach(exercise, &start) == Reach::Never {
                found.push(problem("answer.reach", "the controls do not lead there"));
            }
        }
    }
    if found.is_empty() {
        let broken = States::new(exercise, student).broken_claims();
        found.extend(broken.into_iter().map(|(index, at)| {
            let reason = "it does not hold where the answer is accepted";
            let at = differences(exercise, &start, &at).join(", ");
            let at = if at.is_empty() {
                at
            } else {
                format!(", at {at}")
            };
            problem(&format!("claims[{index}]"), &format!("{reason}{at}"))
        }));
    }
    let undefined = |place: &str, text: &str, context: &EvalContext<'_>| {
        let part = undefined_placeholder(text, context)?;
        Some(problem(place, &format!("“{part}” is undefined")))
    };
    let before = exercise.texts_before_answer().into_iter();
    found.extend(before.filter_map(|(place, text)| undefined(&place, text, &context)));
    if !matches!(exercise.answer, ExpectedAnswer::Goal { .. }) {
        let context = context.with_answer(0.0);
        found.extend(undefined("explanation", &exercise.explanation, &context));
    }
    found
}

/// What is right for a student without a name, in words.
fn right(exercise: &Exercise) -> String {
    let said = right_answer(exercise, &Student::default());
    match exercise.answer {
        ExpectedAnswer::Number { .. } => format!("the number {said}"),
        ExpectedAnswer::Choice { .. } | ExpectedAnswer::Goal { .. } => said,
    }
}

/// What is right for a student in each exercise, as short as a table has room for. `on_progress` is called
/// with the share done, 0 to 1.
pub fn right_answers(
    exercises: &[Exercise],
    student: &Student,
    on_progress: &mut dyn FnMut(f64),
) -> Vec<String> {
    let count = exercises.len() as f64;
    let answers = exercises.iter().enumerate().map(|(index, exercise)| {
        on_progress(index as f64 / count);
        right_answer(exercise, student)
    });
    answers.collect()
}

/// The number, the option's text in quotes, or where the controls go.
pub(super) fn right_answer(exercise: &Exercise, student: &Student) -> String {
    let prepared = exercise.prepared(student);
    match (solve(exercise, &prepared), &exercise.answer) {
        (Some((_, GivenAnswer::Number(number))), _) => significant(number, DIGITS),
        (Some((_, GivenAnswer::Option(index))), ExpectedAnswer::Choice { options, .. }) => {
            let text = options.get(index).map(|option| option.text.as_str());
            let start = exercise.start(&prepared);
            let text = fill(text.unwrap_or_default(), &exercise.context(&start));
            format!("“{text}”")
        }
        (Some((present, _)), _) => {
            differences(exercise, &exercise.start(&prepared), &present).join(", ")
        }
        (None, _) => "not found by a short search".to_owned(),
    }
}

/// What differs between two states, in words.
fn differences(exercise: &Exercise, before: &Present, after: &Present) -> Vec<String> {
    let moved = before.params.differences(&after.params);
    let own = exercise.controls.own.iter().filter_map(|control| {
        let value = |at: &Present| exercise.own_value(control.name.as_str(), &at.own);
        let (before, after) = (value(before)?, value(after)?);
        (before != after).then(|| format!("{} {}", control.label, control.shown(after)))
    });
    moved.iter().map(ToString::to_string).chain(own).collect()
}
