//! A browser of a test's own: it does what the session commands, when it is told to.

use std::collections::BTreeMap;

use rankscope_adapter::save::{JobBatch, SaveError};
use rankscope_engine::supervisor::Fault;

use super::super::run::Piece;
use super::super::session::{SaveCommand, SaveEvent, SaveState, SavingSession, WriteFault};
use super::Source;

/// A request that no worker has answered.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) worker: usize,
    pub(super) ticket: u32,
    batch: JobBatch,
}

/// What is written, and what it becomes.
#[derive(Debug, Default, PartialEq)]
pub(super) enum Disk {
    #[default]
    Nothing,
    /// A file that nobody sees yet.
    Open(Vec<u8>),
    Whole(Vec<u8>),
}

pub(super) struct Browser<'s> {
    source: &'s Source,
    pub(super) session: SavingSession,
    pub(super) requests: Vec<Request>,
    /// What workers made, by ticket.
    made: BTreeMap<u32, Vec<u8>>,
    /// A write or a close that is not done.
    pub(super) pending: Option<SaveCommand>,
    pub(super) disk: Disk,
    /// The most that was ever made and not written.
    pub(super) most_held: usize,
}

impl<'s> Browser<'s> {
    pub(super) fn new(source: &'s Source, cores: usize) -> Self {
        Self {
            source,
            session: SavingSession::new(cores),
            requests: Vec::new(),
            made: BTreeMap::new(),
            pending: None,
            disk: Disk::Nothing,
            most_held: 0,
        }
    }

    pub(super) fn happens(&mut self, event: SaveEvent) {
        for command in self.session.handle(event) {
            match command {
                SaveCommand::Open { .. } => {}
                SaveCommand::Make {
                    worker,
                    ticket,
                    batch,
                } => {
                    let busy = self.requests.iter().any(|other| other.worker == worker);
                    assert!(!busy, "worker {worker} has two requests");
                    self.requests.push(Request {
                        worker,
                        ticket,
                        batch,
                    });
                }
                SaveCommand::Write { .. } | SaveCommand::Close { .. } => {
                    assert!(self.pending.is_none(), "two writes at once");
                    self.pending = Some(command);
                }
                SaveCommand::Abort => self.disk = Disk::Nothing,
                SaveCommand::Release => {
                    self.requests.clear();
                    self.made.clear();
                }
            }
        }
    }

    /// The reader asks for a file and picks a place.
    pub(super) fn saves(&mut self) {
        self.happens(SaveEvent::Asked(self.source.ask()));
        self.disk = Disk::Open(Vec::new());
        self.happens(SaveEvent::Opened(Ok(())));
    }

    /// A worker answers a request.
    pub(super) fn answers(&mut self, request: usize) {
        let request = self.requests.remove(request);
        let pieces = request.batch.ranges().iter();
        let pieces: Vec<Vec<u8>> = pieces
            .map(|range| self.source.bytes[range.start as usize..range.end as usize].to_vec())
            .collect();
        let made = request.batch.make(&pieces, &mut |_| ()).unwrap();
        self.made.insert(request.ticket, made.bytes);
        self.most_held = self.most_held.max(self.made.len());
        self.happens(SaveEvent::Made {
            worker: request.worker,
            ticket: request.ticket,
            outcome: Ok(Ok(made.receipts)),
        });
    }

    pub(super) fn fails(&mut self, request: usize, outcome: Result<SaveError, Fault>) {
        let Request { worker, ticket, .. } = self.requests.remove(request);
        self.happens(SaveEvent::Made {
            worker,
            ticket,
            outcome: outcome.map(Err),
        });
    }

    /// The disk takes what is to be written, or refuses.
    pub(super) fn writes(&mut self, outcome: Result<(), WriteFault>) {
        let Some(command) = self.pending.take() else {
            return;
        };
        let ok = outcome.is_ok();
        let save = match command {
            SaveCommand::Write { save, piece } => {
                let bytes = match piece {
                    Piece::Bytes(bytes) => bytes,
                    // Gone when the save has ended meanwhile.
                    Piece::Made(ticket) => self.made.remove(&ticket).unwrap_or_default(),
                };
                if let Disk::Open(open) = &mut self.disk
                    && ok
                {
                    open.extend(bytes);
                }
                save
            }
            SaveCommand::Close { save } => {
                if ok && let Disk::Open(open) = &mut self.disk {
                    self.disk = Disk::Whole(std::mem::take(open));
                }
                save
            }
            other => panic!("{other:?}"),
        };
        self.happens(SaveEvent::Wrote(save, outcome));
    }

    /// All goes well to the end.
    pub(super) fn finishes(&mut self) {
        while self.session.state().is_busy() {
            if self.pending.is_some() {
                self.writes(Ok(()));
            } else {
                self.answers(0);
            }
        }
    }

    pub(super) fn state(&self) -> &SaveState {
        self.session.state()
    }
}
