//! The scripts, each with a button that copies it and its text, which can also be copied by hand.

use crate::store::Dispatch;
use yew::{Html, Properties, component, html, use_effect_with, use_state_eq};

use super::python;
use crate::browser::clipboard::copy;
use rankscope_app::scripts::{ScriptText, of_choice};
use rankscope_app::state::State;
use rankscope_params::{Choices, Params};

/// Properties of [`PythonView`].
#[derive(Properties, PartialEq)]
pub(crate) struct PythonProps {
    pub(crate) params: Params,
    pub(crate) choices: Choices,
    pub(crate) dispatch: Dispatch<State>,
}

/// The section with the chosen scripts.
#[component]
pub(crate) fn PythonView(props: &PythonProps) -> Html {
    let outcome = use_state_eq(|| "");
    {
        let outcome = outcome.clone();
        use_effect_with((props.params, props.choices.script), move |_| {
            outcome.set("");
        });
    }
    let scripts = of_choice(props.choices.script, &props.params);
    let one = |ScriptText { id, label, text }: ScriptText| {
        html! {
            <div class="script">
                <button id={format!("copy-{id}")} type="button" onclick={copy(&text, &outcome)}>
                    { label.clone() }
                </button>
                <pre id={format!("code-{id}")} tabindex="0" role="region" aria-label={label}>{ text }</pre>
            </div>
        }
    };
    let beneath = html! {
        <>
            <p id="copied" role="status">{ *outcome }</p>
            { for scripts.into_iter().map(one) }
        </>
    };
    python(props.choices, &props.dispatch, beneath)
}
