use rankscope_adapter::FileKind;

use super::super::opening::LARGEST_CONFIG;
use super::super::plan::{Plan, looks_at};
use super::*;

/// The plan of files of these names and contents.
fn plan(files: &[(&str, &[u8])]) -> Plan {
    let picked: Vec<PickedFile> = files
        .iter()
        .map(|(path, bytes)| PickedFile {
            path: (*path).to_owned(),
            bytes: bytes.len() as u64,
        })
        .collect();
    let alone = files.len() == 1;
    let looked_at: Vec<LookedAt> = files
        .iter()
        .enumerate()
        .filter(|(file, _)| looks_at(&picked[*file], alone) != Look::Not)
        .map(|(file, (_, bytes))| LookedAt {
            file,
            bytes: Some(bytes.to_vec()),
        })
        .collect();
    Plan::of(&picked, &looked_at)
}

const CONFIG: &[u8] = br#"{"peft_type": "LORA", "r": 8}"#;
const INDEX: &[u8] = br#"{"weight_map": {"a": "m-00001-of-00002.safetensors", "b": "m-00002-of-00002.safetensors"}}"#;

#[test]
fn a_checkpoint_folder_is_one_adapter_in_any_order() {
    let weights = safetensors();
    let mut files: Vec<(&str, &[u8])> = vec![
        ("c/adapter_config.json", CONFIG),
        ("c/adapter_model.safetensors", &weights),
        ("c/optimizer.pt", b"PK\x03\x04"),
        ("c/README.md", b"#"),
        ("c/special_tokens_map.json", b"{}"),
        ("c/tokenizer.json", b"{}"),
        ("c/trainer_state.json", b"{}"),
        ("c/vocab.json", b"{\"a\": 1}"),
    ];
    for _ in 0..files.len() {
        files.rotate_left(1);
        let plan = plan(&files);
        let name = |file: usize| files[file].0;
        let [adapter] = plan.adapters.as_slice() else {
            panic!("{:?}", plan.adapters);
        };
        assert_eq!(
            adapter
                .weights
                .iter()
                .map(|file| name(*file))
                .collect::<Vec<_>>(),
            ["c/adapter_model.safetensors"]
        );
        assert_eq!(adapter.config.map(name), Some("c/adapter_config.json"));
        assert_eq!((plan.left_aside.count, plan.problems.len()), (6, 0));
    }
}

/// mlx-lm keeps its checkpoints beside the last adapter; a trainer may keep the whole model there.
#[test]
fn other_adapters_beside_the_one_that_is_named_as_such_can_be_chosen() {
    let weights = safetensors();
    let plan = plan(&[
        ("c/0000100_adapters.safetensors", &weights),
        ("c/adapters.safetensors", &weights),
        ("c/model.safetensors", &weights),
        ("c/model-00001-of-00002.safetensors", &weights),
        ("c/model-00002-of-00002.safetensors", &weights),
        ("c/modelling.safetensors", &weights),
    ]);
    let names: Vec<&str> = plan.adapters.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "adapters.safetensors",
            "0000100_adapters.safetensors",
            "modelling.safetensors"
        ]
    );
    assert_eq!(plan.left_aside.count, 3);
}

#[test]
fn shards_are_one_adapter_in_their_order_with_or_without_an_index() {
    let weights = safetensors();
    let mut files: Vec<(&str, &[u8])> = vec![
        ("m-00002-of-00002.safetensors", &weights),
        ("m-00001-of-00002.safetensors", &weights),
        ("adapter_config.json", CONFIG),
    ];
    for _ in 0..2 {
        let plan = plan(&files);
        assert_eq!(plan.adapters.len(), 1);
        assert_eq!(plan.adapters[0].weights, [1, 0]);
        assert_eq!(
            (plan.adapters[0].config, plan.left_aside.count),
            (Some(2), 0)
        );
        files.push(("m.safetensors.index.json", INDEX));
    }
}

#[test]
fn shards_that_are_missing_are_named_and_a_path_in_an_index_leads_nowhere() {
    let weights = safetensors();
    let half: (&str, &[u8]) = ("m-00001-of-00002.safetensors", &weights);
    for index in [None, Some(INDEX), Some(&br#"{"weight_map": {"a": "m-00001-of-00002.safetensors", "b": "../m-00002-of-00002.safetensors"}}"#[..])] {
        let files: Vec<_> = std::iter::once(half).chain(index.map(|index| ("i.json", index))).collect();
        let plan = plan(&files);
        assert_eq!(plan.adapters[0].weights, [0]);
        assert!(plan.problems[0].what.contains("m-00002-of-00002"), "{:?}", plan.problems);
    }
    let alone = plan(&[("m.safetensors.index.json", INDEX)]);
    assert!(alone.adapters.is_empty() && alone.problems.len() == 1);
}

#[test]
fn shards_of_two_models_are_two_adapters() {
    let weights = safetensors();
    let names = [
        "a-00001-of-00002.safetensors",
        "a-00002-of-00002.safetensors",
        "b-00001-of-00002.safetensors",
        "b-00002-of-00002.safetensors",
    ];
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &*weights)).collect();
    let plan = plan(&files);
    assert_eq!(plan.adapters.len(), 2);
    assert!(plan.problems.is_empty());
}

#[test]
fn one_thing_is_said_of_many_files_that_are_none() {
    let files: Vec<(String, &[u8])> = (0..7)
        .map(|number| (format!("{number}.zip"), &b"PK\x03\x04"[..]))
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    assert_eq!(plan(&files).problems.len(), 1);
}

#[test]
fn ten_thousand_files_are_sorted_without_reading_them_all() {
    let mut session = AdapterSession::new(2);
    let files = (0..10_000).map(|number| PickedFile {
        path: format!("data/{number}.json"),
        bytes: 10,
    });
    let commands = session.handle(SessionEvent::Picked(files.collect()), 0.0);
    let Some(SessionCommand::LookAt { files, .. }) = commands.first() else {
        panic!("{commands:?}");
    };
    assert_eq!(files.len(), super::super::plan::MOST_LOOKED_AT);
}

#[test]
fn a_config_of_fifty_megabytes_is_not_read() {
    let file = PickedFile {
        path: "adapter_config.json".to_owned(),
        bytes: LARGEST_CONFIG + 1,
    };
    assert_eq!(looks_at(&file, true), Look::First);
    assert_eq!(looks_at(&file, false), Look::Not);
}

#[test]
fn what_is_no_adapter_is_called_by_its_name() {
    for (bytes, kind) in [
        (&b"PK\x03\x04"[..], FileKind::of(b"PK\x03\x04")),
        (b"<!DOCTYPE html><p>", FileKind::of(b"<!DOCTYPE html><p>")),
    ] {
        assert!(kind.is_some());
        let plan = plan(&[("adapter_model.safetensors", bytes)]);
        assert!(plan.adapters.is_empty());
        assert_eq!(plan.problems.len(), 1, "{:?}", plan.problems);
    }
}
