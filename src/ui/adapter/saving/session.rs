//! The browser's side of a [`SavingSession`]: a place is picked, workers asked, and what they made handed on.
//! It lives as long as the page, whichever view is open.
//!
//! The bytes that workers made are never read here: they go from the worker's message to the file.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yew::{Callback, hook, use_effect_with, use_force_update};

use super::super::pieces::pieces_for_worker;
use super::super::session::{Side, source};
use crate::browser::sink::{Sink, pick};
use crate::browser::workers::{Workers, cores};
use rankscope_adapter::save::JobBatch;
use rankscope_app::adapter::saving::run::{MadeOutcome, Piece};
use rankscope_app::adapter::saving::session::{
    Ask, SaveCommand, SaveEvent, SaveState, SavingSession, WriteFault,
};
use rankscope_app::checkpoints::lora::Cuts;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Fault};

thread_local! {
    static PAGE: RefCell<Page> = RefCell::new(Page::new());
}

/// What the session's commands are carried out on.
struct Page {
    session: SavingSession,
    /// The file that is saved anew.
    source: Option<Blob>,
    /// The matrices that layers are cut from, where it is two checkpoints.
    cuts: Option<Rc<Cuts>>,
    /// Where the new one goes.
    sink: Option<Sink>,
    workers: Workers,
    /// What workers made and nobody has written, by ticket.
    made: BTreeMap<u32, ArrayBuffer>,
    /// Who is told of changes: a number each.
    listeners: BTreeMap<u32, Callback<()>>,
}

impl Page {
    fn new() -> Self {
        Self {
            session: SavingSession::new(cores()),
            source: None,
            cuts: None,
            sink: None,
            workers: Workers::new(take_in),
            made: BTreeMap::new(),
            listeners: BTreeMap::new(),
        }
    }
}

/// What there is to show of saving, drawn again with every change.
#[hook]
pub(in crate::adapter) fn use_saving() -> SaveState {
    let update = use_force_update();
    use_effect_with((), move |()| {
        let listener = Callback::from(move |()| update.force_update());
        let number = PAGE.with_borrow_mut(|page| {
            let last = page.listeners.last_key_value().map_or(0, |(last, _)| *last);
            page.listeners.insert(last + 1, listener.clone());
            last + 1
        });
        // For what has changed since the first drawing.
        listener.emit(());
        move || PAGE.with_borrow_mut(|page| drop(page.listeners.remove(&number)))
    });
    PAGE.with_borrow(|page| page.session.state().clone())
}

/// Saves the view's adapter, the file of this number, anew. Called while a click is handled.
pub(super) fn save(serial: u32, ask: Ask) {
    match source(Side::First, serial) {
        Some(file) => save_from(&file, ask),
        None => log::error!("file {serial} is saved and not open"),
    }
}

/// Saves what a plan makes of these bytes. Called while a click is handled.
pub(in crate::adapter) fn save_from(file: &Blob, ask: Ask) {
    begin(file, None, ask);
}

/// Saves a LoRA that is cut from two checkpoints, whose bytes follow each other. Called while a click is handled.
pub(in crate::adapter) fn save_cut(file: &Blob, cuts: Rc<Cuts>, ask: Ask) {
    begin(file, Some(cuts), ask);
}

fn begin(file: &Blob, cuts: Option<Rc<Cuts>>, ask: Ask) {
    let begins = PAGE.with_borrow_mut(|page| {
        let free = !page.session.state().is_busy();
        if free {
            page.source = Some(file.clone());
            page.cuts = cuts;
        }
        free
    });
    if begins {
        handle(SaveEvent::Asked(ask));
    }
}

/// Another adapter is open than the one that was saved last.
pub(in crate::adapter) fn replaced() {
    handle(SaveEvent::Replaced);
}

/// Stops the save.
pub(super) fn cancel() {
    handle(SaveEvent::Cancelled);
}

fn handle(event: SaveEvent) {
    let (before, commands) = PAGE.with_borrow_mut(|page| {
        let before = page.session.state().clone();
        (before, page.session.handle(event))
    });
    for command in commands {
        carry_out(command);
    }
    let listeners: Vec<Callback<()>> = PAGE.with_borrow(|page| {
        let changed = *page.session.state() != before;
        page.listeners
            .values()
            .filter(|_| changed)
            .cloned()
            .collect()
    });
    for listener in listeners {
        listener.emit(());
    }
}

