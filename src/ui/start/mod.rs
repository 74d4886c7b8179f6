//! Start: the picture to take hold of, and below it the story.

pub(super) mod gate;
mod hero;
mod maps;
pub(super) mod scenes;
pub(super) mod story;

use std::rc::Rc;

use rankscope_app::start::job;
use rankscope_app::state::State;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::Embed;
use yew::{Html, Properties, component, html};

use self::hero::Hero;
use super::views::{Module, Stage, StoryStage};
use crate::embed::embedded;
use crate::store::Dispatch;
use crate::work::use_work;

/// The directions of both updates, and what they were asked for with.
pub(super) type Directions = Rc<(Job, Answer)>;

/// The view, or its picture alone in another page.
pub(super) fn start(stage: &Stage<'_>) -> Html {
    html! {
        <Start
            state={stage.state.clone()}
            dispatch={stage.dispatch.clone()}
            module={stage.module}
        />
    }
}

/// Properties of [`Start`].
#[derive(Properties, PartialEq)]
struct StartProps {
    state: State,
    dispatch: Dispatch<State>,
    module: &'static Module,
}

/// The first screen and the story.
#[component]
fn Start(props: &StartProps) -> Html {
    let (state, dispatch) = (&props.state, &props.dispatch);
    // Here, so that hero and story ask for them once.
    let work = use_work(Some(job(&state.link.params)));
    let hero = html! {
        <Hero
            state={state.clone()}
            dispatch={dispatch.clone()}
            work={work.snapshot()}
            retry={work.retry.clone()}
        />
    };
    if state.link.choices.embed == Embed::Start {
        return embedded(hero, &state.link, dispatch);
    }
    html! {
        <>
            { hero }
            { (props.module.story)(&StoryStage {
                state,
                dispatch,
                directions: work.done.as_ref(),
            }) }
        </>
    }
}
