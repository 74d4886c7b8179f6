//! Adapters in llama.cpp's format, as its own package writes them.

use std::collections::BTreeMap;

use rankscope_adapter::{Config, Contents, FileError, FileKind, Report, header_bytes};
use serde::Deserialize;

use super::file::{File, path};

#[derive(Deserialize)]
struct Numpy {
    gamma: f64,
    singular_values: Vec<f64>,
}

/// How far a singular value may be from NumPy's, relative to the largest.
const RELATIVE: f64 = 1e-9;

fn file(name: &str) -> File {
    let bytes = std::fs::read(path("llama_cpp", &format!("{name}.gguf"))).unwrap();
    File { bytes }
}

fn contents(file: &File) -> Result<Contents, FileError> {
    let length = file.bytes.len() as u64;
    let range = header_bytes(&file.bytes[..file.bytes.len().min(512)], length)?;
    Contents::read(&[(file.read(&range), length)], None, None)
}

#[test]
fn each_number_format_has_numpys_singular_values_and_the_files_own_scale() {
    let text = std::fs::read_to_string(path("llama_cpp", "expected.json")).unwrap();
    let files: BTreeMap<String, BTreeMap<String, Numpy>> = serde_json::from_str(&text).unwrap();
    assert_eq!(files.len(), 5);
    for (name, layers) in files {
        let file = file(&name);
        let contents = contents(&file).unwrap();
        let config = Config::of_gguf(&contents.metadata);
        assert_eq!(contents.layout.layers.len(), layers.len(), "{name}");
        for layer in &contents.layout.layers {
            let numpy = &layers[&format!("{}.weight", layer.path.trim_end_matches(".weight"))];
            let product = file.product(layer).unwrap();
            let report = Report::new(layer, &product, config.as_ref()).unwrap();
            assert_eq!(report.scale.gamma, numpy.gamma, "{name} {}", layer.path);
            let values = report.spectrum.values();
            assert_eq!(values.len(), numpy.singular_values.len());
            for (ours, numpy) in values.iter().zip(&numpy.singular_values) {
                let gap = (ours / numpy - 1.0).abs();
                assert!(
                    gap <= RELATIVE,
                    "{name} {}: {ours}, NumPy has {numpy}",
                    layer.path
                );
            }
        }
    }
}

#[test]
fn a_file_that_is_cut_off_anywhere_says_so() {
    let whole = file("q8_0");
    for length in 0..whole.bytes.len() {
        let cut = File {
            bytes: whole.bytes[..length].to_vec(),
        };
        let error = contents(&cut).unwrap_err();
        assert!(
            !error.to_string().is_empty() && !error.advice().is_empty(),
            "{length}"
        );
    }
}

/// The first of these bytes replaced by the others.
fn replaced(file: &File, of: &[u8], by: &[u8]) -> File {
    let mut bytes = file.bytes.clone();
    let at = bytes
        .windows(of.len())
        .position(|window| window == of)
        .unwrap();
    bytes.splice(at..at + of.len(), by.iter().copied());
    File { bytes }
}

#[test]
fn a_count_of_tensors_that_lies_is_told_at_once() {
    let whole = file("f32");
    for lie in [9_u64, 1_000_000, u64::MAX] {
        let mut bytes = whole.bytes.clone();
        bytes[8..16].copy_from_slice(&lie.to_le_bytes());
        let error = contents(&File { bytes }).unwrap_err();
        assert!(
            !error.to_string().is_empty() && !error.advice().is_empty(),
            "{lie}"
        );
    }
}

#[test]
fn a_whole_model_and_numbers_that_are_not_read_are_named() {
    let model = replaced(&file("f32"), b"adapter", b"modelxx");
    assert_eq!(
        contents(&model).unwrap_err(),
        FileError::OtherFormat(FileKind::Gguf)
    );
    let mut version = file("f32").bytes;
    version[4] = 9;
    assert!(matches!(
        contents(&File { bytes: version }),
        Err(FileError::Gguf { .. })
    ));
}
