//! What a malformed layer meets: one test for each way, and the rest of the file is still read.

use rankscope_adapter::names::Role;
use rankscope_adapter::{FileError, Header, LayerError, Layout, Report, header_bytes};

use super::file::{Builder, File};

#[track_caller]
fn layer_error(file: &File) -> LayerError {
    let error = file.layer_error();
    assert!(!error.to_string().is_empty() && !error.advice().is_empty());
    error
}

fn named(name: &str) -> String {
    name.to_owned()
}

#[test]
fn a_bad_layer_leaves_the_others_alone() {
    let layout = Builder::default()
        .pair("good.0")
        .ones("bad.lora_A.weight", &[2, 5])
        .pair("good.1")
        .file()
        .layout()
        .unwrap();
    assert_eq!(layout.layers.len(), 2);
    assert_eq!(layout.left_out[0].path, "bad");
    assert_eq!(
        layout.left_out[0].error,
        LayerError::HalfPair { missing: Role::Up }
    );
}

#[test]
fn half_a_pair() {
    let up = Builder::default().ones("l.lora_up.weight", &[3, 2]).file();
    assert_eq!(
        layer_error(&up),
        LayerError::HalfPair {
            missing: Role::Down
        }
    );
}

#[test]
fn a_factor_that_stands_twice() {
    let file = Builder::default()
        .pair("l")
        .ones("l.lora_down.weight", &[2, 5])
        .file();
    assert_eq!(
        layer_error(&file),
        LayerError::Repeated { role: Role::Down }
    );
}

#[test]
fn two_adapters_in_one_file_are_two_to_choose_from() {
    let file = Builder::default()
        .pair("l")
        .ones("l.lora_A.other.weight", &[2, 5])
        .ones("l.lora_B.other.weight", &[3, 2])
        .ones("m.lora_A.other.weight", &[2, 5])
        .ones("m.lora_B.other.weight", &[3, 2])
        .file();
    let header = file.header().unwrap();
    let names = |adapter| {
        let layout = Layout::of(&header, adapter).unwrap();
        assert_eq!(layout.adapters, ["", "other"]);
        let layers = layout.layers.into_iter();
        layers.map(|layer| layer.path).collect::<Vec<_>>()
    };
    assert_eq!(names(None), ["l"]);
    assert_eq!(names(Some("other")), ["l", "m"]);
}

#[test]
fn numbers_that_are_not_read() {
    let file = Builder::default()
        .tensor("l.lora_A.weight", "C64", &[2, 5], &[1.0; 10])
        .ones("l.lora_B.weight", &[3, 2])
        .file();
    assert_eq!(
        layer_error(&file),
        LayerError::Dtype {
            tensor: named("l.lora_A.weight"),
            dtype: named("C64")
        }
    );
}

#[test]
fn whole_numbers_without_their_scale() {
    let file = Builder::default()
        .tensor("l.lora_A.weight", "I8", &[2, 5], &[1.0; 10])
        .ones("l.lora_B.weight", &[3, 2])
        .file();
    assert_eq!(
        layer_error(&file),
        LayerError::NoMultiplier {
            tensor: named("l.lora_A.weight"),
            dtype: named("I8")
        }
    );
}

#[test]
fn a_factor_without_numbers() {
    let file = Builder::default()
        .pair("good")
        .ones("l.lora_A.weight", &[0])
        .ones("l.lora_B.weight", &[0])
        .file();
    let tensor = named("l.lora_A.weight");
    assert_eq!(layer_error(&file), LayerError::Empty { tensor });
}

#[test]
fn a_factor_that_is_no_matrix() {
    for shape in [&[10][..], &[2, 1, 1, 1, 1, 5]] {
        let file = Builder::default()
            .ones("l.lora_A.weight", shape)
            .ones("l.lora_B.weight", &[3, 2])
            .file();
        assert!(matches!(layer_error(&file), LayerError::Shape { .. }));
    }
}

fn pair_of_shapes(down: [usize; 2], up: [usize; 2]) -> File {
    let pair = Builder::default().ones("l.lora_A.weight", &down);
    pair.ones("l.lora_B.weight", &up).file()
}

#[test]
fn factors_that_do_not_fit() {
    let file = pair_of_shapes([2, 5], [3, 4]);
    assert_eq!(
        layer_error(&file),
        LayerError::InnerDimension { down: 2, up: 4 }
    );
}

