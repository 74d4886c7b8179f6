//! The session as a browser would drive it, over the checkpoints whose numbers NumPy gave.

mod made;
mod shown;

use std::collections::BTreeMap;
use std::ops::Range;

use rankscope_adapter::Dtype;
use rankscope_adapter::checkpoint::{
    Analysis, CheckpointFiles, DeltaColumn, MatrixBatch, MatrixError, Report, Side,
};
use rankscope_adapter::save::{Resize, at_once, none};
use rankscope_engine::Packed;
use rankscope_engine::handle::handler;
use rankscope_engine::protocol::{Job, Reply, Request};
use rankscope_engine::supervisor::{EngineEvent, Fault, Ticket};
use serde_json::Value;

use super::arriving::{Arriving, Asked};
use super::session::{CheckpointCommand, CheckpointEvent, CheckpointSession};
use super::state::{CheckpointState, Order, Progress, Stop};
use super::table::{Sort, lines};
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

#[test]
fn the_table_is_numpys() {
    let mut page = Page::both();
    assert_eq!(page.state().progress(), Progress::Analysing);
    page.work();
    let state = page.state();
    assert_eq!(state.progress(), Progress::Ready);
    let expected = std::fs::read(format!("{FIXTURES}checkpoints.json")).unwrap();
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let lines = lines(&state.rows, "", Sort::default());
    assert!(lines.len() >= 9, "{}", lines.len());
    for row in &lines {
        for column in DeltaColumn::ALL {
            let expected = expected[row.path()][column.name()].as_f64();
            let found = row.value(column).map(|measured| measured.value);
            match (found, expected) {
                (Some(found), Some(expected)) => {
                    let close = (found - expected).abs() <= 1e-9 * expected.abs().max(1.0);
                    assert!(close, "{} {}: {found}", row.path(), column.name());
                }
                (found, expected) => assert_eq!(found, expected, "{}", row.path()),
            }
        }
    }
    assert!(
        state
            .rows
            .iter()
            .any(|row| row.path() == "model.norm" && !row.is_matrix())
    );
    let said = sentence(&state);
    assert!(
        said.starts_with("90\u{202f}% of the change sits in"),
        "{said}"
    );
    assert!(said.contains("an adapter of rank 16 would keep"), "{said}");
    assert_eq!(Summary::of(&state.rows, 16).verdict, "changed");
}

#[test]
fn what_is_exchanged_is_not_analysed_again() {
    let mut page = Page::both();
    page.work();
    let before = page.state();
    page.files.reverse();
    page.send(CheckpointEvent::Exchanged);
    let state = page.state();
    assert!(page.asked.is_empty());
    assert_eq!(state.progress(), Progress::Ready);
    assert_eq!(state.sides[0].name, before.sides[1].name);
    assert_eq!(state.rows.len(), before.rows.len());
    for (row, old) in state.rows.iter().zip(before.rows.iter()) {
        assert_eq!(row.analysis.values, old.analysis.values);
        assert_eq!(row.analysis.base_norm, old.analysis.tuned_norm);
    }
    page.files.reverse();
    page.send(CheckpointEvent::Exchanged);
    assert_rows(&page.state(), &before);
}

#[test]
fn what_arrives_late_is_not_taken_for_what_was_picked_since() {
    let mut page = Page::new();
    page.slow = true;
    page.pick(Side::Base);
    let (ticket, asked, job, attached) = page.reading.remove(0);
    page.pick(Side::Tuned);
    page.reading.insert(0, (ticket, asked, job, attached));
    assert_eq!(page.state().progress(), Progress::Reading);
    page.arrive();
    let state = page.state();
    assert_eq!(state.progress(), Progress::Analysing);
    assert!(state.sides.iter().all(|side| !side.is_reading));
    // A report that is no report leaves open what is open, and one of two that is being read is read still.
    page.pick(Side::Base);
    page.open(b"[]");
    page.arrive();
    assert!(page.state().problems[0].what.contains("“report.json”"));
    page.arrive();
    assert_eq!(page.state().progress(), Progress::Analysing);
    assert!(page.state().plan().is_some());
}

