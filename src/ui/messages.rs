//! What the page has to say about itself: what it changed of what was given, and what went wrong.

use yew::{Callback, Html, MouseEvent, Properties, UseReducerDispatcher, component, html};

use super::state::{Action, State, Trouble};
use crate::params::Notice;

/// Properties of [`Notices`].
#[derive(Properties, PartialEq)]
pub(super) struct NoticesProps {
    pub(super) notices: Vec<Notice>,
    pub(super) dispatch: UseReducerDispatcher<State>,
}

/// What was given and not taken as it stood.
#[component]
pub(super) fn Notices(props: &NoticesProps) -> Html {
    let dispatch = props.dispatch.clone();
    let dismiss = move |_| dispatch.dispatch(Action::DismissNotices);
    let items = props.notices.iter();
    html! {
        // The region stays in the document, so that a screen reader hears what enters it.
        <div class="notices" role="status" hidden={props.notices.is_empty()}>
            <ul id="notices">
                { for items.map(|notice| html! { <li>{ notice.to_string() }</li> }) }
            </ul>
            <button id="dismiss-notices" type="button" onclick={dismiss}>{ "Understood" }</button>
        </div>
    }
}

/// Properties of [`TroubleMessage`].
#[derive(Properties, PartialEq)]
pub(super) struct TroubleProps {
    pub(super) trouble: Option<Trouble>,
    pub(super) dispatch: UseReducerDispatcher<State>,
    pub(super) retry: Callback<MouseEvent>,
}

/// What went wrong with the calculation, and what can be done.
#[component]
pub(super) fn TroubleMessage(props: &TroubleProps) -> Html {
    let dispatch = props.dispatch.clone();
    let dismiss = move |_| dispatch.dispatch(Action::DismissTrouble);
    let content = match &props.trouble {
        None => html! {},
        Some(Trouble::Restarted(fault)) => html! {
            <>
                <p>{ format!("{}. It was started again.", sentence(fault)) }</p>
                <button type="button" onclick={dismiss}>{ "Understood" }</button>
            </>
        },
        Some(Trouble::GaveUp(fault)) => html! {
            <>
                <p>{ format!(
                    "{}, several times in a row. What is shown belongs to earlier settings. \
                     Try again, or reload the page: your settings are in the address.",
                    sentence(fault),
                ) }</p>
                <button id="engine-retry" type="button" onclick={props.retry.clone()}>
                    { "Try again" }
                </button>
            </>
        },
        Some(Trouble::NoResult(error)) => html! {
            <p>{ format!("No result for these settings: {error}. Change one of them.") }</p>
        },
    };
    html! {
        <div id="engine-problem" role="alert" hidden={props.trouble.is_none()}>{ content }</div>
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
