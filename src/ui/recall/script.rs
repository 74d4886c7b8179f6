//! The experiment in NumPy, to take away.

use yew::{Callback, Html, Properties, component, html};

use crate::widgets::copy::CopyButton;
use rankscope_app::recall::script::numpy;
use rankscope_app::recall::words;
use rankscope_sim::recall::RecallConfig;

/// Properties of [`Script`].
#[derive(Properties, PartialEq)]
pub(super) struct ScriptProps {
    pub(super) config: RecallConfig,
}

/// The script with a button that copies it.
#[component]
pub(super) fn Script(props: &ScriptProps) -> Html {
    let text = numpy(&props.config);
    let copied = text.clone();
    html! {
        <details id="recall-python" class="script">
            <summary>{ words::SCRIPT_HEADING }</summary>
            <p class="how-to-read">{ words::ABOUT_SCRIPT }</p>
            <CopyButton id="copy-recall" label={words::COPY_SCRIPT} text={Callback::from(move |()| copied.clone())} />
            <pre id="code-recall" tabindex="0" role="region" aria-label={words::SCRIPT_HEADING}>{ text }</pre>
        </details>
    }
}
