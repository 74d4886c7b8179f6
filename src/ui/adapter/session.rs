//! The browser's side of an [`AdapterSession`]: files are read, workers asked, and the view drawn when
//! something has changed. It lives as long as the page, whichever view is open. There are two: that of the
//! adapter that the view is of, and that of the one beside it.
//!
//! Each worker is given slices of the file, not their bytes, and reads
//! them itself where it can: the page's memory does not grow with the file, and a worker's only with its
//! batch.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread::LocalKey;

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};
use yew::{Callback, hook, use_effect_with, use_force_update};

use super::alarm::alarm;
use super::opening::{look_at, read_weights, read_whole};
use super::pieces::pieces_for_worker;
use crate::browser::console::OrLog;
use crate::browser::workers::{Workers, cores};
use crate::browser::{files, now};
use rankscope_adapter::Batch;
use rankscope_app::adapter::opening::Problem;
use rankscope_app::adapter::plan::{Look, PickedFile};
use rankscope_app::adapter::samples::Sample;
use rankscope_app::adapter::session::{
    AdapterSession, HeaderContext, SessionCommand, SessionEvent,
};
use rankscope_app::adapter::state::{AdapterState, NamedConfig, Origin};
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Fault};

thread_local! {
    static FIRST: RefCell<Page> = RefCell::new(Page::new(Side::First));
    static SECOND: RefCell<Page> = RefCell::new(Page::new(Side::Second));
}

/// Which of two adapters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The one that the view is of.
    First,
    /// The one that lies beside it.
    Second,
}

impl Side {
    fn page(self) -> &'static LocalKey<RefCell<Page>> {
        match self {
            Self::First => &FIRST,
            Self::Second => &SECOND,
        }
    }

    /// Has this called with every change; nobody any more where there is none.
    pub(super) fn listen(self, listener: Option<Callback<()>>) {
        self.page().with_borrow_mut(|page| page.listener = listener);
    }

    /// What is open.
    pub(super) fn state(self) -> Rc<AdapterState> {
        self.page().with_borrow(|page| page.session.state())
    }
}

/// What the session's commands are carried out on.
struct Page {
    session: AdapterSession,
    /// The files picked last.
    picked: Vec<File>,
    /// The weights that are open, and those that are being opened: their number, shards one after the other, and
    /// the size of each.
    files: Vec<(u32, Blob, Vec<u64>)>,
    /// The number of the file that was open before what happened last.
    open: u32,
    workers: Workers,
    timer: Option<Timeout>,
    listener: Option<Callback<()>>,
}

impl Page {
    fn new(side: Side) -> Self {
        Self {
            session: AdapterSession::new(cores()),
            picked: Vec::new(),
            files: Vec::new(),
            open: 0,
            workers: Workers::new(move |number, event| take_in(side, number, event)),
            timer: None,
            listener: None,
        }
    }
}

/// What is open, drawn again with every change.
#[hook]
pub(super) fn use_adapter() -> Rc<AdapterState> {
    let update = use_force_update();
    use_effect_with((), move |()| {
        let listener = Callback::from(move |()| update.force_update());
        Side::First.listen(Some(listener.clone()));
        send(SessionEvent::Entered);
        // For what has changed since the first drawing.
        listener.emit(());
        || {
            Side::First.listen(None);
            send(SessionEvent::Left);
        }
    });
    Side::First.state()
}

/// Tells the session of the view's adapter what happened.
pub(super) fn send(event: SessionEvent) {
    handle(Side::First, event);
}

/// Tells the session of one of the two what happened.
pub(super) fn send_to(side: Side, event: SessionEvent) {
    handle(side, event);
}

/// Opens what the reader dropped or picked, each with its path from the folder that was picked.
pub(super) fn open(side: Side, files: Vec<(String, File)>) {
    let picked = files.iter().map(|(path, file)| PickedFile {
        path: path.clone(),
        bytes: file.size() as u64,
    });
    let picked = picked.collect();
    let files = files.into_iter().map(|(_, file)| file).collect();
    side.page().with_borrow_mut(|page| page.picked = files);
    handle(side, SessionEvent::Picked(picked));
}

fn handle(side: Side, event: SessionEvent) {
    let (before, commands) = side.page().with_borrow_mut(|page| {
        let before = page.session.revision();
        page.open = page.session.state().serial;
        (before, page.session.handle(event, now()))
    });
    for command in commands {
        carry_out(side, command);
    }
    let listener = side.page().with_borrow_mut(|page| {
        let deadline = page.session.deadline();
        page.timer = alarm(deadline, move || send_to(side, SessionEvent::Deadline));
        let changed = page.session.revision() != before;
        page.listener.clone().filter(|_| changed)
    });
    if let Some(listener) = listener {
        listener.emit(());
    }
    if side.page().with_borrow(|page| page.open) != side.state().serial {
        super::saving::session::replaced();
    }
    super::compare::adapters_changed();
}

