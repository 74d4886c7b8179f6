//! From one module to another that shows more, in place: the page stays where it is, and usable,
//! while the larger module is fetched, which then reads the state from the address.
//!
//! A navigation would be a few lines less, but leaves an empty page for as long as the module loads,
//! and takes focus and scroll position from a reader who only opened a section.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Fetches the full module, calls `teardown` and starts it: see `static/boot.js`.
    #[wasm_bindgen(js_namespace = rankscope, js_name = upgrade)]
    fn start_upgrade(teardown: &JsValue);
}

thread_local! {
    static TEARDOWN: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// Keeps what ends the page of this module.
pub(crate) fn on_teardown(end: impl FnOnce() + 'static) {
    TEARDOWN.set(Some(Box::new(end)));
}

/// Lets the full module take over. The address must already hold the state.
pub(crate) fn upgrade() {
    let teardown = Closure::once_into_js(|| {
        if let Some(teardown) = TEARDOWN.take() {
            teardown();
        }
    });
    start_upgrade(&teardown);
}
