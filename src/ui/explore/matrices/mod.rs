//! The matrices themselves: what is there before they are shown, and around them when they are.

pub(in crate::ui) mod maps;

use yew::{Html, UseReducerDispatcher, html};

use crate::params::{Choices, Matrices};
use crate::ui::state::State;
use crate::ui::switch::switch;

/// The section, with whatever stands in it beside the switch and beneath.
pub(in crate::ui) fn matrices(
    choices: Choices,
    dispatch: &UseReducerDispatcher<State>,
    beside: Html,
    beneath: Html,
) -> Html {
    let with = |matrices| Choices {
        matrices,
        ..choices
    };
    html! {
        <section id="matrices" aria-labelledby="heading-matrices">
            <div class="section-head">
                <h2 id="heading-matrices">{ "The matrices" }</h2>
                { switch(choices.matrices, with, dispatch) }
                { beside }
            </div>
            if choices.matrices == Matrices::Hidden {
                <p class="how-to-read">
                    { "See an update entry by entry, what rank r keeps of it, and what it leaves." }
                </p>
            }
            { beneath }
        </section>
    }
}
