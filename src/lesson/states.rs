//! The states that a student can bring an exercise into with its controls, measured as far as it takes
//! to mark an answer there and to see whether the explanation holds.

use super::grade::GivenAnswer;
use super::measure::{EvalContext, Measured};
use super::{Exercise, ExpectedAnswer, Findings, Name, Present, Student};
use rankscope_params::{Key, Params};

/// Stops of one slider that are looked at, when it is the only one.
const STOPS_ALONE: usize = 65;
/// Stops of each of several.
const STOPS_TOGETHER: usize = 13;
/// States of several sliders together.
const MOST_STATES: usize = 400;

/// One student's exercise, and everything that has been measured for it.
#[derive(Debug)]
pub struct States<'e> {
    exercise: &'e Exercise,
    start: Present,
    found: Findings,
}

impl<'e> States<'e> {
    /// Those of a student.
    pub fn new(exercise: &'e Exercise, student: &Student) -> Self {
        Self {
            exercise,
            start: exercise.start(&exercise.prepared(student)),
            found: Findings::default(),
        }
    }

    /// Where the student begins.
    pub const fn start(&self) -> &Present {
        &self.start
    }

    /// Everything that an answer, its feedback, the claims and the readings need at a state; none where
    /// it cannot be measured.
    pub fn measured(&mut self, at: &Present) -> Option<Measured> {
        let mut wanted = self.exercise.measurement(at);
        wanted
            .trainings
            .merge(self.exercise.claims_measurement(at).trainings);
        wanted
            .trainings
            .merge(self.exercise.live_measurement(at).trainings);
        if let Some(missing) = self.found.missing(&wanted) {
            // What cannot be measured has no state.
            let measured = missing.take(&mut |_| ()).ok()?;
            self.found.add(&missing, measured);
        }
        self.found.measured(&wanted)
    }

    /// Where an answer can be marked: for a goal, a dense sample of what the controls reach.
    pub fn all(&self) -> Vec<Present> {
        if !matches!(self.exercise.answer, ExpectedAnswer::Goal { .. }) {
            return vec![self.start];
        }
        let movable = self.exercise.movable();
        let most = if movable.len() == 1 {
            STOPS_ALONE
        } else {
            STOPS_TOGETHER
        };
        let mut states = vec![self.start];
        for name in &movable {
            let stops = thinned(self.exercise.slider_stops(&self.start, name), most);
            let moved = states.iter().flat_map(|state| {
                let at = |stop: &f64| self.exercise.with(state, name, *stop);
                stops.iter().map(at).collect::<Vec<_>>()
            });
            states = moved.take(MOST_STATES).collect();
        }
        states
    }

    /// The states in which the right answer is accepted.
    pub fn accepted(&mut self) -> Vec<Present> {
        let exercise = self.exercise;
        let ExpectedAnswer::Goal {
            reach, tolerance, ..
        } = &exercise.answer
        else {
            return vec![self.start];
        };
        let mut states = self.all();
        states.retain(|at| {
            let measured = self.measured(at);
            measured.is_some_and(|measured| {
                reach.holds(&exercise.context(at).with_measured(&measured), *tolerance)
            })
        });
        states
    }

    /// The claims that do not hold at a state in which the answer is accepted, by their places, with
    /// that state.
    pub fn broken_claims(&mut self) -> Vec<(usize, Present)> {
        let exercise = self.exercise;
        let tolerance = exercise.answer.tolerance();
        let mut broken = Vec::new();
        for at in self.accepted() {
            let measured = self.measured(&at);
            let context = exercise.context(&at);
            for (index, claim) in exercise.claims.iter().enumerate() {
                let holds = measured.as_ref().is_some_and(|measured| {
                    claim.holds(&context.with_measured(measured), tolerance)
                });
                if !holds && !broken.iter().any(|(old, _)| *old == index) {
                    broken.push((index, at));
                }
            }
        }
        broken
    }

    /// The right answer as it is given; none where there is none.
    pub(super) fn right(&mut self) -> Option<GivenAnswer> {
        let start = self.start;
        let measured = self.measured(&start)?;
        let context = self.exercise.context(&start).with_measured(&measured);
        match &self.exercise.answer {
            ExpectedAnswer::Number { quantity, .. } => {
                quantity.value(&context).map(GivenAnswer::Number)
            }
            ExpectedAnswer::Choice { options, .. } => options
                .iter()
                .position(|option| option.right_when.holds(&context, 0.0))
                .map(GivenAnswer::Option),
            ExpectedAnswer::Goal { .. } => Some(GivenAnswer::State),
        }
    }

    /// Something worked out at a state.
    pub(super) fn at<T>(
        &mut self,
        at: &Present,
        of: impl FnOnce(&EvalContext<'_>) -> T,
    ) -> Option<T> {
        let measured = self.measured(at)?;
        let context = self.exercise.context(at);
        Some(of(&context.with_measured(&measured)))
    }
}

impl Exercise {
    /// Every place where something movable stops.
    pub fn slider_stops(&self, present: &Present, name: &Name) -> Vec<f64> {
        match name {
            Name::Parameter(key) => slider_stops(&present.params, *key),
            Name::Own(_) => self.stops(present, name),
        }
    }
}

/// Where the page's slider of a parameter stops.
fn slider_stops(params: &Params, key: Key) -> Vec<f64> {
    let row = key.numeric();
    let (first, last) = (
        row.position(row.smallest),
        row.position(params.largest(key)),
    );
    let count = ((last - first) / row.step + WHOLE).floor().max(0.0) as usize;
    let at = |stop: usize| {
        let position = first + stop as f64 * row.step;
        row.nearest(row.value_at(position), params.max_rank())
    };
    (0..=count.min(MOST_STOPS)).map(at).collect()
}

/// What the rounding of a slider's way may take away.
const WHOLE: f64 = 1e-6;
/// Stops of a slider that are counted.
const MOST_STOPS: usize = 10_000;

/// At most so many of some values, the first and the last among them.
fn thinned(values: Vec<f64>, most: usize) -> Vec<f64> {
    let count = values.len();
    if count <= most {
        return values;
    }
    let place = |index: usize| index * (count - 1) / (most - 1);
    let picked = (0..most).filter_map(|index| values.get(place(index)));
    picked.copied().collect()
}
