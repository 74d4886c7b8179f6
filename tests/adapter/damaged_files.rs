//! What a malformed file meets: one test for each way it can be malformed.

use rankscope_adapter::{FileError, FileKind, LARGEST_HEADER, Method, header_bytes};

use super::file::{Builder, File};

#[track_caller]
fn error(file: &File) -> FileError {
    let error = file.layout().unwrap_err();
    assert!(!error.to_string().is_empty() && !error.advice().is_empty());
    error
}

/// The error of a file with this header and so many bytes of data.
#[track_caller]
fn header_error(header: &str, data: usize) -> FileError {
    error(&File::with_header(header.as_bytes(), &vec![0; data]))
}

fn named(name: &str) -> String {
    name.to_owned()
}

// --- The first bytes --------------------------------------------------------------------------

#[test]
fn an_empty_file() {
    assert_eq!(error(&File { bytes: vec![] }), FileError::Empty);
}

#[test]
fn a_file_shorter_than_the_length_of_its_header() {
    assert_eq!(
        error(&File { bytes: vec![1; 7] }),
        FileError::TooShort { bytes: 7 }
    );
}

#[test]
fn a_file_of_another_format() {
    for (bytes, kind) in [
        (&b"PK\x03\x04\x14\0\0\0"[..], FileKind::Zip),
        (b"\x1f\x8b\x08\0\0\0\0\0", FileKind::Gzip),
        (b"\x89HDF\r\n\x1a\n", FileKind::Hdf5),
        (b"\x93NUMPY\x01\0", FileKind::Npy),
        (b"<?xml version=\"1.0\"?>", FileKind::Xml),
        (b"Entry not found", FileKind::Text),
        (&[0; 600], FileKind::Zeros),
        (b"\x80\x02}q\0X\x05\0", FileKind::Pickle),
        (b"version https://git-lfs", FileKind::LfsPointer),
        (b"{\"peft_type\": \"LORA\"}", FileKind::Json),
        (b"<!DOCTYPE html>", FileKind::WebPage),
    ] {
        let file = File {
            bytes: bytes.to_vec(),
        };
        assert_eq!(error(&file), FileError::OtherFormat(kind));
    }
}

#[test]
fn a_header_length_no_header_has() {
    let bytes = LARGEST_HEADER + 1;
    assert_eq!(
        header_bytes(&bytes.to_le_bytes(), u64::MAX),
        Err(FileError::HeaderTooLarge { bytes })
    );
    let all = [u8::MAX; 8];
    assert!(matches!(
        header_bytes(&all, 100),
        Err(FileError::HeaderTooLarge { .. })
    ));
    assert_eq!(
        header_bytes(&LARGEST_HEADER.to_le_bytes(), u64::MAX),
        Ok(8..LARGEST_HEADER + 8)
    );
}

#[test]
fn a_header_that_reaches_past_the_end() {
    let file = File {
        bytes: [&100u64.to_le_bytes()[..], b"{}"].concat(),
    };
    assert_eq!(
        error(&file),
        FileError::HeaderCutOff {
            end: 108,
            file_bytes: 10
        }
    );
}

// --- The header -------------------------------------------------------------------------------

#[test]
fn a_header_that_is_not_text() {
    let file = File::with_header(&[b'{', 0xff, b'}'], &[]);
    assert_eq!(error(&file), FileError::HeaderNotText);
}

#[test]
fn a_header_that_is_not_json_of_its_shape() {
    for header in [
        "{",
        "[]",
        "{\"t\": 1}",
        "{\"t\": {\"dtype\": \"F32\"}}",
        "{\"t\": {\"dtype\": \"F32\", \"shape\": [-1], \"data_offsets\": [0, 4]}}",
        "{\"t\": {\"dtype\": \"F32\", \"shape\": [1e99], \"data_offsets\": [0, 4]}}",
        "{\"__metadata__\": {\"a\": 1}}",
        "{} {}",
    ] {
        assert!(
            matches!(header_error(header, 0), FileError::HeaderNotJson { .. }),
            "{header}"
        );
    }
    let deep = format!("{{\"t\": {}", "[".repeat(100_000));
    assert!(matches!(
        header_error(&deep, 0),
        FileError::HeaderNotJson { .. }
    ));
}

#[test]
fn a_name_that_stands_twice() {
    let tensor = "{\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}";
    let header = format!("{{\"t\": {tensor}, \"t\": {tensor}}}");
    assert_eq!(
        header_error(&header, 4),
        FileError::Repeated { name: named("t") }
    );
}

