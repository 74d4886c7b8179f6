//! The settings that are tried most. On a phone they stand in a bar at the thumb, one at a time; elsewhere
//! they are controls like any other.

use yew::{Html, Properties, component, html, use_state_eq};

use super::control::control;
use crate::store::Dispatch;
use rankscope_app::state::State;
use rankscope_params::SettingKey;
use rankscope_params::query::Link;

/// Properties of [`Thumb`].
#[derive(Properties, PartialEq)]
pub(crate) struct ThumbProps {
    /// Each with what its tab says.
    pub(crate) settings: Vec<(SettingKey, &'static str)>,
    pub(crate) link: Link,
    pub(crate) dispatch: Dispatch<State>,
}

/// A tab for each setting, and its control.
#[component]
pub(crate) fn Thumb(props: &ThumbProps) -> Html {
    let ThumbProps {
        settings,
        link,
        dispatch,
    } = props;
    let open = use_state_eq(|| 0_usize);
    // A setting may have left since its tab was opened.
    let shown = (*open).min(settings.len().saturating_sub(1));
    let tab = |(number, (_, label)): (usize, &(SettingKey, &'static str))| {
        let open = open.setter();
        html! {
            <button type="button" aria-pressed={(shown == number).to_string()} onclick={move |_| open.set(number)}>
                { *label }
            </button>
        }
    };
    html! {
        <div class="thumb" data-open={shown.to_string()}>
            <div class="thumb-tabs" role="group" aria-label="Setting at the thumb">
                { for settings.iter().enumerate().map(tab) }
            </div>
            { for settings.iter().map(|(key, _)| control(*key, link.value(*key), dispatch)) }
        </div>
    }
}
