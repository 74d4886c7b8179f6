//! A config gives each layer what PEFT gives it; one that cannot be used says why.

use nalgebra::DMatrix;
use rankscope_adapter::pattern::Patterns;
use rankscope_adapter::{Config, ConfigError, LayerError, Method, Report, Source};
use rankscope_sim::Scaling;
use serde::Deserialize;

use super::file::{Builder, File, config, path};

#[derive(Deserialize)]
struct Match {
    keys: Vec<String>,
    path: String,
    key: Option<String>,
}

#[test]
fn the_key_that_a_path_takes_is_the_one_that_peft_takes() {
    let text = std::fs::read_to_string(path("", "pattern_matches.json")).unwrap();
    let cases: Vec<Match> = serde_json::from_str(&text).unwrap();
    assert!(cases.len() >= 250);
    for case in cases {
        let entries = case.keys.iter().cloned().zip(0..);
        let (patterns, unreadable) = Patterns::new(entries);
        assert!(unreadable.is_empty(), "{unreadable:?}");
        let index: Option<usize> = patterns.get(&case.path).unwrap();
        let key = index.map(|index| &case.keys[index]);
        assert_eq!(key, case.key.as_ref(), "{:?} on “{}”", case.keys, case.path);
    }
}

fn scale_under(config: &str) -> Result<(f64, f64, Source), LayerError> {
    let config = Config::parse(config.as_bytes()).unwrap();
    let file = Builder::default().pair("base_model.model.l.q_proj").file();
    let layer = file.layout().unwrap().layers.remove(0);
    let report = Report::new(&layer, &file.product(&layer).unwrap(), Some(&config))?;
    let scale = report.scale;
    Ok((scale.gamma, scale.ignoring_rslora, scale.source))
}

