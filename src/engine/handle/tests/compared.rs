//! Layers of two adapters, laid beside each other.

use super::*;
use rankscope_adapter::compare::{CompareError, Comparison, Pair, PairBatch};

/// The layer above and the same again, in a file of its own behind the first.
fn compared(attached: Vec<Vec<u8>>) -> Result<Comparison, CompareError> {
    let (layer, _) = layer();
    let end = layer.tensors().map(|tensor| tensor.bytes.end).max();
    let pair = Pair {
        layers: [layer.clone(), layer.moved(end.unwrap())],
        factors: [1.0, 0.5],
    };
    let request = Request {
        id: 3,
        job: Job::Compare(Packed::of(&PairBatch::of(vec![pair]))),
        attached,
    };
    match outcome(handler(|| 0.0)(&request, &mut |_| ())) {
        Ok(Answer::Compared(found)) => found.open().unwrap().remove(0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_layer_and_itself_are_one_direction() {
    let (_, pieces) = layer();
    let twice = vec![pieces[0].clone(), pieces[0].clone()];
    let found = compared(twice).unwrap();
    assert_eq!((found.norms, found.cosine), ([6.0, 6.0], Some(1.0)));
    assert!(found.is_multiple());
    assert!((found.sum.values()[0] - 9.0).abs() < 1e-12);
}

#[test]
fn a_file_that_cannot_be_read_any_more_is_named() {
    let (_, pieces) = layer();
    let short = |error: &LayerError| matches!(error, LayerError::ShortRead { .. });
    let second = compared(pieces).unwrap_err();
    assert!(matches!(second, CompareError::Second(error) if short(&error)));
    let first = compared(vec![]).unwrap_err();
    assert!(matches!(first, CompareError::First(error) if short(&error)));
}