fn one_tensor(dtype: &str, shape: &str, offsets: &str) -> String {
    format!(
        "{{\"t\": {{\"dtype\": \"{dtype}\", \"shape\": {shape}, \"data_offsets\": {offsets}}}}}"
    )
}

#[test]
fn a_number_format_nobody_knows() {
    let (name, dtype) = (named("t"), named("F99"));
    let header = one_tensor("F99", "[1]", "[0, 4]");
    assert_eq!(
        header_error(&header, 4),
        FileError::UnknownDtype { name, dtype }
    );
}

#[test]
fn a_tensor_that_ends_before_it_begins() {
    let header = one_tensor("F32", "[1]", "[4, 0]");
    assert_eq!(
        header_error(&header, 4),
        FileError::Reversed { name: named("t") }
    );
}

#[test]
fn a_tensor_that_does_not_begin_where_it_must() {
    let header = one_tensor("F32", "[1]", "[4, 8]");
    assert_eq!(
        header_error(&header, 8),
        FileError::Gap { name: named("t") }
    );
    let tensor =
        |offsets| format!("{{\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": {offsets}}}");
    let overlapping = format!(
        "{{\"s\": {}, \"t\": {}}}",
        tensor("[0, 8]"),
        tensor("[4, 12]")
    );
    assert_eq!(
        header_error(&overlapping, 12),
        FileError::Overlap { name: named("t") }
    );
}

#[test]
fn a_shape_larger_than_any_file() {
    for shape in ["[4294967296, 4294967296]", "[4611686018427387904]"] {
        let header = one_tensor("F32", shape, "[0, 4]");
        assert_eq!(
            header_error(&header, 4),
            FileError::Overflow { name: named("t") }
        );
    }
    let far = one_tensor("F32", "[1]", "[0, 18446744073709551615]");
    assert_eq!(
        header_error(&far, 4),
        FileError::Overflow { name: named("t") }
    );
}

#[test]
fn half_a_byte() {
    let header = one_tensor("F4", "[3]", "[0, 1]");
    assert_eq!(
        header_error(&header, 1),
        FileError::HalfByte { name: named("t") }
    );
}

#[test]
fn a_tensor_with_not_as_many_bytes_as_its_shape() {
    let header = one_tensor("F32", "[2]", "[0, 4]");
    assert_eq!(
        header_error(&header, 4),
        FileError::Size { name: named("t") }
    );
}

#[test]
fn a_file_cut_short_and_one_that_goes_on() {
    let sound = Builder::default().pair("l").file();
    let expected = sound.bytes.len() as u64;
    let cut = File {
        bytes: sound.bytes[..sound.bytes.len() - 1].to_vec(),
    };
    assert_eq!(
        error(&cut),
        FileError::CutOff {
            expected,
            file_bytes: expected - 1
        }
    );
    let longer = File {
        bytes: [&sound.bytes[..], &[0]].concat(),
    };
    assert_eq!(
        error(&longer),
        FileError::Trailing {
            expected,
            file_bytes: expected + 1
        }
    );
}

// --- What is in the file ----------------------------------------------------------------------

#[test]
fn a_file_without_tensors() {
    assert_eq!(header_error("{}", 0), FileError::NoTensors);
    assert_eq!(
        header_error("{\"__metadata__\": {\"format\": \"pt\"}}", 0),
        FileError::NoTensors
    );
    assert_eq!(
        header_error("{\"__metadata__\": null}", 0),
        FileError::NoTensors
    );
}

#[test]
fn methods_that_are_not_lora_are_declined_by_name() {
    for (adapter, method, count) in [
        ("declined_ia3", Method::Ia3, 6),
        ("declined_full", Method::FullDifference, 6),
    ] {
        let error = error(&File::of(adapter));
        assert_eq!(error, FileError::Declined { method, count }, "{adapter}");
        assert!(
            error
                .to_string()
                .contains(method.name().trim_start_matches("a full ")),
            "{error}"
        );
    }
}

#[test]
fn parameters_that_were_not_gathered_are_called_by_their_cause() {
    let file = Builder::default()
        .ones("l.lora_A.weight", &[0])
        .ones("l.lora_B.weight", &[0])
        .file();
    let error = error(&file);
    assert_eq!(error, FileError::Ungathered { count: 1 });
    assert!(error.advice().contains("ather"), "{}", error.advice());
}

#[test]
fn a_full_checkpoint_and_a_method_not_known() {
    let tensors = 12;
    assert_eq!(
        error(&File::of("declined_checkpoint")),
        FileError::FullCheckpoint { tensors }
    );
    let other = Builder::default()
        .ones("base_model.model.l.gralora_A", &[2, 5])
        .file();
    assert_eq!(error(&other), FileError::OtherPeft);
}
