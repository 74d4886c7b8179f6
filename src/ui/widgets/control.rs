//! One parameter: its label, slider, exact number field and reset.

use crate::store::Dispatch;
use web_sys::HtmlInputElement;
use yew::{
    Event, Html, InputEvent, KeyboardEvent, MouseEvent, Properties, TargetCast, component, html,
    use_state_eq,
};

use rankscope_app::state::{Action, State};
use rankscope_params::number::Format;
use rankscope_params::{Key, Params};

/// Properties of [`Control`].
#[derive(Properties, PartialEq)]
pub(crate) struct ControlProps {
    /// Which parameter. (`key` is Yew's own.)
    pub(crate) name: Key,
    /// The value in force.
    pub(crate) value: f64,
    /// The largest it may take now.
    pub(crate) largest: f64,
    /// The one it has when nothing is said.
    pub(crate) default: f64,
    pub(crate) dispatch: Dispatch<State>,
}

/// One parameter's row.
#[component]
pub(crate) fn Control(props: &ControlProps) -> Html {
    let key = props.name;
    let row = key.declaration();
    let ControlProps { value, default, .. } = *props;
    let text = Format::Exact.write(value);
    // What is being typed, until it is entered.
    let draft = use_state_eq(|| None::<String>);

    let slide = {
        let dispatch = props.dispatch.clone();
        move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            let value = row.value_at(slider.value_as_number());
            dispatch.dispatch(Action::Slide(key, value, event.time_stamp()));
        }
    };
    let settle = {
        let dispatch = props.dispatch.clone();
        move |_: Event| dispatch.dispatch(Action::Settle)
    };
    let type_in = {
        let draft = draft.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            draft.set(Some(field.value()));
        }
    };
    let enter = {
        let (dispatch, draft) = (props.dispatch.clone(), draft.clone());
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            draft.set(None);
            dispatch.dispatch(Action::Enter(key, field.value(), event.time_stamp()));
        }
    };
    let give_up = {
        let draft = draft.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && draft.is_some() {
                event.stop_propagation();
                draft.set(None);
            }
        }
    };
    let reset = {
        let dispatch = props.dispatch.clone();
        move |event: MouseEvent| dispatch.dispatch(Action::Reset(key, event.time_stamp()))
    };

    let name = row.name;
    let (slider_id, field_id) = (format!("slider-{name}"), format!("field-{name}"));
    let help_id = format!("help-{name}");
    html! {
        <div class="control" data-key={name}>
            <label for={slider_id.clone()} title={row.help}>{ row.label }</label>
            <input
                id={field_id}
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-label={format!("{}, exact value", row.label)}
                aria-describedby={help_id.clone()}
                value={(*draft).clone().unwrap_or_else(|| text.clone())}
                oninput={type_in}
                onchange={enter}
                onkeydown={give_up}
            />
            <button
                id={format!("reset-{name}")}
                type="button"
                class="reset"
                aria-label={format!("Reset {} to {default}", row.label)}
                title={format!("Back to {default}")}
                disabled={value == default}
                onclick={reset}
            >
                { "↺" }
            </button>
            <input
                id={slider_id}
                type="range"
                min={row.position(row.smallest).to_string()}
                max={row.position(props.largest).to_string()}
                step={row.step.to_string()}
                value={row.position(value).to_string()}
                aria-valuetext={format!("{text} {}", row.unit)}
                aria-describedby={help_id.clone()}
                oninput={slide}
                onchange={settle}
            />
            <span id={help_id} class="help">{ row.help }</span>
        </div>
    }
}

/// The controls of some parameters, without groups: beside an embedded figure.
pub(crate) fn some_controls(params: &Params, keys: &[Key], dispatch: &Dispatch<State>) -> Html {
    html! {
        <section id="controls" class="some" aria-label="Controls">
            { for keys.iter().map(|key| control(params, *key, dispatch)) }
        </section>
    }
}

/// One parameter of the state.
pub(crate) fn control(params: &Params, key: Key, dispatch: &Dispatch<State>) -> Html {
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
