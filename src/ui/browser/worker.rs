//! The worker's side of the engine: bytes in, bytes out.

use std::cell::Cell;
use std::ops::Range;

use super::console::OrLog;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

use rankscope_adapter::checkpoint::Read;
use rankscope_engine::protocol::{MalformedMessage, Reply, Request};

/// Between two reports of progress: what is done sooner needs none.
const PROGRESS_INTERVAL_MS: f64 = 100.0;

/// The scope of the worker this runs in; none on a page.
pub fn scope() -> Option<DedicatedWorkerGlobalScope> {
    // On a page the global object is a window, which is not one.
    js_sys::global().dyn_into().ok()
}

/// Milliseconds, on the worker's clock.
pub fn clock(scope: &DedicatedWorkerGlobalScope) -> impl Fn() -> f64 + use<> {
    let scope = scope.clone();
    move || now(&scope)
}

/// Takes requests until the page stops this worker, and has `handle` do them. What comes beside a request is read
/// before.
pub fn serve(
    scope: &DedicatedWorkerGlobalScope,
    mut handle: impl FnMut(&Request, &mut dyn FnMut(Reply)) -> Reply + 'static,
) {
    listen(scope, move |mut request, pieces, progress| {
        request.attached = read_all(pieces);
        handle(&request, progress)
    });
}

/// As [`serve`], with a way for `handle` to read pieces while it works, where a job asks for it.
pub fn serve_reading(
    scope: &DedicatedWorkerGlobalScope,
    mut handle: impl FnMut(&Request, &Read<'_>, &mut dyn FnMut(Reply)) -> Reply + 'static,
) {
    listen(scope, move |mut request, pieces, progress| {
        if request.job.reads_as_it_goes() {
            let read = |index: usize, bytes: &Range<u64>| {
                let piece = pieces.get(index).map(|piece| part(piece, bytes));
                let read = piece.and_then(|piece| piece.or_log("a part of a file"));
                read.unwrap_or_default()
            };
            return handle(&request, &read, progress);
        }
        request.attached = read_all(pieces);
        handle(&request, &|_, _| Vec::new(), progress)
    });
}

fn listen(
    scope: &DedicatedWorkerGlobalScope,
    mut handle: impl FnMut(Request, &[JsValue], &mut dyn FnMut(Reply)) -> Reply + 'static,
) {
    let port = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let reply = match read(event.data()) {
            Ok((request, pieces)) => {
                let last = Cell::new(now(&port));
                handle(request, &pieces, &mut |progress| {
                    if now(&port) - last.get() >= PROGRESS_INTERVAL_MS {
                        last.set(now(&port));
                        post(&port, progress);
                    }
                })
            }
            Err(_) => Reply::Malformed,
        };
        post(&port, reply);
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    on_message.forget();
    post(scope, Reply::Ready);
}

/// A request, first in its message, and the pieces of a file that come after it.
fn read(message: JsValue) -> Result<(Request, Vec<JsValue>), MalformedMessage> {
    let mut parts = message.unchecked_into::<Array>().into_iter();
    let bytes = parts.next().ok_or(MalformedMessage)?;
    let request = Request::decode(&Uint8Array::new(&bytes).to_vec())?;
    Ok((request, parts.collect()))
}

/// The bytes of every piece. One that cannot be read is empty: the reader is told that it is too short.
fn read_all(pieces: &[JsValue]) -> Vec<Vec<u8>> {
    let bytes = |piece| whole(piece).or_log("a piece of a file").unwrap_or_default();
    pieces.iter().map(bytes).collect()
}

/// A piece's bytes; an error when the file has changed since it was opened, or is gone.
fn whole(piece: &JsValue) -> Result<Vec<u8>, JsValue> {
    let buffer: ArrayBuffer = match piece.dyn_ref::<Blob>() {
        Some(blob) => FileReaderSync::new()?.read_as_array_buffer(blob)?,
        None => piece.clone().dyn_into()?,
    };
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Some bytes of a piece, which alone are read; an error as for [`whole`].
fn part(piece: &JsValue, bytes: &Range<u64>) -> Result<Vec<u8>, JsValue> {
    let (start, end) = (bytes.start as f64, bytes.end as f64);
    if let Some(blob) = piece.dyn_ref::<Blob>() {
        return whole(&blob.slice_with_f64_and_f64(start, end)?.into());
    }
    let buffer: ArrayBuffer = piece.clone().dyn_into()?;
    Ok(Uint8Array::new(&buffer.slice_with_end(start as u32, end as u32)).to_vec())
}

fn now(scope: &DedicatedWorkerGlobalScope) -> f64 {
    scope.performance().map_or(0.0, |clock| clock.now())
}

/// Posts a reply, with the bytes beside it if there are any. Those are handed over, not copied.
fn post(scope: &DedicatedWorkerGlobalScope, mut reply: Reply) {
    let attached = reply.take_attached();
    let message = Array::of1(&Uint8Array::from(reply.encode().as_slice()));
    let handed_over = Array::new();
    if let Some(bytes) = attached {
        let buffer = Uint8Array::from(bytes.as_slice()).buffer();
        message.push(&buffer);
        handed_over.push(&buffer);
    }
    scope
        .post_message_with_transfer(&message, &handed_over)
        .or_log("a reply to the page");
}
