//! Files for the reader to keep. They are made here and handed to the browser; nothing is sent.

use super::console::OrLog;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
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
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options);
    if let Some(blob) = blob.or_log("a file to save") {
        save(name, &blob);
    }
}

/// Saves bytes under this name.
pub(crate) fn bytes(name: &str, media_type: &str, bytes: &[u8]) {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    if let Some(blob) = blob.or_log("a file to save") {
        save(name, &blob);
    }
}

/// Saves what a canvas shows, as PNG.
pub(crate) fn image(name: String, canvas: &HtmlCanvasElement) {
    let on_blob = Closure::once_into_js(move |blob: JsValue| match blob.dyn_into::<Blob>() {
        Ok(blob) => save(&name, &blob),
        Err(_) => log::warn!("{name}: the canvas is too large for this browser to save"),
    });
    canvas
        .to_blob(on_blob.unchecked_ref())
        .or_log("a picture to save");
}

/// Saves a file of any kind.
pub(crate) fn save(name: &str, blob: &Blob) {
    let Some(address) = Url::create_object_url_with_blob(blob).or_log("an address for a file")
    else {
        return;
    };
    let document = web_sys::window().and_then(|window| window.document());
    let link =
        document.and_then(|document| document.create_element("a").or_log("a link to a file"));
    if let Some(link) = link.map(JsCast::unchecked_into::<HtmlAnchorElement>) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    Timeout::new(KEPT_MS, move || {
        Url::revoke_object_url(&address).or_log("to give up a file's address");
    })
    .forget();
}
