//! The scale γ that is in force in a layer, and where it is from.
//!
//! | names | γ | when it is not said |
//! |---|---|---|
//! | PEFT | `α/r`, or `α/√r` with `use_rslora`, after `rank_pattern` and `alpha_pattern` | 1 is assumed, see below |
//! | kohya, diffusers with `.alpha` | `α/r` | |
//! | kohya, diffusers without | 1: sd-scripts, ComfyUI and diffusers take α = r | |
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
use super::config::{Config, LARGEST_ALPHA};
use super::layer::{Layer, Product};
use super::method::Method;
use super::names::Naming;
use rankscope_sim::Scaling;

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
}

/// Where a layer's α is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The config, by this rule.
    Config(Scaling),
    /// A tensor beside the factors.
    Tensor,
    /// Nothing says it, and every runtime of these names takes α = r.
    Convention,
    /// Nothing says it, and only the missing config could: α = r is assumed.
    Assumed,
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
            Self::Config(_) | Self::Tensor => None,
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
    /// When the stored α is no scale, and when the layer stacks several experts.
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
            return Ok(Self::new(alpha, rank, Scaling::Lora, Source::Tensor));
        }
        let unscaled = |source| Self::new(rank as f64, rank, Scaling::Lora, source);
        let setting = config.and_then(|config| config.setting(layer.module_path()));
        let Some(setting) = setting else {
            return Ok(unscaled(match layer.naming {
                Naming::Peft => Source::Assumed,
                Naming::Diffusers | Naming::Kohya => Source::Convention,
            }));
        };
        if setting.rank == rank as u64 {
            let (alpha, scaling) = (setting.alpha, setting.scaling);
            Ok(Self::new(alpha, rank, scaling, Source::Config(scaling)))
        } else if setting.stacks_experts && (rank as u64).is_multiple_of(setting.rank) {
            Err(LayerError::Declined(Method::Experts))
        } else {
            let config_rank = setting.rank;
            Ok(unscaled(Source::Contradicted { config_rank }))
        }
    }

    fn new(alpha: f64, rank: usize, scaling: Scaling, source: Source) -> Self {
        Self {
            gamma: scaling.factor(alpha, rank),
            ignoring_rslora: Scaling::Lora.factor(alpha, rank),
            alpha,
            source,
        }
    }

    /// The rule by which γ follows from α.
    pub const fn scaling(&self) -> Scaling {
        match self.source {
            Source::Config(scaling) => scaling,
            _ => Scaling::Lora,
        }
    }
}
