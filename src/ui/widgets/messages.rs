//! What the page has to say about itself: what it changed of what was given, and what went wrong.

use crate::store::Dispatch;
use yew::{Callback, Html, MouseEvent, html};

use super::problem::retriable;
use rankscope_app::state::{Action, State, Trouble};
use rankscope_app::trouble::sentence;
use rankscope_params::Notice;

/// What was given and not taken as it stood.
pub(crate) fn notices(notices: &[Notice], dispatch: &Dispatch<State>) -> Html {
    let dispatch = dispatch.clone();
    let dismiss = move |_| dispatch.dispatch(Action::DismissNotices);
    html! {
        // The region stays in the document, so that a screen reader hears what enters it.
        <div class="notices" role="status" hidden={notices.is_empty()}>
            <ul id="notices">
                { for notices.iter().map(|notice| html! { <li>{ notice.to_string() }</li> }) }
            </ul>
            <button id="dismiss-notices" type="button" onclick={dismiss}>{ "Understood" }</button>
        </div>
    }
}

/// What went wrong with the calculation, and what can be done.
pub(crate) fn trouble(
    trouble: Option<&Trouble>,
    dispatch: &Dispatch<State>,
    retry: Callback<MouseEvent>,
) -> Html {
    let dispatch = dispatch.clone();
    let dismiss = move |_| dispatch.dispatch(Action::DismissTrouble);
    let content = match trouble {
        None => html! {},
        Some(trouble @ Trouble::Restarted(_)) => html! {
            <>
                <p>{ sentence(trouble, false) }</p>
                <button type="button" onclick={dismiss}>{ "Understood" }</button>
            </>
        },
        Some(trouble) => retriable("engine-retry", trouble, retry),
    };
    html! {
        <div id="engine-problem" role="alert" hidden={trouble.is_none()}>{ content }</div>
    }
}
