//! A config gives each layer what PEFT gives it; one that cannot be used says why.

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
        let key = patterns
            .get(&case.path)
            .map(|index: usize| &case.keys[index]);
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

#[test]
fn stacked_experts_are_declined() {
    let stacked = scale_under(r#"{"r": 1, "target_parameters": ["experts.gate_up_proj"]}"#);
    assert_eq!(stacked, Err(LayerError::Declined(Method::Experts)));
}

#[test]
fn a_pattern_that_is_not_regular_is_said() {
    let text = br#"{"r": 4, "rank_pattern": {"(?!lm_head).*": 8}, "alpha_pattern": null}"#;
    let config = Config::parse(text).unwrap();
    let (_, section) = config.sections().next().unwrap();
    assert_eq!(section.unreadable[0].key, "(?!lm_head).*");
    assert_eq!(config.setting("l").unwrap().rank, 4);
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
    let peft_type = "LOHA".to_owned();
    assert_eq!(
        error(r#"{"peft_type": "LOHA", "r": 8}"#),
        ConfigError::OtherMethod { peft_type }
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
