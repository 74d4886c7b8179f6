//! Copying, where the browser lets a page.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, MouseEvent, UseStateHandle};

#[wasm_bindgen]
extern "C" {
    /// Absent where the page is not served securely, and refused where the reader says so.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    async fn write_text(text: &str) -> Result<JsValue, JsValue>;
}

/// What is said once a text is copied.
pub(crate) const COPIED: &str = "Copied.";

/// Copies a text when called, and says in `outcome` what came of it.
pub(crate) fn copy(text: &str, outcome: &UseStateHandle<&'static str>) -> Callback<MouseEvent> {
    let (text, outcome) = (text.to_owned(), outcome.clone());
    Callback::from(move |_| {
        let (text, outcome) = (text.clone(), outcome.clone());
        spawn_local(async move {
            outcome.set(match write_text(&text).await {
                Ok(_) => COPIED,
                Err(_) => "The browser did not let the page copy: select the text here.",
            });
        });
    })
}
