//! Matrices of two checkpoints, read while they are worked on.

use std::cell::RefCell;
use std::ops::Range;

use super::*;
use crate::handle::reading_handler;
use rankscope_adapter::checkpoint::{
    Aim, Checkpoint, CutBatch, Extraction, MatrixBatch, MatrixError, Part, Plan, Side,
};
use rankscope_adapter::save::{Carried, Ranks, Resize};
use rankscope_adapter::{Dtype, PREFIX_BYTES};

/// A file of one 2 × 2 matrix.
fn file(numbers: [f32; 4]) -> Vec<u8> {
    let header = r#"{"l.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#;
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.bytes());
    file.extend(numbers.map(f32::to_le_bytes).concat());
    file
}

/// What is to be done about two files, and their bytes one after the other.
fn pair() -> (Plan, Vec<u8>) {
    let files = [file([0.0; 4]), file([0.0, 6.0, 2.0, 0.0])];
    let mut sides = Side::ALL.into_iter().zip(&files).map(|(side, file)| {
        let header = &file[PREFIX_BYTES as usize..file.len() - 16];
        let part = Part {
            name: "model.safetensors",
            header,
            bytes: file.len() as u64,
        };
        Checkpoint::read(side, &[part], None).unwrap()
    });
    let (base, tuned) = (sides.next().unwrap(), sides.next().unwrap());
    (Plan::new(&base, &tuned).unwrap(), files.concat())
}

/// Does a job whose pieces these are, and says how many bytes were read at once at most.
fn done(job: Job, pieces: &[Range<u64>], bytes: &[u8]) -> (Reply, u64) {
    let request = Request {
        id: 3,
        job,
        attached: vec![],
    };
    let most = RefCell::new(0);
    let read = |piece: usize, within: &Range<u64>| {
        let begin = pieces[piece].start;
        let range = (begin + within.start) as usize..(begin + within.end) as usize;
        most.replace_with(|most| within.end.saturating_sub(within.start).max(*most));
        bytes.get(range).unwrap_or_default().to_vec()
    };
    let reply = reading_handler(|| 0.0)(&request, &read, &mut |_| ());
    (reply, most.into_inner())
}

#[test]
fn a_matrix_of_two_checkpoints_is_read_and_analysed() {
    let (plan, bytes) = pair();
    let batch = MatrixBatch::of(vec![(plan.matrices[0].clone(), Aim::Spectrum)]);
    let job = Job::AnalyseMatrices(Packed::of(&batch));
    assert!(job.reads_as_it_goes());
    let (reply, most) = done(job.clone(), batch.pieces(), &bytes);
    let Ok(Answer::MatricesAnalysed(found)) = outcome(reply) else {
        panic!("no analysis");
    };
    let found = found.open().unwrap().remove(0).unwrap();
    let values = found.values.unwrap().values;
    assert!((values[0] - 6.0).abs() < 1e-12 && (values[1] - 2.0).abs() < 1e-12);
    assert_eq!(most, 16);

    let (reply, _) = done(job, batch.pieces(), &[]);
    let Ok(Answer::MatricesAnalysed(found)) = outcome(reply) else {
        panic!("no analysis");
    };
    let error = found.open().unwrap().remove(0).unwrap_err();
    assert!(matches!(error, MatrixError::ShortRead { read: 0, .. }));
}

#[test]
fn a_layer_is_cut_out_of_two_checkpoints() {
    let (plan, bytes) = pair();
    let matrix = &plan.matrices[0];
    let batch = MatrixBatch::of(vec![(matrix.clone(), Aim::Spectrum)]);
    let read = |piece: usize, within: &Range<u64>| {
        let begin = batch.pieces()[piece].start;
        bytes[(begin + within.start) as usize..(begin + within.end) as usize].to_vec()
    };
    let analysis = batch.analysed(&read, &mut |_| ()).remove(0).unwrap();
    let extraction = Extraction::of([(&matrix.parameter, &analysis)]);
    let written = extraction
        .plan(Resize::Rank(1), Ranks::Own, Dtype::F32, &Carried::default())
        .unwrap();
    let cut = CutBatch::of(vec![(written.jobs()[0].clone(), matrix.clone())]);
    let (reply, _) = done(Job::Cut(Packed::of(&cut)), cut.pieces(), &bytes);
    let Ok(Answer::Written { receipts, bytes }) = outcome(reply) else {
        panic!("nothing written");
    };
    assert_eq!(receipts.open().unwrap().unwrap().len(), 1);
    let numbers: Vec<f32> = bytes
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()))
        .collect();
    // A, then B: BA has a 6 in its corner and nothing else.
    let [a0, a1, b0, b1] = numbers[..] else {
        panic!("{numbers:?}");
    };
    assert!((b0 * a1 - 6.0).abs() < 1e-5 && (b0 * a0).abs() < 1e-5 && (b1 * a1).abs() < 1e-5);
}

#[test]
fn everything_else_is_done_as_before() {
    let reply = reading_handler(|| 0.0)(&simulate(4), &|_, _| Vec::new(), &mut |_| ());
    assert!(matches!(outcome(reply), Ok(Answer::Simulated(_))));
}
