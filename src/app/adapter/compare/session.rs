//! When which layers of two adapters are compared: what has become of both in, commands for the browser out.
//!
//! Pairs are compared once both adapters are analysed, since the sum depends on their scales. Another weight or
//! another config has them compared again: cosines and angles stay on the page meanwhile, ranks of the sum do not.

use std::rc::Rc;

use rankscope_adapter::compare::{CompareError, Comparison, Pair, PairBatch, Pairing};
use rankscope_adapter::{Layer, LayerError, Scale};

use super::super::opening::Weights;
use super::super::pool::{Pool, PoolCommand};
use super::super::state::{AdapterState, AnalysisFailure, Failure, Progress};
use super::scales::{failures, scales};
use super::state::{BothFiles, CompareState, Compared, ComparedBatch, Found};

/// What the browser is to do, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum CompareCommand {
    /// Have a worker, started if there is none of this number, compare pairs.
    Compare {
        /// The worker.
        worker: usize,
        /// Its answer's ticket.
        ticket: u32,
        /// Where both files are.
        source: BothFiles,
        /// The pairs.
        batch: PairBatch,
    },
    /// Stop what a worker does.
    Cancel {
        /// The worker.
        worker: usize,
    },
    /// End all workers: nothing is left to do.
    ReleaseWorkers,
}

/// What a comparison depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Basis {
    serials: [u32; 2],
    configs: [u32; 2],
    weights: [f64; 2],
}

/// The session.
#[derive(Debug)]
pub struct CompareSession {
    state: Rc<CompareState>,
    pool: Pool<Comparison, CompareError>,
    basis: Option<Basis>,
    source: BothFiles,
    /// Both files' layers.
    open: Option<[Rc<Weights>; 2]>,
}

impl CompareSession {
    /// A session on a machine with so many cores.
    pub fn new(cores: usize) -> Self {
        Self {
            state: Rc::default(),
            pool: Pool::new(cores),
            basis: None,
            source: BothFiles::default(),
            open: None,
        }
    }

    /// What is compared.
    pub fn state(&self) -> Rc<CompareState> {
        Rc::clone(&self.state)
    }

    /// When to call [`CompareSession::deadline_came`], if nothing else happens before.
    pub fn deadline(&self) -> Option<f64> {
        self.pool.deadline()
    }

    /// Whether this ticket is what the worker is to do now.
    pub fn is_current(&self, worker: usize, ticket: u32) -> bool {
        self.pool.is_current(worker, ticket)
    }

    /// Takes in what has become of both adapters and of the weights at time `now`, in milliseconds.
    pub fn changed(
        &mut self,
        [first, second]: [&AdapterState; 2],
        weights: [f64; 2],
        now: f64,
    ) -> Vec<CompareCommand> {
        let ready = |state: &AdapterState| state.progress() == Progress::Ready;
        let both = BothFiles::of(first, second).filter(|_| ready(first) && ready(second));
        let Some((source, open)) = both.zip(first.weights.clone().zip(second.weights.clone()))
        else {
            return self.nothing();
        };
        let basis = Basis {
            serials: source.serials,
            configs: [first.config_version, second.config_version],
            weights,
        };
        if self.basis == Some(basis) {
            return Vec::new();
        }
        let before = self.basis.replace(basis);
        let others = before.is_none_or(|before| before.serials != basis.serials);
        self.source = source;
        let state = Rc::make_mut(&mut self.state);
        state.basis += 1;
        state.weights = weights;
        state.scales = Rc::new([scales(first), scales(second)]);
        if others {
            let pairing = Pairing::of(&open.0.layout.layers, &open.1.layout.layers);
            state.found = vec![None; pairing.pairs.len()];
            state.pairing = Rc::new(pairing);
            state.serial += 1;
        }
        self.open = Some([open.0, open.1]);
        self.tell_failed([first, second]);
        self.go_on(now)
    }

    /// Compares what is left, after workers did not start.
    pub fn retry(&mut self, now: f64) -> Vec<CompareCommand> {
        self.go_on(now)
    }

    /// Takes in a worker's answer to a ticket.
    pub fn answered(
        &mut self,
        worker: usize,
        ticket: u32,
        outcome: ComparedBatch,
        now: f64,
    ) -> Vec<CompareCommand> {
        let next = self.pool.answered(worker, ticket, outcome, now);
        self.carry_out(next)
    }

    /// The time that [`CompareSession::deadline`] named has come.
    pub fn deadline_came(&mut self, now: f64) -> Vec<CompareCommand> {
        let delivery = self.pool.deliver(now);
        self.carry_out(delivery)
    }

