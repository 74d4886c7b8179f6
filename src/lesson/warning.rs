//! What a teacher should look at again in an exercise that students could solve.
//!
//! Each warning is found by working the exercise out for some students: what is said there, where the
//! controls stop, how much of their way is accepted.

use super::check::ExerciseProblem;
use super::grade::GivenAnswer;
use super::reach::{Reach, reach};
use super::states::States;
use super::trial::TRIAL_NAMES;
use super::{Exercise, ExpectedAnswer, Present, Student};

/// The largest tolerance, as a share of the answer.
const LARGEST_TOLERANCE: f64 = 0.25;
/// The largest share of a slider's stops at which an answer is accepted.
const LARGEST_SHARE: f64 = 0.5;
/// Stops on both sides of a place at which a goal is looked for.
const NEIGHBOURS: usize = 3;

/// What is worth another look, each once; the exercise has to be sound.
pub fn warnings(exercise: &Exercise) -> Vec<ExerciseProblem> {
    let mut found: Vec<ExerciseProblem> = Vec::new();
    let mut unsaid: Option<Vec<usize>> = None;
    for name in TRIAL_NAMES {
        let mut look = Look {
            exercise,
            states: States::new(exercise, &Student::new(name)),
            found: Vec::new(),
        };
        look.tolerance();
        look.shown_answer();
        look.feedback_of_the_right_answer();
        look.hints();
        look.typed_goal();
        let here = look.unsaid();
        unsaid = Some(match unsaid {
            None => here,
            Some(before) => before
                .into_iter()
                .filter(|index| here.contains(index))
                .collect(),
        });
        for new in look.found {
            if !found.iter().any(|old| old.place == new.place) {
                found.push(new);
            }
        }
    }
    for index in unsaid.unwrap_or_default() {
        found.push(ExerciseProblem {
            place: format!("feedback[{index}]"),
            reason: "it is never said: no wrong answer earns it, or an earlier one takes it"
                .to_owned(),
        });
    }
    found
}

pub(super) struct Look<'e> {
    pub(super) exercise: &'e Exercise,
    pub(super) states: States<'e>,
    found: Vec<ExerciseProblem>,
}

