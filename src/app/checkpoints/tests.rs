//! The session as a browser would drive it, over the checkpoints whose numbers NumPy gave.

mod shown;

use std::ops::Range;

use rankscope_adapter::Dtype;
use rankscope_adapter::checkpoint::{DeltaColumn, MatrixBatch, Report, Side};
use rankscope_adapter::save::Resize;
use rankscope_engine::supervisor::Fault;
use serde_json::Value;

use super::session::{
    CheckpointCommand, CheckpointEvent, CheckpointSession, ReadHeader, ReadHeaders,
};
use super::state::{CheckpointState, Order, Progress, Stop};
use super::table::{Sort, lines};
use super::{lora, picked, words};
use crate::adapter::plan::PickedFile;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/");

fn file(side: &str) -> Vec<u8> {
    std::fs::read(format!("{FIXTURES}checkpoints/{side}.safetensors")).unwrap()
}

/// A browser: files, and what the session asked of it and was not yet given.
struct Page {
    session: CheckpointSession,
    files: [Vec<u8>; 2],
    asked: Vec<(usize, u32, MatrixBatch)>,
    now: f64,
}

impl Page {
    fn new() -> Self {
        Self {
            session: CheckpointSession::new(2),
            files: [file("base"), file("tuned")],
            asked: Vec::new(),
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
                CheckpointCommand::ReadHeaders {
                    side,
                    serial,
                    picked,
                } => self.read(side, serial, &picked.name),
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

    fn read(&mut self, side: Side, serial: u32, name: &str) {
        let bytes = &self.files[usize::from(side == Side::Tuned)];
        let size = bytes.len() as u64;
        let headers = picked::header(side, &bytes[..64], size).map(|range| ReadHeaders {
            files: vec![ReadHeader {
                name: name.to_owned(),
                bytes: size,
                header: bytes[range.start as usize..range.end as usize].to_vec(),
            }],
            index: None,
        });
        self.send(CheckpointEvent::Headers(side, serial, headers));
    }

    fn pick(&mut self, side: Side) {
        let bytes = self.files[usize::from(side == Side::Tuned)].len() as u64;
        let path = format!("{side}/model.safetensors");
        let files = vec![PickedFile { path, bytes }];
        self.send(CheckpointEvent::Picked(side, files));
    }

    /// One answer of a worker.
    fn answer(&mut self) {
        let (worker, ticket, batch) = self.asked.remove(0);
        let all = self.files.concat();
        let read = |piece: usize, within: &Range<u64>| {
            let begin = batch.pieces()[piece].start;
            all[(begin + within.start) as usize..(begin + within.end) as usize].to_vec()
        };
        let outcome = Ok(batch.analysed(&read, &mut |_| ()));
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
    assert!(state.row("model.norm").is_some_and(|row| !row.is_matrix()));
    let said = words::sentence(&state, 16);
    assert!(
        said.starts_with("90\u{202f}% of the change sits in"),
        "{said}"
    );
    assert!(said.contains("an adapter of rank 16 would keep"), "{said}");
    assert_eq!(words::verdict(&state), "changed");
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
    assert_eq!(page.state().rows, before.rows);
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
fn the_strongest_first_gives_the_same() {
    let mut page = Page::both();
    page.send(CheckpointEvent::Ordered(Order::Strongest));
    page.work();
    let mut other = Page::both();
    other.work();
    assert_eq!(page.state().rows, other.state().rows);
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
    other.send(CheckpointEvent::Report(
        "report.json".to_owned(),
        Some(report.into_bytes()),
    ));
    let opened = other.state();
    assert_eq!(opened.progress(), Progress::Ready);
    assert_eq!(words::sentence(&opened, 16), words::sentence(&state, 16));
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
    other.send(CheckpointEvent::Report(
        "x.json".to_owned(),
        Some(b"{}".to_vec()),
    ));
    assert!(
        other.state().problems[0]
            .what
            .contains("“x.json” was not opened")
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
    assert_eq!(words::verdict(&page.state()), "equal_to_the_bit");
    let offer = lora::offer(&page.state(), Resize::Rank(4), Dtype::F32, true).unwrap();
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
