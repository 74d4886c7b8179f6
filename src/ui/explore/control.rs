//! One parameter: its label, slider, exact number field and reset.

use web_sys::HtmlInputElement;
use yew::{
    Event, Html, InputEvent, KeyboardEvent, MouseEvent, Properties, TargetCast,
    UseReducerDispatcher, component, html, use_state_eq,
};

use crate::params::Key;
use crate::params::number::Format;
use crate::ui::state::{Action, State};

/// Properties of [`Control`].
#[derive(Properties, PartialEq)]
pub(in crate::ui) struct ControlProps {
    /// Which parameter. (`key` is Yew's own.)
    pub(in crate::ui) name: Key,
    /// The value in force.
    pub(in crate::ui) value: f64,
    /// The largest it may take now.
    pub(in crate::ui) largest: f64,
    /// The one it has when nothing is said.
    pub(in crate::ui) default: f64,
    pub(in crate::ui) dispatch: UseReducerDispatcher<State>,
}

/// One parameter's row.
#[component]
pub(in crate::ui) fn Control(props: &ControlProps) -> Html {
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
