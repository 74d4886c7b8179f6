//! The panel of controls: beside the figures, or a sheet over them on a phone.

use crate::store::Dispatch;
use yew::{Html, KeyboardEvent, html};

use crate::widgets::control::control;
use rankscope_app::state::{Action, State};
use rankscope_params::{Group, Params, TABLE};

/// Every parameter, by group.
pub(crate) fn controls(params: &Params, open: bool, dispatch: &Dispatch<State>) -> Html {
    let group = |group: Group| {
        let rows = TABLE.iter().filter(move |row| row.group == group);
        html! {
            <fieldset>
                <legend class={group_class(group)}>{ group.label() }</legend>
                { for rows.map(|row| control(params, row.key, dispatch)) }
            </fieldset>
        }
    };
    let reset_all = {
        let dispatch = dispatch.clone();
        move |event: yew::MouseEvent| dispatch.dispatch(Action::ResetAll(event.time_stamp()))
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
