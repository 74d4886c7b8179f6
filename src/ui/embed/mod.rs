//! One figure alone, in somebody else's page: its controls, its height, and a way to the whole.

pub(super) mod messages;

use yew::{Html, UseReducerDispatcher, html};

use super::explore::controls::some_controls;
use super::state::State;
use crate::chart::Figure;
use crate::params::query::{self, Link};
use crate::params::{Embed, Sheet, Theme, View};

/// The figure that an embedded link names; none when the page is not embedded.
pub(super) const fn embedded_figure(embed: Embed) -> Option<Figure> {
    match embed {
        Embed::Page | Embed::Train | Embed::Exercise => None,
        Embed::Spectrum => Some(Figure::Spectrum),
        Embed::Variance => Some(Figure::Variance),
        Embed::Scaling => Some(Figure::Scaling),
        Embed::Error => Some(Figure::Error),
    }
}

/// A figure with the controls its link asks for.
pub(super) fn embedded(figure: Html, link: &Link, dispatch: &UseReducerDispatcher<State>) -> Html {
    let address = format!("?{}", query::write(&of_the_page(link)));
    html! {
        <div class="embedded">
            <h1 class="unseen">{ "Rankscope" }</h1>
            { figure }
            if !link.controls.is_empty() {
                { some_controls(&link.params, &link.controls, dispatch) }
            }
            <p class="to-the-whole">
                <a href={address} target="_blank" rel="noopener">{ "Open in Rankscope" }</a>
            </p>
        </div>
    }
}

/// The same state on a page of its own.
pub(super) fn of_the_page(link: &Link) -> Link {
    let mut alone = link.clone();
    alone.controls.clear();
    match link.choices.embed {
        Embed::Train => alone.choices.view = View::Train,
        Embed::Exercise => alone.choices.view = View::Exercises,
        _ => {}
    }
    alone.choices.embed = Embed::Page;
    alone.choices.theme = Theme::Auto;
    alone.choices.sheet = Sheet::Closed;
    alone
}
