//! The numbers of our own transformer in the literature, worked out from its results.

use serde_json::Value;

use crate::literature::{Literature, numbers};

/// Facts recalled by an adapter, or by a full update that is cut, in per cent with one decimal.
fn recalled(run: &Value) -> String {
    let share = run["eval"]["train"]["attr_acc"].as_f64().unwrap();
    format!("{:.1}", 100.0 * share)
}

#[test]
fn the_numbers_of_the_small_transformer_are_those_of_its_results() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/experiments/real-finetune/results.json"
    );
    let results: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let runs = &results["runs"];
    let literature = Literature::read();
    let known = numbers(&literature.section("tiny").unwrap().shown());
    let adapters = [
        "lora_facts_s0_r64_std_adamw_0.001",
        "lora_facts_s1_r64_std_adamw_0.001",
        "lora_facts_s0_r64_rs_adamw_0.001",
        "lora_facts_s1_r64_rs_adamw_0.001",
        "extra_lora_facts_s0_r64_std_adamw_0.0025_500steps",
        "extra_lora_facts_s0_r64_rs_adamw_0.0025_500steps",
        "lora_facts_s0_r64_std_adamw_0.005",
        "lora_facts_s0_r64_rs_adamw_0.005",
        "lora_facts_s0_r8_std_adamw_0.001",
        "lora_facts_s1_r8_std_adamw_0.001",
        "extra_lora_facts_s0_r8_std_adamw_0.001_2000steps",
    ];
    let mut expected: Vec<String> = adapters.iter().map(|name| recalled(&runs[*name])).collect();
    for seed in [0, 1] {
        let full = &runs[format!("full_facts_s{seed}_adamw_0.0003_n300")];
        let share = full["truncated"]["8"]["train"]["attr_acc"]
            .as_f64()
            .unwrap();
        expected.push(format!("{:.1}", 100.0 * share));
    }
    for number in &expected {
        assert!(known.contains(number), "{number} is not among {known:?}");
    }
    // And nothing but them is written with one decimal.
    for number in known.iter().filter(|number| one_decimal(number)) {
        assert!(expected.contains(number), "{number} is in no run");
    }
}

/// Whether a number is written as shares of recall are.
fn one_decimal(number: &str) -> bool {
    number
        .split_once('.')
        .is_some_and(|(whole, rest)| rest.len() == 1 && !whole.is_empty())
}
