//! What a module of the page can show, and the way from view to view.

use yew::{Callback, Html, MouseEvent, html};

use super::widgets::link::{PageLink, page_link};
use crate::store::Dispatch;
use rankscope_app::state::{Action, State};
use rankscope_chart::Theme;
use rankscope_params::query::{self, Link};
use rankscope_params::{Choice, View};

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
    /// Whether it can show what the link holds; if not, the full module takes over.
    fn has(state: &State) -> bool;

    /// The open view.
    fn show(stage: &Stage<'_>) -> Html;

    /// Explore's section of matrices.
    fn matrices(link: &Link, theme: Theme, dispatch: &Dispatch<State>) -> Html;

    /// Explore's section of scripts.
    fn python(link: &Link, dispatch: &Dispatch<State>) -> Html;
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
