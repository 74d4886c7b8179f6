//! The command, run as a reader runs it: what it prints, what it writes, how it ends.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

use serde_json::{Value, json};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn fixture(path: &str) -> String {
    format!("{ROOT}/tests/fixtures/{path}")
}

fn base() -> String {
    fixture("checkpoints/base.safetensors")
}

fn tuned() -> String {
    fixture("checkpoints/tuned.safetensors")
}

fn rankscope(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rankscope"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[track_caller]
fn json_of(arguments: &[&str]) -> Value {
    let (code, out, err) = text(&rankscope(arguments));
    assert_eq!(code, Some(0), "{err}");
    serde_json::from_str(&out).unwrap()
}

/// A folder of this test alone, gone when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("rankscope-{name}-{}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn join(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn delta_prints_a_table_a_sentence_and_what_else_to_know() {
    let (code, out, err) = text(&rankscope(&["delta", &base(), &tuned()]));
    assert_eq!(code, Some(0), "{err}");
    let head = out.lines().next().unwrap();
    for column in [
        "layer",
        "frobenius",
        "relative",
        "sigma_max",
        "rank_90",
        "energy_64",
        "floor",
    ] {
        assert!(head.contains(column), "{head}");
    }
    assert!(out.contains("of the change sits in"), "{out}");
    assert!(
        out.contains("lm_head.weight is in the base checkpoint alone"),
        "{out}"
    );
    assert_eq!(err, "");
}

#[test]
fn deltas_report_holds_numpys_numbers() {
    let report = json_of(&["delta", &base(), &tuned(), "--json", "--threads", "1"]);
    let numpy = std::fs::read_to_string(fixture("checkpoints.json")).unwrap();
    let numpy: Value = serde_json::from_str(&numpy).unwrap();
    assert_eq!(
        (report["format"].as_str(), report["version"].as_u64()),
        (Some("rankscope delta"), Some(1))
    );
    let layers = report["layers"].as_array().unwrap();
    assert_eq!(layers.len(), numpy.as_object().unwrap().len());
    for layer in layers {
        let theirs = &numpy[layer["layer"].as_str().unwrap()];
        let (ours, theirs) = (
            layer["frobenius"].as_f64().unwrap(),
            theirs["frobenius"].as_f64().unwrap(),
        );
        assert!((ours - theirs).abs() <= 1e-9 * theirs.max(1e-3), "{layer}");
    }
}

#[test]
fn delta_writes_a_lora_that_opens_as_one() {
    let folder = Folder::new("lora");
    let out = folder.join("lora");
    let (code, said, err) = text(&rankscope(&[
        "delta",
        &base(),
        &tuned(),
        "--rank",
        "4",
        "--out",
        &out,
        "--base-name",
        "some/model",
    ]));
    assert_eq!(code, Some(0), "{err}");
    assert!(said.contains("energy_kept"), "{said}");
    for part in [
        "1 embedding that changed",
        "1 norm or bias that changed",
        "Cut from a full update",
    ] {
        assert!(err.contains(part), "{err}");
    }
    let mut files: Vec<String> = std::fs::read_dir(&out)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["adapter_config.json", "adapter_model.safetensors"]);
    let config: Value = serde_json::from_str(
        &std::fs::read_to_string(format!("{out}/adapter_config.json")).unwrap(),
    )
    .unwrap();
    assert_eq!(config["base_model_name_or_path"], "some/model");
    let adapter = json_of(&["adapter", &out, "--json"]);
    let layers = adapter["layers"].as_array().unwrap();
    assert!(
        layers.len() == 8
            && layers
                .iter()
                .all(|layer| layer["gamma"] == 1 && layer["rank"] == 4),
        "{adapter}"
    );
    let (code, said, _) = text(&rankscope(&["runtimes", &out, "--for", "peft,vllm"]));
    assert_eq!(code, Some(0), "{said}");
    // What is there is not overwritten.
    let (code, _, err) = text(&rankscope(&[
        "delta",
        &base(),
        &tuned(),
        "--rank",
        "4",
        "--out",
        &out,
    ]));
    assert_eq!(code, Some(2));
    assert!(err.contains("not empty"), "{err}");
}

#[test]
fn identical_checkpoints_are_said_to_be_and_nothing_is_extracted() {
    let (code, out, _) = text(&rankscope(&["delta", &base(), &base()]));
    assert_eq!(code, Some(0));
    assert!(out.contains("equal to the bit"), "{out}");
    let (code, _, err) = text(&rankscope(&["delta", &base(), &base(), "--rank", "2"]));
    assert_eq!(code, Some(2));
    assert!(
        err.contains("nothing that a LoRA could hold has changed"),
        "{err}"
    );
}

#[test]
fn runtimes_ends_with_one_where_a_named_one_would_not_run_it_as_trained() {
    let adapter = fixture("adapters/patterns");
    let named = |names: &str| text(&rankscope(&["runtimes", &adapter, "--for", names]));
    assert_eq!(named("vllm,peft").0, Some(0));
    let (code, out, _) = named("vllm,llama-cpp");
    assert_eq!(code, Some(1));
    assert!(out.contains("llama-cpp") && out.contains("strong"), "{out}");
    let (code, _, err) = named("nobody");
    assert_eq!(code, Some(2));
    assert!(
        err.contains("known are") && err.contains("llama-cpp"),
        "{err}"
    );
    // Without a name nothing is asked for.
    assert_eq!(rankscope(&["runtimes", &adapter]).status.code(), Some(0));
}

