//! An embedded figure: which one it is, the page it belongs to, and what it says to the page around
//! it.

pub mod message;

use rankscope_chart::Figure;
use rankscope_params::query::Link;
use rankscope_params::{Choices, Embed, Sheet, Theme, View};

/// The figure that an embedded link names; none when the page is not embedded.
pub const fn embedded_figure(embed: Embed) -> Option<Figure> {
    match embed {
        Embed::Page
        | Embed::Start
        | Embed::Train
        | Embed::Recall
        | Embed::Claim
        | Embed::Exercise => None,
        Embed::Spectrum => Some(Figure::Spectrum),
        Embed::Variance => Some(Figure::Variance),
        Embed::Scaling => Some(Figure::Scaling),
        Embed::Error => Some(Figure::Error),
    }
}

/// The view that is shown: an embedded figure is of one, whatever else its link says.
pub const fn open_view(choices: &Choices) -> View {
    match choices.embed {
        Embed::Page => choices.view,
        Embed::Start => View::Start,
        Embed::Train => View::Train,
        Embed::Recall => View::Recall,
        Embed::Claim => View::Evidence,
        Embed::Exercise => View::Exercises,
        Embed::Spectrum | Embed::Variance | Embed::Scaling | Embed::Error => View::Explore,
    }
}

/// The same state on a page of its own.
pub fn of_the_page(link: &Link) -> Link {
    let mut alone = link.clone();
    alone.controls.clear();
    if link.choices.embed != Embed::Page {
        alone.choices.view = open_view(&link.choices);
    }
    alone.choices.embed = Embed::Page;
    alone.choices.theme = Theme::Auto;
    alone.choices.sheet = Sheet::Closed;
    alone
}

/// The embed that shows a figure.
pub const fn embed_of(figure: Figure) -> Embed {
    match figure {
        Figure::Spectrum => Embed::Spectrum,
        Figure::Variance => Embed::Variance,
        Figure::Scaling => Embed::Scaling,
        Figure::Error => Embed::Error,
    }
}
