//! Marking an answer, and filling numbers into what is said.

use super::{EvalContext, Exercise, ExpectedAnswer, Expression};
use rankscope_params::number::{Format, significant};

/// Digits of a number in texts, readings and figures: one value looks the same wherever it stands.
const DIGITS: usize = 4;
/// A wrong number is called close within so many tolerances, if it is also within [`NEAR`] of the right one.
const CLOSE: f64 = 5.0;
/// A share of the right number: with a generous tolerance, several of it are far away.
const NEAR: f64 = 0.1;
/// Within so many tolerances it is close whatever its share: the tolerance says what counts as a little.
const JUST_MISSED: f64 = 2.0;

/// What a student gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GivenAnswer {
    /// A number.
    Number(f64),
    /// An option, by its place from 0.
    Option(usize),
    /// The state made with the controls: the parameters of the context.
    State,
}

/// What an answer is found to be.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerVerdict {
    /// Right; the explanation, filled in.
    Right(String),
    /// Wrong; what there is to say about this very answer.
    Wrong(String),
}

/// Marks an answer. The context is at the exercise's own parameters, or, for a goal, at the state
/// the student has made.
pub fn grade(exercise: &Exercise, given: GivenAnswer, context: &EvalContext<'_>) -> AnswerVerdict {
    let tolerance = exercise.answer.tolerance();
    let (right, own) = match (&exercise.answer, given) {
        (ExpectedAnswer::Number { quantity, .. }, GivenAnswer::Number(number)) => {
            let off = quantity.value(context).map(|value| (value - number).abs());
            (off.is_some_and(|off| off <= tolerance), None)
        }
        (ExpectedAnswer::Choice { options, .. }, GivenAnswer::Option(index)) => {
            let option = options.get(index);
            let right = option.is_some_and(|option| option.right_when.holds(context, tolerance));
            (right, option.and_then(|option| option.feedback.as_deref()))
        }
        (ExpectedAnswer::Goal { reach, .. }, GivenAnswer::State) => {
            (reach.holds(context, tolerance), None)
        }
        _ => (false, None),
    };
    let context = match given {
        GivenAnswer::Number(number) => context.with_answer(number),
        GivenAnswer::Option(_) | GivenAnswer::State => *context,
    };
    if right {
        return AnswerVerdict::Right(fill(&exercise.explanation, &context));
    }
    let mut feedback = exercise.feedback.iter();
    let meant = feedback.find(|said| said.when.holds(&context, tolerance));
    let say = own.or(meant.map(|said| said.say.as_str()));
    let say = say.map_or_else(
        || unspecific(exercise, given, &context).to_owned(),
        |say| fill(say, &context),
    );
    AnswerVerdict::Wrong(say)
}

/// What is said where the exercise has nothing to say.
fn unspecific(exercise: &Exercise, given: GivenAnswer, context: &EvalContext<'_>) -> &'static str {
    match (given, &exercise.answer) {
        (
            GivenAnswer::Number(number),
            ExpectedAnswer::Number {
                quantity,
                tolerance,
                ..
            },
        ) => {
            let Some(value) = quantity.value(context) else {
                return "Not this number.";
            };
            if *tolerance == 0.0 && value.fract() == 0.0 && number.fract() != 0.0 {
                return "A whole number is asked for.";
            }
            match (is_close(number, value, *tolerance), number > value) {
                (true, true) => "Close, and a little too large.",
                (true, false) => "Close, and a little too small.",
                (false, true) => "Too large.",
                (false, false) => "Too small.",
            }
        }
        (GivenAnswer::State, _) => "Not there yet. The readings show how far it is.",
        _ => "Not this one.",
    }
}

/// Whether a wrong number is close to the right one.
fn is_close(number: f64, right: f64, tolerance: f64) -> bool {
    let off = (number - right).abs();
    off <= JUST_MISSED * tolerance || off <= CLOSE * tolerance && off <= NEAR * right.abs()
}

/// A text with each `{expression}` replaced by its value; "undefined" where it has none.
///
/// Only numbers are put in, so a text is as safe afterwards as it was before.
pub fn fill(text: &str, context: &EvalContext<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => filled.push_str(plain),
            Piece::Place(place) => {
                // Unreadable is as good as undefined here; the check of the exercise tells them apart.
                let value = Expression::read(place)
                    .ok()
                    .and_then(|read| read.value(context));
                let number = value.map(written);
                filled.push_str(number.as_deref().unwrap_or("undefined"));
            }
        }
    }
    filled
}

/// A number as the texts and the readings of an exercise write it. A whole one has all its digits.
pub fn written(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < LARGEST_WHOLE {
        return Format::Exact.write(value);
    }
    significant(value, DIGITS)
}

/// Whole numbers above this are written as others are.
const LARGEST_WHOLE: f64 = 1e6;

/// The first `{expression}` of a text that has no value, and would be filled with "undefined".
pub(super) fn undefined_placeholder<'t>(
    text: &'t str,
    context: &EvalContext<'_>,
) -> Option<&'t str> {
    let has_value = |place: &str| {
        // As in `fill`.
        let read = Expression::read(place).ok();
        read.and_then(|read| read.value(context)).is_some()
    };
    placeholders(text).find(|place| !has_value(place))
}

/// The expressions in the braces of a text.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Plain(_) => None,
        Piece::Place(place) => Some(place),
    })
}

enum Piece<'t> {
    Plain(&'t str),
    Place(&'t str),
}

fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some((before, rest)) = text.split_once('{')
        && let Some((place, after)) = rest.split_once('}')
    {
        pieces.push(Piece::Plain(before));
        pieces.push(Piece::Place(place));
        text = after;
    }
    pieces.push(Piece::Plain(text));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_params::Params;

    #[test]
    fn a_number_is_close_by_its_tolerance_and_by_its_share() {
        // Ten is twice five, however generous the tolerance.
        assert!(!is_close(10.0, 5.0, 1.0));
        assert!(is_close(6.4, 5.0, 1.0));
        assert!(is_close(8.98, 8.944, 0.01));
        assert!(!is_close(9.0, 8.944, 0.01));
        assert!(is_close(0.0014, 0.0, 0.001));
        assert!(!is_close(0.003, 0.0, 0.001));
        assert!(!is_close(6.0, 5.0, 0.0));
    }

    #[test]
    fn a_number_has_four_digits_a_whole_one_all_and_next_to_nothing_a_power_of_ten() {
        for (value, text) in [
            (1.915_32, "1.915"),
            (12_288.0, "12288"),
            (99.834_1, "99.83"),
            (1.809e-16, "1.8e−16"),
            (0.0, "0"),
        ] {
            assert_eq!(written(value), text);
        }
    }

    #[test]
    fn braces_are_filled_and_everything_else_is_left() {
        let params = Params::default();
        let filled = |text| fill(text, &EvalContext::bare(&params));
        assert_eq!(filled("α is {alpha}, {alpha/3}."), "α is 16, 5.333.");
        assert_eq!(filled("{energy(style, 4)}"), "undefined");
        assert_eq!(filled("{nothing} {open"), "undefined {open");
    }
}