#[test]
fn of_a_damaged_side_the_other_stays() {
    let mut page = Page::new();
    page.files[0][12] = 0xff;
    page.pick(Side::Base);
    page.pick(Side::Tuned);
    let state = page.state();
    assert!(state.problems.is_empty(), "{:?}", state.problems);
    assert_eq!(state.side(Side::Base).serial, 0);
    assert_eq!(state.side(Side::Tuned).serial, 2);
    page.files[0] = file("base");
    page.pick(Side::Base);
    assert_eq!(page.state().progress(), Progress::Analysing);
}

#[test]
fn two_are_exchanged_while_their_headers_are_read() {
    let mut page = Page::new();
    page.slow = true;
    page.pick(Side::Base);
    page.pick(Side::Tuned);
    page.send(CheckpointEvent::Exchanged);
    assert_eq!(page.state().side(Side::Base).serial, 2);
    page.files.reverse();
    page.arrive();
    page.work();
    assert_eq!(page.state().progress(), Progress::Ready);
    // And a second time, with answers under way.
    page.send(CheckpointEvent::Exchanged);
    page.send(CheckpointEvent::Exchanged);
    page.files.reverse();
    page.arrive();
    assert_eq!(page.state().side(Side::Base).serial, 1);
    assert_eq!(page.state().progress(), Progress::Ready);
}

#[test]
fn a_pause_keeps_what_is_known_and_what_follows_is_the_rest() {
    let mut page = Page::both();
    page.answer();
    page.send(CheckpointEvent::Paused);
    let known = page.state().rows.len();
    assert!(known > 0 && page.asked.is_empty());
    assert_eq!(page.state().progress(), Progress::Stopped);
    page.send(CheckpointEvent::Resumed);
    page.work();
    let state = page.state();
    assert_eq!(state.progress(), Progress::Ready);
    assert_eq!(state.rows.len(), state.all);
    let mut indices: Vec<usize> = state.rows.iter().map(|row| row.index).collect();
    indices.dedup();
    assert_eq!(indices.len(), state.all);
    page.send(CheckpointEvent::Cancelled);
    assert_eq!(page.state().progress(), Progress::Ready);
}

#[test]
fn a_matrix_without_memory_is_left_out_and_the_others_are_analysed() {
    let mut page = Page::both();
    let (worker, ticket, batch) = page.asked.remove(0);
    let mut outcome = page.analysed(&batch);
    let bytes = 1 << 30;
    outcome[0] = Err(MatrixError::NoMemory { bytes });
    page.send(CheckpointEvent::Answered {
        worker,
        ticket,
        outcome: Ok(outcome),
    });
    page.work();
    let state = page.state();
    assert_eq!(state.progress(), Progress::Ready);
    let [left] = &state.left_out[..] else {
        panic!("{:?}", state.left_out);
    };
    assert_eq!(left.why, "there is no memory for its 1073741824 bytes");
    assert!(left.advice.contains("Close what else needs memory"));
    assert_eq!(state.rows.len(), state.all - 1);
    assert!(state.rows.iter().all(|row| row.path() != left.path));
}

#[test]
fn the_strongest_first_gives_the_same() {
    let mut page = Page::both();
    page.send(CheckpointEvent::Ordered(Order::Strongest));
    page.work();
    let mut other = Page::both();
    other.work();
    assert_rows(&page.state(), &other.state());
}

#[test]
fn workers_that_do_not_start_are_told_of() {
    let mut page = Page::both();
    let (worker, ticket, _) = page.asked.remove(0);
    page.send(CheckpointEvent::Answered {
        worker,
        ticket,
        outcome: Err(Fault::NotStarted("refused".to_owned())),
    });
    let state = page.state();
    assert!(matches!(state.stopped, Some(Stop::Failed(_))));
    assert!(words::progress(&state).contains("could not start"));
}

