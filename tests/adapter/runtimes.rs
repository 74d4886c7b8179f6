//! The scale each runtime is said to apply is the one its own code gives; `docs/runtimes.md` says the same.

use std::collections::HashSet;

use rankscope_adapter::runtimes::{
    Adapter, Kind, RUNTIMES, Runtime, Verdict, headline, strength, verdicts, worst_first,
};
use rankscope_adapter::{Config, Report};
use serde::Deserialize;

use super::file::{Builder, File};

mod docs;
mod packages;

#[derive(Deserialize)]
struct Pair {
    path: String,
    rows: usize,
    alpha: Option<f64>,
}

impl Pair {
    fn plain(path: &str, rows: usize) -> Self {
        Self {
            path: path.to_owned(),
            rows,
            alpha: None,
        }
    }

    /// Adds its tensors, 3 × 5, by these names.
    fn added(&self, builder: Builder, names: &str) -> Builder {
        let (prefix, down, up) = match names {
            "peft" => ("base_model.model.", "lora_A", "lora_B"),
            "kohya" => ("", "lora_down", "lora_up"),
            _ => ("", "lora_A", "lora_B"),
        };
        let name = format!("{prefix}{}", self.path);
        let builder = builder.ones(&format!("{name}.{down}.weight"), &[self.rows, 5]);
        let builder = builder.ones(&format!("{name}.{up}.weight"), &[3, self.rows]);
        match self.alpha {
            Some(alpha) => builder.tensor(&format!("{name}.alpha"), "F32", &[], &[alpha]),
            None => builder,
        }
    }
}

fn config(text: &str) -> Config {
    Config::parse(text.as_bytes()).unwrap()
}

/// What becomes of an adapter, with the path and the group of each of its layers.
fn judged<T>(
    file: &File,
    config: Option<&Config>,
    judge: impl Fn(&Adapter<'_>) -> T,
) -> (T, Vec<String>, Vec<usize>) {
    let layout = file.layout().unwrap().with_experts(config);
    let layers = layout.layers.iter();
    let reports: Vec<Report> = layers
        .map(|layer| Report::new(layer, &file.product(layer).unwrap(), config).unwrap())
        .collect();
    let layers = reports.iter().map(|report| (&report.layer, &report.scale));
    let adapter = Adapter::new(layers, config, false, &layout.other_tensors);
    let paths = reports
        .iter()
        .map(|report| report.layer.module_path().into_owned());
    (judge(&adapter), paths.collect(), adapter.group_of.clone())
}

/// What becomes of an adapter with PEFT's names.
fn all(pairs: &[Pair], text: &str) -> Vec<Verdict> {
    let file = pairs
        .iter()
        .fold(Builder::default(), |builder, pair| {
            pair.added(builder, "peft")
        })
        .file();
    judged(&file, Some(&config(text)), verdicts).0
}

const Q: &str = "model.layers.0.self_attn.q_proj";
const V: &str = "model.layers.0.self_attn.v_proj";

fn of<'v>(verdicts: &'v [Verdict], id: &str) -> &'v Verdict {
    let found = verdicts
        .iter()
        .find(|verdict| verdict.runtime.id == id && verdict.runtime.current);
    found.unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn without_rslora_an_adapter_of_rank_64_runs_at_an_eighth() {
    let verdicts = all(
        &[Pair::plain(Q, 64)],
        r#"{"r": 64, "lora_alpha": 16, "use_rslora": true}"#,
    );
    for id in ["sglang", "llama-cpp", "ollama", "lmdeploy"] {
        let verdict = of(&verdicts, id);
        assert_eq!(
            (verdict.kind, verdict.least, verdict.most),
            (Kind::Weak, Some(0.125), Some(0.125)),
            "{id}"
        );
        assert!(verdict.reason.contains("use_rslora"), "{}", verdict.reason);
        assert_eq!(verdict.concerned, [0]);
    }
    let vllm = of(&verdicts, "vllm");
    assert_eq!(vllm.kind, Kind::Right);
    assert_eq!(
        vllm.start.as_deref(),
        Some("Start it with `--max-lora-rank 64`.")
    );
    let said = headline(&verdicts).unwrap().text;
    assert!(
        said.starts_with("Served by SGLang, llama.cpp, Ollama or "),
        "{said}"
    );
    assert!(
        said.ends_with(" this adapter runs at an eighth of its strength."),
        "{said}"
    );
    let order = worst_first(&verdicts);
    assert_eq!(verdicts[order[0]].kind, Kind::Weak);
    assert_eq!(verdicts[order[order.len() - 1]].kind, Kind::Right);
}

