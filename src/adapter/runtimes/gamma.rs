//! γ that a runtime applies to a layer.

use super::adapter::{Adapter, Product, Seen};
use super::rule::{Alpha, Forms, Missing, Rank, Reading, RsLora, Rule, Zero};
use super::{Format, Runtime};
use crate::ScaleRule;
use crate::config::{Numerator, Section};

/// What mlx-lm's default config said of α until April 2025.
const OLDER_MLX_ALPHA: f64 = 16.0;

impl Runtime {
    /// The rule by which this adapter's layers are scaled, where there is one.
    pub(super) fn rule(&self, adapter: &Adapter<'_>) -> Option<Rule> {
        match self.reading(adapter.format) {
            Reading::Scaled(rule) => Some(rule),
            Reading::Embedded(with, without) => Some(if adapter.embedded { with } else { without }),
            _ => None,
        }
    }

    /// γ of each group of layers; none where it is not known.
    pub(super) fn gammas(&self, adapter: &Adapter<'_>) -> Vec<Option<f64>> {
        let reading = self.reading(adapter.format);
        let rule = self.rule(adapter);
        let common = adapter.most_common_alpha();
        let gamma = |layer: &Seen<'_>| {
            if !takes(self.forms, layer.product) {
                return None;
            }
            match (reading, rule) {
                (_, Some(rule)) => rule.gamma(layer, adapter.format, common),
                (Reading::Unscaled | Reading::Given(_), _) => Some(1.0),
                (Reading::Own, _) => layer.trained,
                (Reading::Stated, _) => stated(layer.section?),
                (Reading::StatedOverRank, _) => {
                    let section = layer.section?;
                    let alpha = section.older_alpha.unwrap_or(OLDER_MLX_ALPHA);
                    Some(stated(section)? * alpha / layer.rank as f64)
                }
                _ => None,
            }
        };
        adapter.groups.iter().map(gamma).collect()
    }
}

const fn takes(forms: Forms, product: Product) -> bool {
    match product {
        Product::Pair => true,
        Product::Tucker => matches!(forms, Forms::Tucker | Forms::All),
        Product::Other => matches!(forms, Forms::All),
    }
}

fn stated(section: &Section) -> Option<f64> {
    match section.rule {
        ScaleRule::Gamma(gamma) => Some(gamma),
        _ => None,
    }
}

fn numerator(rule: ScaleRule) -> Option<f64> {
    match rule {
        ScaleRule::Alpha { alpha, .. } | ScaleRule::AdaLora { alpha } => Some(alpha),
        ScaleRule::Gamma(_) => None,
    }
}

impl Rule {
    fn gamma(self, layer: &Seen<'_>, format: Format, common: Option<f64>) -> Option<f64> {
        let alpha = match self.alpha(layer, format) {
            Some(alpha) => alpha,
            None => match self.missing {
                Missing::Is(alpha) => alpha,
                Missing::Unscaled => return Some(1.0),
                Missing::MostCommon => match common {
                    Some(alpha) => alpha,
                    None => return Some(1.0),
                },
                Missing::Refused | Missing::Unknown => return None,
            },
        };
        if alpha == 0.0 && self.zero == Zero::Unscaled {
            return Some(1.0);
        }
        let rank = match self.rank {
            Rank::ByPattern | Rank::Rows => layer.rank as f64,
            Rank::Config(_) => layer.section?.rank? as f64,
        };
        if !layer.is_rslora() {
            return Some(alpha / rank);
        }
        match self.rslora {
            RsLora::Refused => None,
            RsLora::Ignored => Some(alpha / rank),
            RsLora::NotOnExperts if layer.is_expert => Some(alpha / rank),
            RsLora::DoubledWhenFused if layer.is_fused => Some(2.0 * alpha / (2.0 * rank).sqrt()),
            RsLora::Honoured | RsLora::NotOnExperts | RsLora::DoubledWhenFused => {
                Some(alpha / rank.sqrt())
            }
        }
    }

    /// α; none where nothing says it.
    pub(super) fn alpha(self, layer: &Seen<'_>, format: Format) -> Option<f64> {
        let section = layer.section;
        let written = section.filter(|section| section.numerator != Numerator::Missing);
        match self.alpha {
            Alpha::Beside => layer.beside,
            Alpha::Older => section?.older_alpha,
            Alpha::Config if format == Format::Mlx => None,
            Alpha::Config => numerator(written?.rule),
            Alpha::ByPattern => {
                let own = numerator(layer.setting?.rule)?;
                let general = numerator(section?.rule)?;
                (written.is_some() || own != general).then_some(own)
            }
        }
    }
}
