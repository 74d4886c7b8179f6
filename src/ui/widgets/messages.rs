//! What the page has to say about itself: what it changed of what was given, and what went wrong.

use crate::store::Dispatch;
use yew::{Callback, Html, MouseEvent, html};

use rankscope_app::state::{Action, State, Trouble};
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
        Some(Trouble::Restarted(_)) => html! {
            <>
                <p>{ in_words(trouble) }</p>
                <button type="button" onclick={dismiss}>{ "Understood" }</button>
            </>
        },
        Some(Trouble::GaveUp(_)) => html! {
            <>
                <p>{ in_words(trouble) }</p>
                <button id="engine-retry" type="button" onclick={retry}>{ "Try again" }</button>
            </>
        },
        Some(Trouble::NoResult(_)) => html! { <p>{ in_words(trouble) }</p> },
    };
    html! {
        <div id="engine-problem" role="alert" hidden={trouble.is_none()}>{ content }</div>
    }
}

/// What went wrong, in a sentence or two; nothing when nothing did.
pub(crate) fn in_words(trouble: Option<&Trouble>) -> String {
    match trouble {
        None => String::new(),
        Some(Trouble::Restarted(fault)) => format!("{}. It was started again.", sentence(fault)),
        Some(Trouble::GaveUp(fault)) => format!(
            "{}, several times in a row. What is shown belongs to earlier settings. \
             Try again, or reload the page: your settings are in the address.",
            sentence(fault),
        ),
        Some(Trouble::NoResult(error)) => {
            format!("No result for these settings: {error}. Change one of them.")
        }
    }
}

/// A message with a capital at its beginning.
fn sentence(message: &impl ToString) -> String {
    let message = message.to_string();
    let mut letters = message.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => message,
    }
}
