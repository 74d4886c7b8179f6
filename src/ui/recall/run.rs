//! Learning in workers of its own, one for each plan.

use yew::{Callback, MouseEvent, hook, use_callback, use_effect_with, use_memo};

use crate::browser::engine::Engine;
use crate::store::{Handle, use_store};
use rankscope_app::recall::run::{RecallDemand, RecallRun, RecallRunAction};
use rankscope_engine::Packed;
use rankscope_engine::protocol::Job;
use rankscope_sim::recall::RecallPlan;

/// What is learned, and a way to try again after an engine gave up.
pub(crate) struct RecallHandle {
    pub(crate) run: Handle<RecallRun>,
    pub(crate) retry: Callback<MouseEvent>,
}

/// Learns `plans`, from the beginning whenever they change; none stops what is under way.
#[hook]
pub(crate) fn use_recall_run(plans: Vec<RecallPlan>) -> RecallHandle {
    let run = use_store(RecallRun::default);
    {
        let dispatch = run.dispatcher();
        use_effect_with(plans, move |plans| {
            dispatch.dispatch(RecallRunAction::Start(plans.clone()));
        });
    }
    let engines = [use_worker(0, &run), use_worker(1, &run)];
    let dispatch = run.dispatcher();
    let retry = use_callback(engines, move |_: MouseEvent, engines| {
        dispatch.dispatch(RecallRunAction::Retry);
        for engine in engines {
            engine.retry();
        }
    });
    RecallHandle { run, retry }
}

/// The engine of a worker, which does what the run demands of it.
#[hook]
fn use_worker(worker: usize, run: &Handle<RecallRun>) -> Engine {
    let engine = {
        let dispatch = run.dispatcher();
        use_memo((), move |()| {
            Engine::new(move |event| {
                dispatch.dispatch(RecallRunAction::Engine(worker, event));
            })
        })
    };
    {
        let engine = engine.clone();
        use_effect_with(run.demand(worker), move |demand| match demand {
            RecallDemand::Abort => engine.cancel(),
            RecallDemand::Drain => {}
            RecallDemand::Learn(chunk) => engine.ask(Job::Learn(Packed::of(chunk)), 0.0),
        });
    }
    (*engine).clone()
}
