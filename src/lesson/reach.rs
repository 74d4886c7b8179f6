//! Finding an answer from the engine: the quantity itself, the option that is right, or a state
//! in which a goal holds.
//!
//! A goal is looked for by moving one control through its whole range, then every pair of two. Where
//! the two sides of an equality change order between two stops, the place is closed in on by
//! bisection. The search has a budget: what it did not find within it may still be there.

use super::{
    Condition, Exercise, ExpectedAnswer, Findings, GivenAnswer, Name, ParameterName, Present,
};
use rankscope_params::{Key, Number, Params};

/// Stops on a control's way: every rank of the usual matrix, and a fine grid of real numbers.
const STOPS: usize = 129;
/// Stops where each of them takes a decomposition.
const COSTLY_STOPS: usize = 17;
/// Halvings of the way between two stops: down to the last digit of a slider.
const HALVINGS: usize = 40;

/// What all measurements of a search may cost, in multiplications: about two seconds.
const BUDGET: f64 = 6e9;
/// What one look at a state costs beside them.
const LOOK: f64 = 2e3;

/// Where a goal holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reach {
    /// Here.
    At(Present),
    /// Nowhere.
    Never,
    /// The budget ended first.
    Unknown,
}

/// The right answer for a student whose exercise starts from `prepared`, and the state in which to
/// give it; none when there is none.
pub fn solve(exercise: &Exercise, prepared: &Params) -> Option<(Present, GivenAnswer)> {
    let start = exercise.start(prepared);
    if matches!(exercise.answer, ExpectedAnswer::Goal { .. }) {
        return match reach(exercise, &start) {
            Reach::At(present) => Some((present, GivenAnswer::State)),
            Reach::Never | Reach::Unknown => None,
        };
    }
    // Nothing can be measured: no answer either.
    let measured = exercise.measurement(&start).take(&mut |_| ()).ok()?;
    let context = exercise.context(&start).with_measured(&measured);
    let given = match &exercise.answer {
        ExpectedAnswer::Number { quantity, .. } => GivenAnswer::Number(quantity.value(&context)?),
        ExpectedAnswer::Choice { options, .. } => GivenAnswer::Option(
            options
                .iter()
                .position(|option| option.right_when.holds(&context, 0.0))?,
        ),
        ExpectedAnswer::Goal { .. } => return None,
    };
    Some((start, given))
}

impl Exercise {
    /// What the student can move: parameters, then the exercise's own.
    pub fn movable(&self) -> Vec<Name> {
        let keys = self.controls.visible.iter();
        let keys = keys.map(|ParameterName(key)| Name::Parameter(*key));
        let own = self.controls.own.iter();
        keys.chain(own.map(|control| Name::Own(control.name.clone())))
            .collect()
    }

    /// Values of something movable over its whole way.
    pub fn stops(&self, present: &Present, name: &Name) -> Vec<f64> {
        match name {
            Name::Parameter(key) => stops(&present.params, *key),
            Name::Own(name) => {
                let mut own = self.controls.own.iter();
                let control = own.find(|control| control.name == *name);
                control.map_or_else(Vec::new, |control| control.values.clone())
            }
        }
    }
}

/// Looks for a state in which the goal holds.
pub(super) fn reach(exercise: &Exercise, start: &Present) -> Reach {
    match &exercise.answer {
        ExpectedAnswer::Goal {
            reach, tolerance, ..
        } => reach_of(exercise, start, reach, *tolerance),
        _ => Reach::Never,
    }
}

/// Looks for a state in which a condition holds that is about the readings, the goal or the controls.
pub(super) fn reach_of(
    exercise: &Exercise,
    start: &Present,
    goal: &Condition,
    tolerance: f64,
) -> Reach {
    let mut search = Search {
        exercise,
        goal,
        tolerance,
        found: Findings::default(),
        spent: 0.0,
    };
    let movable = exercise.movable();
    let alone = movable.iter().find_map(|name| search.along(start, name));
    let found = alone.or_else(|| {
        movable.iter().enumerate().find_map(|(index, outer)| {
            let mut stops = exercise.stops(start, outer).into_iter();
            let inner = movable.get(index + 1..).unwrap_or_default();
            stops.find_map(|stop| {
                let moved = exercise.with(start, outer, stop);
                inner.iter().find_map(|name| search.along(&moved, name))
            })
        })
    });
    match found {
        Some(present) => Reach::At(present),
        None if search.spent > BUDGET => Reach::Unknown,
        None => Reach::Never,
    }
}

struct Search<'e> {
    exercise: &'e Exercise,
    goal: &'e Condition,
    tolerance: f64,
    /// What has been measured: α and the ranks alone need nothing new.
    found: Findings,
    /// What has been measured so far, in multiplications.
    spent: f64,
}

impl Search<'_> {
    fn measured(&mut self, present: &Present) -> Option<super::Measured> {
        self.spent += LOOK;
        if self.spent > BUDGET {
            return None;
        }
        let wanted = self.exercise.live_measurement(present);
        if let Some(missing) = self.found.missing(&wanted) {
            self.spent += missing.cost();
            // Where nothing can be measured the goal does not hold.
            let measured = missing.take(&mut |_| ()).ok()?;
            self.found.add(&missing, measured);
        }
        self.found.measured(&wanted)
    }

    fn holds(&mut self, present: &Present) -> bool {
        let (goal, tolerance, exercise) = (self.goal, self.tolerance, self.exercise);
        self.measured(present).is_some_and(|measured| {
            goal.holds(
                &exercise.context(present).with_measured(&measured),
                tolerance,
            )
        })
    }

    fn gaps(&mut self, present: &Present) -> Vec<Option<f64>> {
        let (goal, exercise) = (self.goal, self.exercise);
        self.measured(present).map_or_else(Vec::new, |measured| {
            goal.gaps(&exercise.context(present).with_measured(&measured))
        })
    }

    /// Moves one control through its range.
    fn along(&mut self, start: &Present, name: &Name) -> Option<Present> {
        let stops = self.exercise.stops(start, name);
        let exercise = self.exercise;
        let at = |stop: f64| exercise.with(start, name, stop);
        for stop in &stops {
            if self.holds(&at(*stop)) {
                return Some(at(*stop));
            }
        }
        // The others go from stop to stop, with nothing between.
        let Name::Parameter(key) = name else {
            return None;
        };
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
                if let Some(found) = self.between(start, *key, (low, high), (index, below)) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Closes in on where one comparison's sides change order.
    fn between(
        &mut self,
        start: &Present,
        key: Key,
        (mut low, mut high): (f64, f64),
        (index, below): (usize, f64),
    ) -> Option<Present> {
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let present = self.exercise.with(start, &Name::Parameter(key), middle);
            if self.holds(&present) {
                return Some(present);
            }
            let gap = self.gaps(&present).get(index).copied().flatten()?;
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
