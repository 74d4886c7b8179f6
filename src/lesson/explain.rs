//! An exercise solved for a student, to be shown: the answer, the explanation, the guess that comes true.

use serde::{Deserialize, Serialize};

use super::trial::right_answer;
use super::{AnswerVerdict, Exercise, Present, Student, grade, solve};

/// A solved exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// What is right, in words.
    pub answer: String,
    /// The explanation with its numbers, Markdown.
    pub text: String,
    /// The guess that turns out right, by its index; none where the exercise does not say.
    pub guess: Option<usize>,
    /// Where it is solved.
    pub present: Present,
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
        Some(Self {
            answer: right_answer(exercise, student),
            text,
            guess,
            present,
        })
    }
}
