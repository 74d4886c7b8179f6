//! The `adapter_config.json` of the new file.
//!
//! `r = lora_alpha = R` and no rsLoRA, so that every runtime applies γ = 1. Where layers keep a rank of their
//! own, `rank_pattern` and `alpha_pattern` name it, each key an anchored path; runtimes that read neither are
//! right too where all layers have rank R. What concerns the base model is taken from the source's config.
//!
//! Fields: `LoraConfig` in `peft/tuners/lora/config.py`, version 0.21.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::config::text;

const BASE_MODEL: &str = "base_model_name_or_path";
/// Fields that are of the base model or of its modules, not of the factors.
const CARRIED: [&str; 5] = [
    BASE_MODEL,
    "revision",
    "task_type",
    "auto_mapping",
    "fan_in_fan_out",
];

/// What a source's config says of the base model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carried(Map<String, Value>);

impl Carried {
    /// Of the bytes of an `adapter_config.json`; nothing where they are none. mlx-lm calls the model `model`.
    pub fn of(config: &[u8]) -> Self {
        // One that cannot be read has been declined where it was opened.
        let config = text(config).unwrap_or_default();
        let fields: Map<String, Value> = serde_json::from_str(&config).unwrap_or_default();
        let carried = CARRIED.iter().filter_map(|field| {
            let value = fields.get(*field)?;
            Some(((*field).to_owned(), value.clone()))
        });
        let mut carried: Map<String, Value> = carried.collect();
        if let Some(model) = fields.get("model").filter(|model| model.is_string())
            && fields.contains_key("lora_parameters")
        {
            carried.insert(BASE_MODEL.to_owned(), model.clone());
        }
        Self(carried)
    }

    /// The base model that the adapter was trained on, by its name or its path.
    pub fn base_model(&self) -> Option<&str> {
        let name = self.0.get(BASE_MODEL)?.as_str()?;
        (!name.is_empty()).then_some(name)
    }
}

/// The config of layers with these modules and ranks, R being that of all others.
pub(super) fn config(layers: &[(String, usize)], rank: usize, carried: &Carried) -> String {
    let own = layers.iter().filter(|(_, own)| *own != rank);
    let pattern = |(module, own): &(String, usize)| {
        let key = format!("^{}", regex_lite::escape(module));
        (key, Value::from(*own))
    };
    let pattern: Map<String, Value> = own.map(pattern).collect();
    let modules: BTreeSet<&str> = layers.iter().map(|(module, _)| target(module)).collect();
    let mut fields = json!({
        "peft_type": "LORA",
        "auto_mapping": null,
        "base_model_name_or_path": null,
        "revision": null,
        "task_type": null,
        "inference_mode": true,
        "r": rank,
        "lora_alpha": rank,
        "use_rslora": false,
        "rank_pattern": pattern,
        "alpha_pattern": pattern,
        "target_modules": modules,
        "lora_dropout": 0.0,
        "fan_in_fan_out": false,
        "bias": "none",
        "lora_bias": false,
        "use_dora": false,
        "init_lora_weights": true,
        "modules_to_save": null,
    });
    if let Value::Object(fields) = &mut fields {
        fields.extend(carried.0.clone());
    }
    format!("{fields:#}\n")
}

/// The end of a module's path by which `target_modules` names it: its last component, and one more where that
/// is a number. A module of that name that the file has no factors for changes nothing.
fn target(module: &str) -> &str {
    let named = module.trim_end_matches(|c: char| c == '.' || c.is_ascii_digit());
    let start = named.rfind('.').map_or(0, |dot| dot + 1);
    module.get(start..).unwrap_or(module)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(ranks: [usize; 2]) -> Vec<(String, usize)> {
        let named = ["a.q", "a.k"].into_iter().zip(ranks);
        named.map(|(name, rank)| (name.to_owned(), rank)).collect()
    }

    #[test]
    fn a_module_is_named_by_its_last_component_that_is_no_number() {
        let cases = [
            ("model.layers.0.self_attn.q_proj", "q_proj"),
            ("a.attn1.to_out.0", "to_out.0"),
            ("model.layers.11.mlp.fc1", "fc1"),
            ("classifier", "classifier"),
            ("0.1", "0.1"),
            ("7", "7"),
        ];
        for (module, expected) in cases {
            assert_eq!(target(module), expected, "{module}");
        }
    }

    #[test]
    fn patterns_are_empty_where_all_have_one_rank() {
        let carried = Carried::of(br#"{"r": 4, "task_type": "CAUSAL_LM", "use_dora": true}"#);
        let text = config(&layers([8, 8]), 8, &carried);
        let fields: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&fields["r"], &fields["lora_alpha"]),
            (&json!(8), &json!(8))
        );
        assert_eq!(fields["rank_pattern"], json!({}));
        assert_eq!(fields["target_modules"], json!(["k", "q"]));
        assert_eq!(fields["task_type"], "CAUSAL_LM");
        assert_eq!(fields["use_dora"], false);
    }

    #[test]
    fn a_rank_of_its_own_is_named_with_its_alpha() {
        let text = config(&layers([8, 2]), 8, &Carried::default());
        let config = crate::Config::parse(text.as_bytes()).unwrap();
        let setting = config.setting("a.k").unwrap().unwrap();
        assert_eq!(setting.rank, Some(2));
        assert_eq!(config.setting("b.a.k").unwrap().unwrap().rank, Some(8));
    }

    #[test]
    fn what_is_no_config_carries_nothing() {
        for bytes in [&b"no"[..], b"[]", b"{}", b"\xFF"] {
            assert_eq!(Carried::of(bytes), Carried::default());
        }
    }

    #[test]
    fn the_base_model_is_read_of_a_config_in_any_text_and_of_mlx() {
        let written = r#"{"r": 4, "base_model_name_or_path": "m"}"#;
        let wide: Vec<u8> = std::iter::once(0xFEFF)
            .chain(written.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let marked = [b"\xEF\xBB\xBF", written.as_bytes()].concat();
        let mlx = r#"{"model": "m", "lora_parameters": {}}"#;
        for config in [written.as_bytes(), &wide, &marked, mlx.as_bytes()] {
            assert_eq!(Carried::of(config).base_model(), Some("m"));
        }
        let without = [
            r#"{"r": 4}"#,
            r#"{"base_model_name_or_path": null}"#,
            r#"{"base_model_name_or_path": ""}"#,
        ];
        for config in without {
            assert_eq!(Carried::of(config.as_bytes()).base_model(), None);
        }
    }
}
