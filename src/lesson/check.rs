//! Whether an exercise is well formed: each problem says where it is and why. Whether it can be solved
//! takes longer to find out: see [`super::trial`].

use std::fmt;

use serde::{Deserialize, Serialize};

use super::grade::placeholders;
use super::own::MOST_OWN;
use super::recall;
use super::{Exercise, ExpectedAnswer, Expression, Figure, Name, Student, Variation};
use rankscope_params::Params;

/// Bytes of a text of an exercise.
const LONGEST_TEXT: usize = 6000;
/// Bytes of a title, an option or a label.
const LONGEST_LINE: usize = 300;
/// Entries of a list: options, hints, readings, feedback.
const MOST_ENTRIES: usize = 12;
/// Values of a control of the exercise's own.
const MOST_STOPS: usize = 40;
/// Multiplications of all that one exercise measures at once: about two seconds of a laptop.
const MOST_WORK: f64 = 6e9;
/// Something about an exercise that cannot stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseProblem {
    /// The field, as in the file: `answer.options[1].text`.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for ExerciseProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// What is wrong with an exercise before it is tried out.
pub(super) fn malformed(exercise: &Exercise) -> Vec<ExerciseProblem> {
    let mut found = ProblemList(Vec::new());
    found.texts(exercise);
    found.lists(exercise);
    found.variations(exercise);
    found.own(exercise);
    found.names(exercise);
    found.work(exercise);
    found.0
}

struct ProblemList(Vec<ExerciseProblem>);

impl ProblemList {
    fn add(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.0.push(ExerciseProblem {
            place: place.into(),
            reason: reason.into(),
        });
    }

    fn line(&mut self, place: impl Into<String>, text: &str) {
        if text.trim().is_empty() {
            self.add(place, "it is empty");
        } else if text.len() > LONGEST_LINE {
            self.add(place, format!("it is longer than {LONGEST_LINE} bytes"));
        }
    }

    /// A line in which expressions of parameters may stand.
    fn filled_line(&mut self, place: impl Into<String>, text: &str) {
        let place = place.into();
        self.line(place.clone(), text);
        self.placeholders(&place, text, false);
    }

    /// A text in which expressions may stand; with `results`, those of results too.
    fn text(&mut self, place: impl Into<String>, text: &str, results: bool) {
        let place = place.into();
        if text.trim().is_empty() {
            self.add(place.clone(), "it is empty");
        }
        if text.len() > LONGEST_TEXT {
            self.add(
                place.clone(),
                format!("it is longer than {LONGEST_TEXT} bytes"),
            );
        }
        self.placeholders(&place, text, results);
    }

    fn placeholders(&mut self, place: &str, text: &str, results: bool) {
        for part in placeholders(text) {
            match Expression::read(part) {
                Err(error) => self.add(place, error.to_string()),
                Ok(read) if !results && (read.needs_results() || read.names_answer()) => {
                    let reason = format!(
                        "“{part}” gives the answer away: before it, only parameters and scales can be named"
                    );
                    self.add(place, reason);
                }
                Ok(_) => {}
            }
        }
    }

    fn texts(&mut self, exercise: &Exercise) {
        self.line("title", &exercise.title);
        self.text("prompt", &exercise.prompt, false);
        self.text("explanation", &exercise.explanation, true);
        if let Some(worked) = &exercise.worked {
            self.text("worked", worked, true);
        }
        self.text("answer.question", exercise.answer.question(), false);
        for (index, hint) in exercise.hints.iter().enumerate() {
            self.text(format!("hints[{index}]"), hint, false);
        }
        for (index, said) in exercise.feedback.iter().enumerate() {
            self.text(format!("feedback[{index}].say"), &said.say, true);
        }
        for (index, reading) in exercise.readings.iter().enumerate() {
            self.line(format!("readings[{index}].label"), &reading.label);
        }
        if let Some(prediction) = &exercise.prediction {
            self.text("prediction.question", &prediction.question, false);
            for (index, option) in prediction.options.iter().enumerate() {
                self.filled_line(format!("prediction.options[{index}]"), option);
            }
        }
        if let ExpectedAnswer::Choice { options, .. } = &exercise.answer {
            for (index, option) in options.iter().enumerate() {
                self.filled_line(format!("answer.options[{index}].text"), &option.text);
                if let Some(feedback) = &option.feedback {
                    self.text(format!("answer.options[{index}].feedback"), feedback, true);
                }
            }
        }
    }

