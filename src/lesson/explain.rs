//! An exercise solved for a student, to be shown: the answer, the explanation, the guess that comes true.

use serde::{Deserialize, Serialize};

use super::reach::{Reach, reach_of};
use super::trial::right_answer;
use super::{
    AnswerVerdict, Condition, Exercise, ExpectedAnswer, GivenAnswer, Name, OwnValues, Present,
    StartParams, Student, grade, solve,
};
use rankscope_params::query::{self, Link};

/// A solved exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// What is right, in words.
    pub answer: String,
    /// The explanation with its numbers, Markdown.
    pub text: String,
    /// The guess that turns out right, by its index; none where the exercise does not say.
    pub guess: Option<usize>,
    /// The number that is right, where one is asked for.
    pub number: Option<f64>,
    /// The parameters of the state that shows it.
    params: StartParams,
    /// The exercise's own values there.
    own: OwnValues,
}

impl Explained {
    /// Solves an exercise for a student, which takes up to some seconds; none where no answer is found.
    pub fn new(exercise: &Exercise, student: &Student) -> Option<Self> {
        let prepared = exercise.prepared(student);
        let (present, given) = solve(exercise, &prepared)?;
        // What cannot be measured has no explanation either.
        let measured = exercise.measurement(&present).take(&mut |_| ()).ok()?;
        let context = exercise.context(&present).with_measured(&measured);
        let AnswerVerdict::Right(text) = grade(exercise, given, &context) else {
            return None;
        };
        let start = exercise.start(&prepared);
        let guess = if start == present {
            exercise.right_guess(&context)
        } else {
            let measured = exercise.measurement(&start).take(&mut |_| ()).ok()?;
            exercise.right_guess(&exercise.context(&start).with_measured(&measured))
        };
        let number = match given {
            GivenAnswer::Number(number) => Some(number),
            GivenAnswer::Option(_) | GivenAnswer::State => None,
        };
        let shown = number.and_then(|number| showing(exercise, &present, number));
        let present = shown.unwrap_or(present);
        let link = Link {
            params: present.params,
            ..Link::default()
        };
        Some(Self {
            // The query of parameters in their range is one.
            params: StartParams::try_from(query::write(&link)).ok()?,
            own: present.own,
            answer: right_answer(exercise, student),
            text,
            guess,
            number,
        })
    }

    /// Where it is solved; of a number, a state that shows it: where the control that is the answer stands at it, or
    /// a reading says it. The start where there is none.
    pub fn present(&self) -> Present {
        Present {
            params: self.params.params(),
            own: self.own,
        }
    }
}

/// A state that shows the right number; none where a short search finds none.
fn showing(exercise: &Exercise, start: &Present, number: f64) -> Option<Present> {
    let ExpectedAnswer::Number { drag, quantity, .. } = &exercise.answer else {
        return None;
    };
    if let Some(name) = drag {
        let movable = exercise.movable().contains(name);
        return movable.then(|| exercise.with(start, name, number));
    }
    // The quantity itself as a reading, at one stop of a control, rather than a reading that is as large.
    let quantity = String::from(quantity.clone());
    for name in exercise.movable() {
        let Name::Own(own) = &name else { continue };
        for stop in exercise.stops(start, &name) {
            let mut readings = exercise.readings.iter();
            let is_it = readings.any(|reading| {
                let text = String::from(reading.value.clone());
                with_number(&text, own.as_str(), stop) == quantity
            });
            if is_it {
                return Some(exercise.with(start, &name, stop));
            }
        }
    }
    let mut readings = exercise.readings.iter();
    readings.find_map(|reading| {
        let condition = format!("{} = {number}", String::from(reading.value.clone()));
        // A reading that is too long for a condition is not looked at.
        let condition = Condition::read(&condition).ok()?;
        match reach_of(exercise, start, &condition, 0.0) {
            Reach::At(present) => Some(present),
            Reach::Never | Reach::Unknown => None,
        }
    })
}

/// A formula with a number in place of a name.
fn with_number(formula: &str, name: &str, number: f64) -> String {
    let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut written = String::new();
    let mut word = String::new();
    // What ends the last word.
    for letter in formula.chars().map(Some).chain([None]) {
        if let Some(letter) = letter.filter(|letter| part(*letter)) {
            word.push(letter);
            continue;
        }
        if word == name {
            written += &number.to_string();
        } else {
            written += &word;
        }
        word.clear();
        written.extend(letter);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course;

    #[test]
    fn every_exercise_of_the_course_is_explained_where_it_is_solved() {
        for exercise in course::exercises() {
            let student = Student::new("Ada");
            let explained = Explained::new(&exercise, &student).unwrap();
            let (solved, given) = solve(&exercise, &exercise.prepared(&student)).unwrap();
            if let GivenAnswer::Number(number) = given {
                assert_eq!(explained.number, Some(number), "{}", exercise.id);
            } else {
                assert_eq!(explained.present(), solved, "{}", exercise.id);
            }
            assert!(!explained.text.contains("undefined"), "{}", explained.text);
            let guesses = exercise
                .prediction
                .map_or(0, |guess| guess.right_when.len());
            assert_eq!(explained.guess.is_some(), guesses > 0, "{}", exercise.id);
        }
    }

    #[test]
    fn a_number_is_shown_where_its_control_or_a_reading_says_it() {
        let state = |id: &str, control: &str| {
            let mut exercises = course::exercises().into_iter();
            let exercise = exercises
                .find(|exercise| exercise.id.as_str() == id)
                .unwrap();
            let explained = Explained::new(&exercise, &Student::default()).unwrap();
            let present = explained.present();
            let own = exercise.own_value(control, &present.own);
            (explained.number.unwrap(), own, present.params)
        };
        let (number, _, params) = state("the-elbow", "");
        assert_eq!(params.get(rankscope_params::Key::RankLow), number);
        assert_eq!(state("cut-or-trained", "r").1, Some(8.0));
        let (_, recipe, _) = state("alpha-two-r", "recipe");
        let (_, optimizer, _) = state("alpha-two-r", "opt");
        assert_eq!((recipe, optimizer), (Some(1.0), Some(0.0)));
        assert_eq!(with_number("r_low + r/(2*r)", "r", 8.0), "r_low + 8/(2*8)");
    }
}