#[test]
fn an_adapter_is_shown_and_written_portable_and_resized() {
    let adapter = fixture("adapters/patterns");
    let (code, out, err) = text(&rankscope(&["adapter", &adapter]));
    assert_eq!(code, Some(0), "{err}");
    assert!(out.lines().next().unwrap().contains("gamma"), "{out}");
    let folder = Folder::new("written");
    for (name, arguments) in [
        ("portable", vec![]),
        ("resize", vec!["--rank", "2"]),
        ("resize", vec!["--rule", "sv_fro", "--keep", "0.8"]),
    ] {
        let to = folder.join(&format!("{name}{}", arguments.len()));
        let mut all = vec![name, &adapter, "--out", &to];
        all.extend(&arguments);
        let (code, out, err) = text(&rankscope(&all));
        assert_eq!(code, Some(0), "{name}: {out}{err}");
        let written = json_of(&["adapter", &to, "--json"]);
        let layers = written["layers"].as_array().unwrap();
        assert!(
            !layers.is_empty() && layers.iter().all(|layer| layer["gamma"] == 1),
            "{name}"
        );
    }
}

#[test]
fn what_is_wrong_ends_with_two_and_an_advice() {
    let folder = Folder::new("wrong");
    let text_file = folder.join("model.safetensors");
    std::fs::write(&text_file, "Entry not found").unwrap();
    let missing = folder.join("nowhere");
    let (base, tuned, adapter) = (base(), tuned(), fixture("adapters/patterns"));
    let weights = format!("{adapter}/adapter_model.safetensors");
    let resize = ["resize", &adapter, "--out", &missing];
    let cases: [(Vec<&str>, &str); 6] = [
        (
            vec!["delta", &text_file, &tuned],
            "the base checkpoint: this is text",
        ),
        (vec!["delta", &missing, &tuned], "cannot be read"),
        (vec!["delta", &base, &weights], "share no matrix"),
        (vec!["delta", &base], "TUNED"),
        ([&resize[..], &["--rank", "0"]].concat(), "a rank of 0"),
        (
            [&resize[..], &["--rule", "peft", "--keep", "2"]].concat(),
            "no share",
        ),
    ];
    for (arguments, expected) in cases {
        let (code, out, err) = text(&rankscope(&arguments));
        assert_eq!((code, &*out), (Some(2), ""), "{arguments:?}");
        assert!(err.contains(expected), "{arguments:?}: {err}");
    }
}

#[test]
fn a_checkpoint_in_parts_is_found_by_its_folder_its_index_and_a_part_of_it() {
    let folder = Folder::new("parts");
    let names = [
        "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
    ];
    for (name, tensor) in names.iter().zip(["model.a.weight", "model.b.weight"]) {
        std::fs::write(folder.join(name), small(tensor, 1.0)).unwrap();
    }
    let index = json!({"weight_map": {"model.a.weight": names[0], "model.b.weight": names[1]}});
    let other = Folder::new("other-parts");
    std::fs::write(
        other.join("model.safetensors"),
        small("model.a.weight", 2.0),
    )
    .unwrap();
    let layers = |path: &str| {
        let report = json_of(&["delta", path, &other.join("model.safetensors"), "--json"]);
        (
            report["layers"].as_array().unwrap().len(),
            report["remarks"].to_string(),
        )
    };
    assert_eq!(layers(&folder.join("")).0, 1);
    assert_eq!(layers(&folder.join(names[1])).0, 1);
    std::fs::write(
        folder.join("model.safetensors.index.json"),
        index.to_string(),
    )
    .unwrap();
    assert_eq!(layers(&folder.join("model.safetensors.index.json")).0, 1);
    std::fs::remove_file(folder.join(names[1])).unwrap();
    let (count, remarks) = layers(&folder.join(""));
    assert!(count == 1 && remarks.contains(names[1]), "{remarks}");
}

#[test]
fn an_index_that_lists_nothing_is_told_as_that() {
    let folder = Folder::new("broken-index");
    let index = folder.join("model.safetensors.index.json");
    for broken in ["{}", "no json", "{\"weight_map\": {\"a\": 1}}"] {
        std::fs::write(&index, broken).unwrap();
        let (code, _, err) = text(&rankscope(&["delta", &index, &index]));
        assert!(code == Some(2) && err.contains("lists no files"), "{err}");
    }
}

/// A file of one 2 × 2 matrix.
fn small(name: &str, number: f32) -> Vec<u8> {
    let header =
        json!({ name: {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]} }).to_string();
    let numbers = [number, 0.0, 0.0, 1.0]
        .into_iter()
        .flat_map(f32::to_le_bytes);
    let length = (header.len() as u64).to_le_bytes();
    length
        .into_iter()
        .chain(header.into_bytes())
        .chain(numbers)
        .collect()
}

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
