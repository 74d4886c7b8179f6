//! The panel of controls: beside the figures, or a sheet over them on a phone.

use yew::{Html, KeyboardEvent, UseReducerDispatcher, html};

use super::control::Control;
use crate::params::{Group, Key, Params, TABLE};
use crate::ui::state::{Action, State};

/// Every parameter, by group.
pub(in crate::ui) fn controls(
    params: &Params,
    open: bool,
    dispatch: &UseReducerDispatcher<State>,
) -> Html {
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

/// The controls of some parameters, without groups: beside an embedded figure.
pub(in crate::ui) fn some_controls(
    params: &Params,
    keys: &[Key],
    dispatch: &UseReducerDispatcher<State>,
) -> Html {
    html! {
        <section id="controls" class="some" aria-label="Controls">
            { for keys.iter().map(|key| control(params, *key, dispatch)) }
        </section>
    }
}

fn control(params: &Params, key: Key, dispatch: &UseReducerDispatcher<State>) -> Html {
    html! {
        <Control
            name={key}
            value={params.get(key)}
            largest={params.largest(key)}
            default={params.default_of(key)}
            dispatch={dispatch.clone()}
        />
    }
}

const fn group_class(group: Group) -> &'static str {
    match group {
        Group::Style => "style",
        Group::Facts => "facts",
        Group::Adapter | Group::Simulation => "",
    }
}
