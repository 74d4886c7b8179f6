//! From what a first visit loads to the whole, in the reader's hands: the page stays where it is
//! while the larger module is fetched, takes over the address, and with it the state.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use yew::AppHandle;

use super::app::App;
use super::views::Views;

#[wasm_bindgen]
extern "C" {
    /// Fetches the whole, calls `retire` and starts it: see `static/boot.js`.
    #[wasm_bindgen(js_namespace = rankscope, js_name = becomeWhole)]
    fn become_whole(retire: &JsValue);
}

thread_local! {
    static RETIRE: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// Remembers how to end the page of this module.
pub(super) fn remember<V: Views>(page: AppHandle<App<V>>) {
    RETIRE.with(|retire| retire.replace(Some(Box::new(move || page.destroy()))));
}

/// Lets the whole take over. The address must already hold the state.
pub(super) fn upgrade() {
    let retire = Closure::once_into_js(|| {
        if let Some(retire) = RETIRE.with(RefCell::take) {
            retire();
        }
    });
    become_whole(&retire);
}
