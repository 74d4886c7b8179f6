//! What a teacher is told of one student's exercise beside the summary: which guess comes true with this student's
//! numbers, and which number is right.

use serde::{Deserialize, Serialize};

use super::measure::Trainings;
use super::{Exercise, ExerciseId, ExpectedAnswer, Student};

/// What is right in one exercise for one student.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The exercise.
    pub id: ExerciseId,
    /// The guess that comes true, by its index; none where the exercise does not say.
    pub guess: Option<usize>,
    /// The number that is right; none where none is asked for.
    pub number: Option<f64>,
}

/// What is right in each exercise for a student: as [`super::right_answers`], without looking for the states of
/// goals, which takes longest. `on_progress` is called with the share done, 0 to 1.
pub fn judge(
    exercises: &[Exercise],
    student: &Student,
    on_progress: &mut dyn FnMut(f64),
) -> Vec<Judged> {
    let count = exercises.len() as f64;
    let judged = exercises.iter().enumerate().map(|(index, exercise)| {
        on_progress(index as f64 / count);
        one(exercise, student)
    });
    judged.collect()
}

fn one(exercise: &Exercise, student: &Student) -> Judged {
    let start = exercise.start(&exercise.prepared(student));
    let context = exercise.context(&start);
    let mut trainings = Trainings::default();
    let guesses = exercise.prediction.iter();
    for condition in guesses.flat_map(|guess| &guess.right_when) {
        condition.trainings(&context, &mut trainings);
    }
    let quantity = match &exercise.answer {
        ExpectedAnswer::Number { quantity, .. } => Some(quantity),
        ExpectedAnswer::Choice { .. } | ExpectedAnswer::Goal { .. } => None,
    };
    if let Some(quantity) = quantity {
        quantity.trainings(&context, &mut trainings);
    }
    // What cannot be measured has no right answer.
    let measured = Exercise::measure(&start, trainings).take(&mut |_| ()).ok();
    let context = measured
        .as_ref()
        .map_or(context, |measured| context.with_measured(measured));
    Judged {
        id: exercise.id.clone(),
        guess: exercise.right_guess(&context),
        number: quantity.and_then(|quantity| quantity.value(&context)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Explained, course};

    #[test]
    fn what_is_judged_is_what_solving_finds() {
        let student = Student::new("Ada");
        let exercises: Vec<_> = course::exercises()
            .into_iter()
            .filter(|exercise| matches!(exercise.answer, ExpectedAnswer::Number { .. }))
            .collect();
        let judged = judge(&exercises, &student, &mut |_| ());
        assert!(!judged.is_empty());
        for (exercise, judged) in exercises.iter().zip(judged) {
            let explained = Explained::new(exercise, &student).unwrap();
            assert_eq!(judged.id, exercise.id);
            assert_eq!(judged.guess, explained.guess, "{}", exercise.id);
            assert_eq!(judged.number, explained.number, "{}", exercise.id);
        }
    }
}
