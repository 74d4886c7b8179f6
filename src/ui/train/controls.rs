//! What is trained, and how: the panel of the Train view.

use crate::store::Dispatch;
use yew::{Html, html};

use crate::widgets::control::control;
use crate::widgets::switch::switch;
use rankscope_app::state::State;
use rankscope_params::query::Link;
use rankscope_params::{Choice, Key, SettingKey, TrainingNumber};

/// Numbers and ranks, then α and the seed, which are Explore's too.
const SETTINGS: [SettingKey; 5] = [
    SettingKey::Training(TrainingNumber::LearningRate),
    SettingKey::Training(TrainingNumber::Steps),
    SettingKey::TrainingRanks,
    SettingKey::Param(Key::Alpha),
    SettingKey::Param(Key::Seed),
];

/// Update, optimizer, rival and settings.
pub(super) fn controls(link: &Link, dispatch: &Dispatch<State>) -> Html {
    let choices = link.choices;
    let setting = |key: SettingKey| control(key, link.value(key), dispatch);
    html! {
        <section id="train-controls" aria-label="Training">
            { choice(choices.update, dispatch) }
            { choice(choices.optimizer, dispatch) }
            { choice(choices.rival, dispatch) }
            { for SETTINGS.map(setting) }
        </section>
    }
}

/// A choice with its label.
fn choice<C: Choice>(chosen: C, dispatch: &Dispatch<State>) -> Html {
    html! {
        <div class="choice"><span>{ C::declaration().label }</span>{ switch(chosen, dispatch) }</div>
    }
}
