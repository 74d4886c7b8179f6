//! What a student has done in a lesson, as the page knows it: read from the shelf, changed here, and
//! followed when the same lesson is done in another tab.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;
use yew::{Callback, hook, use_effect_with, use_state_eq};

use super::shelf::{self, ShelfProblem};
use rankscope_lesson::{ExerciseId, Lesson, Progress, Record, Student};

/// Progress, and how it is changed.
pub(super) struct Kept {
    pub(super) progress: Progress,
    /// Why it is not kept, or was not read.
    pub(super) problem: Option<ShelfProblem>,
    /// Takes the record of an exercise, changed.
    pub(super) change: Callback<(ExerciseId, Record)>,
    /// Takes what else could not be kept.
    pub(super) complain: Callback<ShelfProblem>,
}

/// The progress of a student in a lesson.
#[hook]
pub(super) fn use_kept(lesson: &Lesson, student: &Student) -> Kept {
    let shelved = (lesson.clone(), student.clone());
    let kept = use_state_eq(|| (shelved.clone(), shelf::progress(lesson, student)));
    {
        let kept = kept.clone();
        use_effect_with(shelved, move |shelved| {
            let read = {
                let (kept, shelved) = (kept.clone(), shelved.clone());
                move || kept.set((shelved.clone(), shelf::progress(&shelved.0, &shelved.1)))
            };
            // Another lesson, or another student: what was kept of that.
            if kept.0 != *shelved {
                read();
            }
            let place = Progress::place(&shelved.0, &shelved.1);
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "storage", move |event| {
                    let event = event.dyn_ref::<StorageEvent>();
                    // What another tab has thrown away is not lost here.
                    let written = |event: &&StorageEvent| event.new_value().is_some();
                    let key = event.filter(written).and_then(StorageEvent::key);
                    if key.as_ref() == Some(&place) {
                        read();
                    }
                })
            });
            move || drop(listener)
        });
    }
    let (progress, problem) = kept.1.clone();
    let change = {
        let kept = kept.clone();
        Callback::from(move |(id, record): (ExerciseId, Record)| {
            let (shelved, (own, problem)) = (*kept).clone();
            let (lesson, student) = &shelved;
            // A tab that slept has not heard what others wrote. Where nothing can be written, what
            // the page itself knows is the newest.
            let unwritten = matches!(problem, Some(ShelfProblem::Blocked | ShelfProblem::Full));
            let stored = (!unwritten).then(|| shelf::stored(lesson, student));
            let mut progress = stored.flatten().unwrap_or(own);
            progress.change(&id, |known| *known = record);
            let outcome = shelf::keep_progress(lesson, student, &progress);
            kept.set((shelved, (progress, outcome.err().or(problem))));
        })
    };
    let complain = Callback::from(move |problem: ShelfProblem| {
        let (shelved, (progress, _)) = (*kept).clone();
        kept.set((shelved, (progress, Some(problem))));
    });
    Kept {
        progress,
        problem,
        change,
        complain,
    }
}
