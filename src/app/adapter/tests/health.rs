use rankscope_adapter::Thresholds;

use super::super::derived::Derivation;
use super::super::health::{FAR, Symptom, symptoms};
use super::super::state::{
    AdapterAction, AdapterState, AnalysisFailure, NamedConfig, Origin, Outcome,
};
use super::*;
use crate::Reduce;

/// What is wrong with an adapter whose layers have these norms, under this config.
fn found(norms: &[f64], config: &str) -> Vec<Symptom> {
    let results = norms.iter().map(|&norm| Ok(Rc::new(product(norm))));
    found_in(results.collect(), config)
}

fn found_in(results: Vec<Outcome>, config: &str) -> Vec<Symptom> {
    let state = Rc::new(AdapterState::default());
    let paths = weights(&names(results.len()));
    let state = state.reduce(AdapterAction::Weights(0, Ok(paths)));
    let bytes = Some(config.as_bytes().to_vec());
    let config = NamedConfig::of("adapter_config.json", Origin::Own, bytes);
    let state = state.reduce(AdapterAction::Config(0, config));
    let results = results.into_iter().enumerate().collect();
    let state = state.reduce(AdapterAction::Analysed(0, results));
    let derived = Derivation::default().of(&state, Thresholds::default());
    symptoms(&state, &derived)
}

fn named(found: &[Symptom]) -> Vec<&str> {
    found.iter().map(|symptom| symptom.name).collect()
}

const PLAIN: &str = r#"{"r": 1, "lora_alpha": 2}"#;

#[test]
fn nothing_is_wrong_with_a_sound_adapter() {
    assert_eq!(found(&[1.0, 2.0, 3.0, 4.0, 5.0], PLAIN), []);
    // A few layers that were not trained are told with the other remarks.
    assert_eq!(found(&[0.0, 2.0, 3.0, 4.0, 5.0], PLAIN), []);
}

#[test]
fn layers_that_were_not_trained_are_told() {
    let all = found(&[0.0; 3], PLAIN);
    assert_eq!(named(&all), ["untrained"]);
    assert!(all[0].what.contains("all 3 layers"), "{}", all[0].what);
    let half = found(&[0.0, 0.0, 1.0, 1.0], PLAIN);
    assert_eq!(named(&half), ["half-untrained"]);
    assert!(
        half[0].what.starts_with("2 of 4 layers"),
        "{}",
        half[0].what
    );
}

#[test]
fn an_alpha_of_zero_and_a_missing_one_are_told() {
    assert_eq!(
        named(&found(&[1.0; 4], r#"{"r": 1, "lora_alpha": 0}"#)),
        ["alpha-zero"]
    );
    assert_eq!(
        named(&found(&[1.0; 4], r#"{"r": 1, "peft_type": "LORA"}"#)),
        ["alpha-missing"]
    );
}

#[test]
fn a_config_of_other_weights_is_told_with_both_ranks() {
    let found = found(&[1.0; 4], r#"{"r": 16, "lora_alpha": 16}"#);
    assert_eq!(named(&found), ["contradicted"]);
    assert!(
        found[0].what.contains("r = 16") && found[0].what.contains("holds 1"),
        "{}",
        found[0].what
    );
}

#[test]
fn numbers_that_are_none_are_told_before_all_else() {
    let tensor = "a".to_owned();
    let failed = Err(AnalysisFailure::Layer(LayerError::NotFinite { tensor }));
    let found = found_in(vec![failed, Ok(Rc::new(product(0.0)))], PLAIN);
    assert_eq!(named(&found), ["not-finite", "untrained"]);
}

#[test]
fn a_layer_stands_out_past_the_limit_and_not_before() {
    let with = |norm: f64| found(&[1.0, 1.0, 1.0, 1.0, norm], PLAIN);
    assert_eq!(with(0.99 * FAR), []);
    let large = with(1.01 * FAR);
    assert_eq!(named(&large), ["standing-out"]);
    assert!(
        large[0].what.contains("model.layers.4.q_proj"),
        "{}",
        large[0].what
    );
    assert!(
        large[0].what.contains("10 times larger"),
        "{}",
        large[0].what
    );
    let small = with(0.99 / FAR);
    assert!(small[0].what.contains("times smaller"), "{}", small[0].what);
    // Of three layers no median is taken.
    assert_eq!(found(&[1.0, 1.0, 100.0], PLAIN), []);
}
