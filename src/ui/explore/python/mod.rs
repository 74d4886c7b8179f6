//! The present state as Python to take away: what is there before a script is shown, and around it
//! when one is.

pub(crate) mod scripts;

use crate::store::Dispatch;
use yew::{Html, html};

use crate::widgets::switch::switch;
use rankscope_app::state::State;
use rankscope_params::{Choices, Script};

/// The section, with whatever stands beneath its switch.
pub(crate) fn python(choices: Choices, dispatch: &Dispatch<State>, beneath: Html) -> Html {
    html! {
        <section id="python" aria-labelledby="heading-python">
            <div class="section-head">
                <h2 id="heading-python">{ "In Python" }</h2>
                { switch(choices.script, dispatch) }
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
