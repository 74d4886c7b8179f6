//! One setting: its label, exact field, reset and help, with a slider or chips where it has some.

use std::rc::Rc;

use crate::store::Dispatch;
use web_sys::HtmlInputElement;
use yew::{
    Event, Html, InputEvent, KeyboardEvent, MouseEvent, Properties, TargetCast, component, html,
    use_state_eq,
};

use rankscope_app::slider_scale::SliderScale;
use rankscope_app::state::{Action, State};
use rankscope_params::{Declaration, Input, Kind, SettingKey, Value, listed};

/// Properties of [`Control`].
#[derive(Properties, PartialEq)]
struct ControlProps {
    setting: SettingKey,
    value: Value,
    /// The only values at which the slider stops; everywhere where there are none.
    #[prop_or_default]
    stops: Option<Rc<Vec<f64>>>,
    dispatch: Dispatch<State>,
}

impl ControlProps {
    fn change(&self) -> impl Fn(Input, f64) + Clone + 'static {
        let (key, dispatch) = (self.setting, self.dispatch.clone());
        move |input, at_ms| dispatch.dispatch(Action::Change { key, input, at_ms })
    }
}

/// The control of a setting with this value in force.
pub(crate) fn control(setting: SettingKey, value: Value, dispatch: &Dispatch<State>) -> Html {
    html! { <Control {setting} {value} dispatch={dispatch.clone()} /> }
}

/// The same, with a slider that stops at these values alone.
pub(crate) fn control_at_stops(
    setting: SettingKey,
    value: Value,
    stops: Option<Rc<Vec<f64>>>,
    dispatch: &Dispatch<State>,
) -> Html {
    html! { <Control {setting} {value} {stops} dispatch={dispatch.clone()} /> }
}

/// One setting's row.
#[component]
fn Control(props: &ControlProps) -> Html {
    let row = props.setting.declaration();
    let (text, default) = (props.value.text(), props.value.default_text());
    // What is being typed, until it is entered.
    let draft = use_state_eq(|| None::<String>);
    let explained = use_state_eq(|| false);
    let explain = {
        let explained = explained.clone();
        move |_: MouseEvent| explained.set(!*explained)
    };
    let type_in = {
        let draft = draft.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            draft.set(Some(field.value()));
        }
    };
    let enter = {
        let (change, draft) = (props.change(), draft.clone());
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            draft.set(None);
            change(Input::Text(field.value()), event.time_stamp());
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
        let change = props.change();
        move |event: MouseEvent| change(Input::Default, event.time_stamp())
    };

    let (name, label) = (row.name, row.label);
    let (field_id, help_id) = (format!("field-{name}"), format!("help-{name}"));
    let is_list = matches!(row.kind, Kind::Ranks(_));
    let slider = slider(props, row, &text, &help_id);
    let (labelled, field_label) = match &slider {
        Some(_) => (
            format!("slider-{name}"),
            Some(format!("{label}, exact value")),
        ),
        None => (field_id.clone(), None),
    };
    html! {
        <div class={if is_list { "control list" } else { "control" }} data-key={name}>
            <span class="label">
                <label for={labelled} title={row.help}>{ label }</label>
                <button
                    id={format!("explain-{name}")}
                    type="button"
                    class="icon explain"
                    aria-label={format!("What is {label}?")}
                    aria-expanded={(*explained).to_string()}
                    aria-controls={help_id.clone()}
                    onclick={explain}
                >
                    { "i" }
                </button>
            </span>
            <input
                id={field_id}
                type="text"
                inputmode={if is_list { "text" } else { "decimal" }}
                autocomplete="off"
                aria-label={field_label}
                aria-describedby={help_id.clone()}
                value={(*draft).clone().unwrap_or(text)}
                oninput={type_in}
                onchange={enter}
                onkeydown={give_up}
            />
            <button
                id={format!("reset-{name}")}
                type="button"
                class="reset"
                aria-label={format!("Reset {label} to {default}")}
                title={format!("Back to {default}")}
                disabled={props.value.is_default()}
                onclick={reset}
            >
                { "↺" }
            </button>
            { slider }
            { chips(props, row) }
            <span id={help_id} class={if *explained { "explained" } else { "help" }}>{ row.help }</span>
        </div>
    }
}

/// The slider of a number that has one.
fn slider(props: &ControlProps, row: &Declaration, text: &str, help_id: &str) -> Option<Html> {
    let (Kind::Number(numeric), &Value::Number { value, largest, .. }) = (&row.kind, &props.value)
    else {
        return None;
    };
    if !numeric.slider {
        return None;
    }
    let scale = match &props.stops {
        Some(stops) => SliderScale::at_stops(numeric, stops),
        None => SliderScale::of(numeric, largest),
    };
    let slide = {
        let (change, scale) = (props.change(), scale.clone());
        move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            let position = scale.position(slider.value_as_number());
            change(Input::Position(position), event.time_stamp());
        }
    };
    let commit = {
        let dispatch = props.dispatch.clone();
        move |_: Event| dispatch.dispatch(Action::Commit)
    };
    let (first, last) = scale.ends();
    Some(html! {
        <input
            id={format!("slider-{}", row.name)}
            type="range"
            min={first.to_string()}
            max={last.to_string()}
            step={scale.step().to_string()}
            value={scale.number(numeric.position(value)).to_string()}
            aria-valuetext={format!("{text} {}", row.unit).trim_end().to_owned()}
            aria-describedby={help_id.to_owned()}
            oninput={slide}
            onchange={commit}
        />
    })
}

/// A button for each power of two that the matrix has, to put a rank into the list or out of it.
fn chips(props: &ControlProps, row: &Declaration) -> Option<Html> {
    let Value::Ranks {
        ranks, max_rank, ..
    } = &props.value
    else {
        return None;
    };
    let chip = |rank: usize| {
        let pressed = ranks.contains(&rank);
        let mut next = ranks.clone();
        if pressed {
            next.retain(|&other| other != rank);
        } else {
            next.push(rank);
        }
        let change = props.change();
        let toggle =
            move |event: MouseEvent| change(Input::Text(listed(&next)), event.time_stamp());
        html! {
            <button
                id={format!("rank-{rank}")}
                type="button"
                aria-pressed={pressed.to_string()}
                // One rank has to stay.
                disabled={pressed && ranks.len() == 1}
                onclick={toggle}
            >
                { rank }
            </button>
        }
    };
    let powers = (0..usize::BITS).map(|exponent| 1usize << exponent);
    let powers = powers.take_while(|rank| rank <= max_rank);
    Some(html! {
        <div class="chips" role="group" aria-label={row.help}>{ for powers.map(chip) }</div>
    })
}
