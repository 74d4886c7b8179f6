//! The views, and which of them a module brings along.

use yew::{Callback, Html, MouseEvent, UseReducerDispatcher, html};

use super::claims::Claims;
use super::explore::Explore;
use super::state::{Action, State};
use super::train::Train;
use crate::params::{Choice, Choices, View, query};

/// What a view is given.
pub struct Stage<'s> {
    /// The state of the page.
    pub state: &'s State,
    /// Where actions go.
    pub dispatch: &'s UseReducerDispatcher<State>,
    /// Gives up the calculation under way.
    pub cancel: Callback<MouseEvent>,
}

/// The views of one module.
pub trait Views: 'static {
    /// Whether it has this view; if not, the page is loaded anew, by the module that does.
    fn has(view: View) -> bool;

    /// The open view.
    fn show(stage: &Stage<'_>) -> Html;
}

/// What a first visit loads: Explore.
pub struct FirstVisit;

impl Views for FirstVisit {
    fn has(view: View) -> bool {
        view == View::Explore
    }

    fn show(stage: &Stage<'_>) -> Html {
        explore(stage)
    }
}

/// Every view.
pub struct Whole;

impl Views for Whole {
    fn has(_: View) -> bool {
        true
    }

    fn show(stage: &Stage<'_>) -> Html {
        match stage.state.link.choices.view {
            View::Explore => explore(stage),
            View::Train => html! {
                <Train state={stage.state.clone()} dispatch={stage.dispatch.clone()} />
            },
            View::Claims => html! {
                <Claims state={stage.state.clone()} dispatch={stage.dispatch.clone()} />
            },
        }
    }
}

fn explore(stage: &Stage<'_>) -> Html {
    html! {
        <Explore
            state={stage.state.clone()}
            dispatch={stage.dispatch.clone()}
            cancel={stage.cancel.clone()}
        />
    }
}

/// The way from view to view. Parameters go along.
pub(super) fn navigation<V: Views>(state: &State, dispatch: &UseReducerDispatcher<State>) -> Html {
    let entry = |view: View| {
        let mut link = state.link.clone();
        link.choices.view = view;
        let choices: Choices = link.choices;
        let address = format!("?{}", query::write(&link));
        let open = {
            let dispatch = dispatch.clone();
            move |event: MouseEvent| {
                let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
                // A view this module does not have is an ordinary link.
                if plain && V::has(view) {
                    event.prevent_default();
                    dispatch.dispatch(Action::Choose(choices));
                }
            }
        };
        let current = (view == state.link.choices.view).then_some("page");
        html! {
            <a id={format!("view-{}", view.name())} href={address} aria-current={current} onclick={open}>
                { view.label() }
            </a>
        }
    };
    html! {
        <nav aria-label="Views">{ for View::ALL.iter().copied().map(entry) }</nav>
    }
}
