//! What cannot be analysed is told, each cause by itself, and the rest is analysed.

use rankscope_adapter::FileError;
use rankscope_adapter::checkpoint::{
    Aim, CheckpointError, LARGEST_HELD, MatrixError, Side, Verdict, Work,
};
use rankscope_sim::random::NumpyStream;

use super::{Pair, checkpoint, layer};
use crate::file::{Builder, File};

fn verdict(pair: &Pair) -> Verdict {
    let found = pair.found();
    let found: Vec<_> = found
        .iter()
        .map(|(matrix, analysis)| (&matrix.parameter, analysis))
        .collect();
    Verdict::of(&found)
}

fn normal(seed: u32, count: usize) -> Vec<f64> {
    let mut stream = NumpyStream::new(seed);
    (0..count).map(|_| stream.normal()).collect()
}

#[test]
fn identical_files_are_equal_to_the_bit() {
    let file = layer("a.weight", "F32", &[8, 8], &normal(1, 64));
    assert_eq!(
        verdict(&Pair::of(&file, &file).unwrap()),
        Verdict::EqualToTheBit
    );
    // The same numbers in another format.
    let numbers = [0.5, 1.0, 2.0, 4.0];
    let (single, half) = (
        layer("a.weight", "F32", &[2, 2], &numbers),
        layer("a.weight", "BF16", &[2, 2], &numbers),
    );
    assert_eq!(
        verdict(&Pair::of(&single, &half).unwrap()),
        Verdict::EqualInValue
    );
}

#[test]
fn a_conversion_is_only_rounding_and_a_change_is_more() {
    let numbers = normal(1, 64 * 64);
    let (single, half) = (
        layer("a.weight", "F32", &[64, 64], &numbers),
        layer("a.weight", "BF16", &[64, 64], &numbers),
    );
    assert_eq!(
        verdict(&Pair::of(&single, &half).unwrap()),
        Verdict::OnlyRounding
    );
    let changed: Vec<f64> = numbers.iter().map(|number| number + 0.05).collect();
    let changed = layer("a.weight", "BF16", &[64, 64], &changed);
    assert_eq!(
        verdict(&Pair::of(&single, &changed).unwrap()),
        Verdict::Changed
    );
}

#[test]
fn unrelated_weights_of_equal_names_have_nothing_in_common() {
    let file = |seed| layer("a.weight", "F32", &[32, 32], &normal(seed, 1024));
    assert_eq!(
        verdict(&Pair::of(&file(1), &file(2)).unwrap()),
        Verdict::Unrelated
    );
}

#[test]
fn models_that_share_nothing_are_told_by_their_names_or_shapes() {
    let numbers = normal(1, 64);
    let other = Pair::of(
        &layer("a.weight", "F32", &[8, 8], &numbers),
        &layer("b.weight", "F32", &[8, 8], &numbers),
    );
    assert_eq!(
        other.err(),
        Some(CheckpointError::NothingShared { base: 1, tuned: 1 })
    );
    let file = |sides: [usize; 2]| {
        let names = ["a", "b", "c", "d"].iter();
        names
            .fold(Builder::default(), |file, name| {
                file.tensor(
                    &format!("{name}.weight"),
                    "F32",
                    &sides,
                    &numbers[..sides[0] * sides[1]],
                )
            })
            .file()
    };
    let other = Pair::of(&file([8, 8]), &file([4, 4]));
    assert_eq!(
        other.err(),
        Some(CheckpointError::OtherModel {
            pairs: 4,
            differ: 4
        })
    );
}

#[test]
fn a_number_that_is_not_finite_leaves_out_its_matrix_alone() {
    let file = |number: f64| {
        Builder::default()
            .tensor("a.weight", "F32", &[1, 2], &[1.0, number])
            .tensor(
                "b.weight",
                "F32",
                &[2, 2],
                &[1.0, 2.0, 3.0, number.max(4.0)],
            )
            .file()
    };
    let pair = Pair::of(&file(1.0), &file(f64::NAN)).unwrap();
    let error = pair.done(pair.matrix("a"), Aim::Spectrum).unwrap_err();
    assert_eq!(error, MatrixError::NotFinite { side: Side::Tuned });
    assert_eq!(pair.analysis("b").changed, 0);
}

