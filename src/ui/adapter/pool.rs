//! Workers that analyse layers, a few at a time.
//!
//! Each is an [`Engine`] of its own, supervised like the page's main one, and takes the next layer
//! when it has finished one. It is given slices of the file, not their bytes, and reads them itself
//! where it can: the page's memory does not grow with the file, and a worker's only with the largest
//! pair.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use js_sys::ArrayBuffer;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;

use super::opened::{Action, Failure, Halt, Outcome, Weights};
use crate::browser::engine::Engine;
use rankscope_adapter::Tensor;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{Fault, News};

/// Workers at most: more would wait for memory rather than for a core.
const MOST_WORKERS: usize = 4;
/// Between two times that results are shown: each is a few new rows, and a new picture of all.
const PAUSE_MS: u32 = 150;

/// The workers. They stop when it is dropped.
pub(super) struct Pool {
    inner: Rc<RefCell<Inner>>,
}

struct Inner {
    workers: Vec<Worker>,
    serial: u32,
    weights: Option<Rc<Weights>>,
    queue: VecDeque<usize>,
    found: Vec<(usize, Outcome)>,
    pause: Option<Timeout>,
    tell: Rc<dyn Fn(Action)>,
}

struct Worker {
    engine: Engine,
    /// The layer it is busy with.
    layer: Option<usize>,
}

impl Pool {
    /// Workers that tell `tell` what they find. They start with the first layers.
    pub(super) fn new(tell: impl Fn(Action) + 'static) -> Self {
        let inner = Inner {
            workers: Vec::new(),
            serial: 0,
            weights: None,
            queue: VecDeque::new(),
            found: Vec::new(),
            pause: None,
            tell: Rc::new(tell),
        };
        Self {
            inner: Rc::new(RefCell::new(inner)),
        }
    }

    /// Analyses these layers of a file, in this order, in place of everything asked for before.
    pub(super) fn start(&self, serial: u32, weights: &Rc<Weights>, layers: VecDeque<usize>) {
        self.stop();
        let wanted = layers.len().min(cores()).min(MOST_WORKERS);
        {
            let mut inner = self.inner.borrow_mut();
            inner.serial = serial;
            inner.weights = Some(weights.clone());
            inner.queue = layers;
            while inner.workers.len() < wanted {
                let number = inner.workers.len();
                let pool = Rc::downgrade(&self.inner);
                let engine = Engine::new(move |news| hear(&pool, number, news));
                inner.workers.push(Worker {
                    engine,
                    layer: None,
                });
            }
        }
        for number in 0..wanted {
            feed(&self.inner, number);
        }
    }

    /// Stops what is under way; workers that are idle stay for what comes next.
    pub(super) fn stop(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.queue.clear();
        inner.found.clear();
        inner.pause = None;
        let busy: Vec<Engine> = inner
            .workers
            .iter_mut()
            .filter_map(|worker| worker.layer.take().map(|_| worker.engine.clone()))
            .collect();
        drop(inner);
        for engine in busy {
            engine.cancel();
        }
    }
}

/// Gives a worker the next layer, if there is one.
fn feed(pool: &Rc<RefCell<Inner>>, number: usize) {
    let mut inner = pool.borrow_mut();
    let Some((layer, weights)) = inner.queue.pop_front().zip(inner.weights.clone()) else {
        return;
    };
    let Some(worker) = inner.workers.get_mut(number) else {
        return;
    };
    worker.layer = Some(layer);
    let engine = worker.engine.clone();
    let serial = inner.serial;
    drop(inner);
    if let Some(found) = weights.layout.layers.get(layer) {
        let tensors = [Some(&found.down), Some(&found.up), found.alpha.as_ref()];
        let slice = |tensor: &Tensor| slice(&weights.blob, &tensor.bytes);
        let pieces = tensors.into_iter().flatten().filter_map(slice);
        let job = Job::Analyse(Packed::of(found));
        if !reads_in_workers() {
            let (pool, pieces) = (Rc::downgrade(pool), pieces.collect());
            spawn_local(async move {
                let pieces = read(pieces).await;
                let wanted = pool.upgrade().is_some_and(|pool| {
                    let pool = pool.borrow();
                    let busy_with = pool.workers.get(number).and_then(|worker| worker.layer);
                    (pool.serial, busy_with) == (serial, Some(layer))
                });
                if wanted {
                    engine.ask_with(job, pieces, 0.0);
                }
            });
            return;
        }
        engine.ask_with(job, pieces.map(JsValue::from).collect(), 0.0);
    }
}

