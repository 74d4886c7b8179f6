//! The scripts, each with a button that copies it and its text, which can also be copied by hand.

use crate::store::Dispatch;
use yew::{Html, Properties, component, html, use_effect_with, use_state_eq};

use super::python;
use crate::browser::clipboard::copy;
use rankscope_app::state::State;
use rankscope_params::{Choices, Params, Script};
use rankscope_sim::{Scaling, scripts};

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
    let scripts = scripts_of(props.choices.script, &props.params);
    let one = |(id, label, text): (&'static str, String, String)| {
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

/// Id, label and text of every script of a choice.
fn scripts_of(script: Script, params: &Params) -> Vec<(&'static str, String, String)> {
    let reading = params.reading();
    let config = |id, scaling, rank| {
        let label = format!("Copy LoraConfig, r = {rank}");
        (
            id,
            label,
            scripts::lora_config(scaling, reading.alpha, rank),
        )
    };
    let configs = |scaling| {
        let mut configs = vec![config("low", scaling, reading.rank_low)];
        if reading.rank_high != reading.rank_low {
            configs.push(config("high", scaling, reading.rank_high));
        }
        configs
    };
    match script {
        Script::Hidden => vec![],
        Script::Numpy => vec![("numpy", "Copy as NumPy".to_owned(), scripts::numpy(params))],
        Script::Lora => configs(Scaling::Lora),
        Script::RsLora => configs(Scaling::RsLora),
    }
}
