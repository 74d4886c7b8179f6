//! The two modules of the page, and which views each brings along.

use yew::{Html, html};

use super::adapter::Adapter;
use super::claims::Claims;
use super::classroom::Classroom;
use super::embed::embedded;
use super::explore::Explore;
use super::explore::matrices::maps::MatricesView;
use super::explore::matrices::matrices;
use super::explore::python::python;
use super::explore::python::scripts::PythonView;
use super::pinned::PinnedWork;
use super::share::ShareSheet;
use super::start::scenes::scene;
use super::start::start;
use super::train::Train;
use super::views::{Scene, Stage, Views};
use crate::store::Dispatch;
use rankscope_app::embed::open_view;
use rankscope_app::state::State;
use rankscope_chart::Theme;
use rankscope_params::bundle::first_module_shows;
use rankscope_params::query::Link;
use rankscope_params::{Embed, Matrices, Script, Sheet, View};

/// What a first visit loads: Explore, with its larger parts still closed.
pub struct FirstModule;

impl Views for FirstModule {
    fn has(state: &State) -> bool {
        first_module_shows(&state.link.choices) && state.pinned.missing(&state.link.pins).is_empty()
    }

    fn show(stage: &Stage<'_>) -> Html {
        match open_view(&stage.state.link.choices) {
            View::Start => start::<Self>(stage),
            _ => explore::<Self>(stage),
        }
    }

    fn scene(_: &Scene<'_>) -> Html {
        loading(true)
    }

    fn matrices(link: &Link, _: Theme, dispatch: &Dispatch<State>) -> Html {
        let opening = link.choices.matrices != Matrices::Hidden;
        matrices(link.choices, dispatch, html! {}, loading(opening))
    }

    fn python(link: &Link, dispatch: &Dispatch<State>) -> Html {
        let opening = link.choices.script != Script::Hidden;
        python(link.choices, dispatch, loading(opening))
    }
}

/// Everything.
pub struct FullModule;

impl Views for FullModule {
    fn has(_: &State) -> bool {
        true
    }

    fn show(stage: &Stage<'_>) -> Html {
        let Stage {
            state, dispatch, ..
        } = *stage;
        let view = match open_view(&state.link.choices) {
            View::Start => start::<Self>(stage),
            View::Explore => explore::<Self>(stage),
            View::Exercises | View::Teach => html! {
                <Classroom state={state.clone()} dispatch={dispatch.clone()} />
            },
            View::Adapter => html! {
                <Adapter state={state.clone()} dispatch={dispatch.clone()} />
            },
            View::Train => html! {
                <Train state={state.clone()} dispatch={dispatch.clone()} />
            },
            View::Evidence => html! {
                <Claims state={state.clone()} dispatch={dispatch.clone()} />
            },
        };
        let view = match state.link.choices.embed {
            Embed::Train | Embed::Exercise => embedded(view, &state.link, dispatch),
            _ => view,
        };
        html! {
            <>
                <PinnedWork
                    missing={state.pinned.missing(&state.link.pins)}
                    dispatch={dispatch.clone()}
                />
                if state.link.choices.sheet == Sheet::Share {
                    <ShareSheet state={state.clone()} dispatch={dispatch.clone()} />
                }
                { view }
            </>
        }
    }

    fn scene(of: &Scene<'_>) -> Html {
        scene(of)
    }

    fn matrices(link: &Link, theme: Theme, dispatch: &Dispatch<State>) -> Html {
        html! {
            <MatricesView
                params={link.params}
                choices={link.choices}
                {theme}
                dispatch={dispatch.clone()}
            />
        }
    }

    fn python(link: &Link, dispatch: &Dispatch<State>) -> Html {
        html! {
            <PythonView params={link.params} choices={link.choices} dispatch={dispatch.clone()} />
        }
    }
}

fn explore<V: Views>(stage: &Stage<'_>) -> Html {
    html! {
        <Explore<V>
            state={stage.state.clone()}
            dispatch={stage.dispatch.clone()}
            cancel={stage.cancel.clone()}
        />
    }
}

/// In place of what the full module is being fetched for.
fn loading(opening: bool) -> Html {
    html! {
        if opening {
            <p class="how-to-read" role="status">{ "Loading…" }</p>
        }
    }
}
