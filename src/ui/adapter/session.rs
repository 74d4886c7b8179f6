//! The browser's side of an [`AdapterSession`]: files are read, workers asked, and the view drawn when
//! something has changed. It lives as long as the page, whichever view is open.
//!
//! Each worker is an [`Engine`] of its own. It is given slices of the file, not their bytes, and reads
//! them itself where it can: the page's memory does not grow with the file, and a worker's only with its
//! batch.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::ArrayBuffer;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};
use yew::{Callback, hook, use_effect_with, use_force_update};

use super::opening::{read_config, read_weights};
use crate::browser::engine::Engine;
use crate::browser::{files, now};
use rankscope_adapter::Batch;
use rankscope_app::adapter::opening::Problem;
use rankscope_app::adapter::samples::Sample;
use rankscope_app::adapter::session::{AdapterSession, SessionCommand, SessionEvent};
use rankscope_app::adapter::state::{AdapterState, Origin};
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Fault};

thread_local! {
    static PAGE: RefCell<Page> = RefCell::new(Page::new());
}

/// What the session's commands are carried out on.
struct Page {
    session: AdapterSession,
    /// The newest file of weights and its number.
    file: Option<(u32, Blob)>,
    workers: Vec<Worker>,
    timer: Option<Timeout>,
    listener: Option<Callback<()>>,
}

struct Worker {
    engine: Engine,
    /// The ticket and the job of its present batch.
    sent: Option<(u32, Job)>,
}

impl Page {
    fn new() -> Self {
        let window = web_sys::window();
        let cores = window.map_or(1.0, |window| window.navigator().hardware_concurrency());
        Self {
            session: AdapterSession::new(cores as usize),
            file: None,
            workers: Vec::new(),
            timer: None,
            listener: None,
        }
    }

    /// The engine of a worker, made when there is none of this number yet.
    fn engine(&mut self, number: usize) -> Option<&mut Worker> {
        while self.workers.len() <= number {
            let number = self.workers.len();
            self.workers.push(Worker {
                engine: Engine::new(move |event| take_in(number, event)),
                sent: None,
            });
        }
        self.workers.get_mut(number)
    }
}

/// What is open, drawn again with every change.
#[hook]
pub(super) fn use_adapter() -> Rc<AdapterState> {
    let update = use_force_update();
    use_effect_with((), move |()| {
        let listener = Callback::from(move |()| update.force_update());
        PAGE.with_borrow_mut(|page| page.listener = Some(listener.clone()));
        send(SessionEvent::Entered);
        // For what has changed since the first drawing.
        listener.emit(());
        || {
            PAGE.with_borrow_mut(|page| page.listener = None);
            send(SessionEvent::Left);
        }
    });
    PAGE.with_borrow(|page| page.session.state())
}

/// Tells the session what happened.
pub(super) fn send(event: SessionEvent) {
    handle(event, &[]);
}

/// Opens what the reader dropped or picked.
pub(super) fn open(files: &[File]) {
    let names = files.iter().map(File::name).collect();
    handle(SessionEvent::Picked(names), files);
}

fn handle(event: SessionEvent, files: &[File]) {
    let (before, commands) = PAGE.with_borrow_mut(|page| {
        let before = page.session.revision();
        (before, page.session.handle(event, now()))
    });
    for command in commands {
        carry_out(command, files);
    }
    let listener = PAGE.with_borrow_mut(|page| {
        page.timer = page.session.deadline().map(|deadline| {
            let wait = (deadline - now()).max(0.0).ceil() as u32;
            Timeout::new(wait, || send(SessionEvent::Deadline))
        });
        let changed = page.session.revision() != before;
        page.listener.clone().filter(|_| changed)
    });
    if let Some(listener) = listener {
        listener.emit(());
    }
}

fn carry_out(command: SessionCommand, files: &[File]) {
    match command {
        SessionCommand::ReadWeights { serial, file } => {
            if let Some(file) = files.get(file) {
                let (name, blob) = (file.name(), Blob::from(file.clone()));
                PAGE.with_borrow_mut(|page| page.file = Some((serial, blob.clone())));
                spawn_local(async move { read_weights(serial, &name, &blob).await });
            }
        }
        SessionCommand::ReadConfig { serial, file } => {
            if let Some(file) = files.get(file).cloned() {
                spawn_local(async move {
                    let config = read_config(file.name(), Origin::Own, &file).await;
                    send(SessionEvent::Config(serial, config));
                });
            }
        }
        SessionCommand::Fetch { serial, sample } => spawn_local(fetch(serial, sample)),
        SessionCommand::Analyse {
            worker,
            ticket,
            serial,
            batch,
        } => analyse(worker, ticket, serial, &batch),
        SessionCommand::Cancel { worker } => {
            let engine = PAGE.with_borrow_mut(|page| {
                let worker = page.workers.get_mut(worker)?;
                worker.sent = None;
                Some(worker.engine.clone())
            });
            if let Some(engine) = engine {
                engine.cancel();
            }
        }
        SessionCommand::ReleaseWorkers => {
            let released = PAGE.with_borrow_mut(|page| std::mem::take(&mut page.workers));
            drop(released);
        }
    }
}

