//! Ranges of a file on their way to a worker.

use std::ops::Range;

use js_sys::ArrayBuffer;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use crate::browser::files;

/// Hands over ranges of a file as a worker can read them: slices, or their bytes where it cannot read those.
pub(super) fn pieces_for_worker(
    blob: &Blob,
    ranges: &[Range<u64>],
    hand_over: impl FnOnce(Vec<JsValue>) + 'static,
) {
    let slices = ranges.iter().filter_map(|range| files::slice(blob, range));
    let slices: Vec<Blob> = slices.collect();
    if reads_in_workers() {
        return hand_over(slices.into_iter().map(JsValue::from).collect());
    }
    spawn_local(async move {
        let mut pieces = Vec::new();
        for slice in slices {
            // Of a piece that cannot be read any more, no bytes: its layers say that they are missing.
            let buffer = files::buffer(&slice).await;
            pieces.push(buffer.unwrap_or_else(|| ArrayBuffer::new(0)).into());
        }
        hand_over(pieces);
    });
}

/// Whether a worker can read what the page hands it of a file. `WebKit` keeps it from the workers of a
/// page that was opened as a file, which finds nothing in it.
fn reads_in_workers() -> bool {
    let window = web_sys::window();
    // A page without a readable address is none that was opened as a file.
    let protocol = window.and_then(|window| window.location().protocol().ok());
    protocol.is_none_or(|protocol| protocol != "file:")
}
