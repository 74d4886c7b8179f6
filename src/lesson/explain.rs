//! An exercise solved for a student, to be shown: the answer, the explanation, the guess that comes true.

use serde::{Deserialize, Serialize};

use super::trial::right_answer;
use super::{AnswerVerdict, Exercise, OwnValues, Present, StartParams, Student, grade, solve};
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
    /// The parameters where it is solved.
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
        })
    }

    /// Where it is solved.
    pub fn present(&self) -> Present {
        Present {
            params: self.params.params(),
            own: self.own,
        }
    }
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
            let solved = solve(&exercise, &exercise.prepared(&student)).unwrap();
            assert_eq!(explained.present(), solved.0, "{}", exercise.id);
            assert!(!explained.text.contains("undefined"), "{}", explained.text);
            let guesses = exercise
                .prediction
                .map_or(0, |guess| guess.right_when.len());
            assert_eq!(explained.guess.is_some(), guesses > 0, "{}", exercise.id);
        }
    }
}
