//! What is learned, and how: how many facts above all, the rest beneath it.

use yew::{Html, Properties, component, html};

use crate::store::Dispatch;
use crate::widgets::control::control;
use crate::widgets::switch::{switch, switch_of};
use rankscope_app::state::State;
use rankscope_params::query::Link;
use rankscope_params::{Choice, Key, RecallNumber, SettingKey, Task, Width};

const OTHERS: [SettingKey; 5] = [
    SettingKey::Param(Key::Alpha),
    SettingKey::Recall(RecallNumber::LearningRate),
    SettingKey::Recall(RecallNumber::Steps),
    SettingKey::RecallRanks,
    SettingKey::Param(Key::Seed),
];

/// Properties of [`Controls`].
#[derive(Properties, PartialEq)]
pub(super) struct ControlsProps {
    pub(super) link: Link,
    pub(super) dispatch: Dispatch<State>,
}

/// Facts, task and settings.
#[component]
pub(super) fn Controls(props: &ControlsProps) -> Html {
    let ControlsProps { link, dispatch } = props;
    let choices = link.choices;
    let setting = |key: SettingKey| control(key, link.value(key), dispatch);
    html! {
        <section id="recall-controls" class="card" aria-label="What is learned">
            <div class="recall-first">
                { setting(RecallNumber::Facts.into()) }
                { choice::<Task>(switch(choices.task, dispatch)) }
                if choices.task == Task::Style {
                    { setting(Key::TrueRank.into()) }
                }
            </div>
            <details class="more">
                <summary>{ "More settings" }</summary>
                <div class="choices">
                    { choice::<Width>(switch_of(&Width::ASCENDING, choices.width, dispatch)) }
                    { choice::<rankscope_params::Optimizer>(switch(choices.optimizer, dispatch)) }
                    { choice::<rankscope_params::Rival>(switch(choices.rival, dispatch)) }
                </div>
                { for OTHERS.map(setting) }
            </details>
        </section>
    }
}

/// A choice's switch with its label.
fn choice<C: Choice>(switch: Html) -> Html {
    html! {
        <div class="choice"><span>{ C::declaration().label }</span>{ switch }</div>
    }
}
