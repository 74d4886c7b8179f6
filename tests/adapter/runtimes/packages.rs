//! The scales that the runtimes' own packages give, by `tests/fixtures/runtimes.py`.

use std::collections::HashSet;

use rankscope_adapter::runtimes::{Confidence, Kind, RUNTIMES, Runtime};
use serde::Deserialize;
use serde_json::Value;

use super::{Pair, config, judged};
use crate::file::Builder;

/// How far γ may be from the package's, relative to it: the last bits of a square root.
const RELATIVE: f64 = 1e-12;

#[derive(Deserialize)]
struct Case {
    name: String,
    names: String,
    config: Option<Value>,
    layers: Vec<Pair>,
    runtimes: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    runtime: String,
    declared: String,
    how: String,
    gamma: Option<Vec<f64>>,
    #[serde(default)]
    refused: bool,
}

fn cases() -> Vec<Case> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/runtimes.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn each_runtime_applies_the_scale_that_its_own_code_gives() {
    let cases = cases();
    assert!(cases.len() >= 15);
    let mut ran = 0;
    for case in &cases {
        let file = case
            .layers
            .iter()
            .fold(Builder::default(), |builder, pair| {
                pair.added(builder, &case.names)
            });
        let file = file.file();
        let config = case.config.as_ref().map(|value| config(&value.to_string()));
        for found in &case.runtimes {
            let label = format!("{}: {} {}", case.name, found.runtime, found.declared);
            let declared = |runtime: &&Runtime| {
                runtime.id == found.runtime && runtime.versions == found.declared
            };
            let runtime = RUNTIMES
                .iter()
                .find(declared)
                .unwrap_or_else(|| panic!("{label}"));
            let (verdict, paths, group_of) =
                judged(&file, config.as_ref(), |adapter| runtime.verdict(adapter));
            ran += usize::from(found.how == "ran");
            if found.refused {
                assert_eq!(verdict.kind, Kind::Refuses, "{label}: {verdict:?}");
                continue;
            }
            assert!(!verdict.groups.is_empty(), "{label}: {}", verdict.reason);
            let gammas = found.gamma.as_ref().unwrap();
            for (path, group) in paths.iter().zip(group_of) {
                let applied = verdict.groups[group];
                let at = case.layers.iter().position(|pair| *path == pair.path);
                let expected = gammas[at.unwrap_or_else(|| panic!("{label}: {path}"))];
                let gamma = applied
                    .gamma
                    .unwrap_or_else(|| panic!("{label}: {path} has no γ"));
                let gap = (gamma - expected).abs();
                assert!(
                    gap <= RELATIVE * expected.abs(),
                    "{label}: {path}: {gamma}, not {expected}"
                );
            }
        }
    }
    assert!(ran >= 150, "{ran}");
}

#[test]
fn only_what_was_run_is_called_so() {
    let cases = cases();
    let found = cases.iter().flat_map(|case| &case.runtimes);
    let ran: HashSet<(&str, &str)> = found
        .filter(|found| found.how == "ran")
        .map(|found| (&*found.runtime, &*found.declared))
        .collect();
    for runtime in RUNTIMES
        .iter()
        .filter(|runtime| runtime.confidence == Confidence::Ran)
    {
        let declared = (runtime.id, runtime.versions);
        assert!(ran.contains(&declared), "{declared:?}");
    }
}
