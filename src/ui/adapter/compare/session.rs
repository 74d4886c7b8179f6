//! The browser's side of a [`CompareSession`]: workers are asked, each with slices of both files, and the view is
//! drawn when something has changed. It lives as long as the page.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::Blob;
use yew::{Callback, hook, use_effect_with, use_force_update};

use super::super::alarm::alarm;
use super::super::pieces::pieces_for_worker;
use super::super::session::{Side, source};
use crate::browser::console::OrLog;
use crate::browser::workers::{Workers, cores};
use crate::browser::{files, now};
use rankscope_adapter::compare::PairBatch;
use rankscope_app::adapter::compare::session::{CompareCommand, CompareSession};
use rankscope_app::adapter::compare::state::{BothFiles, CompareState};
use rankscope_app::adapter::state::AdapterState;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Fault};

thread_local! {
    static PAGE: RefCell<Page> = RefCell::new(Page::new());
}

/// What the session's commands are carried out on.
struct Page {
    session: CompareSession,
    /// The weights of the sum.
    weights: [f64; 2],
    workers: Workers,
    timer: Option<Timeout>,
    listener: Option<Callback<()>>,
}

impl Page {
    fn new() -> Self {
        Self {
            session: CompareSession::new(cores()),
            weights: [1.0, 1.0],
            workers: Workers::new(take_in),
            timer: None,
            listener: None,
        }
    }
}

/// The second adapter and what is compared, drawn again with every change of either.
#[hook]
pub(super) fn use_compared(weights: [f64; 2]) -> (Rc<AdapterState>, Rc<CompareState>) {
    let update = use_force_update();
    use_effect_with((), move |()| {
        let listener = Callback::from(move |()| update.force_update());
        PAGE.with_borrow_mut(|page| page.listener = Some(listener.clone()));
        Side::Second.listen(Some(listener.clone()));
        // For what has changed since the first drawing.
        listener.emit(());
        || {
            PAGE.with_borrow_mut(|page| page.listener = None);
            Side::Second.listen(None);
        }
    });
    use_effect_with(weights, |weights| {
        let weights = *weights;
        PAGE.with_borrow_mut(|page| page.weights = weights);
        adapters_changed();
    });
    let compared = PAGE.with_borrow(|page| page.session.state());
    (Side::Second.state(), compared)
}

/// Something may have become of one of the two adapters, or of the weights.
pub(in crate::adapter) fn adapters_changed() {
    let (first, second) = (Side::First.state(), Side::Second.state());
    handle(|page| {
        let weights = page.weights;
        page.session.changed([&first, &second], weights, now())
    });
}

/// Goes on after workers did not start.
pub(super) fn retry() {
    handle(|page| page.session.retry(now()));
}

fn deadline_came() {
    handle(|page| page.session.deadline_came(now()));
}

fn handle(what: impl FnOnce(&mut Page) -> Vec<CompareCommand>) {
    let (before, commands) = PAGE.with_borrow_mut(|page| {
        let before = page.session.state().version;
        (before, what(page))
    });
    for command in commands {
        carry_out(command);
    }
    let listener = PAGE.with_borrow_mut(|page| {
        page.timer = alarm(page.session.deadline(), deadline_came);
        let changed = page.session.state().version != before;
        page.listener.clone().filter(|_| changed)
    });
    if let Some(listener) = listener {
        listener.emit(());
    }
}

fn carry_out(command: CompareCommand) {
    match command {
        CompareCommand::Compare {
            worker,
            ticket,
            source,
            batch,
        } => compare(worker, ticket, source, batch),
        CompareCommand::Cancel { worker } => {
            let engine = PAGE.with_borrow_mut(|page| page.workers.stop(worker));
            if let Some(engine) = engine {
                engine.cancel();
            }
        }
        CompareCommand::ReleaseWorkers => {
            PAGE.with_borrow_mut(|page| page.workers.release());
        }
    }
}

/// Both open files as one; none, and a line in the console, when they are not open any more.
pub(super) fn both(files: BothFiles) -> Option<Blob> {
    let [first, second] = files.serials;
    let first = source(Side::First, first)?;
    let second = source(Side::Second, second)?;
    let first = files::slice(&first, &(0..files.second_begins))?;
    // Nothing is read: what the browser makes of files refers to them.
    Blob::new_with_blob_sequence(&Array::of2(&first, &second)).or_log("two adapters")
}

/// Gives a worker a batch, with the slices of both files it is in.
fn compare(worker: usize, ticket: u32, source: BothFiles, batch: PairBatch) {
    let Some(blob) = both(source) else {
        // Its layers then say that their bytes are missing.
        return ask(worker, ticket, &batch, vec![]);
    };
    let ranges = batch.ranges().to_vec();
    pieces_for_worker(&blob, &ranges, move |pieces| {
        ask(worker, ticket, &batch, pieces);
    });
}

/// Asks a worker, unless the session has meanwhile changed its mind.
fn ask(number: usize, ticket: u32, batch: &PairBatch, pieces: Vec<JsValue>) {
    let job = Job::Compare(Packed::of(batch));
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
    let answered = PAGE.with_borrow_mut(|page| page.workers.answer(number, event));
    let Some((ticket, answer)) = answered else {
        return;
    };
    let outcome = answer.and_then(|answer| match answer {
        Answer::Compared(compared) => compared.open().ok_or(Fault::Malformed),
        _ => Err(Fault::Malformed),
    });
    handle(|page| page.session.answered(number, ticket, outcome, now()));
}