#[test]
fn a_report_opens_as_if_analysed_here() {
    let mut page = Page::both();
    page.work();
    let state = page.state();
    let plan = state.plan().unwrap();
    let found: Vec<_> = state
        .rows
        .iter()
        .map(|row| (&plan.matrices[row.index], &*row.analysis))
        .collect();
    let report = Report::of(["base", "tuned"], plan, &found, vec![]).json();
    let mut other = Page::new();
    other.open(report.as_bytes());
    let opened = other.state();
    assert_eq!(opened.progress(), Progress::Ready);
    assert_eq!(sentence(&opened), sentence(&state));
    assert_eq!(opened.rows.len(), state.rows.len());
    for (row, original) in opened.rows.iter().zip(state.rows.iter()) {
        if original.values.contains(&None) {
            assert_eq!(
                row.values.map(|value| value.is_some()),
                original.values.map(|value| value.is_some())
            );
            continue;
        }
        for (value, original) in row.values.iter().zip(&original.values) {
            let (value, original) = (value.unwrap().value, original.unwrap().value);
            // Numbers of the report are read to the last digit but one.
            let close = (value - original).abs() <= 1e-14 * original.abs().max(1.0);
            assert!(close, "{}: {value} {original}", row.path());
        }
    }
    other.open(b"{}");
    assert!(
        other.state().problems[0]
            .what
            .contains("“report.json” was not opened")
    );
    assert_eq!(other.state().rows.len(), opened.rows.len());
}

#[test]
fn identical_files_are_equal_to_the_bit() {
    let mut page = Page::new();
    page.files[1] = page.files[0].clone();
    page.pick(Side::Base);
    page.pick(Side::Tuned);
    page.work();
    assert_eq!(
        Summary::of(&page.state().rows, 16).verdict,
        "equal_to_the_bit"
    );
    let offer = offered(&page.state()).unwrap();
    assert!(offer.plan.unwrap_err().what.contains("nothing to cut"));
}

#[test]
fn what_is_no_checkpoint_is_told_by_its_name() {
    let told = |bytes: &[u8]| {
        let mut page = Page::new();
        page.files[0] = bytes.to_vec();
        page.files[0].resize(bytes.len().max(64), 0);
        page.pick(Side::Base);
        let state = page.state();
        assert_eq!(state.progress(), Progress::Nothing);
        state.problems[0].what.clone()
    };
    let gguf = told(b"GGUF\x03\0\0\0");
    assert!(gguf.contains("GGUF"), "{gguf}");
    let other = told(b"PK\x03\x04");
    assert!(other.contains("base checkpoint"), "{other}");
    let mut page = Page::new();
    page.send(CheckpointEvent::Picked(
        Side::Tuned,
        vec![PickedFile {
            path: "config.json".to_owned(),
            bytes: 10,
        }],
    ));
    assert!(
        page.state().problems[0]
            .what
            .contains("no weights of the tuned")
    );
}

#[test]
fn the_files_of_a_checkpoint_are_found_in_its_folder() {
    let files = |paths: &[&str]| -> Vec<PickedFile> {
        let file = |path: &&str| PickedFile {
            path: (*path).to_owned(),
            bytes: 100,
        };
        paths.iter().map(file).collect()
    };
    let all = files(&[
        "m/model-00002-of-00002.safetensors",
        "m/model-00001-of-00002.safetensors",
        "m/model.safetensors.index.json",
        "m/config.json",
        "m/adapter_model.safetensors",
        "m/old/model.safetensors",
    ]);
    let picked = picked::Picked::of(Side::Base, &all).unwrap();
    assert_eq!((picked.weights, picked.index), (vec![1, 0], Some(2)));
    assert_eq!(picked.name, "m");
    let two = files(&["tuned/model.safetensors", "my-base/model.safetensors"]);
    assert_eq!(picked::dropped(&two, false), [vec![1], vec![0]]);
    let one = files(&["model.safetensors"]);
    assert_eq!(picked::dropped(&one, true), [vec![], vec![0]]);
}
