//! Bytes of files: the reader's own, and those that come with the page.

use std::ops::Range;

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::console::OrLog;
use super::fetch::{self, embedded_text};

/// A range of a file, not yet read; none, and a line in the console, when the browser refuses.
pub(crate) fn slice(blob: &Blob, bytes: &Range<u64>) -> Option<Blob> {
    let slice = blob.slice_with_f64_and_f64(bytes.start as f64, bytes.end as f64);
    slice.or_log("a range of a file")
}

/// The bytes of a file as the browser holds them; none, and a line in the console, when they cannot be
/// read any more.
pub(crate) async fn buffer(blob: &Blob) -> Option<ArrayBuffer> {
    let buffer = JsFuture::from(blob.array_buffer()).await;
    let buffer = buffer.or_log("the bytes of a file")?;
    Some(buffer.unchecked_into())
}

/// A range of a file, read; none as for [`buffer`].
pub(crate) async fn read(blob: &Blob, bytes: &Range<u64>) -> Option<Vec<u8>> {
    let buffer = buffer(&slice(blob, bytes)?).await?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// A file that comes with the page: inside the single file, beside the page everywhere else. None, and
/// a line in the console, when it cannot be had.
pub(crate) async fn shipped(address: &str) -> Option<Blob> {
    match embedded(address) {
        Some(blob) => Some(blob),
        // Why it could not be had is in the console by now; the reader is told that it could not.
        None => fetch::blob(address).await.ok(),
    }
}

/// What the single file brings along, in base64, in the element whose id is the address elsewhere.
fn embedded(address: &str) -> Option<Blob> {
    let letters = web_sys::window()?.atob(&embedded_text(address)?);
    // A letter for each byte.
    let letters = letters.or_log(address)?;
    let bytes: Vec<u8> = letters.chars().map(|letter| letter as u8).collect();
    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
    Blob::new_with_u8_array_sequence(&parts).or_log(address)
}

/// Lets the browser draw and react before what follows.
pub(crate) async fn next_task() {
    let promise = Promise::new(&mut |resolve, _| {
        let timer = web_sys::window().map(|window| window.set_timeout_with_callback(&resolve));
        if !matches!(timer, Some(Ok(_))) {
            // Then what follows comes at once.
            let resolved = resolve.call0(&JsValue::UNDEFINED);
            debug_assert!(resolved.is_ok());
        }
    });
    // Nothing rejects it.
    let waited = JsFuture::from(promise).await;
    debug_assert!(waited.is_ok());
}