impl Look<'_> {
    pub(super) fn add(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.found.push(ExerciseProblem {
            place: place.into(),
            reason: reason.into(),
        });
    }

    fn number(&mut self) -> Option<f64> {
        match self.states.right() {
            Some(GivenAnswer::Number(right)) => Some(right),
            _ => None,
        }
    }

    /// A tolerance that accepts too much.
    fn tolerance(&mut self) {
        let tolerance = self.exercise.answer.tolerance();
        if let Some(right) = self.number() {
            if right != 0.0 && tolerance > LARGEST_TOLERANCE * right.abs() {
                self.add(
                    "answer.tolerance",
                    "it accepts numbers that are more than a quarter off",
                );
            }
            return;
        }
        if !matches!(self.exercise.answer, ExpectedAnswer::Goal { .. }) {
            return;
        }
        let (accepted, all) = (self.states.accepted().len(), self.states.all().len());
        if accepted as f64 > LARGEST_SHARE * all as f64 {
            self.add(
                "answer.reach",
                "it is reached at more than half of the stops of the controls",
            );
        }
    }

    /// A reading, or the control that is dragged, which shows the answer before anything is moved.
    fn shown_answer(&mut self) {
        let exercise = self.exercise;
        let tolerance = exercise.answer.tolerance();
        let start = *self.states.start();
        let Some(right) = self.number() else { return };
        for (index, reading) in exercise.readings.iter().enumerate() {
            let shown = self
                .states
                .at(&start, |context| reading.value.value(context));
            let near = |shown: f64| (shown - right).abs() <= tolerance;
            if shown.flatten().is_some_and(near) {
                self.add(
                    format!("readings[{index}]"),
                    "it shows the answer before anything is moved",
                );
            }
        }
        let ExpectedAnswer::Number { drag, .. } = &exercise.answer else {
            return;
        };
        let dragged = drag
            .as_ref()
            .and_then(|name| exercise.value_of(name, &start));
        if dragged.is_some_and(|at| (at - right).abs() <= tolerance) {
            self.add(
                "answer.drag",
                "it stands at the answer before it is dragged",
            );
        }
    }

    /// Feedback to a wrong answer that holds for the right one.
    fn feedback_of_the_right_answer(&mut self) {
        let exercise = self.exercise;
        let tolerance = exercise.answer.tolerance();
        if matches!(exercise.answer, ExpectedAnswer::Choice { .. }) {
            return;
        }
        let right = self.number();
        for at in self.states.accepted() {
            for (index, said) in exercise.feedback.iter().enumerate() {
                let holds = self.states.at(&at, |context| {
                    let context = right.map_or(*context, |right| context.with_answer(right));
                    said.when.holds(&context, tolerance)
                });
                if holds == Some(true) {
                    self.add(
                        format!("feedback[{index}].when"),
                        "it holds for the right answer too",
                    );
                }
            }
        }
    }

    /// Pieces of feedback that no wrong answer earns.
    fn unsaid(&mut self) -> Vec<usize> {
        let exercise = self.exercise;
        let tolerance = exercise.answer.tolerance();
        let mut said = vec![false; exercise.feedback.len()];
        let right = self.number();
        for at in self.states.all() {
            let candidates = match right {
                Some(right) => self.candidates(&at, right),
                None => vec![None],
            };
            for candidate in candidates {
                let first = self.states.at(&at, |context| {
                    let context = candidate.map_or(*context, |answer| context.with_answer(answer));
                    let accepted = match &exercise.answer {
                        ExpectedAnswer::Goal { reach, .. } => reach.holds(&context, tolerance),
                        _ => right
                            .zip(candidate)
                            .is_some_and(|(right, given)| (right - given).abs() <= tolerance),
                    };
                    let mut feedback = exercise.feedback.iter();
                    let holds = feedback.position(|said| said.when.holds(&context, tolerance));
                    holds.filter(|_| !accepted)
                });
                if let Some(slot) = first.flatten().and_then(|first| said.get_mut(first)) {
                    *slot = true;
                }
            }
        }
        let unsaid = said.iter().enumerate().filter(|(_, said)| !**said);
        unsaid.map(|(index, _)| index).collect()
    }

    /// Numbers that may earn feedback: where its comparisons change, both sides of it, and far away.
    fn candidates(&mut self, at: &Present, right: f64) -> Vec<Option<f64>> {
        let exercise = self.exercise;
        let step = 2.0 * exercise.answer.tolerance() + 1.0;
        let gaps = self.states.at(at, |context| {
            let gaps = |answer: f64| {
                let context = context.with_answer(answer);
                let feedback = exercise.feedback.iter();
                feedback
                    .flat_map(|said| said.when.gaps(&context))
                    .collect::<Vec<_>>()
            };
            gaps(0.0).into_iter().zip(gaps(1.0)).collect::<Vec<_>>()
        });
        let root = |sides: (Option<f64>, Option<f64>)| {
            let (at_0, at_1) = (sides.0?, sides.1?);
            let root = at_0 / (at_0 - at_1);
            root.is_finite().then_some(root)
        };
        let roots = gaps.unwrap_or_default().into_iter().filter_map(root);
        let far = [-1e6, 0.0, 1.0, right, right * 2.0, right / 2.0, 1e6];
        let near = |number: f64| [number, number - step, number + step].map(Some);
        roots.chain(far).flat_map(near).collect()
    }

    /// A goal that no stop of the sliders reaches.
    fn typed_goal(&mut self) {
        let exercise = self.exercise;
        let ExpectedAnswer::Goal {
            reach: goal,
            tolerance,
            ..
        } = &exercise.answer
        else {
            return;
        };
        let start = *self.states.start();
        let Reach::At(there) = reach(exercise, &start) else {
            return;
        };
        let mut stopped = vec![there];
        for name in exercise.movable() {
            let Some(value) = exercise.value_of(&name, &there) else {
                continue;
            };
            let stops = exercise.slider_stops(&start, &name);
            let above = stops
                .iter()
                .position(|stop| *stop >= value)
                .unwrap_or(stops.len());
            let from = above.saturating_sub(NEIGHBOURS);
            let nearby = stops.iter().skip(from).take(2 * NEIGHBOURS);
            let moved = stopped.iter().flat_map(|at| {
                let stops = nearby.clone();
                stops
                    .map(|stop| exercise.with(at, &name, *stop))
                    .collect::<Vec<_>>()
            });
            stopped = moved.collect();
        }
        let reached = stopped.iter().any(|at| {
            self.states
                .at(at, |context| goal.holds(context, *tolerance))
                == Some(true)
        });
        if !reached {
            self.add(
                "answer.reach",
                "no stop of the controls reaches it: it has to be typed",
            );
        }
    }
}