#[test]
fn gamma_is_alpha_over_r_or_over_its_root() {
    let lora = scale_under(r#"{"peft_type": "LORA", "r": 2, "lora_alpha": 16}"#);
    assert_eq!(lora, Ok((8.0, 8.0, Source::Config(Scaling::Lora))));
    let rslora = scale_under(r#"{"r": 2, "lora_alpha": 16, "use_rslora": true}"#);
    let gamma = 16.0 / 2.0f64.sqrt();
    assert_eq!(rslora, Ok((gamma, 8.0, Source::Config(Scaling::RsLora))));
}

#[test]
fn the_first_of_two_patterns_counts_in_the_order_of_the_file() {
    let text = |first: &str, second: &str| {
        format!(r#"{{"r": 2, "lora_alpha": 1, "alpha_pattern": {{{first}, {second}}}}}"#)
    };
    let (all, own) = (r#""z|.*": 4"#, r#""q_proj": 6"#);
    assert_eq!(scale_under(&text(all, own)).unwrap().0, 2.0);
    assert_eq!(scale_under(&text(own, all)).unwrap().0, 3.0);
}

#[test]
fn a_missing_config_is_an_assumption_that_can_be_seen() {
    let reports = File::of("facts_r64_rslora").reports(None);
    for report in &reports {
        assert_eq!(
            (report.scale.gamma, report.scale.source),
            (1.0, Source::Assumed)
        );
        assert!(report.scale.source.notice().is_some());
    }
}

#[test]
fn a_config_of_other_weights_is_not_believed() {
    let source = Source::Contradicted { config_rank: 8 };
    assert_eq!(
        scale_under(r#"{"r": 8, "lora_alpha": 99}"#),
        Ok((1.0, 1.0, source))
    );
    let swapped = File::of("facts_r8_std").reports(Some(&config("facts_r64_rslora")));
    let contradicted = |report: &Report| matches!(report.scale.source, Source::Contradicted { .. });
    assert!(swapped.iter().all(contradicted));
}

/// PEFT's `target_parameters`: A of `E·r` rows, the columns of B taken in turn.
#[test]
fn experts_stacked_in_two_dimensions_are_layers_once_the_config_says_r() {
    let pair = |path: &str| {
        let (a, b): (Vec<f64>, Vec<f64>) = (
            (1..=20).map(f64::from).collect(),
            (1..=12).map(f64::from).collect(),
        );
        let builder =
            Builder::default().tensor(&format!("{path}.lora_A.weight"), "F32", &[4, 5], &a);
        builder
            .tensor(&format!("{path}.lora_B.weight"), "F32", &[3, 4], &b)
            .file()
    };
    let named = pair("base_model.model.model.layers.0.mlp.experts");
    let layout = named.layout().unwrap();
    assert!(layout.layers.is_empty());
    // Without r nothing can be said of them.
    let declined = layout.clone().with_experts(None);
    assert_eq!(
        declined.left_out[0].error,
        LayerError::Declined(Method::Experts)
    );
    let config = Config::parse(
        br#"{"r": 2, "lora_alpha": 6, "target_parameters": ["mlp.experts.gate_up_proj"]}"#,
    )
    .unwrap();
    let layers = layout.with_experts(Some(&config)).layers;
    assert_eq!(
        layers.iter().map(|layer| layer.rank).collect::<Vec<_>>(),
        [2, 2]
    );
    // Expert 1: rows 2 and 3 of A, columns 1 and 3 of B.
    let (a, b) = (
        DMatrix::from_fn(2, 5, |i, j| (11 + 5 * i + j) as f64),
        DMatrix::from_fn(3, 2, |i, j| (2 + 4 * i + 2 * j) as f64),
    );
    let report = Report::new(
        &layers[1],
        &named.product(&layers[1]).unwrap(),
        Some(&config),
    )
    .unwrap();
    let largest = 3.0 * (b * a).singular_values().max();
    assert!((report.spectrum.values()[0] / largest - 1.0).abs() < 1e-12);
    // Under another name it is a stack where the config says that parameters are adapted.
    let other = pair("base_model.model.model.layers.0.mlp")
        .layout()
        .unwrap();
    assert_eq!(other.clone().with_experts(None).layers.len(), 1);
    assert_eq!(other.with_experts(Some(&config)).layers.len(), 2);
}

#[test]
fn a_pattern_that_is_no_regular_expression_is_said() {
    let text = br#"{"r": 4, "rank_pattern": {"(lm_head": 8}, "alpha_pattern": null}"#;
    let config = Config::parse(text).unwrap();
    let (_, section) = config.sections().next().unwrap();
    assert_eq!(section.unreadable[0].key, "(lm_head");
    assert_eq!(config.setting("l").unwrap().unwrap().rank, Some(4));
}

#[test]
fn what_is_saved_beside_the_adapter_is_known() {
    let config = config("wider_than_the_layer");
    let (_, section) = config.sections().next().unwrap();
    assert_eq!(section.modules_to_save, ["head"]);
    assert_eq!((section.bias.as_str(), section.use_dora), ("none", false));
    let layout = File::of("wider_than_the_layer").layout().unwrap();
    assert_eq!(layout.other_tensors.len(), 2, "{:?}", layout.other_tensors);
    assert!(
        layout
            .layers
            .iter()
            .any(rankscope_adapter::Layer::has_idle_rank)
    );
}

#[track_caller]
fn error(text: &str) -> ConfigError {
    let error = Config::parse(text.as_bytes()).unwrap_err();
    assert!(!error.to_string().is_empty() && !error.advice().is_empty());
    error
}

#[test]
fn what_is_no_config_says_so() {
    assert!(matches!(error("{"), ConfigError::NotJson { .. }));
    assert!(matches!(error("PK\u{3}\u{4}"), ConfigError::NotJson { .. }));
    assert_eq!(error("[]"), ConfigError::NotAnObject);
    assert_eq!(
        error(r#"{"model_type": "llama"}"#),
        ConfigError::NotAnAdapters
    );
    assert!(matches!(
        error(&" ".repeat(10_000_001)),
        ConfigError::TooLarge { .. }
    ));
    let deep = "[".repeat(100_000);
    assert!(matches!(error(&deep), ConfigError::NotJson { .. }));
}

#[test]
fn another_methods_config_is_declined_by_name() {
    let peft_type = "PROMPT_TUNING".to_owned();
    let method = Some(Method::PromptTuning);
    assert_eq!(
        error(r#"{"peft_type": "PROMPT_TUNING"}"#),
        ConfigError::OtherMethod { peft_type, method }
    );
}

#[test]
fn a_field_that_peft_could_not_use_is_named() {
    for (text, name) in [
        (r#"{"r": 0}"#, "r"),
        (r#"{"r": -1}"#, "r"),
        (r#"{"r": "8"}"#, "r"),
        (r#"{"r": 2.5}"#, "r"),
        (r#"{"r": 8, "lora_alpha": "16"}"#, "lora_alpha"),
        (r#"{"r": 8, "lora_alpha": 1e300}"#, "lora_alpha"),
        (r#"{"r": 8, "use_rslora": "yes"}"#, "use_rslora"),
        (r#"{"r": 8, "rank_pattern": []}"#, "rank_pattern"),
        (
            r#"{"r": 8, "rank_pattern": {"q": 0}}"#,
            "rank_pattern for “q”",
        ),
        (
            r#"{"r": 8, "alpha_pattern": {"q": null}}"#,
            "alpha_pattern for “q”",
        ),
    ] {
        let ConfigError::Field { field, .. } = error(text) else {
            panic!("{text}");
        };
        assert_eq!(field, name, "{text}");
    }
}
