//! The sentences at the top, with the live numbers in them.

use rankscope_app::explore::words::{self, Piece};
use rankscope_app::state::Shown;
use rankscope_params::Reading;
use yew::{Html, html};

/// What the inspected ranks keep of each update, and what the scales make of it.
pub(super) fn headline(shown: Option<&Shown>, reading: Reading) -> Html {
    html! {
        <>
            <p id="headline">{ sentence(words::headline(shown, reading)) }</p>
            <p class="subline">{ sentence(words::subline(shown, reading)) }</p>
        </>
    }
}

fn sentence(pieces: Vec<Piece>) -> Html {
    let piece = |Piece { text, of }| match of {
        Some(update) => html! { <span class={update.name()}>{ text }</span> },
        None => html! { { text } },
    };
    pieces.into_iter().map(piece).collect()
}
