use rankscope_engine::handle::handler;
use rankscope_engine::protocol::{Job, Reply, Request};
use rankscope_engine::supervisor::{EngineEvent, Fault, Ticket};

use super::super::opening::{
    Arriving, LARGEST_CONFIG, Problem, READ_AT_ONCE, check_config_size, config,
};
use super::*;

#[test]
fn a_config_is_refused_by_its_size_before_it_is_read() {
    assert_eq!(check_config_size("c.json", LARGEST_CONFIG), Ok(()));
    assert!(check_config_size("c.json", LARGEST_CONFIG + 1).is_err());
    let problem = config("c.json", None).unwrap_err();
    assert!(problem.what.contains("could not read “c.json”"));
}

#[test]
fn a_file_that_is_none_says_so_by_its_name() {
    let opening = Opening::new("x.bin", 3);
    assert_eq!(opening.prefix(), 0..3);
    let problem = opening.header_range(&[1, 2, 3]).unwrap_err();
    assert!(problem.what.starts_with("“x.bin” was not opened: "));
}

/// What the worker answers to a header.
fn answer(opening: &Opening, header: &[u8]) -> EngineEvent {
    let job = opening.job(&(8..9 + READ_AT_ONCE)).unwrap();
    let request = Request {
        id: 1,
        job: job.clone(),
        attached: vec![header.to_vec()],
    };
    let Reply::Done { outcome, .. } = handler(|| 0.0)(&request, &mut |_| ()) else {
        panic!("no answer");
    };
    let ticket = Ticket { job, asked_at: 0.0 };
    EngineEvent::Answered { ticket, outcome }
}

/// The weights, and after how many parts.
fn unpacked(opening: &Opening, event: EngineEvent) -> (Result<Weights, Problem>, usize) {
    let mut arriving = opening.answered(event).unwrap();
    let mut parts = 0;
    loop {
        match arriving {
            Arriving::Whole(weights) => return (weights, parts),
            Arriving::Partly(left) => arriving = opening.unpack(left),
        }
        parts += 1;
    }
}

#[test]
fn a_short_header_is_read_at_once_and_a_long_one_by_the_worker() {
    let file_bytes = 1_000_000;
    let opening = Opening::new("x", file_bytes);
    assert_eq!(opening.job(&(8..8 + READ_AT_ONCE)), None);
    assert_eq!(
        opening.job(&(8..9 + READ_AT_ONCE)),
        Some(Job::ReadHeader { file_bytes })
    );
}

#[test]
fn the_worker_reads_what_the_page_would_have_read() {
    let (header, file_bytes) = header(&names(2500));
    let opening = Opening::new("x", file_bytes);
    let at_once = opening.weights(&header).unwrap();
    let (weights, parts) = unpacked(&opening, answer(&opening, &header));
    let weights = weights.unwrap();
    assert_eq!(weights.layout, at_once.layout);
    assert_eq!(weights.places, at_once.places);
    assert!(parts > 2, "{parts}");
}

#[test]
fn a_damaged_header_is_said_in_the_same_words_whoever_reads_it() {
    let (whole, file_bytes) = header(&names(2));
    for (header, file_bytes) in [
        (&b"{"[..], 100),
        (b"{}", 10),
        (&whole, file_bytes - 1),
        (&whole, file_bytes + 1),
    ] {
        let opening = Opening::new("x", file_bytes);
        let at_once = opening.weights(header).unwrap_err();
        let (weights, _) = unpacked(&opening, answer(&opening, header));
        assert_eq!(weights.unwrap_err(), at_once);
    }
}

#[test]
fn a_worker_that_gives_up_ends_the_opening_and_one_that_is_started_anew_does_not() {
    let opening = Opening::new("x", 1);
    let failed = |gave_up| EngineEvent::WorkerFailed {
        fault: Fault::Silent,
        gave_up,
    };
    assert!(opening.answered(failed(false)).is_none());
    assert!(opening.answered(EngineEvent::Progress(0.5)).is_none());
    let problem = unpacked(&opening, failed(true)).0.unwrap_err();
    assert_eq!(
        problem.what,
        "“x” was not opened: the calculation stopped answering."
    );
}
