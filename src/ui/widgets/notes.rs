//! What one is looking at, and the field's words: for somebody who knows what a matrix is and has
//! never read about adapters.
//!
//! The texts never change, so they are HTML files beside this one. The notes on words are native
//! popovers: they open, close on Escape and give the focus back without any code of ours.

use yew::{AttrValue, Html, html};

use rankscope_chart::Figure;

/// How to read a figure: a sentence that is always there, and more to open.
pub(crate) fn note(figure: Figure) -> Html {
    let (sentence, more) = match figure {
        Figure::Spectrum => (
            "A cliff means that a few directions carry the update; a slope means that all do.",
            include_str!("notes/spectrum.html"),
        ),
        Figure::Variance => (
            "The most that any matrix of rank r can hold of the update.",
            include_str!("notes/variance.html"),
        ),
        Figure::Scaling => (
            "What an adapter’s product is multiplied by, at a fixed α.",
            include_str!("notes/scaling.html"),
        ),
        Figure::Error => (
            "What is missing after truncating to rank r and scaling. Dotted: the least possible.",
            include_str!("notes/error.html"),
        ),
    };
    html! { <><p class="how-to-read">{ sentence }</p>{ text(more) }</> }
}

/// Every word with a note, in a line, for who begins here.
pub(crate) fn vocabulary() -> Html {
    text(include_str!("notes/vocabulary.html"))
}

/// The notes themselves, once for the whole page.
pub(crate) fn glossary() -> Html {
    text(include_str!("notes/glossary.html"))
}

fn text(html: &'static str) -> Html {
    Html::from_html_unchecked(AttrValue::Static(html))
}
