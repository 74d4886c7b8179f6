//! The three modules of the page, and which views each brings along.

use yew::{Html, html};

use super::adapter::Adapter;
use super::adapter::door::door;
use super::claims::Claims;
use super::claims::transformer::recalled::Recalled;
use super::classroom::Classroom;
use super::embed::embedded;
use super::explore::Explore;
use super::explore::matrices::maps::MatricesView;
use super::explore::matrices::matrices;
use super::explore::python::python;
use super::explore::python::scripts::PythonView;
use super::pinned::PinnedWork;
use super::recall::Recall;
use super::share::ShareSheet;
use super::start::gate::StoryGate;
use super::start::scenes::Borrowed;
use super::start::start;
use super::start::story::story;
use super::teach::Teach;
use super::train::Train;
use super::views::{Module, Stage};
use rankscope_app::embed::open_view;
use rankscope_params::bundle::small_module_shows;
use rankscope_params::{Embed, Matrices, Script, Sheet, View};

/// What a bare address loads: Start's first screen.
pub static START: Module = Module {
    has: |state| {
        small_module_shows(&state.link.choices)
            && open_view(&state.link.choices) == View::Start
            && !state.story_in_sight
            && state.link.pins.is_empty()
    },
    show: start,
    story: |stage| {
        html! { <StoryGate dispatch={stage.dispatch.clone()} /> }
    },
    matrices: |_, _, _| loading(true),
    python: |_, _| loading(true),
};

/// Explore, with its larger parts still closed.
pub static EXPLORE: Module = Module {
    has: |state| {
        small_module_shows(&state.link.choices)
            && open_view(&state.link.choices) == View::Explore
            && state.pinned.missing(&state.link.pins).is_empty()
    },
    show: explore,
    story: |_| loading(true),
    matrices: |link, _, dispatch| {
        let opening = link.choices.matrices != Matrices::Hidden;
        matrices(link.choices, dispatch, html! {}, loading(opening))
    },
    python: |link, dispatch| {
        let opening = link.choices.script != Script::Hidden;
        python(link.choices, dispatch, loading(opening))
    },
};

/// Everything.
pub static FULL: Module = Module {
    has: |_| true,
    show: any_view,
    story: |stage| story(stage, &BORROWED),
    matrices: |link, theme, dispatch| {
        html! {
            <MatricesView
                params={link.params}
                choices={link.choices}
                {theme}
                dispatch={dispatch.clone()}
            />
        }
    },
    python: |link, dispatch| {
        html! {
            <PythonView params={link.params} choices={link.choices} dispatch={dispatch.clone()} />
        }
    },
};

static BORROWED: Borrowed = Borrowed {
    training: |state, dispatch| {
        html! {
            <div key="training" class="scene">
                <Train state={state.clone()} dispatch={dispatch.clone()} alone=true />
            </div>
        }
    },
    recall: |state, dispatch| {
        html! {
            <div key="recall" class="scene">
                <Recall state={state.clone()} dispatch={dispatch.clone()} alone=true />
            </div>
        }
    },
    transformer: |state, dispatch| {
        html! { <Recalled state={state.clone()} dispatch={dispatch.clone()} /> }
    },
    adapter: door,
};

fn any_view(stage: &Stage<'_>) -> Html {
    let Stage {
        state, dispatch, ..
    } = *stage;
    let view = match open_view(&state.link.choices) {
        View::Start => start(stage),
        View::Explore => explore(stage),
        View::Exercises => html! {
            <Classroom state={state.clone()} dispatch={dispatch.clone()} />
        },
        View::Teach => html! {
            <Teach state={state.clone()} dispatch={dispatch.clone()} />
        },
        View::Adapter => html! {
            <Adapter state={state.clone()} dispatch={dispatch.clone()} />
        },
        View::Train => html! {
            <Train state={state.clone()} dispatch={dispatch.clone()} />
        },
        View::Recall => html! {
            <Recall state={state.clone()} dispatch={dispatch.clone()} />
        },
        View::Evidence => html! {
            <Claims state={state.clone()} dispatch={dispatch.clone()} />
        },
    };
    let view = match state.link.choices.embed {
        Embed::Train | Embed::Recall | Embed::Claim | Embed::Exercise => {
            embedded(view, &state.link, dispatch)
        }
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

fn explore(stage: &Stage<'_>) -> Html {
    html! {
        <Explore
            state={stage.state.clone()}
            dispatch={stage.dispatch.clone()}
            cancel={stage.cancel.clone()}
            module={stage.module}
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
