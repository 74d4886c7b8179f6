//! Which worker analyses which layers, and when the results are shown: pure decisions. What is done with a layer
//! is not decided here: one adapter's are analysed, the pairs of two compared.
//!
//! Each worker has one batch at a time, under a ticket; an answer with another ticket than the worker's
//! present one is dropped, so no result is ever stored under another layer. Small layers travel together
//! (see `rankscope_adapter::batch`). When a worker fails on a batch, its layers are tried one by one, and
//! only the layer on which it fails again is given up.
//!
//! Results are delivered together: the page draws once for each delivery, which takes longer the more
//! layers are known. So the pause between two deliveries grows with them, and all deliveries of a file
//! together cost no more than a constant times its layers.
//!
//! Times are milliseconds on a clock that does not run backwards.

use std::collections::VecDeque;
use std::rc::Rc;

use rankscope_adapter::batch::{MOST_BYTES, MOST_LAYERS};
use rankscope_adapter::{LayerError, Product};
use rankscope_engine::supervisor::Fault;

use super::state::Failure;

/// Workers at most: more would wait for memory rather than for a core.
const MOST_WORKERS: usize = 4;
/// Milliseconds between two deliveries of a file with few layers.
const PAUSE: f64 = 300.0;
/// Milliseconds to the first delivery, so that there is soon something to see.
const FIRST_PAUSE: f64 = 40.0;
/// Known layers for each further [`PAUSE`].
const LAYERS_A_PAUSE: f64 = 1000.0;
/// Each worker gets at least so many batches while there are layers enough, so that none idles long while
/// the others finish.
const BATCHES_LEFT: usize = 2;

/// What came of one batch: a result for each of its layers, in order, or the worker's failure.
pub type BatchOutcome<T = Product, E = LayerError> = Result<Vec<Result<T, E>>, Fault>;

/// What is known of a layer.
pub type LayerOutcome<T, E> = Result<Rc<T>, Failure<E>>;

/// The schedule of a file's analysis.
pub type AnalysisPool = Pool<Product, LayerError>;

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum PoolCommand<T = Product, E = LayerError> {
    /// Have a worker, started if there is none of this number, analyse these layers.
    Analyse {
        /// The worker.
        worker: usize,
        /// Unique to this request.
        ticket: u32,
        /// The indices of the layers.
        layers: Vec<usize>,
    },
    /// Stop what this worker does: its answer is no longer wanted.
    Cancel {
        /// The worker.
        worker: usize,
    },
    /// Results of the file that is analysed.
    Deliver(Vec<(usize, LayerOutcome<T, E>)>),
    /// Workers do not start: nothing more is tried by itself.
    GiveUp(Fault),
}

/// A worker's present batch.
#[derive(Debug)]
struct Batch {
    ticket: u32,
    layers: Vec<usize>,
}

/// A schedule of work that gives a `T` or an `E` for each layer.
#[derive(Debug)]
pub struct Pool<T, E> {
    /// The batch of each worker.
    workers: Vec<Option<Batch>>,
    /// How many bytes each layer has.
    bytes: Vec<u64>,
    queue: VecDeque<usize>,
    /// Layers of a batch on which a worker failed.
    one_by_one: VecDeque<usize>,
    /// Results that are not delivered yet.
    results: Vec<(usize, LayerOutcome<T, E>)>,
    delivered_at: f64,
    known: usize,
    last_ticket: u32,
}

impl<T, E> Pool<T, E> {
    /// A schedule for a machine with so many cores.
    pub fn new(cores: usize) -> Self {
        let workers = cores.clamp(1, MOST_WORKERS);
        Self {
            workers: std::iter::repeat_with(|| None).take(workers).collect(),
            bytes: Vec::new(),
            queue: VecDeque::new(),
            one_by_one: VecDeque::new(),
            results: Vec::new(),
            delivered_at: f64::NEG_INFINITY,
            known: 0,
            last_ticket: 0,
        }
    }

    /// Has these layers done, in this order, in place of everything asked for before. Of every layer there is
    /// `bytes` holds the size.
    pub fn start(
        &mut self,
        bytes: Vec<u64>,
        layers: Vec<usize>,
        now: f64,
    ) -> Vec<PoolCommand<T, E>> {
        let mut commands = self.stop();
        self.known = bytes.len().saturating_sub(layers.len());
        self.bytes = bytes;
        self.queue = layers.into();
        self.delivered_at = now + FIRST_PAUSE - self.pause();
        commands.extend(self.feed_idle());
        commands
    }

