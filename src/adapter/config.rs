//! What an adapter's config says of its scale.
//!
//! PEFT's `adapter_config.json` is the only place where a PEFT adapter's α, and whether it is
//! rsLoRA's, stand. diffusers keeps the same fields in the file's own metadata, under
//! `lora_adapter_metadata`, each with the component of the pipeline before it (`unet.r`).
//!
//! Fields and defaults: `LoraConfig` in `peft/tuners/lora/config.py`, version 0.21. A `null` pattern
//! is an empty one. Unknown fields are of no account.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::ConfigError;
use super::pattern::{Patterns, Unreadable};
use rankscope_sim::Scaling;

/// PEFT's `r` and `lora_alpha` when a config leaves them out.
const DEFAULT_RANK: u64 = 8;
const DEFAULT_ALPHA: f64 = 8.0;
/// A config of any model is some kilobytes; one with a pattern for each of 10 000 layers is a megabyte.
const LARGEST_CONFIG: usize = 10_000_000;
/// α beyond this is no scale, and its square with those of the weights would leave float64's range.
pub const LARGEST_ALPHA: f64 = 1e12;
/// Where diffusers keeps configs in a file's metadata.
const EMBEDDED: &str = "lora_adapter_metadata";

/// The configs that belong to one file of weights.
#[derive(Clone, Debug)]
pub struct Config {
    /// By component of the pipeline; one with an empty name for all of the file.
    sections: BTreeMap<String, Section>,
}

/// One `LoraConfig`.
#[derive(Clone, Debug)]
pub struct Section {
    /// `r`.
    pub rank: u64,
    /// `lora_alpha`.
    pub alpha: f64,
    /// `use_rslora`.
    pub scaling: Scaling,
    /// `rank_pattern`.
    pub rank_pattern: Patterns<u64>,
    /// `alpha_pattern`.
    pub alpha_pattern: Patterns<f64>,
    /// Keys of both that are no regular expressions here.
    pub unreadable: Vec<Unreadable>,
    /// `use_dora`: then the weights hold magnitudes too, and are declined layer by layer.
    pub use_dora: bool,
    /// `bias`: `none`, `all` or `lora_only`.
    pub bias: String,
    /// `modules_to_save`: modules saved whole beside the adapter.
    pub modules_to_save: Vec<String>,
    /// `target_parameters`: parameters adapted directly, a mixture's experts stacked.
    pub target_parameters: Vec<String>,
}

/// What a config says of one layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// r.
    pub rank: u64,
    /// α.
    pub alpha: f64,
    /// The rule that makes the scale of both.
    pub scaling: Scaling,
    /// True when the layer may stack several experts.
    pub stacks_experts: bool,
}

impl Config {
    /// The config in the bytes of an `adapter_config.json`.
    ///
    /// # Errors
    /// When it is no JSON object, not an adapter's, another method's, or a field has a value that
    /// PEFT could not use.
    pub fn parse(bytes: &[u8]) -> Result<Self, ConfigError> {
        if bytes.len() > LARGEST_CONFIG {
            return Err(ConfigError::TooLarge { bytes: bytes.len() });
        }
        let fields = object(bytes)?;
        if !fields.contains_key("peft_type") && !fields.contains_key("r") {
            return Err(ConfigError::NotAnAdapters);
        }
        let section = Section::of(&fields)?;
        Ok(Self {
            sections: BTreeMap::from([(String::new(), section)]),
        })
    }

    /// The configs that diffusers left in a file's metadata, if any.
    ///
    /// # Errors
    /// As [`Config::parse`].
    pub fn embedded(metadata: &BTreeMap<String, String>) -> Result<Option<Self>, ConfigError> {
        let Some(text) = metadata.get(EMBEDDED) else {
            return Ok(None);
        };
        let mut components: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
        for (key, value) in object(text.as_bytes())? {
            let (component, field) = key.split_once('.').unwrap_or(("", &key));
            let fields = components.entry(component.to_owned()).or_default();
            fields.insert(field.to_owned(), value);
        }
        let sections: Result<BTreeMap<_, _>, _> = components
            .into_iter()
            .map(|(component, fields)| Ok((component, Section::of(&fields)?)))
            .collect();
        Ok(Some(Self {
            sections: sections?,
        }))
    }

    /// What it says of the layer whose module has this path in its model, if anything.
    pub fn setting(&self, module_path: &str) -> Option<Setting> {
        let component = module_path.split_once('.').map(|(component, _)| component);
        let own = component.and_then(|name| self.sections.get_key_value(name));
        let (component, section) = own.or_else(|| self.sections.get_key_value(""))?;
        let path = module_path.strip_prefix(component.as_str());
        let path = path.map_or(module_path, |path| path.trim_start_matches('.'));
        Some(section.setting(path))
    }

