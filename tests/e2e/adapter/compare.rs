//! A second adapter beside the first: NumPy's numbers, plain verdicts, and a first that nothing happens to.

use std::path::Path;

use serde_json::{Value, json};

use super::{Made, config, layers, open, reads, ready, weights};
use crate::harness::{Page, browse};

const TOLERANCE: f64 = 1e-6;

/// Picks files for the place beside the first, and waits until every pair is compared.
async fn opens_beside(page: &Page, files: &[&Path]) {
    page.sees("#adapter-beside", "Beside another adapter").await;
    page.picks("#adapter-compare", files).await;
    compared(page).await;
}

async fn compared(page: &Page) {
    let ready = "return document.querySelector('#adapter-beside')?.dataset.compare === 'ready';";
    page.waits_until("every pair to be compared", ready).await;
}

/// An attribute of a cell, as a number; none where it is empty.
async fn cell(page: &Page, layer: &str, column: &str, attribute: &str) -> Option<f64> {
    let cell = format!("#table-compare tr[data-layer='{layer}'] td[data-column='{column}']");
    let script = "return document.querySelector(arguments[0])?.dataset[arguments[1]];";
    let look = async || {
        let value = page
            .script(script, vec![json!(cell), json!(attribute)])
            .await;
        value.as_str().map(ToOwned::to_owned)
    };
    let value = page.wait_for(&format!("{column} of {layer}"), look).await;
    value.parse().ok()
}

/// What NumPy has of the first two adapters, by layer.
fn numpy() -> serde_json::Map<String, Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/compare.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(all[0]["adapters"], json!(["style_r8_std", "facts_r8_std"]));
    all[0]["layers"].as_object().unwrap().clone()
}

fn mean(angles: &Value) -> f64 {
    let angles: Vec<f64> = serde_json::from_value(angles.clone()).unwrap();
    (angles.iter().sum::<f64>() / angles.len() as f64).to_degrees()
}

