//! What the worker found when it tried exercises out, which takes too long for the page itself.

use yew::hook;

use crate::work::use_work;
use rankscope_app::work::Work;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, Lesson, LessonError};

/// What is right in each, or why the first that is not sound is not.
pub(super) type Tried = Result<Vec<String>, LessonError>;

/// The request to try exercises out, each as JSON.
pub(super) fn try_out(texts: impl Iterator<Item = String>) -> Option<Job> {
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| Job::TryOut(Packed::of(&texts)))
}

/// What trying out has shown; none until it has ended.
pub(super) fn tried_out(trial: &Work, job: Option<&Job>) -> Option<Tried> {
    match trial.answer(job)? {
        Answer::TriedOut(packed) => packed.open(),
        _ => None,
    }
}

/// Has a lesson's own exercises tried out while it is shown, and says what is wrong with it.
///
/// A lesson made on this page is sound already; one that was written elsewhere may not be.
#[hook]
pub(super) fn use_trial(lesson: Option<&Lesson>) -> Option<LessonError> {
    let own = lesson.map(Lesson::own).unwrap_or_default();
    let job = try_out(own.iter().map(Exercise::to_json));
    let trial = use_work(job.clone());
    tried_out(&trial, job.as_ref())?.err()
}
