//! What is trained, and how: the panel of the Train view.

use crate::store::Dispatch;
use yew::{Html, html};

use super::setting::SettingView;
use crate::widgets::control::Control;
use crate::widgets::switch::switch;
use rankscope_app::state::State;
use rankscope_params::query::Link;
use rankscope_params::training::Setting;
use rankscope_params::{Choices, Key, Optimizer, Params, Rival, Update};

/// Update, optimizer, settings, and α, which is Explore's too.
pub(super) fn controls(link: &Link, dispatch: &Dispatch<State>) -> Html {
    let (params, choices, now) = (&link.params, link.choices, link.circumstances());
    let setting = |setting: Setting| {
        html! {
            <SettingView {setting} training={link.training.clone()} {now} dispatch={dispatch.clone()} />
        }
    };
    let choice = |label: &'static str, switch: Html| {
        html! { <div class="choice"><span>{ label }</span>{ switch }</div> }
    };
    html! {
        <section id="train-controls" aria-label="Training">
            { choice("update", switch(choices.update, |update: Update| Choices { update, ..choices }, dispatch)) }
            { choice("optimizer", switch(choices.optimizer, |optimizer: Optimizer| Choices { optimizer, ..choices }, dispatch)) }
            { choice("LoRA(α) against", switch(choices.rival, |rival: Rival| Choices { rival, ..choices }, dispatch)) }
            { for Setting::ALL.map(setting) }
            { for [Key::Alpha, Key::Seed].map(|key| parameter(key, params, dispatch)) }
        </section>
    }
}

fn parameter(key: Key, params: &Params, dispatch: &Dispatch<State>) -> Html {
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
