//! Two checkpoints: any bytes as the files of either, with or without the index beside them. What is paired lies
//! inside the files; what is small enough is analysed, and keeps the laws of singular values.
#![no_main]

use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use rankscope_adapter::checkpoint::{Aim, Checkpoint, CheckpointError, Matrix, MatrixBatch, Part, Plan, Side};
use rankscope_adapter::{FIRST_BYTES, header_bytes};

/// Numbers of a matrix that is analysed here: larger ones only take longer.
const MOST_NUMBERS: u64 = 1000;
/// Matrices that are analysed of two files.
const MOST_MATRICES: usize = 8;

fuzz_target!(|bytes: &[u8]| {
    let (index, files) = split(bytes);
    let half = files.len() / 2;
    // The same twice; two that differ; one in two parts.
    both(&[files], &[files], index);
    both(&[&files[..half]], &[&files[half..]], index);
    both(&[files], &[&files[..half], &files[half..]], index);
});

/// An index and what stands behind it: JSON ends where it ends.
fn split(bytes: &[u8]) -> (Option<&[u8]>, &[u8]) {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<serde_json::Value>();
    match values.next() {
        Some(Ok(serde_json::Value::Object(_))) => {
            let (index, files) = bytes.split_at(values.byte_offset());
            (Some(index), files)
        }
        _ => (None, bytes),
    }
}

fn both(base: &[&[u8]], tuned: &[&[u8]], index: Option<&[u8]>) {
    let (Some(one), Some(other)) = (read(Side::Base, base, index), read(Side::Tuned, tuned, index)) else {
        return;
    };
    let plan = match Plan::new(&one, &other) {
        Ok(plan) => plan,
        Err(error) => return refused(&error),
    };
    let all: Vec<u8> = base.iter().chain(tuned).flat_map(|file| file.iter().copied()).collect();
    let small = |matrix: &&Matrix| matrix.parameter.numbers() <= MOST_NUMBERS;
    let wanted = plan.matrices.iter().filter(small).take(MOST_MATRICES);
    let batch = MatrixBatch::of(wanted.map(|matrix| (matrix.clone(), Aim::Spectrum)).collect());
    let inside = |piece: &Range<u64>| piece.start <= piece.end && piece.end <= all.len() as u64;
    assert!(batch.pieces().iter().all(inside), "{:?}", batch.pieces());
    let part = |piece: usize, within: &Range<u64>| {
        let begin = batch.pieces()[piece].start;
        all[(begin + within.start) as usize..(begin + within.end) as usize].to_vec()
    };
    for found in batch.analysed(&part, &mut |_| ()) {
        let Ok(found) = found else { continue };
        if let Some(spectrum) = found.spectrum() {
            let values = spectrum.values();
            assert!(values.iter().all(|value| value.is_finite() && *value >= 0.0), "{values:?}");
            assert!(values.is_sorted_by(|larger, smaller| larger >= smaller), "{values:?}");
        }
    }
}

fn read(side: Side, files: &[&[u8]], index: Option<&[u8]>) -> Option<Checkpoint> {
    let names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
    let parts: Option<Vec<Part<'_>>> = files
        .iter()
        .zip(names)
        .map(|(file, name)| {
            let bytes = file.len() as u64;
            let first = &file[..file.len().min(FIRST_BYTES as usize)];
            let range = header_bytes(first, bytes).ok()?;
            assert!(range.end <= bytes);
            Some(Part { name, header: &file[range.start as usize..range.end as usize], bytes })
        })
        .collect();
    match Checkpoint::read(side, &parts?, index) {
        Ok(checkpoint) => {
            assert!(checkpoint.tensors.iter().all(|tensor| tensor.bytes.end <= checkpoint.bytes));
            Some(checkpoint)
        }
        Err(error) => {
            refused(&error);
            None
        }
    }
}

fn refused(error: &CheckpointError) {
    assert!(!error.to_string().is_empty());
}