#[test]
fn a_rank_of_zero_and_an_update_without_entries() {
    for file in [
        pair_of_shapes([0, 5], [3, 0]),
        pair_of_shapes([2, 5], [0, 2]),
    ] {
        let error = file.layout().unwrap_err();
        assert_eq!(error, FileError::Ungathered { count: 1 });
    }
}

#[test]
fn a_rank_too_large_to_analyse() {
    let file = pair_of_shapes([2049, 1], [1, 2049]);
    assert_eq!(
        layer_error(&file),
        LayerError::RankTooLarge {
            rank: 2049,
            largest: 2048
        }
    );
}

/// The header of a pair with an embedding's A: nothing but the header is ever there.
fn far_larger_than_memory(columns: u64) -> (String, u64) {
    let down = 4 * 2 * columns;
    let end = down + 4 * 2 * 3;
    let header = format!(
        "{{\"l.lora_A.weight\": {{\"dtype\": \"F32\", \"shape\": [2, {columns}], \"data_offsets\": [0, {down}]}},
          \"l.lora_B.weight\": {{\"dtype\": \"F32\", \"shape\": [3, 2], \"data_offsets\": [{down}, {end}]}}}}"
    );
    let file_bytes = 8 + header.len() as u64 + end;
    (header, file_bytes)
}

#[test]
fn a_file_past_four_gigabytes_opens_from_its_header_alone() {
    let (header, file_bytes) = far_larger_than_memory(1 << 29);
    assert!(file_bytes > 1 << 32);
    let prefix = (header.len() as u64).to_le_bytes();
    let range = header_bytes(&prefix, file_bytes).unwrap();
    assert_eq!(range, 8..8 + header.len() as u64);
    let parsed = Header::parse(header.as_bytes(), file_bytes).unwrap();
    assert_eq!(parsed.tensors[1].bytes.end, file_bytes);
    let layout = Layout::of(&parsed, None).unwrap();
    assert!(matches!(
        layout.left_out[0].error,
        LayerError::TooLarge { .. }
    ));
}

#[test]
fn an_alpha_that_is_no_number() {
    let pair = || Builder::default().pair("l");
    let several = pair().ones("l.alpha", &[2]).file();
    assert_eq!(layer_error(&several), LayerError::AlphaShape);
    let infinite = pair()
        .tensor("l.alpha", "F32", &[], &[f64::INFINITY])
        .file();
    assert!(matches!(layer_error(&infinite), LayerError::AlphaValue(_)));
    let sound = pair().tensor("l.alpha", "BF16", &[1], &[6.0]).file();
    assert_eq!(sound.reports(None)[0].scale.gamma, 3.0);
}

#[test]
fn an_alpha_that_is_no_scale() {
    let file = Builder::default()
        .pair("l")
        .tensor("l.alpha", "F32", &[], &[1e30])
        .file();
    let layer = file.layout().unwrap().layers.remove(0);
    let product = file.product(&layer).unwrap();
    let report = Report::new(&layer, &product, None);
    assert!(matches!(report, Err(LayerError::AlphaValue(_))));
}

#[test]
fn bytes_that_were_not_read() {
    let file = Builder::default().pair("l").file();
    let layer = file.layout().unwrap().layers.remove(0);
    let short = layer.product(&|tensor| {
        let bytes = file.read(&tensor.bytes);
        if tensor.name.contains("lora_A") {
            &bytes[..12]
        } else {
            bytes
        }
    });
    let tensor = named("l.lora_A.weight");
    assert_eq!(
        short,
        Err(LayerError::ShortRead {
            tensor,
            expected: 40,
            read: 12
        })
    );
}

#[test]
fn weights_that_are_not_finite() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for dtype in ["F32", "F16", "BF16"] {
            let mut numbers = [1.0; 6];
            numbers[5] = number;
            let file = Builder::default()
                .ones("l.lora_A.weight", &[2, 5])
                .tensor("l.lora_B.weight", dtype, &[3, 2], &numbers)
                .file();
            let tensor = named("l.lora_B.weight");
            assert_eq!(layer_error(&file), LayerError::NotFinite { tensor });
        }
    }
}

#[test]
fn the_largest_weights_there_are_still_have_singular_values() {
    let file = Builder::default()
        .tensor(
            "l.lora_A.weight",
            "F32",
            &[2, 5],
            &[f64::from(f32::MAX); 10],
        )
        .tensor("l.lora_B.weight", "F32", &[3, 2], &[f64::from(f32::MAX); 6])
        .file();
    let report = file.reports(None).remove(0);
    assert!(report.frobenius().is_finite() && report.entropy_rank().is_some_and(f64::is_finite));
}
