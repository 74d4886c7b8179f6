//! The browser's side of a [`CheckpointSession`]: files are read, workers asked, and the view drawn when something has
//! changed. It lives as long as the page, whichever view is open.
//!
//! Workers are given slices of the files and read them some rows at a time. The page reads headers alone.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};
use yew::{Callback, hook, use_effect_with, use_force_update};

use super::super::intake::PathAndFile;
use super::super::pieces::pieces_for_worker;
use crate::browser::console::OrLog;
use crate::browser::workers::{Workers, cores};
use crate::browser::{files, now};
use rankscope_adapter::FIRST_BYTES;
use rankscope_adapter::checkpoint::{MatrixBatch, Side};
use rankscope_app::adapter::opening::Problem;
use rankscope_app::adapter::plan::PickedFile;
use rankscope_app::checkpoints::picked::{self, Picked};
use rankscope_app::checkpoints::session::{
    CheckpointCommand, CheckpointEvent, CheckpointSession, ReadHeader, ReadHeaders,
};
use rankscope_app::checkpoints::state::CheckpointState;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Fault};

thread_local! {
    static PAGE: RefCell<Page> = RefCell::new(Page::new());
}

/// What the session's commands are carried out on.
struct Page {
    session: CheckpointSession,
    /// The files picked last.
    picked: Vec<File>,
    /// The weights of each side that is open, its parts one after the other, by number.
    files: BTreeMap<u32, Blob>,
    workers: Workers,
    timer: Option<Timeout>,
    listener: Option<Callback<()>>,
}

impl Page {
    fn new() -> Self {
        Self {
            session: CheckpointSession::new(cores()),
            picked: Vec::new(),
            files: BTreeMap::new(),
            workers: Workers::new(take_in),
            timer: None,
            listener: None,
        }
    }
}

/// What is open, drawn again with every change.
#[hook]
pub(super) fn use_checkpoints() -> Rc<CheckpointState> {
    let update = use_force_update();
    use_effect_with((), move |()| {
        let listener = Callback::from(move |()| update.force_update());
        PAGE.with_borrow_mut(|page| page.listener = Some(listener.clone()));
        send(CheckpointEvent::Entered);
        // For what has changed since the first drawing.
        listener.emit(());
        || {
            PAGE.with_borrow_mut(|page| page.listener = None);
            send(CheckpointEvent::Left);
        }
    });
    PAGE.with_borrow(|page| page.session.state())
}

/// Opens files as one of the two.
pub(super) fn open(side: Side, files: Vec<PathAndFile>) {
    let picked = files.iter().map(|(path, file)| PickedFile {
        path: path.clone(),
        bytes: file.size() as u64,
    });
    let picked = picked.collect();
    let files = files.into_iter().map(|(_, file)| file).collect();
    PAGE.with_borrow_mut(|page| page.picked = files);
    send(CheckpointEvent::Picked(side, picked));
}

/// Opens a report.
pub(super) fn open_report(file: File) {
    spawn_local(async move {
        let bytes = files::read(&file, &(0..file.size() as u64)).await;
        send(CheckpointEvent::Report(file.name(), bytes));
    });
}

/// Tells the session what happened.
pub(super) fn send(event: CheckpointEvent) {
    let (before, commands) = PAGE.with_borrow_mut(|page| {
        let before = page.session.revision();
        (before, page.session.handle(event, now()))
    });
    for command in commands {
        carry_out(command);
    }
    let listener = PAGE.with_borrow_mut(|page| {
        page.timer = page.session.deadline().map(|deadline| {
            let wait = (deadline - now()).max(0.0).ceil() as u32;
            Timeout::new(wait, || send(CheckpointEvent::Deadline))
        });
        let changed = page.session.revision() != before;
        page.listener.clone().filter(|_| changed)
    });
    if let Some(listener) = listener {
        listener.emit(());
    }
}