/// Whether a worker can read what the page hands it of a file. `WebKit` keeps it from the workers of a
/// page that was opened as a file, which finds nothing in it.
fn reads_in_workers() -> bool {
    let protocol = web_sys::window().and_then(|window| window.location().protocol().ok());
    protocol.is_none_or(|protocol| protocol != "file:")
}

/// The bytes of some pieces; of one that cannot be read any more, none.
async fn read(pieces: Vec<Blob>) -> Vec<JsValue> {
    let mut buffers = Vec::new();
    for piece in pieces {
        let buffer = JsFuture::from(piece.array_buffer()).await;
        buffers.push(buffer.unwrap_or_else(|_| ArrayBuffer::new(0).into()));
    }
    buffers
}

fn slice(blob: &Blob, bytes: &Range<u64>) -> Option<Blob> {
    blob.slice_with_f64_and_f64(bytes.start as f64, bytes.end as f64)
        .ok()
}

/// Takes in what a worker says.
fn hear(pool: &Weak<RefCell<Inner>>, number: usize, news: News) {
    let Some(pool) = pool.upgrade() else {
        return;
    };
    let outcome = match news {
        News::Answered {
            outcome: Ok(Answer::Analysed(product)),
            ..
        } => match product.open() {
            Some(product) => product.map(Rc::new).map_err(Failure::Layer),
            None => Err(Failure::Worker(Fault::Garbled)),
        },
        News::Answered { .. } => Err(Failure::Worker(Fault::Garbled)),
        News::Trouble {
            fault: fault @ Fault::NotStarted(_),
            gave_up: true,
        } => {
            // The next layer would not start one either.
            let tell = pool.borrow().tell.clone();
            tell(Action::Halt(Halt::Failed(fault)));
            return;
        }
        News::Trouble {
            fault,
            gave_up: true,
        } => Err(Failure::Worker(fault)),
        News::Progress(_) | News::Trouble { .. } => return,
    };
    let layer = {
        let mut inner = pool.borrow_mut();
        let worker = inner.workers.get_mut(number);
        worker.and_then(|worker| worker.layer.take())
    };
    if let Some(layer) = layer {
        pool.borrow_mut().found.push((layer, outcome));
        feed(&pool, number);
        show(&pool);
    }
}

/// Tells what was found: at once when it is the last, else with what the next moment brings.
fn show(pool: &Rc<RefCell<Inner>>) {
    let last = {
        let inner = pool.borrow();
        inner.workers.iter().all(|worker| worker.layer.is_none())
    };
    if last {
        flush(pool);
    } else if pool.borrow().pause.is_none() {
        let later = Rc::downgrade(pool);
        let pause = Timeout::new(PAUSE_MS, move || {
            if let Some(pool) = later.upgrade() {
                flush(&pool);
            }
        });
        pool.borrow_mut().pause = Some(pause);
    }
}

fn flush(pool: &Rc<RefCell<Inner>>) {
    let mut inner = pool.borrow_mut();
    inner.pause = None;
    let found = std::mem::take(&mut inner.found);
    let (serial, tell) = (inner.serial, inner.tell.clone());
    drop(inner);
    tell(Action::Found(serial, found));
}

/// How many cores the machine says it has.
fn cores() -> usize {
    let window = web_sys::window();
    let cores = window.map_or(1.0, |window| window.navigator().hardware_concurrency());
    (cores as usize).max(1)
}
