//! The present state as Python to take away: the experiment in NumPy, the adapter for PEFT.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, Html, MouseEvent, Properties, component, html, use_state_eq};

use crate::params::Params;
use crate::sim::{Scaling, scripts};

#[wasm_bindgen]
extern "C" {
    /// Absent where the page is not served securely, and refused where the reader says so.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    async fn write_text(text: &str) -> Result<JsValue, JsValue>;
}

/// What can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Numpy,
    LoraConfig(Scaling, Rank),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    Low,
    High,
}

impl Script {
    fn text(self, params: &Params) -> String {
        let reading = params.reading();
        match self {
            Self::Numpy => scripts::numpy(params),
            Self::LoraConfig(scaling, rank) => {
                let rank = match rank {
                    Rank::Low => reading.rank_low,
                    Rank::High => reading.rank_high,
                };
                scripts::lora_config(scaling, reading.alpha, rank)
            }
        }
    }
}

/// Properties of [`Python`].
#[derive(Properties, PartialEq)]
pub(super) struct PythonProps {
    pub(super) params: Params,
}

/// A button for each script. What was copied is shown, so that it can also be copied by hand.
#[component]
pub(super) fn Python(props: &PythonProps) -> Html {
    let shown = use_state_eq(|| None::<Script>);
    let outcome = use_state_eq(|| "");
    let copy = |script: Script| {
        let (shown, outcome) = (shown.clone(), outcome.clone());
        let params = props.params;
        Callback::from(move |_: MouseEvent| {
            shown.set(Some(script));
            let outcome = outcome.clone();
            spawn_local(async move {
                let copied = write_text(&script.text(&params)).await;
                outcome.set(match copied {
                    Ok(_) => "Copied.",
                    Err(_) => "The browser did not let the page copy: select the text here.",
                });
            });
        })
    };
    let button = |(id, label, script): (&'static str, String, Script)| {
        html! {
            <button {id} type="button" aria-pressed={(*shown == Some(script)).to_string()} onclick={copy(script)}>
                { label }
            </button>
        }
    };
    let reading = props.params.reading();
    let config = |id, name: &str, scaling, rank| {
        let number = match rank {
            Rank::Low => reading.rank_low,
            Rank::High => reading.rank_high,
        };
        let script = Script::LoraConfig(scaling, rank);
        (id, format!("{name}, r = {number}"), script)
    };
    let configs = [
        config("copy-lora-low", "LoRA", Scaling::Lora, Rank::Low),
        config("copy-lora-high", "LoRA", Scaling::Lora, Rank::High),
        config("copy-rslora-low", "rsLoRA", Scaling::RsLora, Rank::Low),
        config("copy-rslora-high", "rsLoRA", Scaling::RsLora, Rank::High),
    ];
    html! {
        <section id="python" aria-labelledby="heading-python">
            <h2 id="heading-python">{ "In Python" }</h2>
            <div class="copy">
                { button(("copy-numpy", "Copy as NumPy".to_owned(), Script::Numpy)) }
                <span>{ "prints the numbers of the tables below" }</span>
            </div>
            <div class="copy" role="group" aria-label="Copy LoraConfig">
                <span>{ "Copy LoraConfig for" }</span>
                { for configs.map(button) }
            </div>
            <p id="copied" role="status">{ *outcome }</p>
            if let Some(script) = *shown {
                <pre id="script" tabindex="0" aria-label="What was copied">{ script.text(&props.params) }</pre>
            }
        </section>
    }
}
