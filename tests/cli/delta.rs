//! `rankscope delta`: its table, its report, and the LoRA it writes.

use serde_json::Value;

use crate::{Folder, base, fixture, json_of, rankscope, text, tuned};

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
