//! The matrices themselves: what is there before they are shown, and around them when they are.

mod heat_map;
pub(crate) mod maps;

use crate::store::Dispatch;
use yew::{Html, html};

use crate::widgets::switch::switch;
use rankscope_app::state::State;
use rankscope_params::{Choices, Matrices};

/// The section, with whatever stands in it beside the switch and beneath.
pub(crate) fn matrices(
    choices: Choices,
    dispatch: &Dispatch<State>,
    beside: Html,
    beneath: Html,
) -> Html {
    html! {
        <section id="matrices" aria-labelledby="heading-matrices">
            <div class="section-head">
                <h2 id="heading-matrices">{ "The matrices" }</h2>
                { switch(choices.matrices, dispatch) }
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
