//! Has the singular values of pinned states computed.

use std::rc::Rc;

use rankscope_app::pinned::FailedPins;
use rankscope_app::state::{Action, Shown, State};
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::UpdateParams;
use yew::{Html, Properties, component, html, use_effect_with};

use crate::store::{Dispatch, use_store};
use crate::work::use_work;

/// Properties of [`PinnedWork`].
#[derive(Properties, PartialEq)]
pub(super) struct PinnedWorkProps {
    pub(super) missing: Vec<UpdateParams>,
    pub(super) dispatch: Dispatch<State>,
}

/// Has the singular values computed that a link with pinned states does not hold. Shows nothing.
#[component]
pub(super) fn PinnedWork(props: &PinnedWorkProps) -> Html {
    let failed = use_store(FailedPins::default);
    let next = failed.next(&props.missing);
    let work = use_work(next.map(Job::Simulate));
    let dispatch = props.dispatch.clone();
    use_effect_with(work.done.clone(), move |done| {
        if let Some((Job::Simulate(update), Answer::Simulated(spectra))) = done.as_deref() {
            dispatch.dispatch(Action::Known(Shown {
                update: *update,
                spectra: Rc::new(spectra.clone()),
            }));
        }
    });
    let failure = work
        .failed()
        .map(|(job, trouble)| (job.clone(), trouble.clone()));
    use_effect_with(failure, move |failure| {
        if let Some((Job::Simulate(update), trouble)) = failure {
            log::error!("a pinned state could not be computed: {trouble:?}, {update:?}");
            failed.dispatch(*update);
        }
    });
    html! {}
}