async fn fetch(serial: u32, sample: Sample) {
    let weights = files::shipped(&sample.address("adapter_model.safetensors")).await;
    let name = "adapter_config.json";
    if let Some(blob) = files::shipped(&sample.address(name)).await {
        let config = read_config(name.to_owned(), Origin::Sample, &blob).await;
        send(SessionEvent::Config(serial, config));
    }
    let Some(blob) = weights else {
        let problem = Problem::not_fetched(sample.label);
        return send(SessionEvent::Weights(serial, Err(problem)));
    };
    PAGE.with_borrow_mut(|page| {
        // Unless another file was opened meanwhile.
        if page.session.state().serial == serial {
            page.file = Some((serial, blob.clone()));
        }
    });
    read_weights(serial, sample.label, &blob).await;
}

/// Gives a worker a batch, with the slices of the file it is in.
fn analyse(worker: usize, ticket: u32, serial: u32, batch: &Batch) {
    let blob = PAGE.with_borrow(|page| {
        let file = page.file.as_ref().filter(|(number, _)| *number == serial);
        file.map(|(_, blob)| blob.clone())
    });
    let Some(blob) = blob else {
        // Its layers then say that their bytes are missing.
        log::error!("file {serial} is analysed and not open");
        return ask(worker, ticket, batch, vec![]);
    };
    let slices = batch
        .ranges()
        .iter()
        .filter_map(|range| files::slice(&blob, range));
    let slices: Vec<Blob> = slices.collect();
    if reads_in_workers() {
        let pieces = slices.into_iter().map(JsValue::from).collect();
        return ask(worker, ticket, batch, pieces);
    }
    let batch = batch.clone();
    spawn_local(async move {
        let mut pieces = Vec::new();
        for slice in slices {
            // Of a piece that cannot be read any more, no bytes: its layers say that they are missing.
            let buffer = files::buffer(&slice).await;
            pieces.push(buffer.unwrap_or_else(|| ArrayBuffer::new(0)).into());
        }
        ask(worker, ticket, &batch, pieces);
    });
}

/// Asks a worker, unless the session has meanwhile changed its mind.
fn ask(number: usize, ticket: u32, batch: &Batch, pieces: Vec<JsValue>) {
    let job = Job::Analyse(Packed::of(batch));
    let engine = PAGE.with_borrow_mut(|page| {
        if !page.session.is_current(number, ticket) {
            return None;
        }
        let worker = page.engine(number)?;
        worker.sent = Some((ticket, job.clone()));
        Some(worker.engine.clone())
    });
    // Not borrowed any more: a worker that does not start says so at once.
    if let Some(engine) = engine {
        engine.ask_with(job, pieces, 0.0);
    }
}

/// Whether a worker can read what the page hands it of a file. `WebKit` keeps it from the workers of a
/// page that was opened as a file, which finds nothing in it.
fn reads_in_workers() -> bool {
    let window = web_sys::window();
    // A page without a readable address is none that was opened as a file.
    let protocol = window.and_then(|window| window.location().protocol().ok());
    protocol.is_none_or(|protocol| protocol != "file:")
}

/// Takes in what a worker's engine says.
fn take_in(number: usize, event: EngineEvent) {
    let (job, outcome) = match event {
        EngineEvent::Answered { ticket, outcome } => {
            let products = match outcome {
                Ok(Answer::Analysed(products)) => products.open(),
                _ => None,
            };
            (Some(ticket.job), products.ok_or(Fault::Malformed))
        }
        EngineEvent::WorkerFailed {
            fault,
            gave_up: true,
        } => (None, Err(fault)),
        // It is started anew and does the same work again.
        EngineEvent::Progress(_) | EngineEvent::WorkerFailed { .. } => return,
    };
    let ticket = PAGE.with_borrow_mut(|page| {
        let worker = page.workers.get_mut(number)?;
        let present = worker.sent.as_ref();
        let (ticket, _) = present.filter(|(_, sent)| job.as_ref().is_none_or(|job| job == sent))?;
        let ticket = *ticket;
        worker.sent = None;
        Some(ticket)
    });
    if let Some(ticket) = ticket {
        send(SessionEvent::Answered {
            worker: number,
            ticket,
            outcome,
        });
    }
}
