//! What PEFT said of the archives that it loaded is said of those that are written now.
//!
//! `tests/fixtures/save_peft.py` has PEFT load each, and notes its checksum. The factors of a portable adapter
//! are the source's, multiplied by γ, so its bytes are the same on every machine; a decomposition's are not.

use std::collections::BTreeMap;

use rankscope_adapter::save::Options;
use serde::Deserialize;

use super::file::File;
use super::save::config_of;
use super::saved::{save, single};

#[derive(Deserialize)]
struct Loaded {
    archives: BTreeMap<String, Archive>,
}

#[derive(Deserialize)]
struct Archive {
    crc: u32,
    layers: usize,
    largest_error: f64,
}

#[test]
fn the_archives_are_those_that_peft_loaded_with_the_same_updates() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/save_peft.json");
    let loaded: Loaded = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut portable = 0;
    for (name, archive) in &loaded.archives {
        assert!(archive.largest_error <= 1e-6, "{name}");
        let Some(adapter) = name.strip_suffix(".portable") else {
            continue;
        };
        let config = config_of(adapter);
        let saved = save(
            &File::of(adapter),
            config.as_ref(),
            &single(Options::PORTABLE),
        );
        let saved = saved.unwrap();
        assert_eq!(crc32fast::hash(&saved.bytes), archive.crc, "{name}");
        assert_eq!(saved.plan.jobs().len(), archive.layers, "{name}");
        portable += 1;
    }
    assert_eq!(portable, 7);
}
