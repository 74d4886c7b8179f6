//! Work beside the page's main calculation, in a worker of its own.

use rankscope_app::work::{Work, WorkAction};
use rankscope_engine::protocol::Job;
use yew::{hook, use_effect_with, use_memo};

use crate::browser::engine::Engine;
use crate::store::{Handle, use_store};

/// Has `job` done whenever it changes; none stops what is under way.
#[hook]
pub(super) fn use_work(job: Option<Job>) -> Handle<Work> {
    let work = use_store(Work::default);
    let dispatch = work.dispatcher();
    let engine = {
        let dispatch = dispatch.clone();
        use_memo((), move |()| {
            Engine::new(move |news| dispatch.dispatch(WorkAction::Hear(news)))
        })
    };
    use_effect_with(job, move |job| {
        dispatch.dispatch(WorkAction::Want(job.clone()));
        match job {
            Some(job) => engine.ask(job.clone(), 0.0),
            None => engine.cancel(),
        }
    });
    work
}
