//! What the view looks at: one adapter, or two checkpoints.

use yew::{Html, MouseEvent, component, html};

use super::checkpoints::Checkpoints;
use super::{AdapterProps, OneAdapter};
use crate::store::Dispatch;
use rankscope_app::checkpoints::words::CHECKPOINTS_INSTEAD;
use rankscope_app::state::{Action, State};
use rankscope_params::Source;

/// The view.
#[component]
pub(crate) fn Adapter(props: &AdapterProps) -> Html {
    let AdapterProps { state, dispatch } = props;
    match state.link.choices.source {
        Source::Adapter => html! {
            <OneAdapter state={state.clone()} dispatch={dispatch.clone()} />
        },
        Source::Checkpoints => html! {
            <Checkpoints state={state.clone()} dispatch={dispatch.clone()} />
        },
    }
}

/// The way from an adapter to two checkpoints.
pub(super) fn other(dispatch: &Dispatch<State>) -> Html {
    let dispatch = dispatch.clone();
    let choose = move |_: MouseEvent| dispatch.dispatch(Action::choose(Source::Checkpoints));
    html! {
        <p class="adapter-other">
            <button id="source-checkpoints" type="button" onclick={choose}>{ CHECKPOINTS_INSTEAD }</button>
        </p>
    }
}
