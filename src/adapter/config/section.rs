//! One `LoraConfig`, and mlx-lm's in its place.

use serde_json::{Map, Value};

use super::super::ConfigError;
use super::super::method::Method;
use super::super::pattern::{Patterns, Undecided, Unreadable};
use super::fields::{Fields, alpha, alpha_of, rank, rank_of};
use super::{ScaleRule, Setting};
use rankscope_sim::Scaling;

/// PEFT's `r` and `lora_alpha` when a config leaves them out.
const DEFAULT_RANK: u64 = 8;
const DEFAULT_ALPHA: f64 = 8.0;
/// mlx-lm's `scale` when a config leaves it out.
const DEFAULT_MLX_SCALE: f64 = 20.0;
/// Fields that change when or how an adapter is applied, and say nothing of its scale: `alora_invocation_tokens`
/// keeps it off until they are met, and `use_bdlora` makes a factor block-diagonal.
const UNREAD: [&str; 2] = ["alora_invocation_tokens", "use_bdlora"];

/// One `LoraConfig`.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of the config's own"
)]
pub struct Section {
    /// `r`; none where r is what the file holds.
    pub rank: Option<u64>,
    /// What makes the scale.
    pub rule: ScaleRule,
    /// How the number of `rule` is written.
    pub numerator: Numerator,
    /// `rank_pattern`.
    pub rank_pattern: Patterns<u64>,
    /// `alpha_pattern`.
    pub alpha_pattern: Patterns<f64>,
    /// Keys of both that are no regular expressions here.
    pub unreadable: Vec<Unreadable>,
    /// `use_dora`: then norms are trained beside the factors.
    pub use_dora: bool,
    /// How the factors began, where BA is not the change of the model because of it.
    pub start: Option<Start>,
    /// `qalora_group_size` under `use_qalora`: inputs are averaged in groups of this many.
    pub qalora_group: Option<u64>,
    /// `lora_bias`: a bias is trained beside B.
    pub lora_bias: bool,
    /// `layer_replication`: layers of the model are used several times.
    pub replicates_layers: bool,
    /// `trainable_token_indices`: rows of an embedding are trained beside the adapter.
    pub trains_tokens: bool,
    /// Those of `UNREAD` that are set.
    pub unread: Vec<&'static str>,
    /// mlx-lm's `alpha`, which it reads no more.
    pub older_alpha: Option<f64>,
    /// `bias`: `none`, `all` or `lora_only`.
    pub bias: String,
    /// `modules_to_save`: modules saved whole beside the adapter.
    pub modules_to_save: Vec<String>,
    /// `target_parameters`: parameters adapted directly, a mixture's experts stacked.
    pub target_parameters: Vec<String>,
}

/// How a config writes α, or mlx-lm's `scale`: some runtimes read it only in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numerator {
    /// Not at all.
    Missing,
    /// In whole digits: `16`.
    Whole,
    /// As a fraction: `22.6`, `16.0`.
    Fraction,
}

impl Numerator {
    fn of(value: Option<&Value>) -> Self {
        match value {
            None => Self::Missing,
            Some(value) if value.is_u64() || value.is_i64() => Self::Whole,
            Some(_) => Self::Fraction,
        }
    }
}

/// A start of the factors that is taken out of the base weights: BA then holds what was there before, and
/// only its difference to the start is what training changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Principal singular directions of the weights.
    Pissa,
    /// Their QR decomposition.
    Olora,
    /// Directions that data choose.
    Corda,
    /// What quantisation lost.
    LoftQ,
    /// Directions of the first gradient.
    LoraGa,
}

impl Start {
    /// Of `init_lora_weights`.
    fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Some(match name.as_str() {
            "olora" => Self::Olora,
            "corda" => Self::Corda,
            "loftq" => Self::LoftQ,
            "lora_ga" | "lora-ga" | "loraga" => Self::LoraGa,
            _ if name.starts_with("pissa") => Self::Pissa,
            _ => return None,
        })
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pissa => "PiSSA",
            Self::Olora => "OLoRA",
            Self::Corda => "CorDA",
            Self::LoftQ => "LoftQ",
            Self::LoraGa => "LoRA-GA",
        }
    }
}

impl Section {
    /// One that says nothing but r and the scale.
    pub(super) fn plain(rank: Option<u64>, rule: ScaleRule) -> Self {
        Self {
            rank,
            rule,
            numerator: Numerator::Whole,
            rank_pattern: Patterns::default(),
            alpha_pattern: Patterns::default(),
            unreadable: Vec::new(),
            use_dora: false,
            start: None,
            qalora_group: None,
            lora_bias: false,
            replicates_layers: false,
            trains_tokens: false,
            unread: Vec::new(),
            older_alpha: None,
            bias: "none".to_owned(),
            modules_to_save: Vec::new(),
            target_parameters: Vec::new(),
        }
    }

