//! Crates know only what stands below them, and only `ui` and the two binaries know a browser: held
//! over what Cargo says of the manifests.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect"
)]

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// What each crate of `src/` may use of the others.
const BELOW: [(&str, &[&str]); 10] = [
    ("params", &[]),
    ("sim", &["params"]),
    ("adapter", &["params", "sim"]),
    ("cli", &["params", "adapter"]),
    ("lesson", &["params", "sim"]),
    ("engine", &["params", "sim", "adapter", "lesson"]),
    ("chart", &["params", "sim", "adapter", "lesson"]),
    (
        "app",
        &["params", "sim", "adapter", "lesson", "engine", "chart"],
    ),
    (
        "ui",
        &[
            "params", "sim", "adapter", "lesson", "engine", "chart", "app",
        ],
    ),
    ("bundle", &["params", "sim", "engine", "chart", "app"]),
];

/// Crates that are there in a browser only, by the beginnings of their names.
const BROWSER: [&str; 7] = [
    "yew",
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "gloo",
    "plotters-canvas",
    "console_error_panic_hook",
];

/// The dependencies of each package of the workspace, without those of its tests.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = |of: &Value| of["name"].as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let all = package["dependencies"].as_array().unwrap().iter();
            let linked = all.filter(|dependency| dependency["kind"] != "dev");
            (name(package), linked.map(name).collect())
        })
        .collect()
}

#[test]
fn arrows_run_down_only() {
    let dependencies = dependencies();
    assert_eq!(
        dependencies.len(),
        BELOW.len() + 1,
        "a crate without a rule"
    );
    for (of, below) in BELOW {
        for used in &dependencies[&format!("rankscope-{of}")] {
            if let Some(used) = used.strip_prefix("rankscope-") {
                assert!(below.contains(&used), "{of} must not know {used}");
            }
        }
    }
}

#[test]
fn only_the_page_knows_a_browser() {
    for (package, dependencies) in dependencies() {
        if ["rankscope", "rankscope-ui"].contains(&&*package) {
            continue;
        }
        for used in dependencies {
            let browser = BROWSER.iter().find(|name| used.starts_with(*name));
            assert_eq!(browser, None, "{package} depends on {used}");
        }
    }
}

#[test]
fn the_citation_is_of_this_version() {
    let said = format!("version: {}", env!("CARGO_PKG_VERSION"));
    let citation = include_str!("../CITATION.cff");
    assert!(citation.lines().any(|line| line == said), "{said}");
}
