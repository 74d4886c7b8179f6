//! The scale γ that is in force in a layer, and where it is from.
//!
//! | names | γ | when it is not said |
//! |---|---|---|
//! | PEFT, torchtune, NeMo | `α/r`, or `α/√r` with `use_rslora`, after `rank_pattern` and `alpha_pattern` | 1 is assumed, see below |
//! | PEFT's AdaLoRA | `α/(n + 10⁻⁵)`, n the directions in the file or `ranknum` | 1 is assumed |
//! | mlx-lm | `scale` in the config | 1 is assumed |
//! | kohya, diffusers with `.alpha` | `α/r`; of a LoKr of two whole matrices 1 | |
//! | kohya, diffusers without | 1: sd-scripts, ComfyUI and diffusers take α = r | |
//! | llama.cpp | `α/r` with α in the metadata, 1 where that is 0 | 1 |
//! | Stability's control-LoRA, cloneofsimo | 1 | |
//!
//! QALoRA averages inputs in groups of g and multiplies by their number, so the update is
//! `γ (k/g)/g · B (A ⊗ 1ᵀ)`: its singular values are those of γBA times `(k/g)/√g`.
//!
//! Without its config nothing says what α a PEFT adapter has. PEFT's own default, 8, is as often wrong
//! as right, so α = r is assumed: γ = 1 shows the product BA as it is stored. Everything relative
//! (energy, effective ranks, what the rank rules keep) is independent of γ; the norms and singular
//! values are those of ΔW only once the config is known. The same holds for a layer whose config names
//! another rank than the file: then the config is not of these weights.
//!
//! A runtime that ignores `use_rslora` applies `α/r`. LyCORIS' own `rs_lora` multiplies the stored α by
//! √r, so there every runtime applies the same.

use serde::{Deserialize, Serialize};

use super::LayerError;
use super::config::{Config, LARGEST_ALPHA, ScaleRule};
use super::layer::{Layer, Product};
use super::names::Naming;
use super::pattern::Undecided;
use rankscope_sim::Scaling;

/// What PEFT adds to AdaLoRA's count of directions before it divides by it.
const ADALORA_EPSILON: f64 = 1e-5;

/// A layer's scale.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// γ, as the tool that wrote the file applies it.
    pub gamma: f64,
    /// What a runtime applies that takes α/r whatever the config says.
    pub ignoring_rslora: f64,
    /// α.
    pub alpha: f64,
    /// Where α is from.
    pub source: Source,
    /// What the singular values are multiplied by besides γ.
    pub besides: f64,
}

/// Where a layer's α is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Source {
    /// The config, by this rule.
    Config(Scaling),
    /// A tensor beside the factors.
    Tensor,
    /// Nothing says it, and every runtime of these names takes α = r.
    Convention,
    /// Nothing says it, and only the missing config could: α = r is assumed.
    Assumed,
    /// The config says γ itself.
    Stated,
    /// The format knows no α.
    Fixed,
    /// The config names another rank than the file holds, so it is not of these weights: α = r is
    /// assumed.
    Contradicted {
        /// The config's rank.
        config_rank: u64,
    },
}

impl Source {
    /// What to say of it, when there is something to say.
    pub const fn notice(self) -> Option<&'static str> {
        match self {
            Self::Config(_) | Self::Tensor | Self::Stated => None,
            Self::Fixed => Some("This format knows no α: γ is 1."),
            Self::Convention => Some("No α is stored; runtimes then take α = r, so γ is 1."),
            Self::Assumed => Some(
                "No config: α = r is assumed, so γ is 1 and the norms are those of BA. Add adapter_config.json for the true scale.",
            ),
            Self::Contradicted { .. } => Some(
                "The config names another rank than the file holds, so it belongs to other weights. α = r is assumed until the right one is added.",
            ),
        }
    }
}

impl Scale {
    /// The scale of a layer.
    ///
    /// # Errors
    /// When the stored α is no scale, or a pattern of the config cannot be matched.
    pub fn of(
        layer: &Layer,
        product: &Product,
        config: Option<&Config>,
    ) -> Result<Self, LayerError> {
        let rank = layer.rank;
        if let Some(alpha) = product.alpha {
            if alpha.abs() > LARGEST_ALPHA {
                return Err(LayerError::AlphaValue(alpha.to_string()));
            }
            if layer.form.is_without_rank() {
                return Ok(Self::unscaled(rank, Source::Convention));
            }
            return Ok(Self::new(alpha, rank, Scaling::Lora, Source::Tensor));
        }
        let setting = match config.map(|config| config.setting(&layer.module_path())) {
            Some(Ok(setting)) => setting,
            Some(Err(Undecided { key })) => return Err(LayerError::Pattern { key }),
            None => None,
        };
        let Some(setting) = setting else {
            let source = match layer.naming {
                Naming::Peft | Naming::Mlx | Naming::NeMo => Source::Assumed,
                Naming::Diffusers | Naming::Kohya | Naming::LlamaCpp => Source::Convention,
                Naming::NoAlpha => Source::Fixed,
            };
            return Ok(Self::unscaled(rank, source));
        };
        if let Some(config_rank) = setting
            .rank
            .filter(|&config_rank| config_rank != rank as u64)
            && !layer.form.is_without_rank()
        {
            return Ok(Self::unscaled(rank, Source::Contradicted { config_rank }));
        }
        let mut scale = match setting.rule {
            ScaleRule::Alpha { .. } if layer.form.is_without_rank() => {
                Self::unscaled(rank, Source::Convention)
            }
            ScaleRule::Alpha { alpha, scaling } => {
                Self::new(alpha, rank, scaling, Source::Config(scaling))
            }
            ScaleRule::Gamma(gamma) => Self {
                gamma,
                ignoring_rslora: gamma,
                alpha: gamma * rank as f64,
                source: Source::Stated,
                besides: 1.0,
            },
            ScaleRule::AdaLora { alpha } => {
                let directions = product.direction_count.unwrap_or(rank as f64);
                let gamma = alpha / (directions + ADALORA_EPSILON);
                Self {
                    gamma,
                    ignoring_rslora: gamma,
                    ..Self::new(alpha, rank, Scaling::Lora, Source::Config(Scaling::Lora))
                }
            }
        };
        if let Some(group) = setting.qalora_group {
            scale.besides = layer.columns as f64 / (group as f64).sqrt();
        }
        Ok(scale)
    }

    pub(super) fn unscaled(rank: usize, source: Source) -> Self {
        Self::new(rank as f64, rank, Scaling::Lora, source)
    }

    fn new(alpha: f64, rank: usize, scaling: Scaling, source: Source) -> Self {
        Self {
            gamma: scaling.factor(alpha, rank),
            ignoring_rslora: Scaling::Lora.factor(alpha, rank),
            alpha,
            source,
            besides: 1.0,
        }
    }

    /// What the singular values of the product are multiplied by.
    pub fn factor(&self) -> f64 {
        self.gamma.abs() * self.besides
    }

    /// The rule by which γ follows from α.
    pub const fn scaling(&self) -> Scaling {
        match self.source {
            Source::Config(scaling) => scaling,
            _ => Scaling::Lora,
        }
    }
}
