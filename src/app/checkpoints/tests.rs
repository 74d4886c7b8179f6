//! The session as a browser would drive it, over the checkpoints whose numbers NumPy gave.

mod made;
mod opening;
mod shown;
mod work;

use std::collections::BTreeMap;
use std::ops::Range;

use rankscope_adapter::Dtype;
use rankscope_adapter::checkpoint::{Analysis, CheckpointFiles, MatrixBatch, MatrixError, Side};
use rankscope_adapter::save::{Resize, at_once, none};
use rankscope_engine::Packed;
use rankscope_engine::handle::handler;
use rankscope_engine::protocol::{Job, Reply, Request};
use rankscope_engine::supervisor::{EngineEvent, Ticket};

use super::arriving::{Arriving, Asked};
use super::session::{CheckpointCommand, CheckpointEvent, CheckpointSession};
use super::state::CheckpointState;
use super::words::{self, Summary};
use super::{lora, picked};
use crate::adapter::plan::PickedFile;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/");

fn file(side: &str) -> Vec<u8> {
    std::fs::read(format!("{FIXTURES}checkpoints/{side}.safetensors")).unwrap()
}

/// A browser: files, and what the session asked of it and was not yet given.
struct Page {
    session: CheckpointSession,
    files: [Vec<u8>; 2],
    /// By number.
    headers: BTreeMap<u32, Vec<u8>>,
    report: Vec<u8>,
    /// What is read and has not arrived.
    reading: Vec<(u32, Asked, Job, Vec<Vec<u8>>)>,
    asked: Vec<(usize, u32, MatrixBatch)>,
    /// Whether what is read arrives only with [`Page::arrive`].
    slow: bool,
    now: f64,
}

fn sentence(state: &CheckpointState) -> String {
    words::sentence(state.progress(), &Summary::of(&state.rows, 16))
}

fn offered(state: &CheckpointState) -> Option<lora::Offer> {
    at_once(lora::offer(state, Resize::Rank(4), Dtype::F32, true, &none))
}

fn assert_rows(state: &CheckpointState, expected: &CheckpointState) {
    assert_eq!(state.rows.len(), expected.rows.len());
    for (row, expected) in state.rows.iter().zip(expected.rows.iter()) {
        assert_eq!(**row, **expected);
    }
}

impl Page {
    fn new() -> Self {
        Self {
            session: CheckpointSession::new(2),
            files: [file("base"), file("tuned")],
            headers: BTreeMap::new(),
            report: Vec::new(),
            reading: Vec::new(),
            asked: Vec::new(),
            slow: false,
            now: 0.0,
        }
    }

    fn state(&self) -> std::rc::Rc<CheckpointState> {
        self.session.state()
    }

    fn send(&mut self, event: CheckpointEvent) {
        self.now += 1000.0;
        for command in self.session.handle(event, self.now) {
            match command {
                CheckpointCommand::FindHeaders {
                    side,
                    serial,
                    picked,
                } => self.find(side, serial, &picked.name),
                CheckpointCommand::ReadHeaders { ticket, of, sides } => {
                    let sides_with_files = of.iter().zip(&sides).filter(|(_, side)| side.is_some());
                    let headers = sides_with_files.map(|(serial, _)| self.headers[serial].clone());
                    let job = Job::ReadCheckpoints(Packed::of(&sides));
                    let attached = headers.collect();
                    self.read(ticket, Asked::Headers, job, attached);
                }
                CheckpointCommand::ReadReport { ticket, name } => {
                    let report = vec![self.report.clone()];
                    self.read(ticket, Asked::Report(name), Job::ReadReport, report);
                }
                CheckpointCommand::Analyse {
                    worker,
                    ticket,
                    batch,
                    ..
                } => self.asked.push((worker, ticket, batch)),
                CheckpointCommand::Cancel { worker } => {
                    self.asked.retain(|(number, ..)| *number != worker);
                }
                CheckpointCommand::ReleaseWorkers => {}
            }
        }
    }

    fn find(&mut self, side: Side, serial: u32, name: &str) {
        let bytes = &self.files[usize::from(side == Side::Tuned)];
        let size = bytes.len() as u64;
        let files = picked::header(side, &bytes[..64], size).map(|range| {
            let header = bytes[range.start as usize..range.end as usize].to_vec();
            self.headers.insert(serial, header);
            CheckpointFiles {
                weights: vec![(name.to_owned(), size)],
                has_index: false,
            }
        });
        self.send(CheckpointEvent::Headers(serial, files));
    }

    /// As one worker does: what it read before arrives no more.
    fn read(&mut self, ticket: u32, asked: Asked, job: Job, attached: Vec<Vec<u8>>) {
        self.reading = vec![(ticket, asked, job, attached)];
        if !self.slow {
            self.arrive();
        }
    }

    /// What was read arrives.
    fn arrive(&mut self) {
        for (ticket, asked, job, attached) in std::mem::take(&mut self.reading) {
            let request = Request {
                id: 1,
                job: job.clone(),
                attached,
            };
            let Reply::Done { outcome, .. } = handler(|| 0.0)(&request, &mut |_| ()) else {
                panic!("not done");
            };
            let at = Ticket { job, asked_at: 0.0 };
            let event = EngineEvent::Answered {
                ticket: at,
                outcome,
            };
            let mut arriving = Arriving::of(&asked, event).unwrap();
            let arrived = loop {
                match arriving {
                    Arriving::Whole(arrived) => break arrived,
                    partly => arriving = partly.step(),
                }
            };
            self.send(CheckpointEvent::Arrived(ticket, arrived));
        }
    }

    fn open(&mut self, report: &[u8]) {
        self.report = report.to_vec();
        self.send(CheckpointEvent::Report("report.json".to_owned()));
    }

    fn pick(&mut self, side: Side) {
        let bytes = self.files[usize::from(side == Side::Tuned)].len() as u64;
        let path = format!("{side}/model.safetensors");
        let files = vec![PickedFile { path, bytes }];
        self.send(CheckpointEvent::Picked(side, files));
    }

    fn analysed(&self, batch: &MatrixBatch) -> Vec<Result<Analysis, MatrixError>> {
        let all = self.files.concat();
        let read = |piece: usize, within: &Range<u64>| {
            let begin = batch.pieces()[piece].start;
            all[(begin + within.start) as usize..(begin + within.end) as usize].to_vec()
        };
        batch.analysed(&read, &mut |_| ())
    }

    /// One answer of a worker.
    fn answer(&mut self) {
        let (worker, ticket, batch) = self.asked.remove(0);
        let outcome = Ok(self.analysed(&batch));
        self.send(CheckpointEvent::Answered {
            worker,
            ticket,
            outcome,
        });
    }

    fn work(&mut self) {
        while !self.asked.is_empty() {
            self.answer();
        }
    }

    fn both() -> Self {
        let mut page = Self::new();
        page.send(CheckpointEvent::Entered);
        page.pick(Side::Base);
        page.pick(Side::Tuned);
        page
    }
}
