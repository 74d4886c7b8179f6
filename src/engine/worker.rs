//! The worker's rim: bytes in, bytes out.

use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::handle::handle;
use super::protocol::{Reply, Request};

/// The scope of the worker this runs in; none on a page.
pub fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Takes requests until the page stops this worker.
pub fn serve(scope: &DedicatedWorkerGlobalScope) {
    let port = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        let reply = match Request::decode(&bytes) {
            Ok(request) => handle(&request, &mut |progress| post(&port, &progress)),
            Err(_) => Reply::NotUnderstood,
        };
        post(&port, &reply);
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    on_message.forget();
    post(scope, &Reply::Ready);
}

fn post(scope: &DedicatedWorkerGlobalScope, reply: &Reply) {
    let bytes: JsValue = Uint8Array::from(reply.encode().as_slice()).into();
    // Only a value that cannot be cloned is refused, and bytes can.
    let posted = scope.post_message(&bytes);
    debug_assert!(posted.is_ok());
}
