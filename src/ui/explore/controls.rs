//! The panel of controls: beside the figures, or a sheet over them on a phone.

use yew::{Html, KeyboardEvent, Properties, UseReducerDispatcher, component, html};

use super::control::Control;
use crate::params::{Group, Params, TABLE};
use crate::ui::state::{Action, State};

/// Properties of [`Controls`].
#[derive(Properties, PartialEq)]
pub(super) struct ControlsProps {
    pub(super) params: Params,
    pub(super) open: bool,
    pub(super) dispatch: UseReducerDispatcher<State>,
}

/// Every parameter, by group.
#[component]
pub(super) fn Controls(props: &ControlsProps) -> Html {
    let group = |group: Group| {
        let rows = TABLE.iter().filter(move |row| row.group == group);
        html! {
            <fieldset>
                <legend class={group_class(group)}>{ group.label() }</legend>
                { for rows.map(|row| html! {
                    <Control
                        name={row.key}
                        value={props.params.get(row.key)}
                        largest={props.params.largest(row.key)}
                        default={props.params.default_of(row.key)}
                        dispatch={props.dispatch.clone()}
                    />
                }) }
            </fieldset>
        }
    };
    let reset_all = {
        let dispatch = props.dispatch.clone();
        move |event: yew::MouseEvent| dispatch.dispatch(Action::ResetAll(event.time_stamp()))
    };
    let close_on_escape = {
        let dispatch = props.dispatch.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                dispatch.dispatch(Action::Sheet(false));
            }
        }
    };
    html! {
        <section
            id="controls"
            class={if props.open { "open" } else { "" }}
            aria-label="Controls"
            onkeydown={close_on_escape}
        >
            { for Group::ALL.into_iter().map(group) }
            <button
                id="reset-all"
                type="button"
                disabled={props.params == Params::default()}
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