fn carry_out(side: Side, command: SessionCommand) {
    match command {
        SessionCommand::LookAt { pick, files } => {
            let looks = side.page().with_borrow(|page| {
                let look = |(file, look): (usize, Look)| {
                    let blob: &File = page.picked.get(file)?;
                    Some((blob.clone(), file, look))
                };
                files.into_iter().filter_map(look).collect()
            });
            spawn_local(look_at(side, pick, looks));
        }
        SessionCommand::ReadWeights {
            serial,
            files,
            with,
        } => {
            let shards: Vec<File> = side.page().with_borrow(|page| {
                let shards = files.iter().filter_map(|file| page.picked.get(*file));
                shards.cloned().collect()
            });
            let sizes = shards.iter().map(|file| file.size() as u64).collect();
            let parts: Array = shards.iter().collect();
            // Nothing is read: what the browser makes of files refers to them.
            let blob = Blob::new_with_blob_sequence(&parts).or_log("the files of an adapter");
            if let Some(blob) = blob {
                read(side, serial, blob, sizes, with);
            }
        }
        SessionCommand::ReadAgain { serial, with } => {
            let file = side.page().with_borrow(|page| {
                let mut files = page.files.iter();
                files.find(|(number, ..)| *number == page.open).cloned()
            });
            if let Some((_, blob, sizes)) = file {
                read(side, serial, blob, sizes, with);
            }
        }
        SessionCommand::Fetch { serial, sample } => spawn_local(fetch(side, serial, sample)),
        SessionCommand::Analyse {
            worker,
            ticket,
            serial,
            batch,
        } => analyse(side, (worker, ticket), serial, &batch),
        SessionCommand::Cancel { worker } => {
            let engine = side
                .page()
                .with_borrow_mut(|page| page.workers.stop(worker));
            if let Some(engine) = engine {
                engine.cancel();
            }
        }
        SessionCommand::ReleaseWorkers => {
            side.page().with_borrow_mut(|page| page.workers.release());
        }
    }
}

fn read(side: Side, serial: u32, blob: Blob, sizes: Vec<u64>, with: HeaderContext) {
    let file = (serial, blob.clone(), sizes.clone());
    side.page().with_borrow_mut(|page| {
        let state = page.session.state();
        // If the new one cannot be read, the one before stays open.
        page.files.retain(|(number, ..)| state.keeps(*number));
        page.files.push(file);
    });
    spawn_local(async move { read_weights((side, serial), &sizes, &blob, &with).await });
}

async fn fetch(side: Side, serial: u32, sample: Sample) {
    let weights = files::shipped(&sample.address("adapter_model.safetensors")).await;
    let name = "adapter_config.json";
    if let Some(blob) = files::shipped(&sample.address(name)).await {
        let config = NamedConfig::of(name, Origin::Sample, read_whole(&blob).await);
        send_to(side, SessionEvent::Config(serial, config));
    }
    let Some(blob) = weights else {
        let problem = Problem::not_fetched(sample.label);
        return send_to(side, SessionEvent::Weights(serial, Err(problem)));
    };
    // Unless another file was opened meanwhile.
    if side.state().serial == serial {
        let with = HeaderContext {
            name: sample.label.to_owned(),
            ..HeaderContext::default()
        };
        let sizes = vec![blob.size() as u64];
        read(side, serial, blob, sizes, with);
    }
}

/// The open file of this number, its shards one after the other.
pub(super) fn source(side: Side, serial: u32) -> Option<Blob> {
    side.page().with_borrow(|page| {
        let mut files = page.files.iter();
        let file = files.find(|(number, ..)| *number == serial);
        file.map(|(_, blob, _)| blob.clone())
    })
}

/// Gives a worker a batch, with the slices of the file it is in.
fn analyse(side: Side, place: (usize, u32), serial: u32, batch: &Batch) {
    let Some(blob) = source(side, serial) else {
        // Its layers then say that their bytes are missing.
        log::error!("file {serial} is analysed and not open");
        return ask(side, place, batch, vec![]);
    };
    let batch = batch.clone();
    let ranges = batch.ranges().to_vec();
    pieces_for_worker(&blob, &ranges, move |pieces| {
        ask(side, place, &batch, pieces);
    });
}

/// Asks a worker, unless the session has meanwhile changed its mind.
fn ask(side: Side, (number, ticket): (usize, u32), batch: &Batch, pieces: Vec<JsValue>) {
    let job = Job::Analyse(Packed::of(batch));
    let assigned = side.page().with_borrow_mut(|page| {
        let current = page.session.is_current(number, ticket);
        current.then(|| page.workers.assign(number, ticket, job))
    });
    if let Some(assigned) = assigned {
        assigned.send(pieces);
    }
}

/// Takes in what a worker's engine says.
fn take_in(side: Side, number: usize, event: EngineEvent) {
    let answered = side
        .page()
        .with_borrow_mut(|page| page.workers.answer(number, event));
    let Some((ticket, answer)) = answered else {
        return;
    };
    let outcome = answer.and_then(|answer| match answer {
        Answer::Analysed(products) => products.open().ok_or(Fault::Malformed),
        _ => Err(Fault::Malformed),
    });
    let answered = SessionEvent::Answered {
        worker: number,
        ticket,
        outcome,
    };
    send_to(side, answered);
}
