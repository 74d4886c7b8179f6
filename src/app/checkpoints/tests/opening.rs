//! What is opened: files of either side, a report, and the two exchanged, however late they arrive.

use rankscope_adapter::checkpoint::{Report, Side};

use super::{Page, assert_rows, file, sentence};
use crate::adapter::plan::PickedFile;
use crate::checkpoints::picked;
use crate::checkpoints::session::CheckpointEvent;
use crate::checkpoints::state::Progress;

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
