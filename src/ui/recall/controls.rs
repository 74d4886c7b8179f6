//! What is learned, and how: how many facts above all, the rest beneath it. On a phone the facts stand in a
//! bar at the thumb.

use yew::{Html, Properties, component, html};

use crate::store::Dispatch;
use crate::widgets::control::control;
use crate::widgets::switch::{switch, switch_of};
use crate::widgets::thumb::Thumb;
use rankscope_app::recall::words;
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
    /// What they are now, in a line.
    pub(super) method: String,
}

/// Facts, task and settings.
#[component]
pub(super) fn Controls(props: &ControlsProps) -> Html {
    let ControlsProps {
        link,
        dispatch,
        method,
    } = props;
    let choices = link.choices;
    let setting = |key: SettingKey| control(key, link.value(key), dispatch);
    let mut first = vec![(RecallNumber::Facts.into(), words::FACTS)];
    if choices.task == Task::Style {
        first.push((Key::TrueRank.into(), words::TRUE_RANK));
    }
    html! {
        <section id="recall-controls" class="card" aria-label="What is learned">
            <div class="recall-first">
                <Thumb settings={first} link={link.clone()} dispatch={dispatch.clone()} />
                { choice::<Task>(switch(choices.task, dispatch)) }
            </div>
            <details class="more">
                <summary>{ "More settings" }<span class="method">{ method }</span></summary>
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
