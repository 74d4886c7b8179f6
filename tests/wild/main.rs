//! Adapters as people have them, opened as a reader opens them: picked files in, layers, numbers and words
//! out. The cases lie in `tests/fixtures/wild/cases`, each with the script that made it and with what must come
//! out of it; the numbers are NumPy's, in float64.
#![cfg(not(target_arch = "wasm32"))]
// Stops at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod reader;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use reader::Reader;
use regex_lite::Regex;
use serde::Deserialize;

/// How far a number may be from NumPy's.
const RELATIVE: f64 = 1e-9;

/// What must come out of a case.
#[derive(Deserialize)]
struct Expected {
    want: String,
    open: Vec<Vec<String>>,
    layers: BTreeMap<String, BTreeMap<String, f64>>,
    must: Vec<String>,
    never: Vec<String>,
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wild/cases");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

#[test]
fn what_people_have_is_analysed_or_called_by_its_name() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() >= 29, "{}", cases.len());
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let expected = std::fs::read(case.join("expected.json")).unwrap();
        let expected: Expected = serde_json::from_slice(&expected).unwrap();
        let mut reader = Reader::default();
        for pick in &expected.open {
            reader.picks(&case, pick);
        }
        wrong.extend(
            complaints(&reader, &expected)
                .into_iter()
                .map(|what| format!("{name}: {what}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn complaints(reader: &Reader, expected: &Expected) -> Vec<String> {
    let mut wrong = Vec::new();
    let (rows, text) = (reader.rows(), reader.text());
    for (layer, numbers) in &expected.layers {
        let Some(row) = rows.get(layer) else {
            wrong.push(format!("{layer} is not shown; {text}"));
            continue;
        };
        for (column, numpy) in numbers {
            let ours = row.get(column.as_str()).copied().flatten();
            let near = ours.is_some_and(|ours| (ours - numpy).abs() <= RELATIVE * numpy.abs());
            if !near {
                wrong.push(format!("{layer} {column}: {ours:?}, NumPy has {numpy}"));
            }
        }
    }
    if expected.want == "analyse"
        && !expected.layers.is_empty()
        && rows.len() < expected.layers.len()
    {
        wrong.push(format!("{} layers", rows.len()));
    }
    if expected.want == "decline" && !rows.is_empty() {
        wrong.push("it should be declined".to_owned());
    }
    let found = |pattern: &String| {
        Regex::new(&format!("(?i){pattern}"))
            .unwrap()
            .is_match(&text)
    };
    wrong.extend(
        expected
            .must
            .iter()
            .filter(|must| !found(must))
            .map(|must| format!("“{must}” is not said: {text}")),
    );
    wrong.extend(
        expected
            .never
            .iter()
            .filter(|never| found(never))
            .map(|never| format!("“{never}” is said: {text}")),
    );
    wrong
}
