//! What the page says is what PEFT holds and NumPy measures.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{config, fixture, open, opens, reads, ready, weights};
use crate::harness::{Page, browse};

/// Relative to the oracle's value: both are float64, by other roads.
const TOLERANCE: f64 = 1e-6;

/// The page's columns, and what the oracle calls them.
const COLUMNS: [(&str, &str); 8] = [
    ("gamma", "gamma"),
    ("rank", "r"),
    ("frobenius", "fro"),
    ("stable_rank", "stable_rank"),
    ("entropy_rank", "entropy_rank"),
    ("rank_peft", "peft_energy_0.9"),
    ("rank_sv_fro", "kohya_sv_fro_0.9"),
    ("rank_sv_cumulative", "kohya_sv_cumulative_0.9"),
];

fn expected(adapter: &str) -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(fixture(adapter, "expected.json"));
    let fixtures = format!(
        "{}/tests/fixtures/adapters/{adapter}/expected.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = text.or_else(|_| std::fs::read_to_string(fixtures)).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    serde_json::from_value(all["layers"].clone()).unwrap()
}

fn near(ours: f64, theirs: f64, what: &str) {
    let error = (ours - theirs).abs() / theirs.abs();
    assert!(error <= TOLERANCE, "{what}: {ours}, not {theirs}");
}

async fn reads_as_expected(page: &Page, adapter: &str) {
    let layers = expected(adapter);
    assert!(!layers.is_empty());
    for (layer, numbers) in &layers {
        let number = |name: &str| numbers[name].as_f64().unwrap();
        for (column, name) in COLUMNS {
            let what = format!("{adapter}, {layer}, {column}");
            near(reads(page, layer, column).await, number(name), &what);
        }
        let ratio = reads(page, layer, "rank_sv_ratio").await;
        assert_eq!(ratio, number("kohya_sv_ratio_10"), "{layer}");
        let first = numbers["sigma"][0].as_f64().unwrap();
        near(reads(page, layer, "sigma_max").await, first, layer);
        let ignoring = number("alpha") / number("r");
        near(
            reads(page, layer, "gamma_ignoring_rslora").await,
            ignoring,
            layer,
        );
    }
    assert_eq!(super::layers(page).await.len(), layers.len());
}

#[test]
fn the_first_sample_is_there_unasked_and_as_peft_and_numpy_have_it() {
    browse(async |page| {
        open(page, "").await;
        reads_as_expected(page, "style_r8_std").await;
        let headline = page.headline().await;
        assert!(headline.contains("effective rank 3.7"), "{headline}");
        page.sees("#adapter", "14 layers").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

const OPEN_MENU: &str = "document.querySelector('#adapter-open').open = true;";

#[test]
fn each_other_sample_is_a_click_away_and_as_peft_and_numpy_have_it() {
    browse(async |page| {
        open(page, "").await;
        let mut bytes = 0;
        for (adapter, named) in [
            ("facts_r8_std", "facts, rank 8"),
            ("facts_r64_rslora", "rsLoRA of rank 64"),
            ("facts_pattern_rslora_bf16", "rsLoRA with patterns"),
            ("facts_r1", "facts, rank 1"),
            ("style_r8_std", "a style"),
        ] {
            page.script(OPEN_MENU, vec![]).await;
            page.click(&format!("#sample-{adapter}")).await;
            let closed = "return !document.querySelector('#adapter-open').open;";
            page.waits_until("the menu to close", closed).await;
            page.sees("#adapter-file", named).await;
            ready(page).await;
            // Of 210 layers the table holds those in sight: tests/adapter holds their numbers.
            if adapter != "facts_r1" {
                reads_as_expected(page, adapter).await;
            }
            bytes += std::fs::metadata(weights(adapter)).unwrap().len();
            if adapter.contains("rslora") {
                page.sees("#adapter-gamma", "ignores use_rslora applies γ =")
                    .await;
            }
        }
        let size = format!("{:.2} MB", bytes as f64 / 1e6);
        page.script(OPEN_MENU, vec![]).await;
        page.sees("#adapter-samples-size", &size).await;
    });
}

#[test]
fn a_file_of_the_readers_is_as_peft_and_numpy_have_it() {
    browse(async |page| {
        open(page, "").await;
        let adapter = "facts_r64_rslora";
        let layer = expected(adapter).into_keys().next().unwrap();
        opens(page, &[&weights(adapter), &config(adapter)], &layer).await;
        page.sees("#adapter-file", "adapter_model.safetensors")
            .await;
        reads_as_expected(page, adapter).await;
        assert_eq!(page.text("#adapter-problems").await, "");
        assert_eq!(page.text("#adapter-ask").await, "");
    });
}
