//! A worker that an engine has started, and what its events say.

use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::Engine;
use crate::browser::turns;
use rankscope_engine::protocol::Reply;
use rankscope_engine::supervisor::{Fault, SupervisorInput};

#[wasm_bindgen]
extern "C" {
    /// Starts this module inside a worker: see `static/boot.js`.
    #[wasm_bindgen(catch, js_namespace = rankscope, js_name = spawnWorker)]
    fn spawn_worker() -> Result<Worker, JsValue>;
}

/// A worker and what listens to it; stopped when dropped.
pub(super) struct Live {
    pub(super) worker: Worker,
    _listeners: [EventListener; 3],
}

impl Drop for Live {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Engine {
    pub(super) fn start(&self) -> Result<Live, JsValue> {
        let worker = spawn_worker().or_else(|error| {
            // The browser may allow a few only.
            if turns::make_room() {
                spawn_worker()
            } else {
                Err(error)
            }
        })?;
        let listen = |kind: &'static str, read: Read| {
            let inner = Rc::downgrade(&self.inner);
            EventListener::new(&worker, kind, move |event| {
                if let Some(engine) = Self::upgrade(&inner) {
                    let (input, arrived) = read(event);
                    engine.inner.borrow_mut().arrived = arrived;
                    engine.on(input);
                }
            })
        };
        let listeners = [
            listen("message", read_message),
            listen("messageerror", |_| {
                (SupervisorInput::WorkerFailed(Fault::Malformed), None)
            }),
            listen("error", |event| (read_error(event), None)),
        ];
        Ok(Live {
            worker,
            _listeners: listeners,
        })
    }
}

/// What an event of a worker says, and what came beside it.
type Read = fn(&web_sys::Event) -> (SupervisorInput, Option<ArrayBuffer>);

/// A reply, first in its message, and the bytes after it.
fn read_message(event: &web_sys::Event) -> (SupervisorInput, Option<ArrayBuffer>) {
    let data = event
        .dyn_ref::<MessageEvent>()
        .map_or(JsValue::UNDEFINED, MessageEvent::data);
    let parts = data.dyn_into::<Array>().unwrap_or_default();
    let arrived = parts.get(1).dyn_into().ok();
    let input = match Reply::decode(&Uint8Array::new(&parts.get(0)).to_vec()) {
        Ok(reply) => SupervisorInput::Message(reply),
        Err(_) => SupervisorInput::WorkerFailed(Fault::Malformed),
    };
    (input, arrived)
}

fn read_error(event: &web_sys::Event) -> SupervisorInput {
    let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
    let message = message.filter(|message| !message.is_empty());
    match message {
        Some(message) => SupervisorInput::WorkerFailed(Fault::Crashed(message)),
        // A script that cannot be loaded fires a plain event without a message.
        None => {
            SupervisorInput::WorkerFailed(Fault::NotStarted("its script did not load".to_owned()))
        }
    }
}
