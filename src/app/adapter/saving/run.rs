//! One save: which worker makes which layers, and in which order their bytes are written.
//!
//! Layers travel in batches, as they are analysed. Batches are handed out in the order of the file and made in
//! any; one is written when all before it are. At most [`AHEAD`] batches for each worker are made and not
//! written, so what is held does not grow with the file. One piece is written at a time.
//!
//! A batch on which a worker fails is given to another, once; the worker that failed gets no more. A layer that
//! cannot be made, or a piece that cannot be written, ends the save.

use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;
use std::rc::Rc;

use rankscope_adapter::save::{JobBatch, Plan, Receipt, SaveError, Writer, Written};
use rankscope_engine::supervisor::Fault;

/// Batches for each worker that are handed out and not yet written, at most: one that is being made, and one
/// that waits for its turn.
pub const AHEAD: usize = 2;
/// Times that a batch is tried.
const TRIES: u32 = 2;

/// What came of a batch: what there is to know of its bytes, why a layer cannot be made, or the worker's
/// failure.
pub type MadeOutcome = Result<Result<Vec<Receipt>, SaveError>, Fault>;

/// Bytes to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// These.
    Bytes(Vec<u8>),
    /// Those that a worker made under this ticket.
    Made(u32),
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum RunCommand {
    /// Have a worker, started if there is none of this number, make this batch.
    Make {
        /// The worker.
        worker: usize,
        /// Unique to this request.
        ticket: u32,
        /// What it makes.
        batch: JobBatch,
    },
    /// Write this behind what was written.
    Write(Piece),
    /// Everything is written: make the file whole.
    Close,
}

/// Why a save ends without a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// A layer cannot be made.
    Save(SaveError),
    /// Workers fail.
    Worker(Fault),
}

/// A worker, or what became of it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Worker {
    Idle,
    Busy { ticket: u32, batch: usize },
    Lost,
}

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Writing {
    /// Nothing; the next batch is not made yet.
    Nothing,
    /// Bytes before the layers.
    Head,
    /// A batch.
    Batch,
    /// Bytes after the layers.
    Tail,
    /// The end.
    Closing,
}

/// A save under way.
#[derive(Debug)]
pub struct SaveRun {
    plan: Rc<Plan>,
    writer: Option<Writer<Rc<Plan>>>,
    /// What was written, once that is certain.
    result: Option<Written>,
    batches: Vec<Range<usize>>,
    /// The next batch that nobody has had.
    next: usize,
    /// Batches that a worker failed on.
    again: Vec<usize>,
    failures: BTreeMap<usize, u32>,
    workers: Vec<Worker>,
    /// Batches that are made and not written: the ticket under which, and what there is to know.
    made: BTreeMap<usize, (u32, Vec<Receipt>)>,
    /// How many batches are written.
    written: usize,
    writing: Writing,
    last_ticket: u32,
}

impl SaveRun {
    /// A save of this plan by so many workers, with the first things to do. Tickets follow this one.
    pub fn start(plan: Rc<Plan>, workers: usize, last_ticket: u32) -> (Self, Vec<RunCommand>) {
        let (writer, head) = Writer::begin(Rc::clone(&plan));
        let mut run = Self {
            batches: JobBatch::divide(plan.jobs()),
            plan,
            writer: Some(writer),
            result: None,
            next: 0,
            again: Vec::new(),
            failures: BTreeMap::new(),
            workers: vec![Worker::Idle; workers.max(1)],
            made: BTreeMap::new(),
            written: 0,
            writing: Writing::Head,
            last_ticket,
        };
        let mut commands = vec![RunCommand::Write(Piece::Bytes(head))];
        commands.extend(run.feed());
        (run, commands)
    }

    /// What is saved.
    pub fn plan(&self) -> &Rc<Plan> {
        &self.plan
    }

    /// The last ticket given.
    pub fn last_ticket(&self) -> u32 {
        self.last_ticket
    }

    /// Layers whose bytes are written, of all.
    pub fn progress(&self) -> (usize, usize) {
        let before = self.written.checked_sub(1);
        let last = before.and_then(|last| self.batches.get(last));
        (last.map_or(0, |batch| batch.end), self.plan.jobs().len())
    }

    /// Whether this is the ticket of the worker's present batch.
    pub fn is_current(&self, worker: usize, ticket: u32) -> bool {
        let place = self.workers.get(worker);
        matches!(place, Some(Worker::Busy { ticket: own, .. }) if *own == ticket)
    }

