//! The panel of controls: beside the figures, or a sheet over them on a phone.

use crate::store::Dispatch;
use yew::{Html, KeyboardEvent, html};

use crate::widgets::control::control;
use rankscope_app::state::{Action, State};
use rankscope_params::{Group, Key, Params};

/// Every parameter, by group.
pub(crate) fn controls(params: &Params, open: bool, dispatch: &Dispatch<State>) -> Html {
    let group = |group: Group| {
        let keys = Key::ALL.into_iter().filter(|key| key.group() == group);
        html! {
            <fieldset>
                <legend class={group_class(group)}>{ group.label() }</legend>
                { for keys.map(|key| control(key.into(), params.value(key), dispatch)) }
            </fieldset>
        }
    };
    let reset_all = {
        let dispatch = dispatch.clone();
        move |event: yew::MouseEvent| {
            let at_ms = event.time_stamp();
            dispatch.dispatch(Action::ResetAll { at_ms });
        }
    };
    let close_on_escape = {
        let dispatch = dispatch.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                dispatch.dispatch(Action::Sheet(false));
            }
        }
    };
    html! {
        <section
            id="controls"
            class={if open { "open" } else { "" }}
            aria-label="Controls"
            onkeydown={close_on_escape}
        >
            { for Group::ALL.into_iter().map(group) }
            <button
                id="reset-all"
                type="button"
                disabled={*params == Params::default()}
                onclick={reset_all}
            >
                { "Reset everything" }
            </button>
        </section>
    }
}

const fn group_class(group: Group) -> &'static str {
    match group {
        Group::Style => "style",
        Group::Facts => "facts",
        Group::Adapter | Group::Simulation => "",
    }
}