    /// One of the two is not there, or not analysed yet.
    fn nothing(&mut self) -> Vec<CompareCommand> {
        if self.basis.take().is_none() {
            return Vec::new();
        }
        self.open = None;
        let stopped = self.pool.stop();
        let mut commands = self.carry_out(stopped);
        let state = Rc::make_mut(&mut self.state);
        *state = CompareState {
            serial: state.serial,
            version: state.version + 1,
            ..CompareState::default()
        };
        commands.push(CompareCommand::ReleaseWorkers);
        commands
    }

    /// Pairs of which a layer could not be analysed are not compared.
    fn tell_failed(&mut self, states: [&AdapterState; 2]) {
        let [first, second] = states.map(failures);
        let state = Rc::make_mut(&mut self.state);
        let basis = state.basis;
        for (place, &(one, other)) in state.found.iter_mut().zip(&state.pairing.pairs) {
            let failure = |failures: &[Option<AnalysisFailure>], layer: usize| {
                failures.get(layer).cloned().flatten()
            };
            let of_first = failure(&first, one).map(|failure| told(failure, CompareError::First));
            let of_second =
                || failure(&second, other).map(|failure| told(failure, CompareError::Second));
            if let Some(failure) = of_first.or_else(of_second) {
                let outcome = Err(failure);
                *place = Some(Found { outcome, basis });
            }
        }
    }

    fn go_on(&mut self, now: f64) -> Vec<CompareCommand> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let state = Rc::make_mut(&mut self.state);
        state.version += 1;
        state.stopped = None;
        let is_left = |found: &Option<Found>| {
            found
                .as_ref()
                .is_none_or(|found| found.basis != state.basis)
        };
        let found = state.found.iter().enumerate();
        let left: Vec<usize> = found
            .filter_map(|(pair, found)| is_left(found).then_some(pair))
            .collect();
        let size = |side: usize, layer: usize| {
            let weights = open.get(side);
            let layer = weights.and_then(|weights| weights.layout.layers.get(layer));
            layer.map_or(0, Layer::bytes)
        };
        let pairs = state.pairing.pairs.iter();
        let sizes = pairs.map(|&(one, other)| size(0, one).saturating_add(size(1, other)));
        let started = self.pool.start(sizes.collect(), left, now);
        self.carry_out(started)
    }

    fn carry_out(
        &mut self,
        commands: impl IntoIterator<Item = PoolCommand<Comparison, CompareError>>,
    ) -> Vec<CompareCommand> {
        let mut next = Vec::new();
        for command in commands {
            match command {
                PoolCommand::Analyse {
                    worker,
                    ticket,
                    layers,
                } => next.push(CompareCommand::Compare {
                    worker,
                    ticket,
                    source: self.source,
                    batch: PairBatch::of(
                        layers.iter().filter_map(|pair| self.pair(*pair)).collect(),
                    ),
                }),
                PoolCommand::Cancel { worker } => next.push(CompareCommand::Cancel { worker }),
                PoolCommand::Deliver(results) => self.deliver(results),
                PoolCommand::GiveUp(fault) => {
                    let state = Rc::make_mut(&mut self.state);
                    state.stopped = Some(fault);
                    state.version += 1;
                }
            }
        }
        if self.open.is_some() && !self.pool.is_busy() {
            next.push(CompareCommand::ReleaseWorkers);
        }
        next
    }

    fn deliver(&mut self, results: Vec<(usize, Compared)>) {
        let state = Rc::make_mut(&mut self.state);
        let basis = state.basis;
        state.version += 1;
        for (pair, outcome) in results {
            if let Some(place) = state.found.get_mut(pair) {
                *place = Some(Found { outcome, basis });
            }
        }
    }

    fn pair(&self, pair: usize) -> Option<Pair> {
        let &(one, other) = self.state.pairing.pairs.get(pair)?;
        let [first, second] = self.open.as_ref()?;
        let [scales_of_first, scales_of_second] = &*self.state.scales;
        let factor = |weight: f64, scales: &[Option<Scale>], layer: usize| {
            let scale = scales.get(layer).copied().flatten()?;
            Some(weight * scale.gamma)
        };
        let [w1, w2] = self.state.weights;
        let second_layer = second.layout.layers.get(other)?.clone();
        Some(Pair {
            layers: [
                first.layout.layers.get(one)?.clone(),
                second_layer.moved(self.source.second_begins),
            ],
            factors: [
                factor(w1, scales_of_first, one)?,
                factor(w2, scales_of_second, other)?,
            ],
        })
    }
}

fn told(failure: AnalysisFailure, whose: fn(LayerError) -> CompareError) -> Failure<CompareError> {
    match failure {
        Failure::Layer(error) => Failure::Layer(whose(error)),
        Failure::Worker(fault) => Failure::Worker(fault),
    }
}