    /// Takes in what came of a ticket.
    ///
    /// # Errors
    /// When the save cannot go on.
    pub fn made(
        &mut self,
        worker: usize,
        ticket: u32,
        outcome: MadeOutcome,
    ) -> Result<Vec<RunCommand>, Failure> {
        let Some(place) = self.workers.get_mut(worker) else {
            return Ok(Vec::new());
        };
        let Worker::Busy { ticket: own, batch } = *place else {
            return Ok(Vec::new());
        };
        if own != ticket {
            return Ok(Vec::new());
        }
        match outcome {
            Ok(Ok(receipts)) => {
                *place = Worker::Idle;
                self.made.insert(batch, (ticket, receipts));
            }
            Ok(Err(error)) => return Err(Failure::Save(error)),
            Err(fault) => {
                *place = Worker::Lost;
                self.lost(batch, fault)?;
            }
        }
        let mut commands = self.write()?;
        commands.extend(self.feed());
        Ok(commands)
    }

    /// A worker failed on a batch.
    fn lost(&mut self, batch: usize, fault: Fault) -> Result<(), Failure> {
        let failures = self.failures.entry(batch).or_default();
        *failures += 1;
        let left = self.workers.iter().any(|worker| *worker != Worker::Lost);
        if *failures >= TRIES || !left {
            return Err(Failure::Worker(fault));
        }
        self.again.push(batch);
        Ok(())
    }

    /// What was to be written, or made whole, is.
    ///
    /// # Errors
    /// When the save cannot go on.
    pub fn wrote(&mut self) -> Result<Vec<RunCommand>, Failure> {
        match mem::replace(&mut self.writing, Writing::Nothing) {
            Writing::Batch => self.written += 1,
            Writing::Tail => {
                self.writing = Writing::Closing;
                return Ok(vec![RunCommand::Close]);
            }
            Writing::Nothing | Writing::Head | Writing::Closing => {}
        }
        let mut commands = self.write()?;
        commands.extend(self.feed());
        Ok(commands)
    }

    /// Whether the end is being written.
    pub fn is_closing(&self) -> bool {
        self.writing == Writing::Closing
    }

    /// What was written; none before all is.
    pub fn result(&mut self) -> Option<Written> {
        self.result.take()
    }

    /// The next piece, when its turn has come.
    fn write(&mut self) -> Result<Vec<RunCommand>, Failure> {
        if self.writing != Writing::Nothing {
            return Ok(Vec::new());
        }
        if self.written == self.batches.len() {
            let Some(writer) = self.writer.take() else {
                return Ok(Vec::new());
            };
            let (last, written) = writer.finish().map_err(Failure::Save)?;
            self.result = Some(written);
            self.writing = Writing::Tail;
            return Ok(vec![RunCommand::Write(Piece::Bytes(last))]);
        }
        let Some((ticket, receipts)) = self.made.remove(&self.written) else {
            return Ok(Vec::new());
        };
        if let Some(writer) = &mut self.writer {
            for receipt in &receipts {
                writer.passed(receipt).map_err(Failure::Save)?;
            }
        }
        self.writing = Writing::Batch;
        Ok(vec![RunCommand::Write(Piece::Made(ticket))])
    }

    /// Gives every worker that has nothing to do the next batch, while there is one and room for it.
    fn feed(&mut self) -> Vec<RunCommand> {
        let mut commands = Vec::new();
        for worker in 0..self.workers.len() {
            if self.workers.get(worker) != Some(&Worker::Idle) {
                continue;
            }
            let Some((index, batch)) = self.next_batch() else {
                break;
            };
            self.last_ticket += 1;
            let ticket = self.last_ticket;
            if let Some(place) = self.workers.get_mut(worker) {
                *place = Worker::Busy {
                    ticket,
                    batch: index,
                };
            }
            commands.push(RunCommand::Make {
                worker,
                ticket,
                batch,
            });
        }
        commands
    }

    fn next_batch(&mut self) -> Option<(usize, JobBatch)> {
        let room = self.written + AHEAD * self.workers.len();
        let batch = match self.again.pop() {
            Some(batch) => batch,
            None if self.next < self.batches.len().min(room) => {
                self.next += 1;
                self.next - 1
            }
            None => return None,
        };
        let jobs = self.plan.jobs().get(self.batches.get(batch)?.clone())?;
        Some((batch, JobBatch::of(jobs)))
    }
}
