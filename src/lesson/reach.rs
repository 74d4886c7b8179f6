//! Finding an answer from the engine: the quantity itself, the option that is right, or a state
//! in which a goal holds.
//!
//! A goal is looked for by moving one control through its whole range, then every pair of two. Where
//! the two sides of an equality change order between two stops, the place is closed in on by
//! bisection. The search has a budget: what it did not find within it may still be there.

use super::{Condition, EvalContext, Exercise, ExpectedAnswer, GivenAnswer, ParameterName};
use rankscope_params::{Key, Number, Params};

/// Stops on a control's way: every rank of the usual matrix, and a fine grid of real numbers.
const STOPS: usize = 129;
/// Stops where each of them takes a decomposition.
const COSTLY_STOPS: usize = 17;
/// Halvings of the way between two stops: down to the last digit of a slider.
const HALVINGS: usize = 40;

/// What all measurements of a search may cost, in multiplications: some tenths of a second.
const BUDGET: f64 = 3e8;
/// What one look at a state costs beside them.
const LOOK: f64 = 2e3;

/// Where a goal holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reach {
    /// At these parameters.
    At(Params),
    /// Nowhere.
    Never,
    /// The budget ended first.
    Unknown,
}

/// The right answer for a student whose exercise starts from `prepared`, and the state in which to
/// give it; none when there is none.
pub fn solve(exercise: &Exercise, prepared: &Params) -> Option<(Params, GivenAnswer)> {
    if matches!(exercise.answer, ExpectedAnswer::Goal { .. }) {
        return match reach(exercise, prepared) {
            Reach::At(params) => Some((params, GivenAnswer::State)),
            Reach::Never | Reach::Unknown => None,
        };
    }
    // Nothing can be measured: no answer either.
    let measured = exercise.measurement(prepared).take(&mut |_| ()).ok()?;
    let context = EvalContext::new(prepared, &measured);
    let given = match &exercise.answer {
        ExpectedAnswer::Number { quantity, .. } => GivenAnswer::Number(quantity.value(&context)?),
        ExpectedAnswer::Choice { options, .. } => GivenAnswer::Option(
            options
                .iter()
                .position(|option| option.right_when.holds(&context, 0.0))?,
        ),
        ExpectedAnswer::Goal { .. } => return None,
    };
    Some((*prepared, given))
}

/// Looks for a state in which the goal holds.
pub(super) fn reach(exercise: &Exercise, start: &Params) -> Reach {
    let ExpectedAnswer::Goal {
        reach: goal,
        tolerance,
        ..
    } = &exercise.answer
    else {
        return Reach::Never;
    };
    let mut search = Search {
        exercise,
        goal,
        tolerance: *tolerance,
        spectra: None,
        spent: 0.0,
    };
    let keys: Vec<Key> = exercise
        .controls
        .visible
        .iter()
        .map(|ParameterName(key)| *key)
        .collect();
    let alone = keys.iter().find_map(|key| search.along(start, *key));
    let found = alone.or_else(|| {
        keys.iter().enumerate().find_map(|(index, outer)| {
            let mut stops = stops(start, *outer).into_iter();
            let inner = keys.get(index + 1..).unwrap_or_default();
            stops.find_map(|stop| {
                let moved = start.with(*outer, stop).0;
                inner.iter().find_map(|key| search.along(&moved, *key))
            })
        })
    });
    match found {
        Some(params) => Reach::At(params),
        None if search.spent > BUDGET => Reach::Unknown,
        None => Reach::Never,
    }
}

struct Search<'e> {
    exercise: &'e Exercise,
    goal: &'e Condition,
    tolerance: f64,
    /// The last measurement, which α and the ranks leave as it is.
    spectra: Option<(super::Measurement, super::Measured)>,
    /// What has been measured so far, in multiplications.
    spent: f64,
}

impl Search<'_> {
    fn measured(&mut self, params: &Params) -> Option<&super::Measured> {
        self.spent += LOOK;
        if self.spent > BUDGET {
            return None;
        }
        let wanted = self.exercise.live_measurement(params);
        if self
            .spectra
            .as_ref()
            .is_none_or(|(last, _)| *last != wanted)
        {
            self.spent += wanted.cost();
            // Where nothing can be measured the goal does not hold.
            let measured = wanted.take(&mut |_| ()).ok()?;
            self.spectra = Some((wanted, measured));
        }
        self.spectra.as_ref().map(|(_, measured)| measured)
    }

    fn holds(&mut self, params: &Params) -> bool {
        let (goal, tolerance) = (self.goal, self.tolerance);
        let measured = self.measured(params);
        measured.is_some_and(|measured| goal.holds(&EvalContext::new(params, measured), tolerance))
    }

    fn gaps(&mut self, params: &Params) -> Vec<Option<f64>> {
        let goal = self.goal;
        let measured = self.measured(params);
        measured.map_or_else(Vec::new, |measured| {
            goal.gaps(&EvalContext::new(params, measured))
        })
    }

    /// Moves one control through its range.
    fn along(&mut self, start: &Params, key: Key) -> Option<Params> {
        let stops = stops(start, key);
        let at = |stop: f64| start.with(key, stop).0;
        for stop in &stops {
            if self.holds(&at(*stop)) {
                return Some(at(*stop));
            }
        }
        if key.numeric().number == Number::Whole {
            return None;
        }
        let pairs = stops
            .windows(2)
            .filter_map(|pair| <[f64; 2]>::try_from(pair).ok());
        for [low, high] in pairs {
            let (before, after) = (self.gaps(&at(low)), self.gaps(&at(high)));
            for (index, sides) in before.into_iter().zip(after).enumerate() {
                let (Some(below), Some(above)) = sides else {
                    continue;
                };
                if below.signum() == above.signum() {
                    continue;
                }
                if let Some(found) = self.between(start, key, (low, high), (index, below)) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Closes in on where one comparison's sides change order.
    fn between(
        &mut self,
        start: &Params,
        key: Key,
        (mut low, mut high): (f64, f64),
        (index, below): (usize, f64),
    ) -> Option<Params> {
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let params = start.with(key, middle).0;
            if self.holds(&params) {
                return Some(params);
            }
            let gap = self.gaps(&params).get(index).copied().flatten()?;
            if gap.signum() == below.signum() {
                low = middle;
            } else {
                high = middle;
            }
        }
        None
    }
}

/// Values of a control over its whole range.
fn stops(params: &Params, key: Key) -> Vec<f64> {
    let row = key.numeric();
    let (first, last) = (
        row.position(row.smallest),
        row.position(params.largest(key)),
    );
    let cheap = matches!(key, Key::Alpha | Key::RankLow | Key::RankHigh);
    let most = if cheap { STOPS } else { COSTLY_STOPS };
    let whole = row.number == Number::Whole;
    let count = if whole {
        most.min((last - first) as usize + 1)
    } else {
        most
    };
    let share = |stop: usize| stop as f64 / (count.max(2) - 1) as f64;
    let mut stops: Vec<f64> = (0..count)
        .map(|stop| {
            row.nearest(
                row.value_at(first + share(stop) * (last - first)),
                params.max_rank(),
            )
        })
        .collect();
    stops.dedup();
    stops
}
