//! The spectra that exercises ask about are those of the shipped adapters, and what is said of them is
//! what the fine-tuning itself found.

use rankscope_lesson::sample::{Samples, layers};
use rankscope_params::Update;
use rankscope_sim::Spectrum;
use serde_json::Value;

use crate::bless::file_holds;
use crate::file::{File, config};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lesson/adapters.json");

/// Digits that are kept: every reader of JSON reads nine to the last bit.
fn short(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap()
}

fn spectra(adapter: &str) -> Vec<Spectrum> {
    let reports = File::of(adapter).reports(Some(&config(adapter)));
    let layer = |values: &[f64]| values.iter().map(|&value| short(value)).collect::<Vec<_>>();
    let layers = reports.iter().map(|report| layer(report.spectrum.values()));
    layers.map(Spectrum::from).collect()
}

#[test]
fn the_spectra_of_exercises_are_those_of_the_shipped_adapters() {
    let samples = Samples {
        style: spectra("style_r8_std"),
        facts: spectra("facts_r8_std"),
    };
    file_holds(FILE, &(serde_json::to_string(&samples).unwrap() + "\n"));
    let kept: Samples = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    assert!(kept == samples, "every number is read to the last bit");
    assert_eq!(kept.style.len(), 14);
}

#[test]
fn their_entropy_ranks_are_those_of_the_fine_tuning() {
    let results = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/experiments/real-finetune/results.json"
    );
    let results: Value = serde_json::from_str(&std::fs::read_to_string(results).unwrap()).unwrap();
    for task in [Update::Style, Update::Facts] {
        let ranks = layers(task)
            .iter()
            .map(|layer| layer.entropy_rank().unwrap());
        let mean = ranks.sum::<f64>() / layers(task).len() as f64;
        let run = format!("lora_{}_s0_r8_std_adamw_0.001", task.name());
        let found = results["runs"][&run]["delta_entropy_rank_mean"]
            .as_f64()
            .unwrap();
        // The experiment multiplied in single precision, and the file holds what it multiplied.
        assert!((mean / found - 1.0).abs() < 1e-5, "{run}: {mean}, {found}");
    }
}
