//! Trying exercises out takes seconds and is left to the worker: the request, and its result.

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, Lesson, LessonError};

use crate::work::Work;

/// The right answer of each exercise, in words, or why the first unsound one is unsound.
pub type TrialResult = Result<Vec<String>, LessonError>;

/// The job of trying exercises out, each as JSON; none without any.
pub fn try_out(texts: impl Iterator<Item = String>) -> Option<Job> {
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| Job::TryOut(Packed::of(&texts)))
}

/// The job of trying out a lesson's own exercises. A lesson written on this page is sound already; one
/// that was written elsewhere may not be.
pub fn try_out_lesson(lesson: &Lesson) -> Option<Job> {
    try_out(lesson.own().iter().map(Exercise::to_json))
}

/// The result of such a job; none until it has ended.
pub fn result(trial: &Work, job: Option<&Job>) -> Option<TrialResult> {
    match trial.answer(job)? {
        Answer::TriedOut(packed) => packed.open(),
        _ => None,
    }
}