#[test]
fn layers_that_a_pattern_names_are_the_ones_concerned() {
    let pairs = [Pair::plain(Q, 4), Pair::plain(V, 16)];
    let verdicts = all(
        &pairs,
        r#"{"r": 16, "lora_alpha": 16, "rank_pattern": {"q_proj": 4}, "alpha_pattern": {"q_proj": 4}}"#,
    );
    let cpp = of(&verdicts, "llama-cpp");
    assert_eq!(
        (cpp.kind, cpp.least, cpp.most),
        (Kind::Strong, Some(1.0), Some(4.0))
    );
    assert_eq!(cpp.concerned, [0]);
    assert!(cpp.reason.contains("alpha_pattern"), "{}", cpp.reason);
    assert_eq!(of(&verdicts, "tgi").kind, Kind::Right);
    let sglang = of(&verdicts, "sglang");
    assert_eq!((sglang.kind, &*sglang.concerned), (Kind::Refuses, &[0][..]));
    let said = headline(&verdicts).unwrap().text;
    assert!(
        said.contains(" some layers of this adapter run at 4 times their strength"),
        "{said}"
    );
    assert!(
        said.ends_with(" SGLang does not load this adapter.") || said.contains("SGLang and "),
        "{said}"
    );
}

#[test]
fn an_alpha_of_zero_is_told_where_it_turns_the_adapter_on() {
    let verdicts = all(&[Pair::plain(Q, 16)], r#"{"r": 16, "lora_alpha": 0}"#);
    let cpp = of(&verdicts, "llama-cpp");
    assert_eq!((cpp.kind, cpp.most), (Kind::Strong, Some(f64::INFINITY)));
    assert_eq!(of(&verdicts, "vllm").kind, Kind::Right);
}

#[test]
fn what_is_dropped_or_refused_is_named() {
    let dora = all(
        &[Pair::plain(Q, 16)],
        r#"{"r": 16, "lora_alpha": 16, "use_dora": true}"#,
    );
    let kinds = ["peft", "vllm", "tgi", "tensorrt-llm", "nemo"].map(|id| of(&dora, id).kind);
    assert_eq!(
        kinds,
        [
            Kind::Right,
            Kind::Refuses,
            Kind::Drops,
            Kind::Right,
            Kind::Unknown
        ]
    );
    assert!(of(&dora, "tgi").reason.contains("DoRA"));
    let pissa = all(
        &[Pair::plain(Q, 16)],
        r#"{"r": 16, "lora_alpha": 16, "init_lora_weights": "pissa"}"#,
    );
    assert_eq!(of(&pissa, "llama-cpp").kind, Kind::Drops);
    assert!(of(&pissa, "llama-cpp").reason.contains("PiSSA"));
}

#[test]
fn norms_that_the_config_does_not_announce_are_dropped_by_peft() {
    let file = Pair::plain(Q, 2).added(Builder::default(), "peft");
    let file = file
        .ones(&format!("base_model.model.{Q}.lora_magnitude_vector"), &[3])
        .file();
    let (verdicts, ..) = judged(
        &file,
        Some(&config(r#"{"r": 2, "lora_alpha": 2}"#)),
        verdicts,
    );
    let peft = of(&verdicts, "peft");
    assert_eq!((peft.kind, &*peft.concerned), (Kind::Drops, &[0][..]));
}

#[test]
fn a_config_of_other_weights_and_a_missing_one_leave_the_scale_unknown() {
    let other = all(&[Pair::plain(Q, 2)], r#"{"r": 8, "lora_alpha": 8}"#);
    assert_eq!(of(&other, "peft").kind, Kind::Refuses);
    assert_eq!(of(&other, "llama-cpp").kind, Kind::Unknown);
    let file = Pair::plain(Q, 2).added(Builder::default(), "peft").file();
    let (verdicts, ..) = judged(&file, None, verdicts);
    assert!(
        verdicts
            .iter()
            .all(|verdict| matches!(verdict.kind, Kind::Unknown | Kind::Refuses))
    );
    assert_eq!(
        headline(&verdicts).filter(|said| said.text.contains("strength")),
        None
    );
}

#[test]
fn kohyas_files_are_refused_by_what_needs_a_config() {
    let pair = Pair {
        path: "lora_unet_a".to_owned(),
        rows: 4,
        alpha: Some(1.0),
    };
    let file = pair.added(Builder::default(), "kohya").file();
    let kind = |id| {
        judged(&file, None, |adapter| {
            Runtime::of(id).unwrap().verdict(adapter)
        })
        .0
        .kind
    };
    assert_eq!(
        ["vllm", "peft", "comfyui", "openvino-genai"].map(kind),
        [Kind::Refuses, Kind::Refuses, Kind::Right, Kind::Strong]
    );
}

#[test]
fn mlx_lms_scale_is_lost_in_ollama() {
    let file = Builder::default().ones("model.layers.0.self_attn.q_proj.lora_a", &[5, 2]);
    let file = file
        .ones("model.layers.0.self_attn.q_proj.lora_b", &[2, 3])
        .file();
    let with = |parameters: &str| {
        let config = config(&format!(
            r#"{{"fine_tune_type": "lora", "lora_parameters": {parameters}}}"#
        ));
        judged(&file, Some(&config), verdicts).0
    };
    let verdicts = with(r#"{"rank": 2, "scale": 20.0}"#);
    assert_eq!(of(&verdicts, "mlx-lm").kind, Kind::Right);
    assert_eq!(of(&verdicts, "ollama").least, Some(0.05));
    assert_eq!(of(&verdicts, "vllm").kind, Kind::Refuses);
    assert_eq!(of(&with(r#"{"rank": 2}"#), "mlx-lm").kind, Kind::Refuses);
}

#[test]
fn a_factor_is_said_in_plain_words() {
    for (factor, said) in [
        (0.125, "an eighth of its strength"),
        (0.25, "a quarter of its strength"),
        (0.5, "half of its strength"),
        (1.0, "its full strength"),
        (2.0, "twice its strength"),
        (32.0_f64.sqrt(), "5.7 times its strength"),
        (1.0 / 128.0, "1/128 of its strength"),
        (1.0 / 8.0_f64.sqrt(), "35\u{202f}% of its strength"),
        (0.0, "none of its strength"),
    ] {
        assert_eq!(strength(factor), said);
    }
}

#[test]
fn each_declaration_is_complete_and_the_newest_of_a_runtime_stands_first() {
    let mut seen: HashSet<&str> = HashSet::new();
    for runtime in RUNTIMES {
        let Runtime {
            id,
            name,
            versions,
            current,
            source,
            ..
        } = runtime;
        assert_eq!(seen.insert(id), *current, "{id} {versions}");
        assert!(
            id.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
            "{id}"
        );
        for text in [
            name,
            versions,
            &source.repository,
            &source.file,
            &source.version,
        ] {
            assert!(!text.is_empty(), "{id} {versions}");
        }
        assert!(!runtime.rows().is_empty() || *id == "candle-lora", "{id}");
    }
}

#[test]
fn a_scale_that_was_not_read_is_not_called_right() {
    let pair = Pair::plain("lora_unet_a", 4);
    let file = pair.added(Builder::default(), "kohya").file();
    let (found, ..) = judged(&file, None, verdicts);
    let kinds = ["kohya", "onetrainer"].map(|id| of(&found, id).kind);
    assert_eq!(kinds, [Kind::Right, Kind::Unknown]);
}
