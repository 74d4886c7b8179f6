//! Reads the header of a file of weights, and configs, and tells the session what they say.
//!
//! A long header is handed to a worker without its bytes ever entering the page's own memory.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::session::send;
use crate::browser::engine::Engine;
use crate::browser::files;
use rankscope_app::adapter::opening::{Arriving, Opening, Problem, check_config_size, config};
use rankscope_app::adapter::session::SessionEvent;
use rankscope_app::adapter::state::{NamedConfig, Origin};
use rankscope_engine::protocol::Job;

thread_local! {
    /// The worker that reads a header, and the number of its file.
    static READER: RefCell<Option<(u32, Engine)>> = const { RefCell::new(None) };
}

/// Tells the session what a file's header says: at once, or when a worker has read it.
pub(super) async fn read_weights(serial: u32, name: &str, blob: &Blob) {
    let opening = Opening::new(name, blob.size() as u64);
    let weights = match header(&opening, name, blob).await {
        Err(problem) => Err(problem),
        Ok((None, header)) => opening.weights(&Uint8Array::new(&header).to_vec()),
        Ok((Some(job), header)) => return have_read(serial, opening, job, header),
    };
    send(SessionEvent::Weights(serial, weights));
}

/// A file's header, and what a worker is asked about it.
async fn header(
    opening: &Opening,
    name: &str,
    blob: &Blob,
) -> Result<(Option<Job>, ArrayBuffer), Problem> {
    let unreadable = || Problem::unreadable(name);
    let prefix = files::read(blob, &opening.prefix()).await;
    let range = opening.header_range(&prefix.ok_or_else(unreadable)?)?;
    let header = files::slice(blob, &range).ok_or_else(unreadable)?;
    let header = files::buffer(&header).await.ok_or_else(unreadable)?;
    Ok((opening.job(&range), header))
}

/// Has a worker of its own read a header, in place of one that still reads an older file's.
fn have_read(serial: u32, opening: Opening, job: Job, header: ArrayBuffer) {
    let engine = Engine::new(move |event| {
        if let Some(arriving) = opening.answered(event) {
            let reader = READER.with_borrow_mut(|reader| reader.take_if(|(of, _)| *of == serial));
            drop(reader);
            spawn_local(unpack(serial, opening.clone(), arriving));
        }
    });
    let older = READER.with_borrow_mut(|reader| {
        // The header of an older file may have taken longer to come.
        let newest = reader.as_ref().is_none_or(|(of, _)| *of < serial);
        newest.then(|| reader.replace((serial, engine.clone())))
    });
    // Not borrowed any more: a worker that does not start says so at once.
    if let Some(older) = older {
        drop(older);
        engine.ask_with(job, vec![header.into()], 0.0);
    }
}

/// Unpacks weights with the page free between two parts, and tells the session.
async fn unpack(serial: u32, opening: Opening, mut arriving: Arriving) {
    let weights = loop {
        match arriving {
            Arriving::Whole(weights) => break weights,
            Arriving::Partly(parts) => {
                files::next_task().await;
                arriving = opening.unpack(parts);
            }
        }
    };
    send(SessionEvent::Weights(serial, weights));
}

/// A config, of a size that one can have.
pub(super) async fn read_config(
    name: String,
    origin: Origin,
    blob: &Blob,
) -> Result<NamedConfig, Problem> {
    let bytes = blob.size() as u64;
    check_config_size(&name, bytes)?;
    let text = files::read(blob, &(0..bytes)).await;
    let config = Rc::new(config(&name, text.as_deref())?);
    Ok(NamedConfig {
        name,
        origin,
        config,
    })
}
