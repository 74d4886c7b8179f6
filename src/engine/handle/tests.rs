//! Requests and their replies, without a worker.

mod checkpoints;
mod compared;
mod written;

use std::cell::Cell;

use super::*;
use crate::protocol::{CapacityQuestion, Failure};
use rankscope_adapter::{Batch, FileError, Layer, LayerError, Layout, Product};
use rankscope_params::{Params, Task, Update};
use rankscope_sim::SimError;
use rankscope_sim::recall::{ChunkedRecall, RecallChunk, RecallConfig, RecallError, RecallPlan};
use rankscope_sim::training::{ChunkedTraining, Family, Plan, TrainingConfig, TrainingError};

fn simulate(true_rank: usize) -> Request {
    let mut params = Params::default().update();
    params.true_rank = true_rank;
    Request {
        id: 3,
        job: Job::Simulate(params),
        attached: vec![],
    }
}

fn plan() -> Plan {
    let update = Params::default()
        .with(rankscope_params::Key::Rows, 8.0)
        .0
        .update();
    Plan {
        config: TrainingConfig {
            steps: 40,
            ..TrainingConfig::new(update, 16.0)
        },
        families: vec![Family::Lora, Family::RsLora],
    }
}

fn outcome(reply: Reply) -> Result<Answer, Failure> {
    match reply {
        Reply::Done { id: 3, outcome } => outcome,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_answer_carries_its_request_and_progress_comes_before_it() {
    let mut shares = Vec::new();
    let reply = handler(|| 0.0)(&simulate(4), &mut |reply| match reply {
        Reply::Progress { id: 3, share } => shares.push(share),
        other => panic!("{other:?}"),
    });
    assert!(outcome(reply).is_ok());
    assert!(
        shares.is_sorted() && shares.last() == Some(&1.0),
        "{shares:?}"
    );
}

#[test]
fn a_worker_does_either_update_as_it_does_both() {
    let Request { id, job, attached } = simulate(4);
    let Job::Simulate(params) = job.clone() else {
        panic!("no simulation");
    };
    let mut handlers: [_; 3] = std::array::from_fn(|_| handler(|| 0.0));
    let mut asked = |place: usize, job: Job| {
        let request = Request {
            id,
            job,
            attached: attached.clone(),
        };
        outcome(handlers[place](&request, &mut |_| ()))
    };
    let Ok(Answer::Simulated(both)) = asked(0, job) else {
        panic!("no answer");
    };
    // Each in a worker of its own, then both in the same.
    for (place, update, whole) in [
        (1, Update::Style, &both.style),
        (2, Update::Facts, &both.facts),
        (1, Update::Facts, &both.facts),
    ] {
        let one = asked(place, Job::SimulateOne { params, update });
        assert_eq!(one, Ok(Answer::SimulatedOne(whole.clone())));
    }
}

#[test]
fn parameters_that_contradict_each_other_are_answered_with_the_reason() {
    for true_rank in [0, 65] {
        let reply = handler(|| 0.0)(&simulate(true_rank), &mut |_| ());
        let shape = matches!(
            outcome(reply),
            Err(Failure::Simulation(SimError::Shape { .. }))
        );
        assert!(shape);
    }
}

#[test]
fn a_first_visit_has_nothing_to_train_with() {
    let job = Job::FirstSteps(Packed::of(&plan().config));
    let reply = explore_handler()(
        &Request {
            id: 3,
            job,
            attached: vec![],
        },
        &mut |_| (),
    );
    assert_eq!(reply, Reply::Malformed);
}

#[test]
fn what_cannot_be_trained_is_answered_with_the_reason() {
    let mut plan = plan();
    plan.config.steps = 1_000_000_000;
    let chunk = rankscope_sim::training::Chunk { plan, from: 0 };
    let request = Request {
        id: 3,
        job: Job::Train(Packed::of(&chunk)),
        attached: vec![],
    };
    let reply = handler(|| 0.0)(&request, &mut |_| ());
    let steps = TrainingError::Steps {
        steps: 1_000_000_000,
    };
    assert_eq!(outcome(reply), Err(steps.into()));
}

/// A clock that goes on by 10 ms each time it is looked at.
fn ticking() -> impl Fn() -> f64 {
    let time = Cell::new(0.0);
    move || time.replace(time.get() + 10.0)
}

#[test]
fn training_comes_in_chunks_of_time_and_goes_on_in_any_worker() {
    let train = |workers: usize| {
        let mut handlers: Vec<_> = (0..workers).map(|_| handler(ticking())).collect();
        let mut training = ChunkedTraining::new(vec![plan()]).unwrap();
        let mut chunks = 0;
        while let Some(chunk) = training.next() {
            let handle = &mut handlers[chunks % workers];
            let request = Request {
                id: 3,
                job: Job::Train(Packed::of(&chunk)),
                attached: vec![],
            };
            let Ok(Answer::Trained(growth)) = outcome(handle(&request, &mut |_| ())) else {
                panic!("no growth");
            };
            let growth = growth.open().unwrap();
            assert!(growth.turns - chunk.from <= 5, "{growth:?}");
            training.take(&chunk, growth);
            chunks += 1;
        }
        assert!(chunks > 10, "{chunks}");
        training
    };
    // Each of three workers has lost what the others have done, and makes up for it.
    assert_eq!(train(1), train(3));
}

/// LoRA and the full matrix on twenty facts.
fn recall_plan() -> RecallPlan {
    RecallPlan {
        config: RecallConfig {
            facts: 20,
            width: 16,
            steps: 30,
            ranks: vec![1, 4],
            ..RecallConfig::new(Task::Facts)
        },
        families: vec![Family::Lora],
        full: true,
    }
}

fn asked(job: Job, progress: &mut dyn FnMut(Reply)) -> Result<Answer, Failure> {
    let request = Request {
        id: 3,
        job,
        attached: vec![],
    };
    outcome(handler(ticking())(&request, progress))
}

#[test]
fn facts_are_learned_in_chunks_of_time_in_any_worker() {
    let learn = |workers: usize| {
        let mut handlers: Vec<_> = (0..workers).map(|_| handler(ticking())).collect();
        let mut recall = ChunkedRecall::new(recall_plan()).unwrap();
        let mut chunks = 0;
        while let Some(chunk) = recall.next() {
            let request = Request {
                id: 3,
                job: Job::Learn(Packed::of(&chunk)),
                attached: vec![],
            };
            let reply = handlers[chunks % workers](&request, &mut |_| ());
            let Ok(Answer::Learned(growth)) = outcome(reply) else {
                panic!("no growth");
            };
            let growth = growth.open().unwrap();
            // The first answer comes soon.
            let most = if chunk.from == 0 { 5 } else { 13 };
            assert!(growth.turns - chunk.from <= most, "{growth:?}");
            recall.take(&chunk, growth);
            chunks += 1;
        }
        assert!(chunks > 4, "{chunks}");
        recall
    };
    assert_eq!(learn(1), learn(3));
}

#[test]
fn a_cell_of_the_map_is_measured_with_signs_of_life() {
    let question = CapacityQuestion {
        config: recall_plan().config,
        rank: 4,
    };
    let mut shares = Vec::new();
    let job = Job::MeasureRecall(Packed::of(&question));
    let answer = asked(job, &mut |reply| match reply {
        Reply::Progress { id: 3, share } => shares.push(share),
        other => panic!("{other:?}"),
    });
    let Ok(Answer::RecallMeasured(cell)) = answer else {
        panic!("{answer:?}");
    };
    let cell = cell.open().unwrap();
    assert_eq!((cell.facts, cell.rank), (20, 4));
    assert!(cell.right.is_some());
    assert!(shares.len() >= 3 && shares.is_sorted(), "{shares:?}");
}

#[test]
fn facts_that_cannot_be_learned_are_answered_with_the_reason() {
    let mut plan = recall_plan();
    plan.config.facts = 0;
    let reason = Err(RecallError::Facts { facts: 0 }.into());
    let question = CapacityQuestion {
        config: plan.config.clone(),
        rank: 4,
    };
    let chunk = RecallChunk { plan, from: 0 };
    assert_eq!(asked(Job::Learn(Packed::of(&chunk)), &mut |_| ()), reason);
    let job = Job::MeasureRecall(Packed::of(&question));
    assert_eq!(asked(job, &mut |_| ()), reason);
}

/// B = [[3], [0]] and A = [[0, 2]], which multiply to a matrix with the singular value 6.
fn layer() -> (Layer, Vec<Vec<u8>>) {
    let (layout, pieces) = layout();
    (layout.layers.into_iter().next().unwrap(), pieces)
}

/// The same, as all that a file holds.
fn layout() -> (Layout, Vec<Vec<u8>>) {
    let header = r#"{"l.lora_A.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},
        "l.lora_B.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]}}"#;
    let file_bytes = 8 + header.len() as u64 + 16;
    let contents = Contents::read(&[(header.as_bytes(), file_bytes)], None, None).unwrap();
    let bytes = |numbers: [f32; 2]| numbers.map(f32::to_le_bytes).concat();
    let pieces = vec![[bytes([0.0, 2.0]), bytes([3.0, 0.0])].concat()];
    (contents.layout, pieces)
}

fn product(attached: Vec<Vec<u8>>) -> Result<Product, LayerError> {
    let request = Request {
        id: 3,
        job: Job::Analyse(Packed::of(&Batch::of(vec![layer().0]))),
        attached,
    };
    match handler(|| 0.0)(&request, &mut |_| ()) {
        Reply::Done {
            outcome: Ok(Answer::Analysed(products)),
            ..
        } => products.open().unwrap().remove(0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_layer_is_analysed_from_the_pieces_that_come_with_it() {
    assert_eq!(product(layer().1).unwrap().spectrum.values(), [6.0]);
}

#[test]
fn a_layer_without_its_pieces_says_that_they_are_short() {
    assert!(matches!(product(vec![]), Err(LayerError::ShortRead { .. })));
}

fn read_header(attached: Vec<Vec<u8>>) -> Reply {
    let job = Job::ReadHeader {
        shards: vec![10],
        adapter: None,
    };
    let request = Request {
        id: 3,
        job,
        attached,
    };
    handler(|| 0.0)(&request, &mut |_| ())
}

#[test]
fn a_header_is_read_or_what_is_wrong_with_it_is_said() {
    let Ok(Answer::Contents(contents)) = outcome(read_header(vec![b"{}".to_vec()])) else {
        panic!("no contents");
    };
    assert_eq!(contents.open(), Some(Err(FileError::NoTensors)));
    assert_eq!(read_header(vec![]), Reply::Malformed);
}
