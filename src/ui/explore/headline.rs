//! The sentences at the top, with the live numbers in them.

use rankscope_app::explore::words::{self, Piece};
use rankscope_app::state::State;
use yew::{Html, html};

use crate::store::Dispatch;
use crate::widgets::scrub::Scrub;

/// What the inspected ranks keep of each update, and what the scales make of it.
pub(super) fn headline(state: &State, dispatch: &Dispatch<State>) -> Html {
    let params = &state.link.params;
    let (reading, shown) = (params.reading(), state.shown.as_ref());
    html! {
        <div>
            <h1 id="headline">
                { words::HEADLINE }
                <Scrub
                    rank={reading.rank_low}
                    largest={params.max_rank()}
                    label={words::RANK}
                    text={words::value_text(shown, reading)}
                    dispatch={dispatch.clone()}
                />
                { sentence(words::headline(shown, reading)) }
            </h1>
            <p class="subline">{ sentence(words::subline(shown, reading)) }</p>
        </div>
    }
}

fn sentence(pieces: Vec<Piece>) -> Html {
    let piece = |Piece { text, of }| match of {
        Some(update) => html! { <span class={update.name()}>{ text }</span> },
        None => html! { { text } },
    };
    pieces.into_iter().map(piece).collect()
}
