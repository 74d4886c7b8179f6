//! Start: the picture to take hold of, and below it the story.

mod hero;
mod maps;

use rankscope_app::embed::open_view;
use rankscope_app::state::State;
use rankscope_params::{Embed, View};
use yew::{Html, Properties, component, html};

use self::hero::Hero;
use super::views::{Stage, Views};
use crate::embed::embedded;
use crate::store::Dispatch;

/// The view, or its picture alone in another page.
pub(super) fn start<V: Views>(stage: &Stage<'_>) -> Html {
    let Stage {
        state, dispatch, ..
    } = *stage;
    debug_assert_eq!(open_view(&state.link.choices), View::Start);
    let hero = html! { <Hero state={state.clone()} dispatch={dispatch.clone()} /> };
    if state.link.choices.embed == Embed::Start {
        return embedded(hero, &state.link, dispatch);
    }
    html! { <>{ hero }{ V::story(stage) }</> }
}

/// Properties of what is shown of the page's state.
#[derive(Properties, PartialEq)]
pub(super) struct StartProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// The story while its module is on the way: its words are there.
#[component]
pub(super) fn StoryWords(props: &StartProps) -> Html {
    let _ = props;
    html! {}
}
