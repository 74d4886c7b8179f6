//! Which files a path stands for, and what is said where they will not do.

use serde_json::json;

use crate::{Folder, base, fixture, json_of, rankscope, text, tuned};

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
