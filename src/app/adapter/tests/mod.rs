//! The session as the browser drives it, and what is derived from its state.

mod derivation;
mod health;
mod heat;
mod looked_at;
mod opening;
mod plan;
mod pool;
mod running;
mod session;
mod table;
mod verdict;

use std::rc::Rc;

use rankscope_adapter::{Batch, LayerError, Product, Thresholds};
use rankscope_sim::Spectrum;

use super::derived::{Derivation, Derived};
use super::opening::{Opening, Weights};
use super::plan::{Look, LookedAt, PickedFile};
use super::session::{AdapterSession, SessionCommand, SessionEvent};
use super::state::{AdapterAction, AdapterState, Outcome};
use crate::Reduce;

/// The header of a file of pairs of rank 1 and size 2 × 2, of these names, and the bytes of the file.
fn header(paths: &[String]) -> (Vec<u8>, u64) {
    header_of_rank(paths, 1)
}

/// As [`header`], of this rank.
fn header_of_rank(paths: &[String], rank: u64) -> (Vec<u8>, u64) {
    let mut entries = serde_json::Map::new();
    let mut begin = 0;
    for path in paths {
        for (factor, shape) in [("A", [rank, 2]), ("B", [2, rank])] {
            let entry = serde_json::json!({
                "dtype": "F32", "shape": shape, "data_offsets": [begin, begin + 8 * rank],
            });
            entries.insert(format!("{path}.lora_{factor}.weight"), entry);
            begin += 8 * rank;
        }
    }
    let header = serde_json::to_vec(&entries).unwrap();
    let file_bytes = 8 + header.len() as u64 + begin;
    (header, file_bytes)
}

/// The weights of such a file.
fn weights(paths: &[String]) -> Weights {
    weights_of_rank(paths, 1)
}

fn weights_of_rank(paths: &[String], rank: u64) -> Weights {
    let (header, file_bytes) = header_of_rank(paths, rank);
    let opening = Opening::new("test.safetensors", &[file_bytes], None);
    opening.weights(&[header], None).unwrap()
}

/// A state with a file of these layers, and so many results.
fn state(paths: &[String], done: usize) -> Rc<AdapterState> {
    let state = Rc::new(AdapterState::default());
    let state = state.reduce(AdapterAction::Weights(0, Ok(weights(paths))));
    state.reduce(AdapterAction::Analysed(0, results(0..done)))
}

fn results(layers: std::ops::Range<usize>) -> Vec<(usize, Outcome)> {
    let result = |layer| (layer, Ok(Rc::new(product(layer as f64))));
    layers.map(result).collect()
}

/// A file with layers of singular values 1, 2 and 3, one each.
fn analysed() -> (Rc<AdapterState>, Rc<Derived>) {
    let state = Rc::new(AdapterState::default());
    let state = state.reduce(AdapterAction::Weights(0, Ok(weights(&names(3)))));
    let results = (0..3).map(|layer| (layer, Ok(Rc::new(product(1.0 + layer as f64)))));
    let state = state.reduce(AdapterAction::Analysed(0, results.collect()));
    let derived = Derivation::default().of(&state, thresholds());
    (state, derived)
}

fn thresholds() -> Thresholds {
    Thresholds::default()
}

/// What follows from a state once everything is taken in.
fn caught_up(derivation: &mut Derivation, state: &AdapterState) -> Rc<Derived> {
    loop {
        let derived = derivation.of(state, Thresholds::default());
        if !derivation.is_behind() {
            return derived;
        }
    }
}

/// Names as a mixture of experts has them.
fn experts(layers: usize, experts: usize) -> Vec<String> {
    let mut names = Vec::new();
    for layer in 0..layers {
        for expert in 0..experts {
            for kind in ["down_proj", "gate_proj", "up_proj"] {
                names.push(format!("model.layers.{layer}.mlp.experts.{expert}.{kind}"));
            }
        }
    }
    names
}

fn names(count: usize) -> Vec<String> {
    (0..count)
        .map(|layer| format!("model.layers.{layer}.q_proj"))
        .collect()
}

fn product(value: f64) -> Product {
    Product {
        spectrum: Spectrum::from(vec![value]),
        alpha: None,
        direction_count: None,
    }
}

/// Files of these names and contents, picked together and looked at.
fn picks(session: &mut AdapterSession, files: &[(&str, &[u8])], now: f64) -> Vec<SessionCommand> {
    let picked = files.iter().map(|(name, bytes)| PickedFile {
        path: (*name).to_owned(),
        bytes: bytes.len() as u64,
    });
    let commands = session.handle(SessionEvent::Picked(picked.collect()), now);
    let Some(SessionCommand::LookAt { pick, files: looks }) = commands.into_iter().next() else {
        panic!("nothing is looked at");
    };
    let look = |(file, look): (usize, Look)| {
        let bytes = files[file].1;
        let most = if look == Look::Whole {
            bytes.len()
        } else {
            512
        };
        LookedAt {
            file,
            bytes: Some(bytes[..most.min(bytes.len())].to_vec()),
        }
    };
    let looked_at = looks.into_iter().map(look).collect();
    session.handle(SessionEvent::LookedAt(pick, looked_at), now)
}

/// Bytes that begin as safetensors do.
fn safetensors() -> Vec<u8> {
    let header = br#"{"a.lora_A.weight":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#;
    [&(header.len() as u64).to_le_bytes()[..], header].concat()
}

/// Picks a file of weights of this name.
fn picks_weights(session: &mut AdapterSession, name: &str, now: f64) -> Vec<SessionCommand> {
    picks(session, &[(name, &safetensors())], now)
}

/// What the workers are to do: the worker, the ticket and the batch.
fn requests(commands: Vec<SessionCommand>) -> Vec<(usize, u32, Batch)> {
    let request = |command| match command {
        SessionCommand::Analyse {
            worker,
            ticket,
            batch,
            ..
        } => Some((worker, ticket, batch)),
        _ => None,
    };
    commands.into_iter().filter_map(request).collect()
}

/// How many layers are in a batch.
fn length(batch: &Batch) -> usize {
    batch.products(&[], &mut |_| ()).len()
}

/// Answers every request, one each 20 ms, until nothing is left.
fn answer_all(session: &mut AdapterSession, commands: Vec<SessionCommand>, now: &mut f64) {
    let mut open: std::collections::VecDeque<_> = requests(commands).into();
    while let Some((worker, ticket, batch)) = open.pop_front() {
        *now += 20.0;
        let product = |layer: usize| Ok::<_, LayerError>(product(1.0 + layer as f64));
        let outcome = Ok((0..length(&batch)).map(product).collect());
        let next = session.handle(
            SessionEvent::Answered {
                worker,
                ticket,
                outcome,
            },
            *now,
        );
        open.extend(requests(next));
    }
}

/// A session with a file of these layers open; what is to be done about it.
fn opened(paths: &[String]) -> (AdapterSession, Vec<SessionCommand>) {
    let mut session = AdapterSession::new(2);
    session.handle(SessionEvent::Entered, 0.0);
    picks_weights(&mut session, "mine.safetensors", 0.0);
    let serial = session.state().serial;
    let commands = session.handle(SessionEvent::Weights(serial, Ok(weights(paths))), 0.0);
    (session, commands)
}

#[test]
fn a_state_nobody_holds_is_not_copied() {
    let (session, _) = opened(&names(3));
    assert_eq!(Rc::strong_count(&session.state()), 2);
}
