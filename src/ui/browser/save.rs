//! Files for the reader to keep. They are made here and handed to the browser; nothing is sent.

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

/// A file's address is given up after this long: by then the browser has begun to save it.
const KEPT_MS: u32 = 10_000;

/// Saves text under this name.
pub(crate) fn text(name: &str, media_type: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        save(name, &blob);
    }
}

/// Saves what a canvas shows, as PNG.
pub(crate) fn image(name: String, canvas: &HtmlCanvasElement) {
    let on_blob = Closure::once_into_js(move |blob: JsValue| {
        // A canvas too large for the browser gives none.
        if let Ok(blob) = blob.dyn_into::<Blob>() {
            save(&name, &blob);
        }
    });
    let asked = canvas.to_blob(on_blob.unchecked_ref());
    debug_assert!(asked.is_ok(), "only a canvas with foreign images refuses");
}

fn save(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else {
        return;
    };
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    Timeout::new(KEPT_MS, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
}
