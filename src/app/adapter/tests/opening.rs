use rankscope_engine::handle::handler;
use rankscope_engine::protocol::{Job, Reply, Request};
use rankscope_engine::supervisor::{EngineEvent, Fault, Ticket};

use super::super::opening::{Arriving, Problem, READ_AT_ONCE, SMALL, config};
use super::*;

#[test]
fn a_config_that_could_not_be_read_says_so() {
    let problem = config("c.json", None).unwrap_err();
    assert!(problem.what.contains("could not read “c.json”"));
}

#[test]
fn a_file_that_is_none_says_so_by_its_name() {
    let opening = Opening::new("x.bin", &[3], None);
    let three = 0..3;
    assert_eq!(opening.firsts(), [three]);
    let problem = opening.headers(&[vec![1, 2, 3]]).unwrap_err();
    assert!(problem.what.starts_with("“x.bin” was not opened: "));
}

#[test]
fn shards_follow_each_other() {
    let (header, bytes) = header(&names(2));
    let mut file = [&(header.len() as u64).to_le_bytes()[..], &header].concat();
    file.resize(bytes as usize, 0);
    let opening = Opening::new("x", &[bytes, bytes], None);
    let firsts = opening.firsts();
    assert_eq!((firsts[0].start, firsts[1].start), (0, bytes));
    let first = file[..firsts[0].end as usize].to_vec();
    let headers = opening.headers(&[first.clone(), first]).unwrap();
    let length = header.len() as u64;
    assert_eq!(headers, [8..8 + length, bytes + 8..bytes + 8 + length]);
    // The same tensors twice are no shards of one adapter.
    let problem = opening
        .weights(&[header.clone(), header], None)
        .unwrap_err();
    assert!(
        problem.what.contains("model.layers.0.q_proj"),
        "{}",
        problem.what
    );
}

/// What the worker answers to a header.
fn answer(opening: &Opening, header: &[u8]) -> EngineEvent {
    let job = opening
        .job(std::slice::from_ref(&(8..9 + READ_AT_ONCE)))
        .unwrap();
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
    let opening = Opening::new("x", &[file_bytes], None);
    let (short, long) = (8..8 + READ_AT_ONCE, 8..9 + READ_AT_ONCE);
    assert_eq!(opening.job(&[short]), None);
    assert_eq!(
        opening.job(&[long]),
        Some(Job::ReadHeader {
            shards: vec![file_bytes],
            adapter: None
        })
    );
    // A few tensors of a large adapter may stack thousands of experts.
    let large = Opening::new("x", &[SMALL, 1], None);
    let two = [8..100, SMALL..SMALL + 1];
    assert!(large.job(&two).is_some());
}

#[test]
fn the_worker_reads_what_the_page_would_have_read() {
    let (header, file_bytes) = header(&names(2500));
    let opening = Opening::new("x", &[file_bytes], None);
    let at_once = opening
        .weights(std::slice::from_ref(&header), None)
        .unwrap();
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
        let opening = Opening::new("x", &[file_bytes], None);
        let at_once = opening.weights(&[header.to_vec()], None).unwrap_err();
        let (weights, _) = unpacked(&opening, answer(&opening, header));
        assert_eq!(weights.unwrap_err(), at_once);
    }
}

#[test]
fn a_worker_that_gives_up_ends_the_opening_and_one_that_is_started_anew_does_not() {
    let opening = Opening::new("x", &[1], None);
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
