//! Reads the header of a file of weights, and configs, and tells the session what they say.
//!
//! A long header is handed to a worker without its bytes ever entering the page's own memory.

use std::cell::RefCell;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};

use super::session::{Side, send_to};
use crate::browser::engine::Engine;
use crate::browser::files;
use rankscope_adapter::{Config, FIRST_BYTES};
use rankscope_app::adapter::opening::{Arriving, Opening, Problem};
use rankscope_app::adapter::plan::{Look, LookedAt};
use rankscope_app::adapter::session::{HeaderContext, SessionEvent};
use rankscope_engine::protocol::Job;

thread_local! {
    /// The workers that read headers: whose adapter, the number of the file, and the worker.
    static READERS: RefCell<Vec<(Side, u32, Engine)>> = const { RefCell::new(Vec::new()) };
}

/// Tells the session what the headers of shards, which follow each other in `blob`, say: at once, or when a
/// worker has read them.
pub(super) async fn read_weights(
    file: (Side, u32),
    sizes: &[u64],
    blob: &Blob,
    with: &HeaderContext,
) {
    let (side, serial) = file;
    let opening = Opening::new(&with.name, sizes, with.adapter.as_deref());
    let weights = match headers(&opening, &with.name, blob).await {
        Err(problem) => Err(problem),
        Ok((None, headers)) => {
            let bytes = |header: &ArrayBuffer| Uint8Array::new(header).to_vec();
            let headers: Vec<Vec<u8>> = headers.iter().map(bytes).collect();
            // What is wrong with it was said when it was opened.
            let config = with
                .config
                .as_deref()
                .and_then(|bytes| Config::parse(bytes).ok());
            opening.weights(&headers, config.as_ref())
        }
        Ok((Some(job), headers)) => {
            let mut pieces: Vec<JsValue> = headers.into_iter().map(JsValue::from).collect();
            pieces.extend(
                with.config
                    .as_deref()
                    .map(|bytes| Uint8Array::from(bytes).buffer().into()),
            );
            return have_read(file, opening, job, pieces);
        }
    };
    send_to(side, SessionEvent::Weights(serial, weights));
}

/// The headers of an adapter's files, and what a worker is asked about them.
async fn headers(
    opening: &Opening,
    name: &str,
    blob: &Blob,
) -> Result<(Option<Job>, Vec<ArrayBuffer>), Problem> {
    let unreadable = || Problem::unreadable(name);
    let mut firsts = Vec::new();
    for range in opening.firsts() {
        firsts.push(files::read(blob, &range).await.ok_or_else(unreadable)?);
    }
    let ranges = opening.headers(&firsts)?;
    let mut headers = Vec::new();
    for range in &ranges {
        let header = files::slice(blob, range).ok_or_else(unreadable)?;
        headers.push(files::buffer(&header).await.ok_or_else(unreadable)?);
    }
    Ok((opening.job(&ranges), headers))
}

/// Has a worker of its own read headers, in place of one that still reads an older file's of the same side.
fn have_read(file: (Side, u32), opening: Opening, job: Job, pieces: Vec<JsValue>) {
    let (side, serial) = file;
    let engine = Engine::new(move |event| {
        if let Some(arriving) = opening.answered(event) {
            drop(taken_out(|reader| (reader.0, reader.1) == file));
            spawn_local(unpack(file, opening.clone(), arriving));
        }
    });
    // The header of an older file may have taken longer to come.
    let newest = READERS.with_borrow(|readers| {
        let mut newer = readers.iter().filter(|(of, ..)| *of == side);
        newer.all(|(_, other, _)| *other < serial)
    });
    if newest {
        drop(taken_out(|reader| reader.0 == side));
        READERS.with_borrow_mut(|readers| readers.push((side, serial, engine.clone())));
        // Not borrowed any more: a worker that does not start says so at once.
        engine.ask_with(job, pieces, 0.0);
    }
}

/// The workers that these are, to be ended outside of any borrow.
fn taken_out(ends: impl Fn(&(Side, u32, Engine)) -> bool) -> Vec<(Side, u32, Engine)> {
    READERS.with_borrow_mut(|readers| readers.extract_if(.., |reader| ends(reader)).collect())
}

/// Unpacks weights with the page free between two parts, and tells the session.
async fn unpack((side, serial): (Side, u32), opening: Opening, mut arriving: Arriving) {
    let weights = loop {
        match arriving {
            Arriving::Whole(weights) => break weights,
            Arriving::Partly(parts) => {
                files::next_task().await;
                arriving = opening.unpack(parts);
            }
        }
    };
    send_to(side, SessionEvent::Weights(serial, weights));
}

/// What is read of the files of a pick.
pub(super) async fn look_at(side: Side, pick: u32, looks: Vec<(File, usize, Look)>) {
    let mut looked_at = Vec::new();
    for (blob, file, look) in looks {
        let bytes = blob.size() as u64;
        let range = match look {
            Look::Whole => 0..bytes,
            Look::First | Look::Not => 0..bytes.min(FIRST_BYTES),
        };
        let bytes = files::read(&blob, &range).await;
        looked_at.push(LookedAt { file, bytes });
    }
    send_to(side, SessionEvent::LookedAt(pick, looked_at));
}

/// All of a file that came with the page.
pub(super) async fn read_whole(blob: &Blob) -> Option<Vec<u8>> {
    files::read(blob, &(0..blob.size() as u64)).await
}