    pub(super) fn of(fields: &Map<String, Value>) -> Result<Self, ConfigError> {
        let fields = Fields(fields);
        let peft_type = fields
            .get("peft_type")
            .and_then(Value::as_str)
            .unwrap_or("LORA");
        let peft_type = peft_type.to_ascii_uppercase();
        let is_product = match peft_type.as_str() {
            "LORA" | "ADALORA" => false,
            "LOHA" | "LOKR" => true,
            _ => {
                let method = Method::of_peft_type(&peft_type);
                return Err(ConfigError::OtherMethod { peft_type, method });
            }
        };
        let rank = fields
            .get("r")
            .map_or(Ok(DEFAULT_RANK), |value| rank("r", value))?;
        let key = if is_product { "alpha" } else { "lora_alpha" };
        let given = fields.get(key);
        let alpha = given.map_or(Ok(DEFAULT_ALPHA), |value| alpha(key, value))?;
        let scaling = if fields.flag("use_rslora")? {
            Scaling::RsLora
        } else {
            Scaling::Lora
        };
        let is_adaptive = peft_type == "ADALORA";
        let rule = if is_adaptive {
            ScaleRule::AdaLora { alpha }
        } else {
            ScaleRule::Alpha { alpha, scaling }
        };
        // AdaLoRA prunes directions, and notes which it has kept of each layer.
        let rank_entries = if is_adaptive {
            Vec::new()
        } else {
            fields.pattern("rank_pattern", rank_of)?
        };
        let alpha_entries = fields.pattern("alpha_pattern", alpha_of)?;
        let (rank_pattern, mut unreadable) = Patterns::new(rank_entries);
        let (alpha_pattern, more) = Patterns::new(alpha_entries);
        unreadable.extend(more);
        let bias = fields.get("bias").and_then(Value::as_str).unwrap_or("none");
        let start = fields.get("init_lora_weights").and_then(Value::as_str);
        let group = fields.get("qalora_group_size").and_then(Value::as_u64);
        Ok(Self {
            rank_pattern,
            alpha_pattern,
            unreadable,
            numerator: Numerator::of(given),
            use_dora: fields.flag("use_dora")?,
            start: start.and_then(Start::of),
            qalora_group: group.filter(|&group| group > 0 && fields.is_set("use_qalora")),
            lora_bias: fields.is_set("lora_bias"),
            replicates_layers: fields.get("layer_replication").is_some(),
            trains_tokens: fields.get("trainable_token_indices").is_some(),
            unread: UNREAD
                .into_iter()
                .filter(|field| fields.is_given(field))
                .collect(),
            bias: bias.to_owned(),
            modules_to_save: fields.names("modules_to_save"),
            target_parameters: fields.names("target_parameters"),
            ..Self::plain((!is_adaptive).then_some(rank), rule)
        })
    }

    /// mlx-lm's.
    pub(super) fn of_mlx(fields: &Map<String, Value>) -> Result<Self, ConfigError> {
        let fields = Fields(fields);
        let kind = fields
            .get("fine_tune_type")
            .and_then(Value::as_str)
            .unwrap_or("lora");
        if kind == "full" {
            let (peft_type, method) = ("full fine-tuning".to_owned(), Some(Method::FullDifference));
            return Err(ConfigError::OtherMethod { peft_type, method });
        }
        let Some(Value::Object(parameters)) = fields.get("lora_parameters") else {
            return Err(ConfigError::NotAnAdapters);
        };
        let parameters = Fields(parameters);
        let given_rank = parameters
            .get("rank")
            .map(|value| rank("rank", value))
            .transpose()?;
        let written = parameters.get("scale");
        let scale = written.map(|value| alpha("scale", value)).transpose()?;
        let older_alpha = parameters
            .get("alpha")
            .map(|value| alpha("alpha", value))
            .transpose()?;
        let gamma = scale.unwrap_or(DEFAULT_MLX_SCALE);
        Ok(Self {
            use_dora: kind == "dora",
            numerator: Numerator::of(written),
            older_alpha,
            ..Self::plain(given_rank, ScaleRule::Gamma(gamma))
        })
    }

    pub(super) fn setting(&self, path: &str) -> Result<Setting, Undecided> {
        let own = self.alpha_pattern.get(path)?;
        Ok(Setting {
            rank: self.rank_pattern.get(path)?.or(self.rank),
            rule: match (self.rule, own) {
                (ScaleRule::Alpha { scaling, .. }, Some(alpha)) => {
                    ScaleRule::Alpha { alpha, scaling }
                }
                (rule, _) => rule,
            },
            qalora_group: self.qalora_group,
            stacks_experts: !self.target_parameters.is_empty(),
        })
    }
}
