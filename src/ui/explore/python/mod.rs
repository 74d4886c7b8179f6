//! The present state as Python to take away: what is there before a script is shown, and around it
//! when one is.

pub(in crate::ui) mod scripts;

use yew::{Html, UseReducerDispatcher, html};

use crate::params::{Choices, Script};
use crate::ui::state::State;
use crate::ui::switch::switch;

/// The section, with whatever stands beneath its switch.
pub(in crate::ui) fn python(
    choices: Choices,
    dispatch: &UseReducerDispatcher<State>,
    beneath: Html,
) -> Html {
    let with = |script| Choices { script, ..choices };
    html! {
        <section id="python" aria-labelledby="heading-python">
            <div class="section-head">
                <h2 id="heading-python">{ "In Python" }</h2>
                { switch(choices.script, with, dispatch) }
            </div>
            if choices.script == Script::Hidden {
                <p class="how-to-read">
                    { "A NumPy script that prints this page’s numbers, or the matching LoraConfig for PEFT." }
                </p>
            }
            { beneath }
        </section>
    }
}
