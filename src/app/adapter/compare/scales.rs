//! The scale of each layer of an adapter, as far as it has been analysed.

use std::rc::Rc;

use rankscope_adapter::{Layer, Product, Scale};

use super::super::state::{AdapterState, AnalysisFailure, Failure};

/// What is known of each layer of an adapter.
fn products(state: &AdapterState) -> Vec<Option<Result<Rc<Product>, AnalysisFailure>>> {
    let mut known = vec![None; state.layers()];
    for (layer, outcome) in state.deliveries.iter().flat_map(|delivery| delivery.iter()) {
        if let Some(known) = known.get_mut(*layer) {
            *known = Some(outcome.clone());
        }
    }
    known
}

/// The scale of each layer, or why it has none.
fn scale_of_each(state: &AdapterState) -> Vec<Option<Result<Scale, AnalysisFailure>>> {
    let layers = state
        .weights
        .as_ref()
        .map_or(&[][..], |weights| &weights.layout.layers);
    let scale =
        |(layer, product): (&Layer, Option<Result<Rc<Product>, AnalysisFailure>>)| {
            Some(product?.and_then(|product| {
                Scale::of(layer, &product, state.config()).map_err(Failure::Layer)
            }))
        };
    layers.iter().zip(products(state)).map(scale).collect()
}

/// The scale of each layer; none where it is not known.
pub(super) fn scales(state: &AdapterState) -> Vec<Option<Scale>> {
    let each = scale_of_each(state).into_iter();
    each.map(|scale| scale.and_then(Result::ok)).collect()
}

/// Why each layer has no scale; none where it has one.
pub(super) fn failures(state: &AdapterState) -> Vec<Option<AnalysisFailure>> {
    let each = scale_of_each(state).into_iter();
    each.map(|scale| scale.and_then(Result::err)).collect()
}