#[test]
fn every_number_of_the_table_is_numpys() {
    browse(async |page| {
        open(page, "").await;
        let facts = "facts_r8_std";
        opens_beside(page, &[&weights(facts), &config(facts)]).await;
        for (layer, theirs) in numpy() {
            let number = |name: &str| theirs[name].as_f64().unwrap();
            let shared: Vec<f64> = serde_json::from_value(theirs["shared"].clone()).unwrap();
            let sum = &theirs["sums"][0];
            let expected = [
                ("cosine", number("cosine")),
                ("angle_rows", mean(&theirs["angle_rows"])),
                ("angle_columns", mean(&theirs["angle_columns"])),
                ("shared_energy", f64::midpoint(shared[0], shared[1])),
                ("norm_ratio", number("norm_ratio")),
                ("rank_of_sum", sum["rank_99"].as_f64().unwrap()),
            ];
            for (column, theirs) in expected {
                let ours = cell(page, &layer, column, "value").await.unwrap();
                let apart = (ours - theirs).abs();
                assert!(
                    apart <= TOLERANCE * theirs.abs().max(1.0),
                    "{layer} {column}: {ours}, not {theirs}"
                );
            }
            let least = cell(page, &layer, "rank_of_sum", "least").await;
            assert_eq!(least, sum["rank_90"].as_f64());
            let most = cell(page, &layer, "rank_of_sum", "most").await;
            assert_eq!(most, Some(sum["values"].as_array().unwrap().len() as f64));
        }
        page.sees("#compare-verdict", "neither agree nor oppose")
            .await;
        page.sees("#compare-apart", "it also holds B₁A₂ and B₂A₁")
            .await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn the_same_adapter_at_half_the_scale_is_called_that() {
    browse(async |page| {
        open(page, "").await;
        let style = "style_r8_std";
        let text = std::fs::read_to_string(config(style)).unwrap();
        let mut halved: Value = serde_json::from_str(&text).unwrap();
        halved["lora_alpha"] = json!(halved["lora_alpha"].as_f64().unwrap() / 2.0);
        let halved = Made::of("adapter_config.json", halved.to_string().as_bytes());
        opens_beside(page, &[&weights(style), &halved]).await;
        page.sees(
            "#compare-verdict",
            "They are the same adapter at half the scale.",
        )
        .await;
        let layer = &layers(page).await[0];
        assert_eq!(cell(page, layer, "norm_ratio", "value").await, Some(0.5));
        assert!(cell(page, layer, "angle_rows", "most").await.unwrap() < 1e-5);
    });
}

#[test]
fn weights_are_in_the_link_and_what_cancels_needs_no_rank() {
    browse(async |page| {
        open(page, "&merge_second=-1").await;
        let style = "style_r8_std";
        opens_beside(page, &[&weights(style), &config(style)]).await;
        page.sees("#compare-verdict", "They are the same adapter.")
            .await;
        let layer = layers(page).await[0].clone();
        assert_eq!(cell(page, &layer, "rank_of_sum", "value").await, Some(0.0));
        page.script(
            "const field = document.querySelector('#field-merge_second');
            field.value = '0.5';
            field.dispatchEvent(new Event('change', { bubbles: true }));",
            vec![],
        )
        .await;
        page.waits_until(
            "the link",
            "return new URLSearchParams(location.search).get('merge_second') === '0.5';",
        )
        .await;
        compared(page).await;
        let rank = cell(page, &layer, "rank_of_sum", "most").await;
        assert_eq!(rank, Some(8.0));
    });
}

#[test]
fn a_second_that_cannot_be_read_leaves_the_first_and_what_was_compared() {
    browse(async |page| {
        open(page, "").await;
        let layer = layers(page).await[0].clone();
        let norm = reads(page, &layer, "frobenius").await;
        let facts = "facts_r8_std";
        opens_beside(page, &[&weights(facts), &config(facts)]).await;
        let cosine = cell(page, &layer, "cosine", "value").await;
        page.picks("#adapter-compare", &[&weights("declined_checkpoint")])
            .await;
        page.sees("#compare-problems", "full checkpoint").await;
        assert_eq!(page.text("#adapter-problems").await, "");
        compared(page).await;
        assert_eq!(cell(page, &layer, "cosine", "value").await, cosine);
        assert_eq!(reads(page, &layer, "frobenius").await, norm);
    });
}

#[test]
fn adapters_of_different_models_are_told() {
    browse(async |page| {
        open(page, "").await;
        opens_beside(page, &[&weights("kohya")]).await;
        page.sees("#compare-verdict", "adapters of different models")
            .await;
        page.sees("#compare-unpaired", "only in the first").await;
    });
}

#[test]
fn of_two_adapters_inside_the_second_file_one_is_chosen_and_it_is_closed() {
    browse(async |page| {
        open(page, "").await;
        let case = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/wild/cases/two_adapters_one_file");
        let (file, config) = (
            case.join("adapters.safetensors"),
            case.join("adapter_config.json"),
        );
        page.picks("#adapter-files", &[&file, &config]).await;
        page.sees("#adapter-inside [aria-pressed=true]", "").await;
        ready(page).await;
        opens_beside(page, &[&file, &config]).await;
        page.sees("#compare-verdict", "They are the same adapter.")
            .await;
        page.click("#compare-inside button:nth-of-type(2)").await;
        let other = "return document.querySelector('#compare-inside button:nth-of-type(2)')?.ariaPressed === 'true';";
        page.waits_until("the other adapter", other).await;
        compared(page).await;
        page.sees("#compare-verdict", "The cosine of all layers")
            .await;
        let first = layers(page).await;
        page.click("#compare-close").await;
        let closed = "return document.querySelector('#adapter-beside').dataset.compare === 'nothing' \
                      && !document.querySelector('#table-compare') && !document.querySelector('#compare-close');";
        page.waits_until("nothing beside the first", closed).await;
        assert_eq!(layers(page).await, first);
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_second_without_its_scale_asks_for_its_config() {
    browse(async |page| {
        open(page, "").await;
        let style = "style_r8_std";
        opens_beside(page, &[&weights(style)]).await;
        page.sees("#compare-ask", "γ = 1 is taken").await;
        page.picks("#adapter-compare", &[&config(style)]).await;
        let gone = "return !document.querySelector('#compare-ask');";
        page.waits_until("the scale to be known", gone).await;
        page.sees("#compare-verdict", "They are the same adapter.")
            .await;
    });
}

#[test]
fn configs_of_different_base_models_are_pointed_out() {
    browse(async |page| {
        open(page, "").await;
        let of = |name: &str, model: &str| {
            let text = std::fs::read_to_string(config(name)).unwrap();
            let mut fields: Value = serde_json::from_str(&text).unwrap();
            fields["base_model_name_or_path"] = json!(model);
            Made::of("adapter_config.json", fields.to_string().as_bytes())
        };
        let (style, facts) = ("style_r8_std", "facts_r8_std");
        let (one, other) = (of(style, "org/one"), of(facts, "org/another"));
        page.picks("#adapter-files", &[&weights(style), &one]).await;
        ready(page).await;
        opens_beside(page, &[&weights(facts), &other]).await;
        page.sees("#compare-bases", "org/one and org/another").await;
        let same = of(facts, "/models/one");
        opens_beside(page, &[&weights(facts), &same]).await;
        let gone = "return !document.querySelector('#compare-bases');";
        page.waits_until("no warning", gone).await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