    /// Stops what is under way. What has been found by then is delivered.
    pub fn stop(&mut self) -> Vec<PoolCommand<T, E>> {
        self.queue.clear();
        self.one_by_one.clear();
        let mut commands = Vec::new();
        for (worker, batch) in self.workers.iter_mut().enumerate() {
            if batch.take().is_some() {
                commands.push(PoolCommand::Cancel { worker });
            }
        }
        commands.extend(self.take_results());
        commands
    }

    /// Whether a worker has something to do.
    pub fn is_busy(&self) -> bool {
        self.workers.iter().any(Option::is_some)
    }

    /// Whether this is the ticket of the worker's present batch.
    pub fn is_current(&self, worker: usize, ticket: u32) -> bool {
        let batch = self.workers.get(worker).and_then(Option::as_ref);
        batch.is_some_and(|batch| batch.ticket == ticket)
    }

    /// Takes in a worker's answer to a ticket.
    pub fn answered(
        &mut self,
        worker: usize,
        ticket: u32,
        outcome: BatchOutcome<T, E>,
        now: f64,
    ) -> Vec<PoolCommand<T, E>> {
        if !self.is_current(worker, ticket) {
            // To a batch that was cancelled meanwhile.
            return Vec::new();
        }
        let Some(batch) = self.workers.get_mut(worker).and_then(Option::take) else {
            return Vec::new();
        };
        if let Err(fault @ Fault::NotStarted(_)) = outcome {
            // The next batch would not start a worker either.
            let mut commands = self.stop();
            commands.push(PoolCommand::GiveUp(fault));
            return commands;
        }
        self.take_in(&batch.layers, outcome);
        let mut commands = self.feed_idle();
        if !self.is_busy() || now - self.delivered_at >= self.pause() {
            commands.extend(self.deliver(now));
        }
        commands
    }

    /// When to call [`AnalysisPool::deliver`], if no answer comes before.
    pub fn deadline(&self) -> Option<f64> {
        (!self.results.is_empty()).then(|| self.delivered_at + self.pause())
    }

    /// Delivers what has been found.
    pub fn deliver(&mut self, now: f64) -> Option<PoolCommand<T, E>> {
        self.delivered_at = now;
        self.take_results()
    }

    fn take_results(&mut self) -> Option<PoolCommand<T, E>> {
        let results = std::mem::take(&mut self.results);
        self.known += results.len();
        (!results.is_empty()).then_some(PoolCommand::Deliver(results))
    }

    /// Milliseconds between two deliveries at this time.
    fn pause(&self) -> f64 {
        PAUSE * (self.known as f64 / LAYERS_A_PAUSE).max(1.0)
    }

    /// The results of a batch, or its layers once more.
    fn take_in(&mut self, layers: &[usize], outcome: BatchOutcome<T, E>) {
        let outcome = match outcome {
            Ok(products) if products.len() != layers.len() => Err(Fault::Malformed),
            outcome => outcome,
        };
        match (outcome, layers) {
            (Ok(products), layers) => {
                let found = products
                    .into_iter()
                    .map(|product| product.map(Rc::new).map_err(Failure::Layer));
                self.results.extend(layers.iter().copied().zip(found));
            }
            (Err(fault), [layer]) => {
                let failure = Err(Failure::Worker(fault));
                self.results.push((*layer, failure));
            }
            (Err(_), layers) => self.one_by_one.extend(layers),
        }
    }

    /// Gives every worker that has nothing to do the next batch, while there is one.
    fn feed_idle(&mut self) -> Vec<PoolCommand<T, E>> {
        let idle = |worker: &usize| matches!(self.workers.get(*worker), Some(None));
        let idle: Vec<usize> = (0..self.workers.len()).filter(idle).collect();
        idle.into_iter()
            .filter_map(|worker| self.feed(worker))
            .collect()
    }

    fn feed(&mut self, worker: usize) -> Option<PoolCommand<T, E>> {
        let layers = self.next_batch();
        let place = self.workers.get_mut(worker)?;
        if layers.is_empty() {
            return None;
        }
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        *place = Some(Batch {
            ticket,
            layers: layers.clone(),
        });
        Some(PoolCommand::Analyse {
            worker,
            ticket,
            layers,
        })
    }

    fn next_batch(&mut self) -> Vec<usize> {
        if let Some(layer) = self.one_by_one.pop_front() {
            return vec![layer];
        }
        let shares = self.workers.len() * BATCHES_LEFT;
        let most = self.queue.len().div_ceil(shares).min(MOST_LAYERS);
        let (mut layers, mut bytes) = (Vec::new(), 0);
        while let Some(&layer) = self.queue.front() {
            let size = self.bytes.get(layer).copied().unwrap_or_default();
            bytes += size;
            if layers.len() >= most || (bytes > MOST_BYTES && !layers.is_empty()) {
                break;
            }
            layers.push(layer);
            self.queue.pop_front();
        }
        layers
    }
}
