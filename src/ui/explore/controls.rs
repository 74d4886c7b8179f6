//! The controls: beside the figures, above them on a tablet, a bar under the thumb on a phone.

use crate::store::Dispatch;
use yew::{Html, KeyboardEvent, MouseEvent, Properties, component, html, use_state_eq};

use crate::widgets::control::control;
use rankscope_app::explore::presets::{PRESETS, Preset};
use rankscope_app::explore::words::{MAIN_CONTROLS, MORE, PRESETS_LABEL, RESET};
use rankscope_app::state::{Action, State};
use rankscope_params::{Group, Key, Params};

/// Properties of [`Controls`].
#[derive(Properties, PartialEq)]
pub(super) struct ControlsProps {
    pub(super) params: Params,
    /// Whether everything is open over a phone's figures.
    pub(super) open: bool,
    pub(super) dispatch: Dispatch<State>,
}

/// The four that matter most, presets, and the rest in a fold.
#[component]
pub(super) fn Controls(props: &ControlsProps) -> Html {
    let (params, dispatch) = (&props.params, &props.dispatch);
    // The one that a phone shows.
    let tab = use_state_eq(|| Key::RankLow);
    let one = |key: Key| control(key.into(), params.value(key), dispatch);
    let group = |group: Group| {
        let keys = Key::ALL.into_iter().filter(|key| key.group() == group);
        let rest = keys.filter(|key| !MAIN_CONTROLS.contains(key));
        html! {
            <fieldset>
                <legend class={group_class(group)}>{ group.label() }</legend>
                { for rest.map(one) }
            </fieldset>
        }
    };
    let reset_all = {
        let dispatch = dispatch.clone();
        move |event: MouseEvent| {
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
    let open_sheet = {
        let (dispatch, open) = (dispatch.clone(), !props.open);
        move |_: MouseEvent| dispatch.dispatch(Action::Sheet(open))
    };
    let tab_button = |key: Key| {
        let (tab, dispatch) = (tab.clone(), dispatch.clone());
        let pressed = !props.open && *tab == key;
        let choose = move |_: MouseEvent| {
            dispatch.dispatch(Action::Sheet(false));
            tab.set(key);
        };
        let row = key.declaration();
        html! {
            <button id={format!("tab-{}", row.name)} type="button"
                aria-pressed={pressed.to_string()} onclick={choose}>
                { row.label }
            </button>
        }
    };
    html! {
        <section
            id="controls"
            class={if props.open { "open" } else { "" }}
            data-tab={tab.declaration().name}
            aria-label="Controls"
            onkeydown={close_on_escape}
        >
            <div class="tabs">
                { for MAIN_CONTROLS.map(tab_button) }
                <button
                    id="open-controls"
                    type="button"
                    aria-expanded={props.open.to_string()}
                    aria-controls="controls"
                    onclick={open_sheet}
                >
                    { if props.open { "less" } else { "more" } }
                </button>
            </div>
            <div class="main-controls">{ for MAIN_CONTROLS.map(one) }</div>
            <div class="presets" role="group" aria-label={PRESETS_LABEL}>
                { for PRESETS.map(|preset| chip(preset, params, dispatch)) }
            </div>
            <details id="more-controls" open={props.open}>
                <summary>{ MORE }</summary>
                { for [Group::Simulation, Group::Style, Group::Facts].map(group) }
            </details>
            <button
                id="reset-all"
                type="button"
                disabled={*params == Params::default()}
                onclick={reset_all}
            >
                { RESET }
            </button>
        </section>
    }
}

fn chip(preset: Preset, params: &Params, dispatch: &Dispatch<State>) -> Html {
    let choose = {
        let (dispatch, to) = (dispatch.clone(), preset.params(params));
        move |event: MouseEvent| {
            let at_ms = event.time_stamp();
            dispatch.dispatch(Action::Preset { params: to, at_ms });
        }
    };
    html! {
        <button
            id={format!("preset-{}", preset.name)}
            type="button"
            class="chip"
            aria-pressed={preset.is_now(params).to_string()}
            onclick={choose}
        >
            { preset.label }
        </button>
    }
}

const fn group_class(group: Group) -> &'static str {
    match group {
        Group::Style => "style",
        Group::Facts => "facts",
        Group::Adapter | Group::Simulation => "",
    }
}