    /// Its sections, with the component each is for.
    pub fn sections(&self) -> impl Iterator<Item = (&str, &Section)> {
        self.sections
            .iter()
            .map(|(name, section)| (name.as_str(), section))
    }
}

impl Section {
    fn of(fields: &Map<String, Value>) -> Result<Self, ConfigError> {
        let peft_type = fields.get("peft_type").and_then(Value::as_str);
        if let Some(other) = peft_type.filter(|name| !name.eq_ignore_ascii_case("LORA")) {
            return Err(ConfigError::OtherMethod {
                peft_type: other.to_owned(),
            });
        }
        let fields = Fields(fields);
        let rank = fields
            .get("r")
            .map_or(Ok(DEFAULT_RANK), |value| rank("r", value))?;
        let numerator = fields.get("lora_alpha");
        let numerator = numerator.map_or(Ok(DEFAULT_ALPHA), |value| alpha("lora_alpha", value))?;
        let rank_entries = fields.pattern("rank_pattern", rank_of)?;
        let alpha_entries = fields.pattern("alpha_pattern", alpha_of)?;
        let (rank_pattern, mut unreadable) = Patterns::new(rank_entries);
        let (alpha_pattern, more) = Patterns::new(alpha_entries);
        unreadable.extend(more);
        let bias = fields.get("bias").and_then(Value::as_str).unwrap_or("none");
        Ok(Self {
            rank,
            alpha: numerator,
            scaling: if fields.flag("use_rslora")? {
                Scaling::RsLora
            } else {
                Scaling::Lora
            },
            rank_pattern,
            alpha_pattern,
            unreadable,
            use_dora: fields.flag("use_dora")?,
            bias: bias.to_owned(),
            modules_to_save: fields.names("modules_to_save"),
            target_parameters: fields.names("target_parameters"),
        })
    }

    fn setting(&self, path: &str) -> Setting {
        Setting {
            rank: self.rank_pattern.get(path).unwrap_or(self.rank),
            alpha: self.alpha_pattern.get(path).unwrap_or(self.alpha),
            scaling: self.scaling,
            stacks_experts: !self.target_parameters.is_empty(),
        }
    }
}

/// The fields of a config, `null` ones left out.
struct Fields<'f>(&'f Map<String, Value>);

impl<'f> Fields<'f> {
    fn get(&self, field: &str) -> Option<&'f Value> {
        self.0.get(field).filter(|value| !value.is_null())
    }

    fn flag(&self, field: &str) -> Result<bool, ConfigError> {
        self.get(field).map_or(Ok(false), |value| {
            value
                .as_bool()
                .ok_or_else(|| unusable(field, value, "true or false"))
        })
    }

    /// The strings of a list, or the one string that stands for one.
    fn names(&self, field: &str) -> Vec<String> {
        let strings = |value: &Value| value.as_str().map(str::to_owned);
        match self.get(field) {
            Some(Value::Array(names)) => names.iter().filter_map(strings).collect(),
            Some(name) => strings(name).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn pattern<T>(
        &self,
        field: &str,
        entry: impl Fn(&Value) -> Result<T, &'static str>,
    ) -> Result<Vec<(String, T)>, ConfigError> {
        match self.get(field) {
            None => Ok(Vec::new()),
            Some(Value::Object(entries)) => entries
                .iter()
                .map(|(key, value)| {
                    let taken = entry(value);
                    let name = || format!("{field} for “{key}”");
                    Ok((
                        key.clone(),
                        taken.map_err(|expected| unusable(&name(), value, expected))?,
                    ))
                })
                .collect(),
            Some(value) => Err(unusable(field, value, "an object")),
        }
    }
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, ConfigError> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(ConfigError::NotAnObject),
        Err(error) => Err(ConfigError::NotJson {
            reason: error.to_string(),
        }),
    }
}

fn rank(field: &str, value: &Value) -> Result<u64, ConfigError> {
    rank_of(value).map_err(|expected| unusable(field, value, expected))
}

fn alpha(field: &str, value: &Value) -> Result<f64, ConfigError> {
    alpha_of(value).map_err(|expected| unusable(field, value, expected))
}

fn rank_of(value: &Value) -> Result<u64, &'static str> {
    let rank = value.as_u64().filter(|&rank| rank > 0);
    rank.ok_or("a whole number above 0")
}

fn alpha_of(value: &Value) -> Result<f64, &'static str> {
    let alpha = value.as_f64().filter(|alpha| alpha.abs() <= LARGEST_ALPHA);
    alpha.ok_or("a number that can be a scale")
}

fn unusable(field: &str, value: &Value, expected: &'static str) -> ConfigError {
    // A value may be as long as the config; a sentence may not.
    let given: String = value.to_string().chars().take(40).collect();
    ConfigError::Field {
        field: field.to_owned(),
        given,
        expected,
    }
}
