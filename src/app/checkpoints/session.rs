//! The analysis of two checkpoints: events in, commands for the browser out.
//!
//! First a dozen telling matrices, spread over depth and kind, so that there is soon an answer; then all of them, in
//! the order of the model or the strongest first. Which is strongest is known from their norms alone, which are taken
//! before: reading takes a tenth of the time that singular values do. Vectors come last.

mod opening;
mod work;

use std::collections::HashMap;
use std::rc::Rc;

use rankscope_adapter::checkpoint::{Analysis, CheckpointFiles, MatrixBatch, MatrixError, Side};

use super::arriving::Arrived;
use super::picked::Picked;
use super::state::{CheckpointState, Order, Stop};
use crate::adapter::opening::Problem;
use crate::adapter::plan::PickedFile;
use crate::adapter::pool::{BatchOutcome, Pool};

/// What happened.
#[derive(Debug)]
pub enum CheckpointEvent {
    /// The view is on the page.
    Entered,
    /// It no longer is.
    Left,
    /// Files were picked for a side.
    Picked(Side, Vec<PickedFile>),
    /// It is known where the headers of the files of this number are, or why not.
    Headers(u32, Result<CheckpointFiles, Problem>),
    /// A report was picked, a file of this name.
    Report(String),
    /// What came of reading under a ticket.
    Arrived(u32, Arrived),
    /// The reader exchanges the two.
    Exchanged,
    /// The reader lets the analysis wait.
    Paused,
    /// The reader wants no more of it.
    Cancelled,
    /// The reader lets it go on.
    Resumed,
    /// The reader wants another order.
    Ordered(Order),
    /// A worker's answer.
    Answered {
        /// The worker.
        worker: usize,
        /// The ticket.
        ticket: u32,
        /// What came of the batch.
        outcome: BatchOutcome<Analysis, MatrixError>,
    },
    /// The time that [`CheckpointSession::deadline`] named has come.
    Deadline,
}

/// What the browser is to do, in this order.
#[derive(Debug, PartialEq)]
pub enum CheckpointCommand {
    /// Find the headers of files that were picked last for a side, and keep the files under a number.
    FindHeaders {
        /// The side.
        side: Side,
        /// The number.
        serial: u32,
        /// Which of them.
        picked: Picked,
    },
    /// Have a worker read headers, in place of what was asked to be read before.
    ReadHeaders {
        /// Its answer's ticket.
        ticket: u32,
        /// The numbers of the files of base and tuned.
        of: [u32; 2],
        /// The files, where there are any.
        sides: [Option<CheckpointFiles>; 2],
    },
    /// Have a worker read the report that was picked last, in place of what was asked to be read before.
    ReadReport {
        /// Its answer's ticket.
        ticket: u32,
        /// The file's name.
        name: String,
    },
    /// Have a worker analyse matrices.
    Analyse {
        /// The worker.
        worker: usize,
        /// Its answer's ticket.
        ticket: u32,
        /// The numbers of the files of base and tuned, whose bytes follow each other.
        of: [u32; 2],
        /// The matrices.
        batch: MatrixBatch,
    },
    /// Stop what a worker does.
    Cancel {
        /// The worker.
        worker: usize,
    },
    /// End all workers.
    ReleaseWorkers,
}

/// What workers do at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The first few matrices.
    Telling,
    /// The norms of all others.
    Norms,
    /// All others.
    Rest,
}

/// The session.
#[derive(Debug)]
pub struct CheckpointSession {
    state: Rc<CheckpointState>,
    pool: Pool<Analysis, MatrixError>,
    phase: Phase,
    /// `‖ΔW‖/‖W₀‖` of matrices of which it was asked for.
    norms: HashMap<usize, f64>,
    /// [`Plan::order`](rankscope_adapter::checkpoint::Plan::order).
    order: Vec<usize>,
    /// The ticket of what is read.
    reading: u32,
    /// Whether what is read are the two exchanged.
    exchanging: bool,
    in_view: bool,
    last_serial: u32,
    revision: u32,
}

impl CheckpointSession {
    /// On a machine with so many cores.
    pub fn new(cores: usize) -> Self {
        Self {
            state: Rc::default(),
            pool: Pool::new(cores),
            phase: Phase::Telling,
            norms: HashMap::new(),
            order: Vec::new(),
            reading: 0,
            exchanging: false,
            in_view: false,
            last_serial: 0,
            revision: 0,
        }
    }

    /// What is open and known.
    pub fn state(&self) -> Rc<CheckpointState> {
        Rc::clone(&self.state)
    }

    /// Grows with every change of the state.
    pub const fn revision(&self) -> u32 {
        self.revision
    }

    /// When to send [`CheckpointEvent::Deadline`], if nothing else happens before.
    pub fn deadline(&self) -> Option<f64> {
        self.pool.deadline()
    }

    /// Whether this ticket is what the worker is to do now.
    pub fn is_current(&self, worker: usize, ticket: u32) -> bool {
        self.pool.is_current(worker, ticket)
    }

    /// Takes in what happened at time `now`, in milliseconds, and returns what is to be done about it.
    pub fn handle(&mut self, event: CheckpointEvent, now: f64) -> Vec<CheckpointCommand> {
        let mut commands = match event {
            CheckpointEvent::Entered => {
                self.in_view = true;
                Vec::new()
            }
            CheckpointEvent::Left => {
                self.in_view = false;
                Vec::new()
            }
            CheckpointEvent::Picked(side, files) => self.picked(side, &files),
            CheckpointEvent::Headers(serial, files) => self.headers(serial, files),
            CheckpointEvent::Report(name) => self.report(name),
            CheckpointEvent::Arrived(ticket, arrived) => self.arrived(ticket, arrived, now),
            CheckpointEvent::Exchanged => self.exchange(),
            CheckpointEvent::Paused => self.stop(Stop::Paused),
            CheckpointEvent::Cancelled => self.stop(Stop::Cancelled),
            CheckpointEvent::Resumed => {
                self.change(|state| state.stopped = None);
                self.begin(now)
            }
            CheckpointEvent::Ordered(order) => {
                self.change(|state| state.order = order);
                if self.phase == Phase::Telling || self.state.stopped.is_some() {
                    // What comes after is chosen when its turn comes.
                    Vec::new()
                } else {
                    let mut commands = self.halt();
                    commands.extend(self.go_on(now));
                    commands
                }
            }
            CheckpointEvent::Answered {
                worker,
                ticket,
                outcome,
            } => {
                let next = self.pool.answered(worker, ticket, outcome, now);
                self.carry_out(next, now)
            }
            CheckpointEvent::Deadline => {
                let delivery = self.pool.deliver(now);
                self.carry_out(delivery, now)
            }
        };
        if !self.in_view && !self.pool.is_busy() {
            commands.push(CheckpointCommand::ReleaseWorkers);
        }
        commands
    }

    fn change(&mut self, change: impl FnOnce(&mut CheckpointState)) {
        change(Rc::make_mut(&mut self.state));
        self.revision += 1;
    }
}
