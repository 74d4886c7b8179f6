//! An assignment on paper: what is read and asked, empty charts, lines to write on; the key apart.

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, ExpectedAnswer, Figure, fill};

use crate::work::Work;

/// Lines to write an answer on.
const LINES: usize = 2;

/// One exercise on paper, with the numbers of a student without a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub title: String,
    /// Markdown.
    pub prompt: String,
    pub charts: Vec<EmptyChart>,
    /// The question of the guess, and its options.
    pub guess: Option<(String, Vec<String>)>,
    /// Markdown.
    pub question: String,
    /// The options of the answer.
    pub options: Vec<String>,
    /// Lines to write on.
    pub lines: usize,
}

/// Axes to draw into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmptyChart {
    pub x: String,
    pub y: String,
}

/// The exercises on paper.
pub fn sheets(exercises: &[Exercise]) -> Vec<Sheet> {
    exercises.iter().map(sheet).collect()
}

fn sheet(exercise: &Exercise) -> Sheet {
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
        charts: exercise.figures.iter().filter_map(empty).collect(),
        guess,
        question: filled(exercise.answer.question()),
        options,
        lines,
    }
}

/// The axes of a figure; none where it has no axes to draw into.
fn empty(figure: &Figure) -> Option<EmptyChart> {
    let (x, y) = match figure {
        Figure::Spectrum(_) => ("direction", "singular value"),
        Figure::Variance(_) => ("rank r", "energy kept"),
        Figure::Scaling(_) => ("rank r", "scale"),
        Figure::Error(_) => ("rank r", "error"),
        Figure::Training { .. } => ("step", "error"),
        Figure::Adapters => ("direction", "relative singular value"),
        Figure::ScaleError { .. } => ("scale", "error"),
        Figure::Curves(curves) => (curves.x_label.as_str(), curves.y_label.as_str()),
        Figure::Map(map) => (map.x_label.as_str(), map.y_label.as_str()),
        Figure::Recall | Figure::Bars { .. } => return None,
    };
    Some(EmptyChart {
        x: x.to_owned(),
        y: y.to_owned(),
    })
}

/// The job of working out the key.
pub fn key_job(exercises: &[Exercise]) -> Job {
    let texts: Vec<_> = exercises.iter().map(Exercise::to_json).collect();
    Job::RightAnswers(Packed::of(&(String::new(), texts)))
}

/// The key, once the worker has it.
pub fn key(work: &Work, job: Option<&Job>) -> Option<Vec<String>> {
    match work.answer(job)? {
        Answer::RightAnswers(packed) => packed.open(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rankscope_lesson::course;

    use super::*;

    #[test]
    fn every_exercise_of_the_course_has_a_sheet_without_gaps() {
        for (exercise, sheet) in course::exercises().iter().zip(sheets(&course::exercises())) {
            let id = &exercise.id;
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
            assert!(
                sheet
                    .charts
                    .iter()
                    .all(|chart| !chart.x.is_empty() && !chart.y.is_empty())
            );
        }
    }
}
