use std::rc::Rc;

use rankscope_adapter::save::{Certificate, Options, Ranks, Resize, SaveError, at_once, none};
use rankscope_adapter::{LayerError, Product, Tensor, Thresholds};
use rankscope_engine::supervisor::Fault;
use rankscope_sim::Spectrum;

use super::super::super::derived::{Derivation, Derived};
use super::super::super::opening::{Opening, Weights};
use super::super::super::state::{AdapterState, AnalysisFailure, Outcome};
use super::super::offer::{MOST_IN_MEMORY, Offer, Refusal, file_name, offer};
use super::super::options::Form;
use super::super::words;
use super::{Source, slice};

/// What is open once every layer of a source has this outcome, where it is not its own.
fn open(source: &Source, other: Option<&(usize, Outcome)>) -> (AdapterState, Rc<Derived>) {
    let layers = &source.weights.layout.layers;
    let own = |index: usize| -> Outcome {
        let read = |tensor: &Tensor| slice(&source.bytes, tensor);
        let product: Result<Product, LayerError> = layers[index].product(&read);
        product.map(Rc::new).map_err(AnalysisFailure::Layer)
    };
    let outcome = |index: usize| match other {
        Some((which, outcome)) if *which == index => (index, outcome.clone()),
        _ => (index, own(index)),
    };
    let outcomes = (0..layers.len()).map(outcome).collect();
    analysed(Rc::clone(&source.weights), outcomes)
}

/// What is open once these layers have these outcomes.
fn analysed(weights: Rc<Weights>, outcomes: Vec<(usize, Outcome)>) -> (AdapterState, Rc<Derived>) {
    let state = AdapterState {
        serial: 1,
        weights: Some(weights),
        done: outcomes.len(),
        deliveries: vec![outcomes.into()],
        ..AdapterState::default()
    };
    let derived = Derivation::default().of(&state, Thresholds::default());
    (state, derived)
}

fn resized(resize: Resize) -> Options {
    Options {
        resize: Some(resize),
        ..Options::PORTABLE
    }
}

fn refused(offer: Offer) -> Refusal {
    offer.unwrap_err()
}

#[test]
fn what_was_analysed_is_offered_and_said() {
    let (state, derived) = open(&Source::of(3), None);
    let plan = offered_now(&state, &derived, &Options::PORTABLE, false).unwrap();
    assert_eq!(plan.jobs().len(), 3);
    let said = words::offered(Form::Resized, &plan);
    assert!(
        said.contains("30 of 30 parameters: nothing is left out."),
        "{said}"
    );
    assert_eq!(
        file_name("my run/α.safetensors", Form::Portable, &plan),
        "my-run-α-portable.zip"
    );
    assert_eq!(
        file_name("///", Form::Resized, &plan),
        "adapter-resized-r2.zip"
    );
}

#[test]
fn nothing_is_offered_while_layers_are_left() {
    let (mut state, derived) = open(&Source::of(3), None);
    state.done = 2;
    let offered = offered_now(&state, &derived, &Options::PORTABLE, true);
    assert_eq!(refused(offered), Refusal::NotAnalysed);
    let none = offered_now(&AdapterState::default(), &derived, &Options::PORTABLE, true);
    assert_eq!(refused(none), Refusal::NotAnalysed);
}

#[test]
fn a_layer_that_could_not_be_analysed_is_named() {
    let source = Source::of(3);
    let path = "model.1.q".to_owned();
    let failed = |failure| {
        let (state, derived) = open(&source, Some(&(1, Err(failure))));
        refused(offered_now(&state, &derived, &Options::PORTABLE, true))
    };
    let error = LayerError::AlphaShape;
    assert_eq!(
        failed(AnalysisFailure::Layer(error.clone())),
        Refusal::Save(SaveError::Layer {
            path: path.clone(),
            error
        })
    );
    let fault = Fault::Silent;
    assert_eq!(
        failed(AnalysisFailure::Worker(fault.clone())),
        Refusal::Worker { path, fault }
    );
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let (state, derived) = open(&Source::of(3), None);
    let with = |options: &Options| refused(offered_now(&state, &derived, options, true));
    let small = with(&resized(Resize::Budget(14)));
    let (budget, least) = (14, 15);
    assert_eq!(
        small,
        Refusal::Save(SaveError::BudgetTooSmall { budget, least })
    );
    let (what, advice) = words::refusal(&small);
    assert!(
        what.starts_with("14 parameters") && what.ends_with('.'),
        "{what}"
    );
    assert_eq!(advice, "Ask for at least that many.");
    let zero = Options {
        ranks: Ranks::One(Some(0)),
        ..Options::PORTABLE
    };
    assert_eq!(with(&zero), Refusal::Save(SaveError::ZeroRank));
}

/// A layer of 3 × 200 000 of which only the header is there, and the outcome of its analysis.
fn wide() -> (AdapterState, Rc<Derived>) {
    let (columns, bytes) = (200_000, 1_600_000);
    let header = serde_json::json!({
        "x.lora_A.weight": { "dtype": "F32", "shape": [2, columns], "data_offsets": [0, bytes] },
        "x.lora_B.weight": { "dtype": "F32", "shape": [3, 2], "data_offsets": [bytes, bytes + 24] },
    });
    let header = serde_json::to_vec(&header).unwrap();
    let file = 8 + header.len() as u64 + bytes + 24;
    let opening = Opening::new("wide.safetensors", &[file], None);
    let product = Product {
        spectrum: Spectrum::from(vec![2.0, 1.0]),
        alpha: None,
        direction_count: None,
    };
    let weights = opening.weights(&[header], None).unwrap();
    analysed(Rc::new(weights), vec![(0, Ok(Rc::new(product)))])
}

#[test]
fn a_file_too_large_for_memory_is_offered_where_it_is_written_piece_by_piece() {
    let (state, derived) = wide();
    let large = Options {
        ranks: Ranks::One(Some(2048)),
        ..Options::PORTABLE
    };
    let offered = offered_now(&state, &derived, &large, true).unwrap();
    let bytes = offered.weights_bytes();
    assert!(bytes > MOST_IN_MEMORY);
    let refused = refused(offered_now(&state, &derived, &large, false));
    assert_eq!(refused, Refusal::TooLargeForMemory { bytes });
    let said = words::refusal(&refused).0;
    assert!(said.contains("1.07\u{202f}GB are put together"), "{said}");
}

/// The offer, worked out without a pause.
fn offered_now(
    state: &AdapterState,
    derived: &Derived,
    options: &Options,
    piecewise: bool,
) -> Offer {
    at_once(offer(state, derived, options, piecewise, &none))
}

#[test]
fn zeros_that_fill_a_file_up_are_counted() {
    let certificate = |parameters_written| Certificate {
        parameters: 80,
        parameters_written,
        ..Certificate::default()
    };
    assert_eq!(words::padding(&certificate(80)), "");
    let padded = words::padding(&certificate(100));
    assert!(padded.contains("holds 100 numbers"), "{padded}");
}
