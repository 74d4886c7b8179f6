//! Files that are dropped anywhere on the page. `static/boot.js` keeps them, and opens the view that takes them.

use gloo_events::EventListener;
use js_sys::{Array, JsString};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;
use yew::{Callback, hook, use_effect_with};

#[wasm_bindgen]
extern "C" {
    /// The files that nobody has taken, each with its path from the folder that was dropped.
    #[wasm_bindgen(catch, js_namespace = rankscope, js_name = takeDropped)]
    fn take_dropped() -> Result<Array, JsValue>;
}

/// The event that says that there are some.
const DROPPED: &str = "rankscope:dropped";

/// Takes those there are, and those that come while the view is open.
#[hook]
pub(crate) fn use_dropped(open: &Callback<Vec<(String, File)>>) {
    use_effect_with(open.clone(), |open| {
        let open = open.clone();
        let take = move || {
            let files = taken();
            if !files.is_empty() {
                open.emit(files);
            }
        };
        take();
        let listener = listen(take);
        move || drop(listener)
    });
}

fn listen(act: impl Fn() + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, DROPPED, move |_| act()))
}

fn taken() -> Vec<(String, File)> {
    // Without the script that starts the page, as in a test of one module, nothing is dropped.
    let files = take_dropped().unwrap_or_default();
    let file = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        let path: JsString = pair.get(0).dyn_into().ok()?;
        Some((path.into(), pair.get(1).dyn_into().ok()?))
    };
    files.into_iter().filter_map(file).collect()
}
