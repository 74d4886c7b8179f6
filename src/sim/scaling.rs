//! The factor an adapter's product is multiplied by.

use serde::{Deserialize, Serialize};

/// Which rule gives the factor `γ` in `ΔW = γBA`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scaling {
    /// `γ = α/r` (Hu et al. 2021, <https://arxiv.org/abs/2106.09685>).
    Lora,
    /// `γ = α/√r` (Kalajdzievski 2023, <https://arxiv.org/abs/2312.03732>).
    RsLora,
}

impl Scaling {
    /// Both rules.
    pub const ALL: [Self; 2] = [Self::Lora, Self::RsLora];

    /// `γ` for a numerator `alpha` and a rank `rank ≥ 1`.
    pub fn factor(self, alpha: f64, rank: usize) -> f64 {
        let rank = rank as f64;
        match self {
            Self::Lora => alpha / rank,
            Self::RsLora => alpha / rank.sqrt(),
        }
    }

    /// The numerator with which LoRA has this rule's `γ`: α itself, or α√r.
    pub fn lora_alpha(self, alpha: f64, rank: usize) -> f64 {
        match self {
            Self::Lora => alpha,
            Self::RsLora => alpha * (rank as f64).sqrt(),
        }
    }

    /// The rule as the page writes it.
    pub const fn formula(self) -> &'static str {
        match self {
            Self::Lora => "α/r",
            Self::RsLora => "α/√r",
        }
    }
}
