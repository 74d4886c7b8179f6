//! What a teacher should look at again in an exercise that students could solve.
//!
//! Each warning is found by working the exercise out for some students: what is said there, where the
//! controls stop, how much of their way is accepted.

use super::check::ExerciseProblem;
use super::grade::{GivenAnswer, fill};
use super::reach::{Reach, reach};
use super::states::States;
use super::trial::TRIAL_NAMES;
use super::{Exercise, ExpectedAnswer, Name, Present, Student};
use rankscope_params::number;

/// The largest tolerance, as a share of the answer.
const LARGEST_TOLERANCE: f64 = 0.25;
/// The largest share of a slider's stops at which an answer is accepted.
const LARGEST_SHARE: f64 = 0.5;
/// Stops on both sides of a place at which a goal is looked for.
const NEIGHBOURS: usize = 3;
/// How near a number in a hint has to be to what a control or a reading shows: its fourth digit.
const NEAR: f64 = 5e-4;

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

struct Look<'e> {
    exercise: &'e Exercise,
    states: States<'e>,
    found: Vec<ExerciseProblem>,
}

impl Look<'_> {
    fn add(&mut self, place: impl Into<String>, reason: impl Into<String>) {
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

    /// Numbers in hints to which a control or a reading is to be brought and cannot be.
    fn hints(&mut self) {
        let exercise = self.exercise;
        let start = *self.states.start();
        for (index, hint) in exercise.hints.iter().enumerate() {
            let filled = fill(hint, &exercise.context(&start));
            for sentence in sentences(&filled) {
                let place = format!("hints[{index}]");
                if let Some((name, label)) = self.control_in(&sentence)
                    && let Some(number) = number_after(&sentence, &[" to "])
                {
                    let stops = exercise.slider_stops(&start, &name);
                    if !stops.iter().any(|stop| near(*stop, number)) {
                        self.add(place.clone(), format!("{label} does not stop at {number}"));
                    }
                }
                if sentence.contains("reading")
                    && let Some(number) = number_after(&sentence, &[" is ", " shows ", " says "])
                    && !self.is_read(number)
                {
                    self.add(place, format!("no reading ever shows {number}"));
                }
            }
        }
    }

    /// The control that a sentence names.
    fn control_in(&self, sentence: &str) -> Option<(Name, String)> {
        let labelled = |name: Name| {
            let label = match &name {
                Name::Parameter(key) => key.declaration().label.to_owned(),
                Name::Own(own) => {
                    let mut controls = self.exercise.controls.own.iter();
                    controls.find(|control| control.name == *own)?.label.clone()
                }
            };
            Some((name, label))
        };
        let mut labelled = self.exercise.movable().into_iter().filter_map(labelled);
        labelled.find(|(_, label)| sentence.contains(label.as_str()))
    }

    /// Whether some reading shows a number somewhere.
    fn is_read(&mut self, number: f64) -> bool {
        let exercise = self.exercise;
        let start = *self.states.start();
        let mut states = vec![start];
        for name in exercise.movable() {
            let stops = exercise.slider_stops(&start, &name);
            states.extend(stops.iter().map(|stop| exercise.with(&start, &name, *stop)));
        }
        states.iter().any(|at| {
            let shown = self.states.at(at, |context| {
                let mut readings = exercise.readings.iter();
                readings.any(|reading| {
                    let value = reading.value.value(context);
                    value.is_some_and(|value| near(value, number))
                })
            });
            shown == Some(true)
        })
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

/// The sentences of a text. The point of a decimal number ends none.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    for word in text.split_whitespace() {
        if let Some(last) = sentences.last_mut() {
            last.push_str(word);
            last.push(' ');
        }
        if word.ends_with(['.', '?', '!', ';', ':']) {
            sentences.push(String::new());
        }
    }
    sentences
}

fn near(value: f64, number: f64) -> bool {
    (value - number).abs() <= NEAR * number.abs().max(1.0)
}

/// The number that follows one of some words.
fn number_after(sentence: &str, words: &[&str]) -> Option<f64> {
    let after = |word: &&str| sentence.split_once(word).map(|(_, after)| after);
    let after = words.iter().find_map(after)?;
    let first = after.split_whitespace().next()?;
    number::read(first.trim_end_matches(['.', ',', ';', ':', '?', '%']))
}
