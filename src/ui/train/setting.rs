//! One setting of the training: its label, exact field, reset, and for the learning rate a slider.

use crate::store::Dispatch;
use web_sys::HtmlInputElement;
use yew::{Event, Html, InputEvent, Properties, TargetCast, component, html, use_state_eq};

use rankscope_app::state::{Action, State};
use rankscope_params::Training;
use rankscope_params::number::{Format, round_to_significant};
use rankscope_params::training::{Circumstances, LEARNING_RATES, Setting};

/// Steps of the slider in each doubling of the learning rate.
const STEPS_PER_DOUBLING: f64 = 8.0;

/// Properties of [`SettingView`].
#[derive(Properties, PartialEq)]
pub(super) struct SettingProps {
    pub(super) setting: Setting,
    pub(super) training: Training,
    pub(super) now: Circumstances,
    pub(super) dispatch: Dispatch<State>,
}

/// One setting's row.
#[component]
pub(super) fn SettingView(props: &SettingProps) -> Html {
    let SettingProps { setting, now, .. } = *props;
    let text = props.training.text(setting, now);
    let default = Training::default().text(setting, now);
    // What is being typed, until it is entered.
    let draft = use_state_eq(|| None::<String>);
    let type_in = {
        let draft = draft.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            draft.set(Some(field.value()));
        }
    };
    let enter = {
        let (training, dispatch, draft) = (
            props.training.clone(),
            props.dispatch.clone(),
            draft.clone(),
        );
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            draft.set(None);
            let (next, notices) = training.with_text(setting, &field.value(), now);
            dispatch.dispatch(Action::Train(next, notices));
        }
    };
    let reset = {
        let (next, dispatch) = (props.training.with_default(setting), props.dispatch.clone());
        move |_| dispatch.dispatch(Action::Train(next.clone(), vec![]))
    };
    let (name, label) = (setting.name(), setting.label());
    let (field_id, help_id) = (format!("field-{name}"), format!("help-{name}"));
    let is_list = setting == Setting::Ranks;
    html! {
        <div class={if is_list { "control list" } else { "control" }} data-key={name}>
            <label for={field_id.clone()} title={setting.help()}>{ label }</label>
            <input
                id={field_id}
                type="text"
                inputmode={if is_list { "text" } else { "decimal" }}
                autocomplete="off"
                aria-describedby={help_id.clone()}
                value={(*draft).clone().unwrap_or_else(|| text.clone())}
                oninput={type_in}
                onchange={enter}
            />
            <button
                id={format!("reset-{name}")}
                type="button"
                class="reset"
                aria-label={format!("Reset {label} to {default}")}
                title={format!("Back to {default}")}
                disabled={text == default}
                onclick={reset}
            >
                { "↺" }
            </button>
            { match setting {
                Setting::LearningRate => slider(props, &help_id),
                Setting::Steps => html! {},
                Setting::Ranks => chips(props),
            } }
            <span id={help_id} class="help">{ setting.help() }</span>
        </div>
    }
}

/// Equal travel, equal ratio. What it lands on has three significant digits.
fn slider(props: &SettingProps, help_id: &str) -> Html {
    let SettingProps { setting, now, .. } = *props;
    let rate = props.training.learning_rate(now.optimizer);
    let slide = {
        let (training, dispatch) = (props.training.clone(), props.dispatch.clone());
        move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            let rate = round_to_significant(slider.value_as_number().exp2(), 3);
            let (least, most) = (*LEARNING_RATES.start(), *LEARNING_RATES.end());
            let text = Format::Exact.write(rate.clamp(least, most));
            let (next, notices) = training.with_text(setting, &text, now);
            dispatch.dispatch(Action::Train(next, notices));
        }
    };
    html! {
        <input
            id={format!("slider-{}", setting.name())}
            type="range"
            min={LEARNING_RATES.start().log2().to_string()}
            max={LEARNING_RATES.end().log2().to_string()}
            step={STEPS_PER_DOUBLING.recip().to_string()}
            value={rate.log2().to_string()}
            aria-label={setting.label()}
            aria-valuetext={Format::Exact.write(rate)}
            aria-describedby={help_id.to_owned()}
            oninput={slide}
        />
    }
}

/// A switch for each power of two the matrix has, to put a rank in or out.
fn chips(props: &SettingProps) -> Html {
    let SettingProps { setting, now, .. } = *props;
    let ranks = props.training.ranks(now.max_rank);
    let chip = |rank: usize| {
        let pressed = ranks.contains(&rank);
        let mut next = ranks.clone();
        if pressed {
            next.retain(|&other| other != rank);
        } else {
            next.push(rank);
        }
        let (training, dispatch) = (props.training.clone(), props.dispatch.clone());
        let toggle = move |_| {
            let text: Vec<_> = next.iter().map(ToString::to_string).collect();
            let (training, notices) = training.with_text(setting, &text.join(","), now);
            dispatch.dispatch(Action::Train(training, notices));
        };
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
    let powers = powers.take_while(|&rank| rank <= now.max_rank);
    html! {
        <div class="chips" role="group" aria-label="Ranks that are trained">{ for powers.map(chip) }</div>
    }
}
