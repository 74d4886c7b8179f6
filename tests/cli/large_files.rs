//! Checkpoints that are larger than memory.

use std::fs::File;
use std::io::Write;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};

use crate::Folder;
#[cfg(target_os = "linux")]
use crate::text;

/// A file of 16 GB that holds nothing but zeros, most of which take no place on the disk: 64 matrices of 11008 × 4096
/// and one of 64 × 64.
fn sparse(path: &str) {
    let mut header = serde_json::Map::new();
    let mut end = 0_u64;
    let mut add = |name: String, rows: u64, columns: u64| {
        let begin = end;
        end += 4 * rows * columns;
        header.insert(
            name,
            json!({"dtype": "F32", "shape": [rows, columns], "data_offsets": [begin, end]}),
        );
    };
    for block in 0..95 {
        add(
            format!("model.layers.{block}.mlp.up_proj.weight"),
            11_008,
            4096,
        );
    }
    add("model.layers.95.small.weight".to_owned(), 64, 64);
    let header = Value::Object(header).to_string();
    let mut file = File::create(Path::new(path)).unwrap();
    file.write_all(&(header.len() as u64).to_le_bytes())
        .unwrap();
    file.write_all(header.as_bytes()).unwrap();
    file.set_len(8 + header.len() as u64 + end).unwrap();
}

#[test]
fn two_files_of_sixteen_gigabytes_open_by_their_headers() {
    use rankscope_adapter::checkpoint::{Aim, Checkpoint, Part, Plan, Side, Work};
    use std::io::{Read, Seek, SeekFrom};

    let folder = Folder::new("sparse");
    let paths = [
        folder.join("base.safetensors"),
        folder.join("tuned.safetensors"),
    ];
    for path in &paths {
        sparse(path);
    }
    let begun = Instant::now();
    let read = |path: &str, start: u64, length: u64| {
        let mut bytes = vec![0; length as usize];
        let mut file = File::open(path).unwrap();
        file.seek(SeekFrom::Start(start)).unwrap();
        file.read_exact(&mut bytes).unwrap();
        bytes
    };
    let open = |side, path: &str| {
        let bytes = std::fs::metadata(path).unwrap().len();
        assert!(bytes > 16_000_000_000);
        let header = rankscope_adapter::header_bytes(&read(path, 0, 512), bytes).unwrap();
        let header = read(path, header.start, header.end - header.start);
        Checkpoint::read(
            side,
            &[Part {
                name: "model.safetensors",
                header: &header,
                bytes,
            }],
            None,
        )
        .unwrap()
    };
    let plan = Plan::new(&open(Side::Base, &paths[0]), &open(Side::Tuned, &paths[1])).unwrap();
    assert_eq!(plan.matrices.len(), 96);
    let matrix = plan
        .matrices
        .iter()
        .find(|matrix| matrix.parameter.rows == 64)
        .unwrap();
    let mut work = Work::new(matrix, Aim::Spectrum).unwrap();
    let mut bytes_read = 0;
    while let Some(ranges) = work.wants() {
        let pieces: Vec<Vec<u8>> = ranges
            .iter()
            .zip([(&paths[0], 0), (&paths[1], plan.tuned_begins)])
            .map(|(range, (path, begins))| {
                read(path, range.start - begins, range.end - range.start)
            })
            .collect();
        bytes_read += pieces.iter().map(Vec::len).sum::<usize>();
        work.take(&pieces).unwrap();
    }
    let analysis = work.finish(&mut |_| ()).unwrap().analysis;
    assert!(analysis.is_equal_to_the_bit && analysis.changed == 0);
    assert_eq!(bytes_read, 2 * 4 * 64 * 64);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

/// A checkpoint of a small matrix, and of one of a gigabyte that takes no place on the disk.
#[cfg(target_os = "linux")]
fn with_large(path: &str, number: f32) {
    const SIDE: u64 = 1 << 14;
    let large = 4 * SIDE * SIDE;
    let header = json!({
        "layers.0.large.weight": {"dtype": "F32", "shape": [SIDE, SIDE], "data_offsets": [16, 16 + large]},
        "layers.0.small.weight": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
    });
    let header = header.to_string();
    let mut file = File::create(path).unwrap();
    file.write_all(&(header.len() as u64).to_le_bytes())
        .unwrap();
    file.write_all(header.as_bytes()).unwrap();
    let numbers = [number, 0.0, 0.0, 1.0].map(f32::to_le_bytes);
    file.write_all(&numbers.concat()).unwrap();
    file.set_len(8 + header.len() as u64 + 16 + large).unwrap();
}

/// As much memory as is allowed: less than the large matrix needs.
#[cfg(target_os = "linux")]
#[test]
fn a_matrix_for_which_there_is_no_memory_is_told_and_the_rest_is_analysed() {
    let folder = Folder::new("memory");
    let [base, tuned] = ["base", "tuned"].map(|name| folder.join(&format!("{name}.safetensors")));
    with_large(&base, 1.0);
    with_large(&tuned, 1.5);
    let program = env!("CARGO_BIN_EXE_rankscope");
    let output = Command::new("sh")
        .args(["-c", "ulimit -v 1000000 && exec \"$@\"", "sh", program])
        .args(["delta", &base, &tuned, "--json"])
        .output()
        .unwrap();
    let (code, out, err) = text(&output);
    assert_eq!(code, Some(0), "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["layers"].as_array().unwrap().len(), 1);
    assert_eq!(report["layers"][0]["layer"], "layers.0.small");
    assert_eq!(report["layers"][0]["frobenius"], 0.5);
    let failed = &report["failed"][0];
    assert_eq!(failed["layer"], "layers.0.large");
    assert_eq!(
        failed["error"],
        "there is no memory for its 1073741824 bytes"
    );
    assert!(failed["advice"].as_str().unwrap().contains("memory"));
}
