//! Work beside the page's main calculation, in a worker of its own.

use std::ops::Deref;

use rankscope_app::work::{Work, WorkAction};
use rankscope_engine::protocol::Job;
use yew::{Callback, MouseEvent, hook, use_callback, use_effect_with, use_memo};

use crate::browser::engine::Engine;
use crate::store::{Handle, use_store};

/// Some work, and a way to try again after its engine gave up.
pub(super) struct WorkHandle {
    work: Handle<Work>,
    pub(super) retry: Callback<MouseEvent>,
}

impl WorkHandle {
    /// The work as it stands, to memoize by.
    pub(super) fn snapshot(&self) -> Work {
        (**self).clone()
    }
}

impl Deref for WorkHandle {
    type Target = Work;

    fn deref(&self) -> &Work {
        &self.work
    }
}

/// Has `job` done whenever it changes; none stops what is under way.
#[hook]
pub(super) fn use_work(job: Option<Job>) -> WorkHandle {
    let work = use_store(Work::default);
    let dispatch = work.dispatcher();
    let engine = {
        let dispatch = dispatch.clone();
        use_memo((), move |()| {
            Engine::new(move |event| dispatch.dispatch(WorkAction::Engine(event)))
        })
    };
    {
        let (dispatch, engine) = (dispatch.clone(), engine.clone());
        use_effect_with(job, move |job| {
            dispatch.dispatch(WorkAction::Want(job.clone()));
            match job {
                Some(job) => engine.ask(job.clone(), 0.0),
                None => engine.cancel(),
            }
        });
    }
    let retry = use_callback(engine, move |_: MouseEvent, engine| {
        dispatch.dispatch(WorkAction::Retry);
        engine.retry();
    });
    WorkHandle { work, retry }
}
