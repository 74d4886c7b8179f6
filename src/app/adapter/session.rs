//! The view's state and its analysis together: events in, commands for the browser out.
//!
//! It is kept above the view, so that a header, a sample or a layer that arrives after the reader went to
//! another view is taken in all the same. On return the file is open, or still being opened.

use std::rc::Rc;

use rankscope_adapter::{Batch, Layer};

use super::opening::{Problem, Weights};
use super::picked::Picked;
use super::pool::{AnalysisPool, BatchOutcome, PoolCommand};
use super::samples::{SAMPLES, Sample};
use super::state::{AdapterAction, AdapterState, NamedConfig, Origin, StopReason};
use crate::Reduce;

/// What happened.
#[derive(Debug)]
pub enum SessionEvent {
    /// The view is on the page.
    Entered,
    /// The view is no longer on the page.
    Left,
    /// Files of these names were picked or dropped together.
    Picked(Vec<String>),
    /// A sample was asked for.
    SampleChosen(Sample),
    /// A header was read, or why it was not.
    Weights(u32, Result<Weights, Problem>),
    /// A config was read, or why it was not.
    Config(u32, Result<NamedConfig, Problem>),
    /// The reader stops the analysis.
    Cancelled,
    /// The reader lets it go on.
    Resumed,
    /// A worker's answer to a ticket.
    Answered {
        /// The worker.
        worker: usize,
        /// The ticket of its batch.
        ticket: u32,
        /// The results, or the worker's failure.
        outcome: BatchOutcome,
    },
    /// The time that [`AdapterSession::deadline`] named has come.
    Deadline,
}

/// What the browser is to do, in this order.
#[derive(Debug, PartialEq)]
pub enum SessionCommand {
    /// Read the header of the picked file of this index, and keep the file for [`SessionCommand::Analyse`].
    ReadWeights {
        /// The number of the file.
        serial: u32,
        /// Its index among those picked.
        file: usize,
    },
    /// Read the picked config of this index.
    ReadConfig {
        /// The number of the file of weights it is for.
        serial: u32,
        /// Its index among those picked.
        file: usize,
    },
    /// Fetch a sample and read it.
    Fetch {
        /// The number of the file.
        serial: u32,
        /// The sample.
        sample: Sample,
    },
    /// Have a worker, started if there is none of this number, analyse layers.
    Analyse {
        /// The worker.
        worker: usize,
        /// Its answer's ticket.
        ticket: u32,
        /// The number of the file.
        serial: u32,
        /// The layers.
        batch: Batch,
    },
    /// Stop what a worker does.
    Cancel {
        /// The worker.
        worker: usize,
    },
    /// End all workers: nobody looks, and nothing is left to do.
    ReleaseWorkers,
}

/// The session.
#[derive(Debug)]
pub struct AdapterSession {
    state: Rc<AdapterState>,
    pool: AnalysisPool,
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
            SessionEvent::Picked(names) => self.open(&names),
            SessionEvent::SampleChosen(sample) => self.open_sample(sample),
            SessionEvent::Weights(serial, weights) => {
                self.apply(AdapterAction::Weights(serial, weights));
                if serial == self.state.serial {
                    self.analyse(now)
                } else {
                    Vec::new()
                }
            }
            SessionEvent::Config(serial, config) => {
                self.apply(AdapterAction::Config(serial, config));
                Vec::new()
            }
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

    /// A new file in place of the present one. Its predecessor's analysis ends.
    fn begin(&mut self, name: String, origin: Origin) -> Vec<SessionCommand> {
        let stopped = self.pool.stop();
        let commands = self.carry_out(stopped);
        self.last_serial += 1;
        self.apply(AdapterAction::Begin {
            serial: self.last_serial,
            name,
            origin,
        });
        commands
    }

    fn open(&mut self, names: &[String]) -> Vec<SessionCommand> {
        let picked = Picked::of(names);
        let mut commands = Vec::new();
        if let Some((file, name)) = picked
            .weights
            .and_then(|file| Some((file, names.get(file)?)))
        {
            commands = self.begin(name.clone(), Origin::Own);
            commands.push(SessionCommand::ReadWeights {
                serial: self.state.serial,
                file,
            });
        }
        for problem in picked.left_aside {
            self.apply(AdapterAction::Problem(problem));
        }
        commands.extend(picked.config.map(|file| SessionCommand::ReadConfig {
            serial: self.state.serial,
            file,
        }));
        commands
    }

    fn open_sample(&mut self, sample: Sample) -> Vec<SessionCommand> {
        let mut commands = self.begin(sample.label.to_owned(), Origin::Sample);
        commands.push(SessionCommand::Fetch {
            serial: self.state.serial,
            sample,
        });
        commands
    }

    /// Analyses what is left of the present file, unless the reader has stopped that.
    fn analyse(&mut self, now: f64) -> Vec<SessionCommand> {
        let weights = self.state.weights.clone();
        let Some(weights) = weights.filter(|_| self.state.stopped.is_none()) else {
            return Vec::new();
        };
        let started = self.pool.start(weights, self.state.pending(), now);
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
