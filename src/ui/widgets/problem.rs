//! Why there is no result: the sentence, and the button that tries again where that can help.

use yew::{Callback, Html, MouseEvent, html};

use rankscope_app::state::Trouble;
use rankscope_app::trouble::sentence;

/// An alert with the ids `{name}-problem` and `{name}-retry`; nothing when nothing is wrong.
pub(crate) fn problem(name: &str, trouble: Option<&Trouble>, retry: &Callback<MouseEvent>) -> Html {
    html! {
        if let Some(trouble) = trouble {
            <div id={format!("{name}-problem")} class="problem" role="alert">
                { retriable(&format!("{name}-retry"), trouble, retry.clone()) }
            </div>
        }
    }
}

/// The sentence, with a button of this id if the trouble is such that a retry can help.
pub(super) fn retriable(id: &str, trouble: &Trouble, retry: Callback<MouseEvent>) -> Html {
    let can_retry = trouble.can_retry();
    html! {
        <>
            <p>{ sentence(trouble, can_retry) }</p>
            if can_retry {
                <button id={id.to_owned()} type="button" onclick={retry}>{ "Try again" }</button>
            }
        </>
    }
}
