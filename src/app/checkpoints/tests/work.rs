//! What is analysed: every number is NumPy’s, whatever the order, the pauses and the failures.

use rankscope_adapter::checkpoint::{DeltaColumn, MatrixError, Side};
use rankscope_engine::supervisor::Fault;
use serde_json::Value;

use super::{FIXTURES, Page, assert_rows, offered, sentence};
use crate::checkpoints::session::CheckpointEvent;
use crate::checkpoints::state::{Order, Progress, Stop};
use crate::checkpoints::table::{Sort, lines};
use crate::checkpoints::words::{self, Summary};

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
