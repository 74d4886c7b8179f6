//! A button that copies a text and says on itself that it has.

use gloo_timers::callback::Timeout;
use yew::{
    AttrValue, Callback, Html, MouseEvent, Properties, component, html, use_effect_with,
    use_state_eq,
};

use crate::browser::clipboard::{COPIED, copy};

/// How long a button says that it has done what it was pressed for.
pub(crate) const SAID_MS: u32 = 1600;

/// Properties of [`CopyButton`].
#[derive(Properties, PartialEq)]
pub(crate) struct CopyProps {
    pub(crate) id: AttrValue,
    /// Makes the text once it is asked for.
    pub(crate) text: Callback<(), String>,
    #[prop_or("Copy")]
    pub(crate) label: &'static str,
    #[prop_or_default]
    pub(crate) class: &'static str,
}

/// "Copied ✓" for a moment; where the browser refuses, what to do instead.
#[component]
pub(crate) fn CopyButton(props: &CopyProps) -> Html {
    let outcome = use_state_eq(|| "");
    {
        let outcome = outcome.clone();
        use_effect_with(*outcome, move |said| {
            let timer = (*said == COPIED).then(|| Timeout::new(SAID_MS, move || outcome.set("")));
            || drop(timer)
        });
    }
    let press = {
        let (make, outcome) = (props.text.clone(), outcome.clone());
        move |event: MouseEvent| copy(&make.emit(()), &outcome).emit(event)
    };
    let copied = *outcome == COPIED;
    html! {
        <>
            <button id={props.id.clone()} type="button" class={(!props.class.is_empty()).then_some(props.class)}
                onclick={press}>
                { if copied { "Copied ✓" } else { props.label } }
            </button>
            <span class={if copied { "unseen" } else { "refused" }} role="status">{ *outcome }</span>
        </>
    }
}
