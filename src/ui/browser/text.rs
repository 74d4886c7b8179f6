//! What the browser knows of text, and the crates would bring as tables.

use js_sys::JsString;

/// A text in Unicode's normal form C: an accent typed after its letter becomes one with it. The form of
/// a text never changes from one version of Unicode to the next, so every browser gives the same.
pub(crate) fn composed(text: &str) -> String {
    JsString::from(text).normalize("NFC").into()
}
