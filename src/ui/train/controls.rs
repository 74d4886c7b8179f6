//! What is trained, and how: the panel of the Train view.

use yew::{Html, UseReducerDispatcher, html};

use super::setting::SettingView;
use crate::params::query::Link;
use crate::params::training::Setting;
use crate::params::{Choices, Key, Optimizer, Params, Rival, Update};
use crate::ui::explore::control::Control;
use crate::ui::state::State;
use crate::ui::switch::switch;

/// Update, optimizer, settings, and α, which is Explore's too.
pub(super) fn controls(link: &Link, dispatch: &UseReducerDispatcher<State>) -> Html {
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

fn parameter(key: Key, params: &Params, dispatch: &UseReducerDispatcher<State>) -> Html {
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
