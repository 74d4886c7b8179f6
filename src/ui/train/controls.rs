//! What is trained, and how: the panel of the Train view. On a phone the three settings that are tried
//! most stand in a bar at the thumb.

use crate::store::Dispatch;
use yew::{Html, Properties, component, html, use_state_eq};

use crate::widgets::control::control;
use crate::widgets::switch::switch;
use rankscope_app::state::State;
use rankscope_params::query::Link;
use rankscope_params::{Choice, Key, SettingKey, TrainingNumber};

/// At the thumb.
const FIRST: [(SettingKey, &str); 3] = [
    (SettingKey::Training(TrainingNumber::LearningRate), "η"),
    (SettingKey::Training(TrainingNumber::Steps), "steps"),
    (SettingKey::Param(Key::Alpha), "α"),
];
const OTHERS: [SettingKey; 2] = [SettingKey::TrainingRanks, SettingKey::Param(Key::Seed)];

/// Properties of [`Controls`].
#[derive(Properties, PartialEq)]
pub(super) struct ControlsProps {
    pub(super) link: Link,
    pub(super) dispatch: Dispatch<State>,
}

/// Update, optimizer, rival and settings.
#[component]
pub(super) fn Controls(props: &ControlsProps) -> Html {
    let ControlsProps { link, dispatch } = props;
    let choices = link.choices;
    let setting = |key: SettingKey| control(key, link.value(key), dispatch);
    // Which of the three is at the thumb.
    let open = use_state_eq(|| 0_usize);
    let tab = |(number, (_, label)): (usize, (SettingKey, &'static str))| {
        let pressed = (*open == number).to_string();
        let open = open.clone();
        html! {
            <button type="button" aria-pressed={pressed} onclick={move |_| open.set(number)}>{ label }</button>
        }
    };
    html! {
        <section id="train-controls" class="card" aria-label="Training">
            <div class="choices">
                { choice(choices.update, dispatch) }
                { choice(choices.optimizer, dispatch) }
                { choice(choices.rival, dispatch) }
                { choice(choices.train_axis, dispatch) }
            </div>
            <div class="thumb" data-open={open.to_string()}>
                <div class="thumb-tabs" role="group" aria-label="Setting at the thumb">
                    { for FIRST.into_iter().enumerate().map(tab) }
                </div>
                { for FIRST.map(|(key, _)| setting(key)) }
            </div>
            { for OTHERS.map(setting) }
        </section>
    }
}

/// A choice with its label.
fn choice<C: Choice>(chosen: C, dispatch: &Dispatch<State>) -> Html {
    html! {
        <div class="choice"><span>{ C::declaration().label }</span>{ switch(chosen, dispatch) }</div>
    }
}
