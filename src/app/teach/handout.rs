//! An assignment on paper: what is read and asked, lines to write on; the key apart. Figures and readings are
//! in `paper`.

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, ExpectedAnswer, fill};

use super::key::accepted;
use crate::work::Work;

/// Lines to write an answer on.
const LINES: usize = 2;

/// One exercise on paper, with the numbers of a student without a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub title: String,
    /// Markdown.
    pub prompt: String,
    /// The question of the guess, and its options.
    pub guess: Option<(String, Vec<String>)>,
    /// Markdown.
    pub question: String,
    /// The options of the answer.
    pub options: Vec<String>,
    /// Lines to write on.
    pub lines: usize,
}

/// An exercise on paper.
pub fn sheet(exercise: &Exercise) -> Sheet {
    let start = exercise.start(&exercise.unnamed());
    let context = exercise.context(&start);
    let filled = |text: &str| fill(text, &context);
    let guess = exercise.prediction.as_ref().map(|prediction| {
        let options = prediction.options.iter();
        let options = options.map(|option| filled(option)).collect();
        (filled(&prediction.question), options)
    });
    let (options, lines) = match &exercise.answer {
        ExpectedAnswer::Choice { options, .. } => {
            let options = options.iter().map(|option| filled(&option.text)).collect();
            (options, 0)
        }
        ExpectedAnswer::Number { .. } | ExpectedAnswer::Goal { .. } => (Vec::new(), LINES),
    };
    Sheet {
        title: exercise.title.clone(),
        prompt: filled(&exercise.prompt),
        guess,
        question: filled(exercise.answer.question()),
        options,
        lines,
    }
}

/// The job of working out the key.
pub fn key_job(exercises: &[Exercise]) -> Job {
    let texts: Vec<_> = exercises.iter().map(Exercise::to_json).collect();
    Job::RightAnswers(Packed::of(&(String::new(), texts)))
}

/// The key, once the worker has it: each right answer, and what else counts.
pub fn key(exercises: &[Exercise], work: &Work, job: Option<&Job>) -> Option<Vec<String>> {
    let Answer::RightAnswers(packed) = work.answer(job)? else {
        return None;
    };
    let answers = packed.open()?.into_iter().zip(exercises);
    let with_tolerance = |(answer, exercise): (String, &Exercise)| match accepted(exercise) {
        Some(accepted) => format!("{answer} ({accepted})"),
        None => answer,
    };
    Some(answers.map(with_tolerance).collect())
}

#[cfg(test)]
mod tests {
    use rankscope_lesson::course;

    use super::*;

    #[test]
    fn every_exercise_of_the_course_has_a_sheet_without_gaps() {
        for exercise in course::exercises() {
            let (id, sheet) = (&exercise.id, sheet(&exercise));
            let guess = sheet
                .guess
                .iter()
                .flat_map(|(question, options)| std::iter::once(question).chain(options));
            for text in [&sheet.prompt, &sheet.question]
                .into_iter()
                .chain(guess)
                .chain(&sheet.options)
            {
                assert!(
                    !text.contains('{') && !text.contains("undefined"),
                    "{id}: {text}"
                );
            }
            assert!(sheet.lines > 0 || sheet.options.len() > 1, "{id}");
        }
    }
}
