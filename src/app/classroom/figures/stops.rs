//! Where the sliders of a goal stop: so few places that a finger finds each of them.

use rankscope_lesson::{Exercise, ExpectedAnswer, Findings, Name, OwnControl, OwnValues, Present};
use rankscope_params::number::round_to_significant;
use rankscope_params::{Key, Number};

/// Stops of a goal's slider at most: on a phone of 390 pixels, whose track is about 326, they are 25 apart.
pub(super) const MOST_STOPS: usize = 14;
/// Looks along a slider for the states in which a goal holds.
const LOOKS: usize = 400;
/// The stops reach this share of the way from goal to start beyond either.
const BEYOND: f64 = 0.35;
/// Digits of a stop.
const DIGITS: usize = 3;

/// The stops of a parameter's slider where an exercise has a goal; none where the slider is as fine as
/// elsewhere on the page. `start` is where the exercise starts.
///
/// They reach from beyond the goal to beyond the start. One of them lies in the middle of where the goal
/// holds, where that can be said without measuring more; otherwise they reach from the parameter's least
/// value to as far beyond the start.
pub fn slider_stops(
    exercise: &Exercise,
    key: Key,
    (start, present): (&Present, &Present),
    found: &Findings,
) -> Option<Vec<f64>> {
    let ExpectedAnswer::Goal { .. } = exercise.answer else {
        return None;
    };
    let row = key.numeric();
    let (smallest, largest) = (row.smallest, present.params.largest(key));
    if row.number == Number::Whole && largest - smallest < MOST_STOPS as f64 {
        return None;
    }
    let (first, last) = (row.position(smallest), row.position(largest));
    let begins = row.position(start.params.get(key)).clamp(first, last);
    let goal = goal(exercise, key, present, found).map(|value| row.position(value));
    let target = goal.unwrap_or(first);
    let beyond = match goal {
        Some(_) => BEYOND * (begins - target).abs(),
        None => (begins - target).abs(),
    };
    let low = (begins.min(target) - beyond).max(first);
    let high = (begins.max(target) + beyond).min(last);
    let step = (high - low) / (MOST_STOPS - 1) as f64;
    if step <= 0.0 {
        return None;
    }
    // The grid is shifted so that the target is on it.
    let from = target - ((target - low) / step).floor() * step;
    let max_rank = present.params.max_rank();
    let grid = (0..MOST_STOPS).map(|number| from + step * number as f64);
    let mut stops: Vec<f64> = grid
        .filter(|position| *position <= high + 1e-9)
        .map(|position| {
            let is_target = (target - position).abs() < 1e-9;
            let value = row.value_at(position.min(last));
            let rounded = round_to_significant(value, DIGITS);
            row.nearest(if is_target { value } else { rounded }, max_rank)
        })
        .collect();
    stops.dedup();
    Some(stops)
}

/// The value of a parameter in the middle of the first range where the goal holds; none where it holds
/// nowhere, or has to be trained to know.
fn goal(exercise: &Exercise, key: Key, present: &Present, found: &Findings) -> Option<f64> {
    let ExpectedAnswer::Goal {
        reach, tolerance, ..
    } = &exercise.answer
    else {
        return None;
    };
    let row = key.numeric();
    let (first, last) = (
        row.position(row.smallest),
        row.position(present.params.largest(key)),
    );
    let name = Name::Parameter(key);
    let value = |look: usize| {
        let position = first + (last - first) * look as f64 / (LOOKS - 1) as f64;
        row.nearest(row.value_at(position), present.params.max_rank())
    };
    let holds = |look: &usize| {
        let at = exercise.with(present, &name, value(*look));
        let wanted = exercise.live_measurement(&at);
        if !wanted.trainings.is_empty() {
            return false;
        }
        let measured = found.measured(&wanted);
        measured.is_some_and(|measured| {
            reach.holds(&exercise.context(&at).with_measured(&measured), *tolerance)
        })
    };
    let from = (0..LOOKS).find(holds)?;
    let until = (from..LOOKS).find(|look| !holds(look)).unwrap_or(LOOKS);
    Some(value((from + until - 1) / 2))
}

/// The place of a control of the exercise's own among its values.
pub fn place_of_own(exercise: &Exercise, own: &OwnValues, control: &OwnControl) -> usize {
    let value = exercise.own_value(control.name.as_str(), own);
    control.place(value.unwrap_or_else(|| control.starts_at()))
}

/// The values of what is dragged in a figure: a control's own, or evenly along a parameter's slider.
pub(super) fn values(exercise: &Exercise, name: &Name, present: &Present) -> Vec<f64> {
    exercise.stops(present, name)
}
