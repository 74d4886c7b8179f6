//! The view's state and its analysis together: events in, commands for the browser out.
//!
//! It is kept above the view, so that a header, a sample or a layer that arrives after the reader went to
//! another view is taken in all the same. On return the file is open, or still being opened.

mod event;
mod opening;

use std::rc::Rc;

use rankscope_adapter::{Batch, Layer};

pub use self::event::{HeaderContext, SessionCommand, SessionEvent};

use self::opening::Pick;
use super::pool::{AnalysisPool, PoolCommand};
use super::samples::SAMPLES;
use super::state::{AdapterAction, AdapterState, StopReason};
use crate::Reduce;

/// The session.
#[derive(Debug)]
pub struct AdapterSession {
    state: Rc<AdapterState>,
    pool: AnalysisPool,
    /// The files picked last, and what is known of them.
    pick: Pick,
    in_view: bool,
    last_serial: u32,
    revision: u32,
}

impl AdapterSession {
    /// A session on a machine with so many cores.
    pub fn new(cores: usize) -> Self {
        Self {
            state: Rc::default(),
            pool: AnalysisPool::new(cores),
            pick: Pick::default(),
            in_view: false,
            last_serial: 0,
            revision: 0,
        }
    }

    /// What is open.
    pub fn state(&self) -> Rc<AdapterState> {
        Rc::clone(&self.state)
    }

    /// Grows with every change of the state.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// When to send [`SessionEvent::Deadline`], if nothing else happens before.
    pub fn deadline(&self) -> Option<f64> {
        self.pool.deadline()
    }

    /// Whether this ticket is what the worker is to do now.
    pub fn is_current(&self, worker: usize, ticket: u32) -> bool {
        self.pool.is_current(worker, ticket)
    }

    /// Takes in what happened at time `now`, in milliseconds, and returns what is to be done about it.
    pub fn handle(&mut self, event: SessionEvent, now: f64) -> Vec<SessionCommand> {
        let mut commands = match event {
            SessionEvent::Entered => {
                self.in_view = true;
                // So that there is something to see; the reader's own file replaces it.
                match SAMPLES.first().filter(|_| self.state.serial == 0) {
                    Some(sample) => self.open_sample(*sample),
                    None => Vec::new(),
                }
            }
            SessionEvent::Left => {
                self.in_view = false;
                Vec::new()
            }
            SessionEvent::Picked(files) => self.picked(files),
            SessionEvent::LookedAt(pick, looked_at) => self.sorted(pick, looked_at),
            SessionEvent::CandidateChosen(candidate) => self.open(candidate),
            SessionEvent::AdapterChosen(adapter) => self.read_again(Some(adapter)),
            SessionEvent::SampleChosen(sample) => self.open_sample(sample),
            SessionEvent::Weights(serial, weights) => {
                self.apply(AdapterAction::Weights(serial, weights));
                if serial == self.state.serial {
                    self.analyse(now)
                } else {
                    Vec::new()
                }
            }
            SessionEvent::Config(serial, config) => self.with_config(serial, config),
            SessionEvent::Closed => self.close(),
            SessionEvent::Cancelled => {
                self.apply(AdapterAction::Stop(StopReason::Cancelled));
                let stopped = self.pool.stop();
                self.carry_out(stopped)
            }
            SessionEvent::Resumed => {
                self.apply(AdapterAction::Resume);
                self.analyse(now)
            }
            SessionEvent::Answered {
                worker,
                ticket,
                outcome,
            } => {
                let next = self.pool.answered(worker, ticket, outcome, now);
                self.carry_out(next)
            }
            SessionEvent::Deadline => {
                let delivery = self.pool.deliver(now);
                self.carry_out(delivery)
            }
        };
        if !self.in_view && !self.pool.is_busy() {
            commands.push(SessionCommand::ReleaseWorkers);
        }
        commands
    }

    fn apply(&mut self, action: AdapterAction) {
        // Taken out, so that the reducer need not copy what nobody else holds.
        self.state = std::mem::take(&mut self.state).reduce(action);
        self.revision += 1;
    }

    /// Analyses what is left of the present file, unless the reader has stopped that.
    fn analyse(&mut self, now: f64) -> Vec<SessionCommand> {
        let weights = self.state.weights.clone();
        let Some(weights) = weights.filter(|_| self.state.stopped.is_none()) else {
            return Vec::new();
        };
        let bytes = weights.layout.layers.iter().map(Layer::bytes).collect();
        let started = self.pool.start(bytes, self.state.pending(), now);
        self.carry_out(started)
    }

    fn carry_out(
        &mut self,
        commands: impl IntoIterator<Item = PoolCommand>,
    ) -> Vec<SessionCommand> {
        let mut next = Vec::new();
        for command in commands {
            match command {
                PoolCommand::Analyse {
                    worker,
                    ticket,
                    layers,
                } => next.push(SessionCommand::Analyse {
                    worker,
                    ticket,
                    serial: self.state.serial,
                    batch: self.batch(&layers),
                }),
                PoolCommand::Cancel { worker } => next.push(SessionCommand::Cancel { worker }),
                PoolCommand::Deliver(results) => {
                    let serial = self.state.serial;
                    self.apply(AdapterAction::Analysed(serial, results));
                }
                PoolCommand::GiveUp(fault) => {
                    self.apply(AdapterAction::Stop(StopReason::Failed(fault)));
                }
            }
        }
        next
    }

    fn batch(&self, layers: &[usize]) -> Batch {
        let all = self.state.weights.as_ref();
        let layer = |&index: &usize| -> Option<Layer> { all?.layout.layers.get(index).cloned() };
        Batch::of(layers.iter().filter_map(layer).collect())
    }
}
