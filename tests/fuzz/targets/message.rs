//! What page and worker say to each other: any bytes are a message or garbled, a message survives its
//! bytes, and a small enough request is answered by its own number.
//!
//! What an embedding page says is a query: see the target of that name.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankscope_engine::handle::{start_handler, handler};
use rankscope_engine::protocol::{Answer, Job, Reply, Request};
use rankscope_engine::{InParts, Long, Unpacked};
use rankscope_lesson::Exercise;
use rankscope_params::{Params, UpdateParams};

/// Sides of a matrix that is drawn here: larger ones only take longer.
const LARGEST_SIDE: usize = 12;
/// Steps that are trained here, over all ranks.
const MOST_STEPS: usize = 200;
/// Between two looks at the clock: a chunk of training is one turn.
const CLOCK_STEP: f64 = 1000.0;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(reply) = Reply::decode(bytes) {
        opened(&reply);
        let encoded = reply.encode();
        let again = Reply::decode(&encoded).map(|reply| reply.encode());
        assert_eq!(again, Ok(encoded));
    }
    if let Ok(request) = Request::decode(bytes) {
        let encoded = request.encode();
        let again = Request::decode(&encoded).map(|request| request.encode());
        assert_eq!(again, Ok(encoded));
        if is_small(&request.job) {
            answered(&request);
        }
    }
});

/// What a reply holds is opened as the page opens it.
fn opened(reply: &Reply) {
    if let Reply::Done { outcome: Ok(answer), .. } = reply {
        match answer {
            Answer::Contents(packed) => {
                if let Some(Ok(parts)) = packed.open() {
                    unpacked(parts);
                }
            }
            Answer::CheckpointsRead(packed) => {
                if let Some(Ok(Some(parts))) = packed.open() {
                    unpacked(parts);
                }
            }
            Answer::ReportRead(packed) => {
                if let Some(Ok(parts)) = packed.open() {
                    unpacked(parts);
                }
            }
            Answer::Measured(packed) => drop(packed.open()),
            Answer::TriedOut(packed) => drop(packed.open()),
            Answer::RightAnswers(packed) => drop(packed.open()),
            Answer::Warned(packed) => drop(packed.open()),
            Answer::Explained(packed) => drop(packed.open()),
            Answer::Judged(packed) => drop(packed.open()),
            Answer::Analysed(packed) => drop(packed.open()),
            Answer::Written { receipts, .. } => drop(receipts.open()),
            Answer::FirstSteps(packed) => drop(packed.open()),
            Answer::Trained(packed) => drop(packed.open()),
            Answer::Compared(packed) => drop(packed.open()),
            Answer::MatricesAnalysed(packed) => drop(packed.open()),
            Answer::Learned(packed) => drop(packed.open()),
            Answer::RecallMeasured(packed) => drop(packed.open()),
            Answer::Simulated(_) | Answer::SimulatedOne(_) | Answer::Directions(_) | Answer::Truncated(_) => {}
        }
    }
}

/// What comes in parts is unpacked to the last.
fn unpacked<T: Long>(mut parts: InParts<T>) {
    while let Unpacked::Partly(next) = parts.unpack() {
        parts = next;
    }
}

/// Both modules answer, with the number that was asked under, and say their progress as a share.
fn answered(request: &Request) {
    let mut now = 0.0;
    let now = std::cell::RefCell::new(&mut now);
    let mut handle = handler(|| {
        **now.borrow_mut() += CLOCK_STEP;
        **now.borrow()
    });
    let mut told = |reply: Reply| match reply {
        Reply::Progress { id, share } => {
            assert_eq!(id, request.id);
            assert!((0.0..=1.0 + 1e-9).contains(&share), "{share}");
        }
        other => panic!("{other:?} is no progress"),
    };
    for reply in [handle(request, &mut told), start_handler()(request, &mut told)] {
        match reply {
            Reply::Done { id, .. } => assert_eq!(id, request.id),
            Reply::Malformed => {}
            other => panic!("{other:?} is no answer"),
        }
    }
}

/// The page sends only what is in range; of that, only what is soon done is tried here.
fn is_small(job: &Job) -> bool {
    match job {
        Job::Simulate(update) | Job::Directions(update) => small(update),
        Job::SimulateOne { params, .. } => small(params),
        Job::Truncate { params, rank, .. } => small(params) && (1..=params.max_rank()).contains(rank),
        Job::Measure(packed) => packed.open().is_none_or(|wanted| {
            small(&wanted.update)
                && wanted.trainings.runs.len() <= 4
                && wanted.trainings.runs.iter().all(|run| {
                    run.steps <= MOST_STEPS && run.alpha.is_finite() && run.learning_rate.is_finite()
                })
                // A key has 16 numbers at least, which these updates do not have.
                && wanted.trainings.recalls.len() + wanted.trainings.cuts.len() <= 4
        }),
        // Trying a sound exercise out is for the target of that name.
        Job::TryOut(packed) => packed
            .open()
            .is_none_or(|texts| texts.iter().all(|text| Exercise::read(text).is_err())),
        Job::RightAnswers(packed) | Job::Judge(packed) => packed.open().is_none_or(|(_, texts)| {
            texts.iter().all(|text| Exercise::read(text).is_err())
        }),
        Job::Warn(packed) => packed
            .open()
            .is_none_or(|text| Exercise::read(&text).is_err()),
        Job::Explain(packed) => packed
            .open()
            .is_none_or(|(_, text)| Exercise::read(&text).is_err()),
        // Without the header's bytes it is none.
        Job::ReadHeader { .. } | Job::ReadCheckpoints(_) | Job::ReadReport => true,
        // Layers come from the reader of files, with tensors inside them: the target `adapter`.
        Job::Analyse(packed) => packed.open().is_none(),
        Job::Write(packed) => packed.open().is_none(),
        Job::Compare(packed) => packed.open().is_none(),
        Job::AnalyseMatrices(packed) => packed.open().is_none(),
        Job::Cut(packed) => packed.open().is_none(),
        // Facts are learned from settings in range, which the page alone sends.
        Job::Learn(packed) => packed.open().is_none(),
        Job::MeasureRecall(packed) => packed.open().is_none(),
        Job::FirstSteps(packed) => packed.open().is_none_or(|config| small(&config.update)),
        Job::Train(packed) => packed
            .open()
            .is_none_or(|chunk| small(&chunk.plan.config.update) && chunk.from <= MOST_STEPS),
    }
}

/// Whether a page could send it, and it is soon done.
fn small(update: &UpdateParams) -> bool {
    let sent = Params::default().with_update(update).update();
    sent == *update && update.rows.max(update.columns) <= LARGEST_SIDE
}
