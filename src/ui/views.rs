//! The views, and which of them a module brings along.

use crate::store::Dispatch;
use yew::{Callback, Html, MouseEvent, html};

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
use super::train::Train;
use super::widgets::link::{PageLink, page_link};
use rankscope_app::state::{Action, State};
use rankscope_chart::Theme;
use rankscope_params::bundle::first_module_shows;
use rankscope_params::query::{self, Link};
use rankscope_params::{Choice, Embed, Matrices, Script, Sheet, View};

/// What a view is given.
pub struct Stage<'s> {
    /// The state of the page.
    pub state: &'s State,
    /// Where actions go.
    pub dispatch: &'s Dispatch<State>,
    /// Gives up the calculation under way.
    pub cancel: Callback<MouseEvent>,
}

/// What one module can show.
pub trait Views: 'static {
    /// Whether it can show what the link holds; if not, the whole takes over.
    fn has(state: &State) -> bool;

    /// The open view.
    fn show(stage: &Stage<'_>) -> Html;

    /// Explore's section of matrices.
    fn matrices(link: &Link, theme: Theme, dispatch: &Dispatch<State>) -> Html;

    /// Explore's section of scripts.
    fn python(link: &Link, dispatch: &Dispatch<State>) -> Html;
}

/// What a first visit loads: Explore, with its larger parts still closed.
pub struct FirstModule;

impl Views for FirstModule {
    fn has(state: &State) -> bool {
        first_module_shows(&state.link.choices) && state.pinned.missing(&state.link.pins).is_empty()
    }

    fn show(stage: &Stage<'_>) -> Html {
        explore::<Self>(stage)
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
        // An embedded figure is of a view, whatever else the link says.
        let open = match state.link.choices.embed {
            Embed::Train => View::Train,
            Embed::Exercise => View::Exercises,
            Embed::Page => state.link.choices.view,
            Embed::Spectrum | Embed::Variance | Embed::Scaling | Embed::Error => View::Explore,
        };
        let view = match open {
            View::Explore => explore::<Self>(stage),
            View::Exercises => html! {
                <Classroom state={state.clone()} dispatch={dispatch.clone()} />
            },
            View::Adapter => html! {
                <Adapter state={state.clone()} dispatch={dispatch.clone()} />
            },
            View::Train => html! {
                <Train state={state.clone()} dispatch={dispatch.clone()} />
            },
            View::Claims => html! {
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

/// In place of what the whole is being fetched for.
fn loading(opening: bool) -> Html {
    html! {
        if opening {
            <p class="how-to-read" role="status">{ "Loading…" }</p>
        }
    }
}

/// The way from view to view. Parameters go along.
pub(super) fn navigation(state: &State, dispatch: &Dispatch<State>) -> Html {
    let entry = |view: View| {
        let mut link = state.link.clone();
        link.choices.view = view;
        let address = format!("?{}", query::write(&link));
        let open = {
            let dispatch = dispatch.clone();
            move |_| dispatch.dispatch(Action::choose(view))
        };
        page_link(PageLink {
            id: Some(format!("view-{}", view.name()).into()),
            href: address.into(),
            current: view == state.link.choices.view,
            follow: open.into(),
            content: html! { { view.label() } },
        })
    };
    html! {
        <nav aria-label="Views">{ for View::ALL.iter().copied().map(entry) }</nav>
    }
}
