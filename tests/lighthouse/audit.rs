//! Lighthouse's verdict on the built page, as a host serves it.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::host::Host;

/// The arguments for Chromium, which the in-browser tests have too.
const CAPABILITIES: &str = include_str!("../browser/webdriver.json");

/// The categories, as Lighthouse calls them, and the least score of each.
pub(crate) const LEAST: [(&str, u32); 4] = [
    ("performance", 98),
    ("accessibility", 100),
    ("best-practices", 100),
    ("seo", 100),
];

/// The category that is a time, and so shifts with whatever else the machine does: on a busy one a
/// phone's visit scores from 86 to 99. It is asserted where the machine is asked to be quiet.
pub(crate) const TIMED: &str = "performance";

/// Whose visit is simulated: Lighthouse's own settings for each.
pub(crate) const VISITORS: [(&str, &str); 2] = [
    ("desktop", "--preset=desktop"),
    ("mobile", "--form-factor=mobile"),
];

/// One run: the score of each category, of 100, and what cost points.
pub(crate) struct Verdict {
    pub(crate) scores: BTreeMap<&'static str, u32>,
    pub(crate) complaints: Vec<String>,
}

/// Visits the page at `query`, as one of [`VISITORS`], and judges it in these categories.
pub(crate) async fn visit(
    host: &Host,
    query: &str,
    visitor: &str,
    categories: &[&'static str],
) -> Verdict {
    let program = std::env::var("LIGHTHOUSE").unwrap_or_else(|_| "lighthouse".into());
    let mut command = Command::new(&program);
    command
        .arg(host.at(query))
        .args([visitor, "--output=json", "--output-path=stdout", "--quiet"])
        .arg("--no-enable-error-reporting")
        .arg(format!("--only-categories={}", categories.join(",")))
        .arg(format!("--chrome-flags={}", chromium_flags()))
        .stderr(Stdio::inherit());
    if let Ok(browser) = std::env::var("CHROME") {
        command.env("CHROME_PATH", browser);
    }
    let run = tokio::task::spawn_blocking(move || command.output());
    let output = run.await.unwrap().unwrap_or_else(|error| {
        panic!("{program}: {error}. scripts/lighthouse.sh finds or installs it")
    });
    assert!(output.status.success(), "{program}: {}", output.status);
    read(&serde_json::from_slice(&output.stdout).unwrap(), categories)
}

fn read(report: &Value, categories: &[&'static str]) -> Verdict {
    assert!(
        report["runtimeError"].is_null(),
        "{}",
        report["runtimeError"]["message"]
    );
    let mut verdict = Verdict {
        scores: BTreeMap::new(),
        complaints: Vec::new(),
    };
    for &category in categories {
        let found = &report["categories"][category];
        let score = found["score"].as_f64().unwrap();
        let whole = (100.0 * score).round() as u32;
        verdict.scores.insert(category, whole);
        for part in found["auditRefs"].as_array().unwrap() {
            let audit = &report["audits"][part["id"].as_str().unwrap()];
            let counts = part["weight"].as_f64() > Some(0.0);
            if counts && audit["score"].as_f64().is_some_and(|score| score < 1.0) {
                let shown = audit["displayValue"].as_str().unwrap_or_default();
                let title = audit["title"].as_str().unwrap_or_default();
                verdict.complaints.push(format!("{title} {shown}"));
                verdict.complaints.extend(culprits(audit));
            }
        }
    }
    verdict
}

/// What an audit found fault with: the elements as they are written, or the texts of links.
fn culprits(audit: &Value) -> Vec<String> {
    let items = audit["details"]["items"].as_array();
    let found = items.into_iter().flatten();
    let said = found.filter_map(|item| {
        let snippet = item["node"]["snippet"].as_str();
        snippet.or_else(|| item["text"].as_str())
    });
    said.map(|said| format!("    {said}")).collect()
}

fn chromium_flags() -> String {
    let capabilities: Value = serde_json::from_str(CAPABILITIES).unwrap();
    let flags = capabilities["goog:chromeOptions"]["args"]
        .as_array()
        .unwrap();
    // Lighthouse sets the window itself.
    let flags = flags.iter().filter_map(Value::as_str);
    let flags: Vec<_> = flags
        .filter(|flag| !flag.starts_with("--window-size"))
        .collect();
    flags.join(" ")
}

/// The middle one.
pub(crate) fn median(mut scores: Vec<u32>) -> u32 {
    scores.sort_unstable();
    scores[scores.len() / 2]
}
