//! The worker's side of the engine: bytes in, bytes out.

use std::cell::Cell;

use super::console::OrLog;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

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

/// Takes requests until the page stops this worker, and has `handle` do them.
pub fn serve(
    scope: &DedicatedWorkerGlobalScope,
    mut handle: impl FnMut(&Request, &mut dyn FnMut(Reply)) -> Reply + 'static,
) {
    let port = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let reply = match read(event.data()) {
            Ok(request) => {
                let last = Cell::new(now(&port));
                handle(&request, &mut |progress| {
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

/// A request, first in its message, with the pieces of a file that come after it.
fn read(message: JsValue) -> Result<Request, MalformedMessage> {
    let mut parts = message.unchecked_into::<Array>().into_iter();
    let bytes = parts.next().ok_or(MalformedMessage)?;
    let mut request = Request::decode(&Uint8Array::new(&bytes).to_vec())?;
    // A piece that cannot be read is empty: the reader is told that it is too short.
    let bytes = |part| piece(part).or_log("a piece of a file").unwrap_or_default();
    request.attached = parts.map(bytes).collect();
    Ok(request)
}

/// A piece's bytes; an error when the file has changed since it was opened, or is gone.
fn piece(part: JsValue) -> Result<Vec<u8>, JsValue> {
    let buffer: ArrayBuffer = match part.dyn_into::<Blob>() {
        Ok(blob) => FileReaderSync::new()?.read_as_array_buffer(&blob)?,
        Err(part) => part.dyn_into()?,
    };
    Ok(Uint8Array::new(&buffer).to_vec())
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
