//! The browser's side of a [`CheckpointSession`]: files are read, workers asked, and the view drawn when something has
//! changed. It lives as long as the page, whichever view is open.
//!
//! Workers are given slices of the files: they read headers as a whole, and matrices some rows at a time. The page
//! reads nothing but where a header ends.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};
use yew::{Callback, hook, use_effect_with, use_force_update};

use super::super::alarm::alarm;
use super::super::intake::PathAndFile;
use super::super::pieces::pieces_for_worker;
use crate::browser::console::OrLog;
use crate::browser::engine::Engine;
use crate::browser::workers::{Workers, cores};
use crate::browser::{files, now};
use rankscope_adapter::FIRST_BYTES;
use rankscope_adapter::checkpoint::{CheckpointFiles, MatrixBatch, Side};
use rankscope_app::adapter::opening::Problem;
use rankscope_app::adapter::plan::PickedFile;
use rankscope_app::checkpoints::arriving::{Arriving, Asked};
use rankscope_app::checkpoints::picked;
use rankscope_app::checkpoints::session::{CheckpointCommand, CheckpointEvent, CheckpointSession};
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
    /// The report picked last.
    report: Option<File>,
    /// The files of each side that is open, by number.
    files: BTreeMap<u32, SideFiles>,
    /// The worker that reads headers or a report, and its ticket.
    reader: Option<(u32, Engine)>,
    workers: Workers,
    timer: Option<Timeout>,
    listener: Option<Callback<()>>,
}

/// The files of one side.
#[derive(Clone)]
struct SideFiles {
    /// The weights, their parts one after the other.
    whole: Blob,
    /// The header of each part, and the index behind them.
    headers: Vec<Blob>,
}

impl Page {
    fn new() -> Self {
        Self {
            session: CheckpointSession::new(cores()),
            picked: Vec::new(),
            report: None,
            files: BTreeMap::new(),
            reader: None,
            workers: Workers::new(take_in),
            timer: None,
            listener: None,
        }
    }
}

/// What is open.
pub(super) fn state() -> Rc<CheckpointState> {
    PAGE.with_borrow(|page| page.session.state())
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
    state()
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
    let name = file.name();
    PAGE.with_borrow_mut(|page| page.report = Some(file));
    send(CheckpointEvent::Report(name));
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
        let deadline = page.session.deadline();
        page.timer = alarm(deadline, || send(CheckpointEvent::Deadline));
        let changed = page.session.revision() != before;
        page.listener.clone().filter(|_| changed)
    });
    if let Some(listener) = listener {
        listener.emit(());
    }
}

fn carry_out(command: CheckpointCommand) {
    match command {
        CheckpointCommand::FindHeaders {
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
            spawn_local(async move {
                let found = find_headers(side, &weights, index).await;
                let files = found.map(|(files, headers)| {
                    keep(serial, whole, headers);
                    files
                });
                send(CheckpointEvent::Headers(serial, files));
            });
        }
        CheckpointCommand::ReadHeaders { ticket, of, sides } => {
            let headers: Vec<Blob> = PAGE.with_borrow(|page| {
                let files = of.iter().filter_map(|serial| page.files.get(serial));
                files.flat_map(|files| files.headers.clone()).collect()
            });
            let job = Job::ReadCheckpoints(Packed::of(&sides));
            read(ticket, Asked::Headers, job, &headers);
        }
        CheckpointCommand::ReadReport { ticket, name } => {
            let report = PAGE.with_borrow_mut(|page| page.report.take());
            let report: Vec<Blob> = report.map(Blob::from).into_iter().collect();
            read(ticket, Asked::Report(name), Job::ReadReport, &report);
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

/// Where the headers of a side's files are, and the pieces that a worker reads of them.
async fn find_headers(
    side: Side,
    weights: &[File],
    index: Option<File>,
) -> Result<(CheckpointFiles, Vec<Blob>), Problem> {
    let mut found = CheckpointFiles {
        weights: Vec::new(),
        has_index: index.is_some(),
    };
    let mut headers = Vec::new();
    for file in weights {
        let unreadable = || Problem::unreadable(&file.name());
        let bytes = file.size() as u64;
        let first = files::read(file, &(0..bytes.min(FIRST_BYTES))).await;
        let range = picked::header(side, &first.ok_or_else(unreadable)?, bytes)?;
        headers.push(files::slice(file, &range).ok_or_else(unreadable)?);
        found.weights.push((file.name(), bytes));
    }
    headers.extend(index.map(Blob::from));
    Ok((found, headers))
}

/// Keeps the files of a side under their number, and those of the other.
fn keep(serial: u32, whole: Option<Blob>, headers: Vec<Blob>) {
    PAGE.with_borrow_mut(|page| {
        let state = page.session.state();
        let open = |number: &u32| state.sides.iter().any(|side| side.serial == *number);
        page.files.retain(|number, _| open(number));
        let files = whole.map(|whole| SideFiles { whole, headers });
        page.files.extend(files.map(|files| (serial, files)));
    });
}

/// Has a worker of its own read pieces, in place of one that still reads others: what it needed of memory goes with
/// it.
fn read(ticket: u32, asked: Asked, job: Job, pieces: &[Blob]) {
    let engine = Engine::new(move |event| {
        if let Some(arriving) = Arriving::of(&asked, event) {
            spawn_local(unpack(ticket, arriving));
        }
    });
    // What is replaced ends outside of the borrow.
    drop(PAGE.with_borrow_mut(|page| page.reader.replace((ticket, engine.clone()))));
    let sizes = pieces.iter().scan(0, |begin, piece| {
        let start = *begin;
        *begin += piece.size() as u64;
        Some(start..*begin)
    });
    let ranges: Vec<_> = sizes.collect();
    let parts: Array = pieces.iter().collect();
    match Blob::new_with_blob_sequence(&parts).or_log("headers") {
        Some(all) => pieces_for_worker(&all, &ranges, move |pieces| {
            engine.ask_with(job, pieces, 0.0);
        }),
        None => engine.ask_with(job, Vec::new(), 0.0),
    }
}

/// Unpacks what a worker has read with the page free between two parts, and tells the session.
async fn unpack(ticket: u32, mut arriving: Arriving) {
    let reader = PAGE.with_borrow_mut(|page| page.reader.take_if(|(of, _)| *of == ticket));
    drop(reader);
    let arrived = loop {
        match arriving {
            Arriving::Whole(arrived) => break arrived,
            partly => {
                files::next_task().await;
                arriving = partly.step();
            }
        }
    };
    send(CheckpointEvent::Arrived(ticket, arrived));
}

/// The bytes of both, those of base first; none where one is not open any more.
pub(super) fn joined(of: [u32; 2]) -> Option<Blob> {
    let parts = PAGE.with_borrow(|page| {
        let parts = of.iter().map(|serial| {
            let files = page.files.get(serial);
            files.map(|files| files.whole.clone())
        });
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