#[test]
fn quantised_sides_are_named() {
    let gguf = File {
        bytes: [b"GGUF".as_slice(), &[3, 0, 0, 0], &[0; 64]].concat(),
    };
    let base = layer("a.weight", "F32", &[2, 2], &[1.0; 4]);
    assert_eq!(
        Pair::of(&base, &gguf).err(),
        Some(CheckpointError::Gguf { side: Side::Tuned })
    );
    let gptq = Builder::default()
        .tensor("a.qweight", "I8", &[2, 2], &[1.0; 4])
        .tensor("b.weight", "F32", &[2, 2], &[1.0; 4])
        .file();
    let base = Builder::default()
        .tensor("a.weight", "F32", &[2, 2], &[1.0; 4])
        .tensor("b.weight", "F32", &[2, 2], &[1.0; 4])
        .file();
    let pair = Pair::of(&base, &gptq).unwrap();
    assert_eq!(pair.plan.quantised, [None, Some("GPTQ or AWQ".to_owned())]);
    assert!(
        pair.plan
            .remarks()
            .join(" ")
            .contains("quantised (GPTQ or AWQ)")
    );
    assert_eq!(pair.found().len(), 1);
    let integers = layer("a.weight", "I8", &[2, 2], &[1.0; 4]);
    let pair = Pair::of(&layer("a.weight", "F32", &[2, 2], &[1.0; 4]), &integers).unwrap();
    let error = pair.done(pair.matrix("a"), Aim::Norms).unwrap_err();
    assert_eq!(
        error,
        MatrixError::Dtype {
            side: Side::Tuned,
            dtype: "I8".to_owned()
        }
    );
}

#[test]
fn a_file_that_is_cut_off_or_none_is_told_with_its_side() {
    let mut file = layer("a.weight", "F32", &[2, 2], &[1.0; 4]);
    file.bytes.truncate(file.bytes.len() - 3);
    let error = checkpoint(Side::Tuned, "x", &file, None).unwrap_err();
    assert!(
        matches!(
            error,
            CheckpointError::File {
                side: Side::Tuned,
                error: FileError::CutOff { .. }
            }
        ),
        "{error}"
    );
    let empty = checkpoint(Side::Base, "x", &File { bytes: Vec::new() }, None).unwrap_err();
    assert_eq!(
        empty,
        CheckpointError::File {
            side: Side::Base,
            error: FileError::Empty
        }
    );
}

#[test]
fn bytes_that_are_missing_are_told() {
    let file = layer("a.weight", "F32", &[2, 2], &[1.0; 4]);
    let pair = Pair::of(&file, &file).unwrap();
    let mut work = Work::new(pair.matrix("a"), Aim::Spectrum).unwrap();
    let error = work.take(&[vec![0; 16], vec![0; 15]]).unwrap_err();
    assert_eq!(
        error,
        MatrixError::ShortRead {
            side: Side::Tuned,
            expected: 16,
            read: 15
        }
    );
}

/// A header of a file beyond 4 GB, without the file.
fn announced(rows: u64, columns: u64) -> rankscope_adapter::checkpoint::Checkpoint {
    let bytes = 2 * rows * columns;
    let header = serde_json::json!({"a.weight": {"dtype": "BF16", "shape": [rows, columns], "data_offsets": [0, bytes]}}).to_string();
    let file_bytes = 8 + header.len() as u64 + bytes;
    let part = rankscope_adapter::checkpoint::Part {
        name: "x",
        header: header.as_bytes(),
        bytes: file_bytes,
    };
    rankscope_adapter::checkpoint::Checkpoint::read(Side::Base, &[part], None).unwrap()
}

#[test]
fn a_tensor_beyond_four_gigabytes_is_read_by_slices_or_told_to_be_too_large() {
    // 8192 wide: it would have to be held.
    let checkpoint = announced(400_000, 8192);
    let plan = rankscope_adapter::checkpoint::Plan::new(&checkpoint, &checkpoint).unwrap();
    let matrix = &plan.matrices[0];
    let error = Work::new(matrix, Aim::Spectrum).unwrap_err();
    assert_eq!(
        error,
        MatrixError::TooLarge {
            numbers: 400_000 * 8192,
            largest: LARGEST_HELD
        }
    );
    // Its norms need no memory.
    assert!(Work::new(matrix, Aim::Norms).is_ok());
    // 2048 wide and tall: its triangle is enough.
    let checkpoint = announced(2_000_000, 2048);
    let plan = rankscope_adapter::checkpoint::Plan::new(&checkpoint, &checkpoint).unwrap();
    let work = Work::new(&plan.matrices[0], Aim::Spectrum).unwrap();
    let ranges = work.wants().unwrap();
    assert!(
        ranges
            .iter()
            .all(|range| range.end - range.start <= 4 << 20),
        "{ranges:?}"
    );
    assert!(ranges[1].start > 8_000_000_000, "{ranges:?}");
}
