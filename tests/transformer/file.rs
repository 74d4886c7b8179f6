//! `static/transformer.json` against `results.json`: derived here in Rust, and by the script itself
//! wherever there is a Python.

use std::process::Command;

use rankscope_params::{Choice, Transformer as Shown, TransformerRate};
use rankscope_sim::transformer::{Transformer, VERSION};
use serde_json::{Value, json};

use crate::results::{Of, RANKS, Results, SEEDS, STEPS, TASKS, measure, number};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/static/transformer.json");
const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/experiments/real-finetune/compact.py"
);

pub(crate) fn text() -> String {
    std::fs::read_to_string(FILE).unwrap()
}

pub(crate) fn measured() -> Transformer {
    Transformer::from_json(&text()).unwrap()
}

/// Nine significant digits.
fn short(value: f64) -> Value {
    json!(format!("{value:.8e}").parse::<f64>().unwrap())
}

fn full(results: &Results, task: &str, seed: u64) -> Value {
    let run = results.full(task, seed);
    let checkpoint = |step: &usize| {
        let layers = run["stats"][step.to_string()].as_object().unwrap();
        let energy = |layer: &Value| RANKS.map(|rank| short(number(&layer["E"][rank.to_string()])));
        json!({
            "step": step,
            "energy": layers.values().map(energy).collect::<Vec<_>>(),
            "rank90": layers.values().map(|layer| layer["rank90"].clone()).collect::<Vec<_>>(),
        })
    };
    let cut = |(rank, evaluation): (&String, &Value)| {
        let accuracy = short(number(&evaluation[measure(task)]["attr_acc"]));
        json!({ "rank": rank.parse::<usize>().unwrap(), "accuracy": accuracy })
    };
    let truncated = run["truncated"].as_object().unwrap().iter().map(cut);
    json!({
        "task": task,
        "seed": seed,
        "checkpoints": STEPS.iter().map(checkpoint).collect::<Vec<_>>(),
        "truncated": truncated.collect::<Vec<_>>(),
    })
}

/// Every adapter that has one of the page's rates, by what makes it.
fn adapters(results: &Results) -> Vec<Value> {
    let mut adapters = Vec::new();
    for task in TASKS {
        for rate in TransformerRate::ALL {
            for scaling in ["lora", "rslora"] {
                for seed in SEEDS {
                    for rank in RANKS {
                        for steps in [500, 2000] {
                            let of = Of {
                                task,
                                scaling,
                                seed,
                                rank,
                                rate: rate.name(),
                                steps,
                            };
                            let Some(run) = results.lora(of) else {
                                continue;
                            };
                            assert_eq!(number(&run["lr"]), rate.rate());
                            adapters.push(json!({
                                "task": task,
                                "seed": seed,
                                "scaling": scaling,
                                "rate": rate.rate(),
                                "steps": steps,
                                "rank": rank,
                                "accuracy": short(results.accuracy(of).unwrap()),
                                "gradient": short(results.gradient(of).unwrap()),
                                "entropy_rank": short(results.entropy_rank(of).unwrap()),
                            }));
                        }
                    }
                }
            }
        }
    }
    adapters
}

#[test]
fn the_file_is_what_the_results_hold() {
    let results = Results::read();
    let shown: Value = serde_json::from_str(&text()).unwrap();
    assert_eq!(shown["version"], VERSION);
    let fulls: Vec<Value> = TASKS
        .iter()
        .flat_map(|task| SEEDS.map(|seed| full(&results, task, seed)))
        .collect();
    assert_eq!(shown["full"], json!(fulls));
    assert_eq!(shown["lora"], json!(adapters(&results)));
    let all = &results.0;
    let first = results.full("style", 0);
    let layers = first["stats"]["30"].as_object().unwrap().keys();
    let layers: Vec<_> = layers
        .map(|layer| layer.strip_prefix("model.layers.").unwrap())
        .collect();
    let model = &all["model"];
    for (key, expected) in [
        ("seeds", json!(SEEDS)),
        ("ranks", json!(RANKS)),
        ("layers", json!(layers)),
        ("people", first["n_people"].clone()),
        (
            "facts_each",
            json!(all["templates"]["plain"].as_object().unwrap().len()),
        ),
        ("batch", first["bs"].clone()),
        ("alpha", all["lora"]["alpha"].clone()),
        ("full_rate", first["lr"].clone()),
        (
            "model",
            json!({
                "hidden": model["hidden"], "blocks": model["layers"], "heads": model["heads"],
                "intermediate": model["intermediate"], "vocabulary": all["vocab"],
            }),
        ),
        (
            "gaussian",
            json!([
                { "rows": 128, "columns": 128, "rank90": all["gaussian_null"]["128x128"]["rank90"] },
                { "rows": 512, "columns": 128, "rank90": all["gaussian_null"]["512x128"]["rank90"] },
            ]),
        ),
    ] {
        assert_eq!(shown[key], expected, "{key}");
    }
}

#[test]
fn the_file_is_what_its_script_writes() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let output = Command::new(&python).arg(SCRIPT).output();
    let output = output.unwrap_or_else(|error| panic!("{python}: {error}. Any Python 3 will do"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let written = String::from_utf8(output.stdout).unwrap();
    assert!(written == text(), "python {SCRIPT} > {FILE} writes it anew");
}

#[test]
fn the_steps_and_rates_on_offer_are_those_that_were_measured() {
    let measured = measured();
    let offered: Vec<usize> = Shown::ALL.iter().filter_map(|shown| shown.step()).collect();
    assert_eq!(offered, measured.steps());
    for rate in TransformerRate::ALL {
        assert_eq!(rate.name().parse(), Ok(rate.rate()));
    }
    assert!(measured.steps().contains(&measured.last_step()));
}