    fn lists(&mut self, exercise: &Exercise) {
        let options = match &exercise.answer {
            ExpectedAnswer::Choice { options, .. } => options.len(),
            ExpectedAnswer::Number { .. } | ExpectedAnswer::Goal { .. } => 2,
        };
        let guesses = exercise.prediction.as_ref();
        let lists = [
            ("answer.options", 2, options),
            (
                "prediction.options",
                2,
                guesses.map_or(2, |guess| guess.options.len()),
            ),
            ("hints", 0, exercise.hints.len()),
            ("feedback", 0, exercise.feedback.len()),
            ("readings", 0, exercise.readings.len()),
            ("vary", 0, exercise.vary.len()),
            ("figures", 0, exercise.figures.len()),
            ("claims", 0, exercise.claims.len()),
        ];
        for (place, least, count) in lists {
            if !(least..=MOST_ENTRIES).contains(&count) {
                self.add(
                    place,
                    format!("{least} to {MOST_ENTRIES} are taken, not {count}"),
                );
            }
        }
        for (index, figure) in exercise.figures.iter().enumerate() {
            let start = exercise.start(&exercise.prepared(&Student::default()));
            let trainings = || exercise.live_measurement(&start).trainings;
            let shows_nothing = match figure {
                Figure::Training { .. } => trainings().runs.is_empty(),
                Figure::Recall => trainings().recalls.is_empty(),
                _ => false,
            };
            let update = start.params.update();
            if *figure == Figure::Recall
                && recall::plans(&trainings().recalls, &update).len() > recall::MOST_PLANS
            {
                self.add(
                    format!("figures[{index}]"),
                    format!(
                        "it shows {} numbers of keys at most, and the readings name more",
                        recall::MOST_PLANS
                    ),
                );
            }
            if shows_nothing {
                self.add(
                    format!("figures[{index}]"),
                    "it shows what the readings have trained, and they name nothing of it",
                );
            }
        }
        let tolerance = exercise.answer.tolerance();
        if !(tolerance.is_finite() && tolerance >= 0.0) {
            self.add("answer.tolerance", "it is no number from 0 on");
        }
        let controls = &exercise.controls;
        for (index, control) in controls.visible.iter().enumerate() {
            let mut earlier = controls.visible.iter().take(index);
            if controls.locked.contains(control) || earlier.any(|other| other == control) {
                let name = control.0.declaration().name;
                self.add("controls", format!("{name} stands there twice"));
            }
        }
        if matches!(exercise.answer, ExpectedAnswer::Goal { .. }) && exercise.movable().is_empty() {
            self.add("controls.visible", "a goal needs something to move");
        }
        let named = exercise
            .conditions()
            .iter()
            .any(|condition| condition.names_answer());
        if named && !matches!(exercise.answer, ExpectedAnswer::Number { .. }) {
            self.add(
                "feedback",
                "“answer” is a number, which is not what is asked for",
            );
        }
    }

    fn variations(&mut self, exercise: &Exercise) {
        for (index, variation) in exercise.vary.iter().enumerate() {
            let place = format!("vary[{index}].values");
            if !(1..=MOST_ENTRIES).contains(&variation.values.len()) {
                self.add(place, format!("1 to {MOST_ENTRIES} are taken"));
                continue;
            }
            let start = exercise.prepared(&Student::default());
            let Name::Parameter(key) = variation.parameter else {
                continue;
            };
            for value in &variation.values {
                let (_, notices) = start.with(key, *value);
                if let Some(notice) = notices.first() {
                    self.add(place.clone(), notice.to_string());
                }
            }
        }
    }

    /// The exercise's own names and controls.
    fn own(&mut self, exercise: &Exercise) {
        let names: Vec<_> = exercise.own_names().collect();
        if names.len() > MOST_OWN {
            self.add(
                "controls.own",
                format!("at most {MOST_OWN} names of its own are taken"),
            );
        }
        for (index, control) in exercise.controls.own.iter().enumerate() {
            let place = format!("controls.own[{index}]");
            self.line(format!("{place}.label"), &control.label);
            let name = control.name.as_str();
            if names.iter().filter(|other| **other == name).count() > 1 {
                self.add(
                    format!("{place}.name"),
                    format!("{name} stands there twice"),
                );
            }
            let count = control.values.len();
            if !(2..=MOST_STOPS).contains(&count) {
                self.add(
                    format!("{place}.values"),
                    format!("2 to {MOST_STOPS} are taken, not {count}"),
                );
            }
            if !control.texts.is_empty() && control.texts.len() != count {
                self.add(
                    format!("{place}.texts"),
                    format!("there is one for each of the {count} values, or none"),
                );
            }
            let start = control.starts_at();
            if !control.values.contains(&start) {
                self.add(format!("{place}.start"), "it is none of the values");
            }
        }
    }

    /// Whether every name in an expression is known.
    fn names(&mut self, exercise: &Exercise) {
        let known: Vec<_> = exercise.own_names().collect();
        for (place, names) in exercise.places_of_names() {
            for (name, meant) in names {
                if !known.contains(&name.as_str()) {
                    self.add(
                        place.clone(),
                        format!(
                            "“{name}” is no name here: {meant} is expected, or a name of the exercise's own"
                        ),
                    );
                }
            }
        }
    }

    fn work(&mut self, exercise: &Exercise) {
        let start = exercise.start(&exercise.parameters.params());
        // Whatever a student is given: each value alone, and the largest of each together.
        let varied = exercise.vary.iter();
        let alone = varied.flat_map(|Variation { parameter, values }| {
            let with = |value: &f64| exercise.with(&start, parameter, *value);
            values.iter().map(with).collect::<Vec<_>>()
        });
        let largest = exercise.vary.iter().fold(start, |present, vary| {
            let largest = vary
                .values
                .iter()
                .copied()
                .fold(f64::NEG_INFINITY, f64::max);
            exercise.with(&present, &vary.parameter, largest)
        });
        let costs = alone.chain([start, largest]).flat_map(|present| {
            let measurements = [
                exercise.measurement(&present),
                exercise.live_measurement(&present),
            ];
            measurements.map(|measurement| measurement.cost())
        });
        if costs.fold(0.0, f64::max) > MOST_WORK {
            let reason = "what it needs takes too long: a smaller matrix, fewer training runs, smaller ranks or fewer steps";
            self.add("parameters", reason);
        }
    }
}

impl Exercise {
    /// The parameters it starts from when nobody has said a name.
    pub fn unnamed(&self) -> Params {
        self.prepared(&Student::default())
    }
}