fn carry_out(command: CheckpointCommand) {
    match command {
        CheckpointCommand::ReadHeaders {
            side,
            serial,
            picked,
        } => {
            let (weights, index) = PAGE.with_borrow(|page| {
                let file = |index: &usize| page.picked.get(*index).cloned();
                let weights: Vec<File> = picked.weights.iter().filter_map(file).collect();
                (weights, picked.index.as_ref().and_then(file))
            });
            let parts: Array = weights.iter().collect();
            // Nothing is read: what the browser makes of files refers to them.
            let whole = Blob::new_with_blob_sequence(&parts).or_log("the files of a checkpoint");
            PAGE.with_borrow_mut(|page| {
                let state = page.session.state();
                let open = |number: &u32| state.sides.iter().any(|side| side.serial == *number);
                page.files.retain(|number, _| open(number));
                page.files.extend(whole.map(|whole| (serial, whole)));
            });
            spawn_local(async move {
                let headers = read_headers(side, &picked, &weights, index).await;
                send(CheckpointEvent::Headers(side, serial, headers));
            });
        }
        CheckpointCommand::Analyse {
            worker,
            ticket,
            of,
            batch,
        } => analyse(worker, ticket, of, batch),
        CheckpointCommand::Cancel { worker } => {
            let engine = PAGE.with_borrow_mut(|page| page.workers.stop(worker));
            if let Some(engine) = engine {
                engine.cancel();
            }
        }
        CheckpointCommand::ReleaseWorkers => {
            PAGE.with_borrow_mut(|page| page.workers.release());
        }
    }
}

async fn read_headers(
    side: Side,
    picked: &Picked,
    weights: &[File],
    index: Option<File>,
) -> Result<ReadHeaders, Problem> {
    let mut read = ReadHeaders::default();
    for file in weights {
        let unreadable = || Problem::unreadable(&file.name());
        let bytes = file.size() as u64;
        let first = files::read(file, &(0..bytes.min(FIRST_BYTES))).await;
        let range = picked::header(side, &first.ok_or_else(unreadable)?, bytes)?;
        let header = files::read(file, &range).await.ok_or_else(unreadable)?;
        read.files.push(ReadHeader {
            name: file.name(),
            bytes,
            header,
        });
    }
    if let Some(file) = index {
        let bytes = files::read(&file, &(0..file.size() as u64)).await;
        if bytes.is_none() {
            log::warn!("the index of {} could not be read", picked.name);
        }
        read.index = bytes;
    }
    Ok(read)
}

/// The bytes of both, those of base first; none where one is not open any more.
pub(super) fn joined(of: [u32; 2]) -> Option<Blob> {
    let parts = PAGE.with_borrow(|page| {
        let parts = of.iter().map(|serial| page.files.get(serial).cloned());
        parts.collect::<Option<Vec<Blob>>>()
    });
    let parts: Array = parts?.iter().collect();
    Blob::new_with_blob_sequence(&parts).or_log("two checkpoints")
}

/// Gives a worker matrices, with the slices of the files they are in.
fn analyse(worker: usize, ticket: u32, of: [u32; 2], batch: MatrixBatch) {
    let pieces = batch.pieces().to_vec();
    let hand_over = move |pieces| ask(worker, ticket, &batch, pieces);
    match joined(of) {
        Some(both) => pieces_for_worker(&both, &pieces, hand_over),
        // Its matrices then say that their bytes are missing.
        None => hand_over(Vec::new()),
    }
}

/// Asks a worker, unless the session has meanwhile changed its mind.
fn ask(number: usize, ticket: u32, batch: &MatrixBatch, pieces: Vec<JsValue>) {
    let job = Job::AnalyseMatrices(Packed::of(batch));
    let assigned = PAGE.with_borrow_mut(|page| {
        let current = page.session.is_current(number, ticket);
        current.then(|| page.workers.assign(number, ticket, job))
    });
    if let Some(assigned) = assigned {
        assigned.send(pieces);
    }
}

/// Takes in what a worker's engine says.
fn take_in(worker: usize, event: EngineEvent) {
    let answered = PAGE.with_borrow_mut(|page| page.workers.answer(worker, event));
    let Some((ticket, answer)) = answered else {
        return;
    };
    let outcome = answer.and_then(|answer| match answer {
        Answer::MatricesAnalysed(found) => found.open().ok_or(Fault::Malformed),
        _ => Err(Fault::Malformed),
    });
    send(CheckpointEvent::Answered {
        worker,
        ticket,
        outcome,
    });
}