fn carry_out(command: SaveCommand) {
    match command {
        SaveCommand::Open { name, .. } => {
            let picking = pick(&name);
            spawn_local(async move {
                let sink = picking.sink().await;
                handle(match sink {
                    Ok(None) => SaveEvent::Dismissed,
                    Ok(sink) => {
                        PAGE.with_borrow_mut(|page| page.sink = sink);
                        SaveEvent::Opened(Ok(()))
                    }
                    Err(fault) => SaveEvent::Opened(Err(fault)),
                });
            });
        }
        SaveCommand::Make {
            worker,
            ticket,
            batch,
        } => make(worker, ticket, &batch),
        SaveCommand::Write { save, piece } => write(save, piece),
        SaveCommand::Close { save } => {
            let sink = PAGE.with_borrow_mut(|page| page.sink.take());
            spawn_local(async move {
                let closed = match sink {
                    Some(sink) => sink.close().await,
                    None => Err(closed_already()),
                };
                handle(SaveEvent::Wrote(save, closed));
            });
        }
        SaveCommand::Abort => {
            let sink = PAGE.with_borrow_mut(|page| page.sink.take());
            if let Some(sink) = sink {
                spawn_local(sink.abort());
            }
        }
        SaveCommand::Release => {
            PAGE.with_borrow_mut(|page| {
                page.made.clear();
                page.source = None;
                page.cuts = None;
                page.workers.release();
            });
        }
    }
}

fn write(save: u32, piece: Piece) {
    let (sink, bytes) = PAGE.with_borrow_mut(|page| {
        let bytes: Option<JsValue> = match piece {
            Piece::Bytes(bytes) => Some(Uint8Array::from(bytes.as_slice()).into()),
            Piece::Made(ticket) => page.made.remove(&ticket).map(JsValue::from),
        };
        (page.sink.clone(), bytes)
    });
    spawn_local(async move {
        let written = match sink.zip(bytes) {
            Some((sink, bytes)) => sink.write(bytes).await,
            None => Err(closed_already()),
        };
        handle(SaveEvent::Wrote(save, written));
    });
}

fn closed_already() -> WriteFault {
    WriteFault::Other("it is closed already".to_owned())
}

/// Gives a worker a batch, with the slices of the source it is in.
fn make(worker: usize, ticket: u32, batch: &JobBatch) {
    let (source, cuts) = PAGE.with_borrow(|page| (page.source.clone(), page.cuts.clone()));
    let cut = cuts.and_then(|cuts| cuts.batch(batch));
    let (ranges, job) = match &cut {
        Some(cut) => (cut.pieces().to_vec(), Job::Cut(Packed::of(cut))),
        None => (batch.ranges().to_vec(), Job::Write(Packed::of(batch))),
    };
    let hand_over = move |pieces| ask(worker, ticket, job, pieces);
    match source {
        Some(source) => pieces_for_worker(&source, &ranges, hand_over),
        // Its layers then say that their bytes are missing.
        None => hand_over(Vec::new()),
    }
}

/// Asks a worker, unless the save has ended meanwhile.
fn ask(number: usize, ticket: u32, job: Job, pieces: Vec<JsValue>) {
    let assigned = PAGE.with_borrow_mut(|page| {
        let current = page.session.is_current(number, ticket);
        current.then(|| page.workers.assign(number, ticket, job))
    });
    if let Some(assigned) = assigned {
        assigned.send(pieces);
    }
}

/// Takes in what a worker's engine says.
fn take_in(number: usize, event: EngineEvent) {
    let answered = PAGE.with_borrow_mut(|page| {
        let (ticket, answer) = page.workers.answer(number, event)?;
        let arrived = page.workers.take_arrived(number);
        let outcome: MadeOutcome = answer.and_then(|answer| match answer {
            Answer::Written { receipts, .. } => receipts.open().ok_or(Fault::Malformed),
            _ => Err(Fault::Malformed),
        });
        if let (Ok(Ok(_)), Some(bytes)) = (&outcome, arrived) {
            page.made.insert(ticket, bytes);
        }
        Some(SaveEvent::Made {
            worker: number,
            ticket,
            outcome,
        })
    });
    if let Some(made) = answered {
        handle(made);
    }
}
