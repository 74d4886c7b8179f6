//! What an adapter's config says of its scale.
//!
//! PEFT's `adapter_config.json` is the only place where a PEFT adapter's α, and whether it is
//! rsLoRA's, stand. diffusers keeps the same fields in the file's own metadata, under
//! `lora_adapter_metadata`, each with the component of the pipeline before it (`unet.r`).
//!
//! Fields and defaults: `LoraConfig` in `peft/tuners/lora/config.py`, version 0.21; AdaLoRA, LoHa and LoKr
//! have the same `r`, α (`alpha` of the last two) and patterns. A `null` pattern is an empty one. Unknown
//! fields are of no account.
//!
//! mlx-lm's `adapter_config.json` has `lora_parameters` instead: `rank` and `scale`, which is γ itself. An `alpha`
//! beside them stands there from before June 2024, when γ was scale · α / rank, or from a default of the year after;
//! mlx-lm reads it no more. Source: mlx-lm's `tuner/lora.py` and `tuner/utils.py`, version 0.32.
//!
//! A GGUF adapter has one α for all of its layers in the file: [`Config::of_gguf`].

mod fields;
mod section;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::fields::object;
pub(crate) use self::fields::text;
pub use self::section::{Numerator, Section, Start};
use super::ConfigError;
use super::gguf;
use super::pattern::Undecided;
use rankscope_sim::Scaling;

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

/// What makes a layer's scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScaleRule {
    /// α and r, by this rule.
    Alpha {
        /// α.
        alpha: f64,
        /// `α/r` or `α/√r`.
        scaling: Scaling,
    },
    /// γ itself.
    Gamma(f64),
    /// AdaLoRA: `α/(n + 10⁻⁵)` with n directions.
    AdaLora {
        /// α.
        alpha: f64,
    },
}

/// What a config says of one layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// r; none where r is what the file holds.
    pub rank: Option<u64>,
    /// What makes the scale.
    pub rule: ScaleRule,
    /// What the singular values are multiplied by besides, for a layer with so many columns stored: QALoRA
    /// averages inputs in groups.
    pub qalora_group: Option<u64>,
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
        let fields = object(text(bytes)?.as_bytes())?;
        let section =
            if fields.contains_key("lora_parameters") || fields.contains_key("fine_tune_type") {
                Section::of_mlx(&fields)?
            } else if fields.contains_key("peft_type") || fields.contains_key("r") {
                Section::of(&fields)?
            } else {
                return Err(ConfigError::NotAnAdapters);
            };
        Ok(Self::of_all(section))
    }

    /// What the bytes of an `adapter_config.json` would say with this α and without rsLoRA, all else as it is; none
    /// where they are none of PEFT's.
    pub fn without_rslora(bytes: &[u8], alpha: f64) -> Option<Self> {
        let mut fields = object(text(bytes).ok()?.as_bytes()).ok()?;
        fields.insert("lora_alpha".to_owned(), alpha.into());
        fields.insert("use_rslora".to_owned(), false.into());
        Some(Self::of_all(Section::of(&fields).ok()?))
    }

    /// One section for every layer.
    fn of_all(section: Section) -> Self {
        Self {
            sections: BTreeMap::from([(String::new(), section)]),
        }
    }

    /// What a GGUF adapter's metadata say, if they are one's: `α/r`, or γ = 1 where α is 0.
    pub fn of_gguf(metadata: &BTreeMap<String, String>) -> Option<Self> {
        let alpha: f64 = metadata.get(gguf::ALPHA)?.parse().ok()?;
        let rule = if alpha == 0.0 {
            ScaleRule::Gamma(1.0)
        } else if alpha.is_finite() && alpha.abs() <= LARGEST_ALPHA {
            let scaling = Scaling::Lora;
            ScaleRule::Alpha { alpha, scaling }
        } else {
            return None;
        };
        Some(Self::of_all(Section::plain(None, rule)))
    }

    /// Whether a section adapts parameters directly, so that a pair may stack experts.
    pub fn stacks_experts(&self) -> bool {
        let mut sections = self.sections.values();
        sections.any(|section| !section.target_parameters.is_empty())
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
    ///
    /// # Errors
    /// When a pattern cannot be matched.
    pub fn setting(&self, module_path: &str) -> Result<Option<Setting>, Undecided> {
        let found = self.section(module_path);
        found
            .map(|(section, path)| section.setting(path))
            .transpose()
    }

    /// The section that the layer at this path falls under, with the path as its patterns see it.
    pub fn section<'p>(&self, module_path: &'p str) -> Option<(&Section, &'p str)> {
        let component = module_path.split_once('.').map(|(component, _)| component);
        let own = component.and_then(|name| self.sections.get_key_value(name));
        let (component, section) = own.or_else(|| self.sections.get_key_value(""))?;
        let path = module_path.strip_prefix(component.as_str());
        let path = path.map_or(module_path, |path| path.trim_start_matches('.'));
        Some((section, path))
    }

    /// Its sections, with the component each is for.
    pub fn sections(&self) -> impl Iterator<Item = (&str, &Section)> {
        self.sections
            .iter()
            .map(|(name, section)| (name.as_str(), section))
    }
}
