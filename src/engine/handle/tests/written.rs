//! Layers of an adapter that is written anew.

use super::*;
use rankscope_adapter::save::{Adapter, Carried, JobBatch, Options, Plan, Resize, SaveError};
use rankscope_adapter::{Report, Tensor};

/// A job that truncates the layer above to its first direction.
fn batch() -> JobBatch {
    let (layout, attached) = layout();
    let layer = &layout.layers[0];
    let start = layer.tensors().map(|tensor| tensor.bytes.start).min();
    let bytes = |tensor: &Tensor| {
        let start = start.unwrap();
        let at = |end: u64| (end - start) as usize;
        &attached[0][at(tensor.bytes.start)..at(tensor.bytes.end)]
    };
    let product = layer.product(&bytes).unwrap();
    let report = Report::new(layer, &product, None).unwrap();
    let adapter = Adapter {
        reports: &[&report],
        failed: &[],
        layout: &layout,
        config: None,
        carried: &Carried::default(),
    };
    let options = Options {
        resize: Some(Resize::Rank(1)),
        ..Options::PORTABLE
    };
    JobBatch::of(Plan::new(&adapter, &options).unwrap().jobs())
}

fn written(attached: Vec<Vec<u8>>) -> Reply {
    let request = Request {
        id: 3,
        job: Job::Write(Packed::of(&batch())),
        attached,
    };
    handler(|| 0.0)(&request, &mut |_| ())
}

#[test]
fn a_layer_is_written_and_its_bytes_come_beside_the_message() {
    let mut reply = written(layer().1);
    let bytes = reply.take_attached().unwrap();
    let Ok(Answer::Written { receipts, .. }) = outcome(reply.clone()) else {
        panic!("nothing written");
    };
    let receipt = receipts.open().unwrap().unwrap()[0];
    assert_eq!(receipt.bytes, bytes.len() as u64);
    // A' = [0, √6], B' = [√6, 0], up to a sign of both.
    let numbers = bytes.chunks_exact(4);
    let numbers: Vec<f32> = numbers
        .map(|number| f32::from_le_bytes(number.try_into().unwrap()))
        .collect();
    let [a, b, c, d] = numbers[..] else {
        panic!("{numbers:?}")
    };
    assert!((b * c - 6.0).abs() < 1e-6 && b.abs() == c.abs() && (a, d) == (0.0, 0.0));
    // Without them, what is sent says the same.
    assert_eq!(Reply::decode(&reply.encode()), Ok(reply));
}

#[test]
fn a_layer_that_cannot_be_written_says_why() {
    let Ok(Answer::Written { receipts, bytes }) = outcome(written(vec![])) else {
        panic!("no answer");
    };
    let error = receipts.open().unwrap().unwrap_err();
    assert!(matches!(error, SaveError::Layer { .. }) && bytes.is_empty());
}
