//! From one module to another that shows more, in place: the page stays where it is, and usable,
//! while the larger module is fetched, which then reads the state from the address.
//!
//! A navigation would be a few lines less, but leaves an empty page for as long as the module loads,
//! and takes focus and scroll position from a reader who only opened a section.

use std::cell::RefCell;

use js_sys::{Array, JsString};
use rankscope_params::Notice;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Fetches the full module, calls `teardown` and starts it: see `static/boot.js`.
    #[wasm_bindgen(js_namespace = rankscope, js_name = upgrade)]
    fn start_upgrade(teardown: &JsValue);

    /// Ends the page of the module before this one, if there is one.
    #[wasm_bindgen(catch, js_namespace = rankscope, js_name = takePlace)]
    fn take_place() -> Result<(), JsValue>;

    /// What the module before this one had told the reader. Given once.
    #[wasm_bindgen(catch, js_namespace = rankscope, js_name = takeTold)]
    fn take_told() -> Result<Array, JsValue>;
}

thread_local! {
    static TEARDOWN: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
    static SHOWN: RefCell<Vec<Notice>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what ends the page of this module.
pub(crate) fn on_teardown(end: impl FnOnce() + 'static) {
    TEARDOWN.set(Some(Box::new(end)));
}

/// Keeps what the reader is told now, for a module that takes over.
pub(crate) fn keep_notices(notices: &[Notice]) {
    SHOWN.set(notices.to_vec());
}

/// Ends the page of the module before this one. What it shows stays in the document until the end of this task.
pub(crate) fn end_before() {
    // Without the script that starts the page, as in a test of one module, there was none.
    let _ = take_place();
}

/// The notices of the module before this one.
pub(crate) fn notices_before() -> impl Iterator<Item = Notice> {
    // Without the script that starts the page, as in a test of one module, there was none before.
    let told = take_told().unwrap_or_default();
    let told = told.into_iter().filter_map(|words| words.as_string());
    told.map(|words| Notice::Told { words })
}

/// Lets a larger module take over. The address must already hold the state.
pub(crate) fn upgrade() {
    let teardown = Closure::once_into_js(|| {
        // It may have changed while the other module was made ready.
        super::address::flush();
        if let Some(teardown) = TEARDOWN.take() {
            teardown();
        }
        let shown = SHOWN.take();
        let words = shown
            .iter()
            .map(|notice| JsString::from(notice.to_string()));
        words.collect::<Array>()
    });
    start_upgrade(&teardown);
}
