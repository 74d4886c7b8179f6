//! A training run in a worker of its own.

use yew::{Callback, MouseEvent, hook, use_callback, use_effect_with, use_memo};

use crate::browser::engine::Engine;
use crate::store::{Handle, use_store};
use rankscope_app::train::run::{EngineDemand, RunAction, TrainingRun};
use rankscope_engine::Packed;
use rankscope_engine::protocol::Job;
use rankscope_sim::training::Plan;

/// A training run, and a way to try again after its engine gave up.
pub(crate) struct RunHandle {
    pub(crate) run: Handle<TrainingRun>,
    pub(crate) retry: Callback<MouseEvent>,
}

/// Trains `plans`, from the beginning whenever they change; none stops what is under way.
#[hook]
pub(crate) fn use_training_run(plans: Vec<Plan>) -> RunHandle {
    let run = use_store(TrainingRun::default);
    let dispatch = run.dispatcher();
    let engine = {
        let dispatch = dispatch.clone();
        use_memo((), move |()| {
            Engine::new(move |event| {
                dispatch.dispatch(RunAction::Engine(event));
            })
        })
    };
    {
        let dispatch = dispatch.clone();
        use_effect_with(plans, move |plans| {
            dispatch.dispatch(RunAction::Start(plans.clone()));
        });
    }
    {
        let engine = engine.clone();
        use_effect_with(run.demand(), move |demand| match demand {
            EngineDemand::Abort => engine.cancel(),
            EngineDemand::Drain => {}
            EngineDemand::Train(chunk) => engine.ask(Job::Train(Packed::of(chunk)), 0.0),
        });
    }
    let retry = use_callback(engine, move |_: MouseEvent, engine| {
        dispatch.dispatch(RunAction::Retry);
        engine.retry();
    });
    RunHandle { run, retry }
}
