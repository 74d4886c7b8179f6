//! Files that are parts of one: by their names, and by the index that lists them.
//!
//! `model-00002-of-00003.safetensors` is the second of three; `….safetensors.index.json` holds, under
//! `weight_map`, the file of each tensor. Source: `save_pretrained` of transformers.

use std::collections::BTreeSet;

use serde_json::Value;

/// The stem, number and count of a shard's name.
pub fn shard(name: &str) -> Option<(&str, u32, u32)> {
    let number = |text: &str| -> Option<u32> {
        let digits = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse().ok() } else { None }
    };
    let (rest, _) = name.rsplit_once('.')?;
    let (rest, of) = rest.rsplit_once("-of-")?;
    let (stem, at) = rest.rsplit_once('-')?;
    Some((stem, number(at)?, number(of)?))
}

/// The files that an index lists; none where the bytes are no index.
pub fn listed_files(index: &[u8]) -> Option<BTreeSet<String>> {
    let value: Value = serde_json::from_slice(index).ok()?;
    let files = value.get("weight_map")?.as_object()?.values();
    files.map(|file| file.as_str().map(str::to_owned)).collect()
}

/// The files that the index lists, or that the names of the others announce, and that are not among them.
pub fn missing_shards(names: &[&str], index: Option<&[u8]>) -> Vec<String> {
    let mut expected: BTreeSet<String> = index.and_then(listed_files).unwrap_or_default();
    for name in names {
        if let Some((stem, _, of)) = shard(name) {
            // No checkpoint has so many; a name may say anything.
            let of = of.min(9999);
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let all = (1..=of).map(|at| format!("{stem}-{at:05}-of-{of:05}.{ending}"));
            expected.extend(all);
        }
    }
    let there = |name: &String| names.contains(&name.as_str());
    expected.into_iter().filter(|name| !there(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_told_by_its_name() {
        let first = shard("adapter_model-00001-of-00002.safetensors");
        assert_eq!(first, Some(("adapter_model", 1, 2)));
        for name in [
            "adapter_model.safetensors",
            "a-1-of-2.safetensors",
            "-of-00002.x",
            "00001-of-00002",
        ] {
            assert_eq!(shard(name), None, "{name}");
        }
    }

    #[test]
    fn an_index_lists_its_files_once_each() {
        let index = br#"{"weight_map": {"a": "x", "b": "y", "c": "x"}}"#;
        let files: Vec<String> = listed_files(index).unwrap().into_iter().collect();
        assert_eq!(files, ["x", "y"]);
        for other in [&b"{}"[..], b"[]", b"{\"weight_map\": {\"a\": 1}}", b"no"] {
            assert_eq!(listed_files(other), None);
        }
    }

    #[test]
    fn a_part_that_is_missing_is_known_by_the_index_and_by_the_names() {
        let index = br#"{"weight_map": {"a": "x.safetensors", "b": "y.safetensors"}}"#;
        assert_eq!(
            missing_shards(&["x.safetensors"], Some(index)),
            ["y.safetensors"]
        );
        let second = "model-00002-of-00003.safetensors";
        assert_eq!(
            missing_shards(&[second], None),
            [
                "model-00001-of-00003.safetensors",
                "model-00003-of-00003.safetensors"
            ]
        );
        assert!(missing_shards(&["model.safetensors"], None).is_empty());
    }
}
