//! Has the singular values of pinned states computed.

use std::rc::Rc;

use rankscope_app::state::{Action, Shown, State};
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::UpdateParams;
use yew::{Html, Properties, component, html, use_effect_with};

use crate::store::Dispatch;
use crate::work::use_work;

/// Properties of [`PinnedWork`].
#[derive(Properties, PartialEq)]
pub(super) struct PinnedWorkProps {
    pub(super) missing: Option<UpdateParams>,
    pub(super) dispatch: Dispatch<State>,
}

/// Has the singular values computed that a link with pinned states does not hold. Shows nothing.
#[component]
pub(super) fn PinnedWork(props: &PinnedWorkProps) -> Html {
    let work = use_work(props.missing.map(Job::Simulate));
    let dispatch = props.dispatch.clone();
    use_effect_with(work.done.clone(), move |done| {
        if let Some((Job::Simulate(update), Answer::Simulated(spectra))) = done.as_deref() {
            dispatch.dispatch(Action::Known(Shown {
                update: *update,
                spectra: Rc::new(spectra.clone()),
            }));
        }
    });
    html! {}
}
