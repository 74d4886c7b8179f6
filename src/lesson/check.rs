//! Whether an exercise is well formed: each problem says where it is and why. Whether it can be solved
//! takes longer to find out: see [`super::trial`].

use std::fmt;

use serde::{Deserialize, Serialize};

use super::grade::placeholders;
use super::recall;
use super::{Chart, Exercise, ExpectedAnswer, Expression, Student, Variation};
use rankscope_params::Params;

/// Bytes of a text of an exercise.
const LONGEST_TEXT: usize = 6000;
/// Bytes of a title, an option or a label.
const LONGEST_LINE: usize = 300;
/// Entries of a list: options, hints, readings, feedback.
const MOST_ENTRIES: usize = 12;
/// Multiplications of all that one exercise measures: about a second of a laptop.
const MOST_WORK: f64 = 1e9;
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
            ("charts", 0, exercise.charts.len()),
        ];
        for (place, least, count) in lists {
            if !(least..=MOST_ENTRIES).contains(&count) {
                self.add(
                    place,
                    format!("{least} to {MOST_ENTRIES} are taken, not {count}"),
                );
            }
        }
        for (index, chart) in exercise.charts.iter().enumerate() {
            let prepared = || exercise.prepared(&Student::default());
            let trainings = || exercise.live_measurement(&prepared()).trainings;
            let shows_nothing = match chart {
                Chart::Training => trainings().runs.is_empty(),
                Chart::Recall => trainings().recalls.is_empty(),
                _ => false,
            };
            let update = prepared().update();
            if *chart == Chart::Recall
                && recall::plans(&trainings().recalls, &update, 1.0).len() > recall::MOST_PLANS
            {
                self.add(
                    format!("charts[{index}]"),
                    format!(
                        "it shows {} numbers of keys at most, and the readings name more",
                        recall::MOST_PLANS
                    ),
                );
            }
            if shows_nothing {
                self.add(
                    format!("charts[{index}]"),
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
        if matches!(exercise.answer, ExpectedAnswer::Goal { .. }) && controls.visible.is_empty() {
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
            for value in &variation.values {
                let (_, notices) = start.with(variation.parameter.0, *value);
                if let Some(notice) = notices.first() {
                    self.add(place.clone(), notice.to_string());
                }
            }
        }
    }

    fn work(&mut self, exercise: &Exercise) {
        let start = exercise.parameters.params();
        // Whatever a student is given: each value alone, and the largest of each together.
        let alone = exercise
            .vary
            .iter()
            .flat_map(|Variation { parameter, values }| {
                let with = |value: &f64| start.with(parameter.0, *value).0;
                values.iter().map(with)
            });
        let largest = exercise.vary.iter().fold(start, |params, vary| {
            let largest = vary
                .values
                .iter()
                .copied()
                .fold(f64::NEG_INFINITY, f64::max);
            params.with(vary.parameter.0, largest).0
        });
        let costs = alone.chain([start, largest]).flat_map(|params| {
            let measurements = [
                exercise.measurement(&params),
                exercise.live_measurement(&params),
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
