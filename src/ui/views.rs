//! What a module of the page can show, and the way from view to view.

use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, html};

use super::widgets::link::{PageLink, page_link};
use crate::store::Dispatch;
use rankscope_app::mast::after_label;
use rankscope_app::state::{Action, State};
use rankscope_chart::Theme;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::View;
use rankscope_params::query::{self, Link};

/// What a view is given.
pub struct Stage<'s> {
    /// The state of the page.
    pub state: &'s State,
    /// Where actions go.
    pub dispatch: &'s Dispatch<State>,
    /// Gives up the calculation under way.
    pub cancel: Callback<MouseEvent>,
    /// What shows it.
    pub module: &'static Module,
}

/// What Start's story is told with.
pub struct StoryStage<'s> {
    /// The state of the page.
    pub state: &'s State,
    /// Where actions go.
    pub dispatch: &'s Dispatch<State>,
    /// The directions of both updates, and what they were asked for with.
    pub directions: Option<&'s Rc<(Job, Answer)>>,
}

/// What one module can show. Functions by address, not a trait: generic components would be compiled
/// with the binaries, which are compiled for speed, and be a fifth larger.
pub struct Module {
    /// Whether it can show what the link holds; if not, the full module takes over.
    pub has: fn(&State) -> bool,
    /// The open view.
    pub show: fn(&Stage<'_>) -> Html,
    /// Start's story.
    pub story: fn(&StoryStage<'_>) -> Html,
    /// Explore's section of matrices.
    pub matrices: fn(&Link, Theme, &Dispatch<State>) -> Html,
    /// Explore's section of scripts.
    pub python: fn(&Link, &Dispatch<State>) -> Html,
}

impl PartialEq for Module {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The way from view to view. Parameters go along.
pub(super) fn navigation(state: &State, dispatch: &Dispatch<State>) -> Html {
    let entry = |view: View| {
        let id = format!("view-{}", view.name());
        page_link(PageLink {
            content: html! {
                <>
                    { view.label() }
                    if !after_label(view).is_empty() {
                        <span class="unseen">{ after_label(view) }</span>
                    }
                </>
            },
            ..to_view(view, Some(id), state, dispatch)
        })
    };
    html! {
        <nav aria-label="Views">{ for View::LISTED.into_iter().map(entry) }</nav>
    }
}

/// A link to a view, with nothing in it yet.
pub(super) fn to_view(
    view: View,
    id: Option<String>,
    state: &State,
    dispatch: &Dispatch<State>,
) -> PageLink {
    let link = state.link.in_view(view);
    let dispatch = dispatch.clone();
    PageLink {
        id: id.map(Into::into),
        class: "",
        href: format!("?{}", query::write(&link)).into(),
        current: view == state.link.choices.view,
        follow: (move |_| dispatch.dispatch(Action::choose(view))).into(),
        content: html! {},
    }
}
