//! Why a runtime's scale is another than the trained one, a sentence a cause.

use super::Runtime;
use super::adapter::{Adapter, Seen};
use super::features::has_another_rank;
use super::rule::{Alpha, Missing, Rank, Reading, RsLora, Rule, Zero};
use crate::ScaleRule;
use rankscope_params::number::significant;

impl Runtime {
    /// Why its scale is another, a sentence a cause.
    pub(super) fn causes(&self, adapter: &Adapter<'_>) -> Vec<String> {
        match (self.reading(adapter.format), self.rule(adapter)) {
            (Reading::Unscaled, _) => {
                vec!["It reads no α, and adds BA as it is stored.".to_owned()]
            }
            (Reading::Given(option), _) => vec![given(option, adapter)],
            (Reading::StatedOverRank, _) => {
                vec!["It multiplies `scale` by alpha/r.".to_owned()]
            }
            (_, Some(rule)) => rule.causes(adapter),
            _ => Vec::new(),
        }
    }
}

/// What to give as γ, where one number is right for all layers.
fn given(option: &str, adapter: &Adapter<'_>) -> String {
    let mut trained = adapter.groups.iter().map(|group| group.trained);
    let first = trained.next().flatten();
    match first.filter(|_| trained.all(|gamma| gamma == first)) {
        Some(gamma) => format!(
            "It takes γ from its option `{option}`, 1 unless set: give it {}.",
            significant(gamma, 6)
        ),
        None => format!(
            "It takes γ from its option `{option}`, and no one number is right for all layers here."
        ),
    }
}

impl Rule {
    fn causes(self, adapter: &Adapter<'_>) -> Vec<String> {
        let any = |has: &dyn Fn(&Seen<'_>) -> bool| adapter.groups.iter().any(has);
        let mut causes = Vec::new();
        let of_config = self.alpha != Alpha::Beside;
        match self.rslora {
            RsLora::Ignored if of_config && any(&|layer| layer.is_rslora()) => {
                causes
                    .push("It ignores `use_rslora`, and divides α by r instead of √r.".to_owned());
            }
            RsLora::NotOnExperts if any(&|layer| layer.is_expert && layer.is_rslora()) => {
                causes.push(
                    "On experts it divides α by r, although `use_rslora` asks for √r.".to_owned(),
                );
            }
            RsLora::DoubledWhenFused if any(&|layer| layer.is_fused && layer.is_rslora()) => {
                causes.push(
                    "It doubles r and α of an expert’s fused gate and up, and α/√r grows by √2."
                        .to_owned(),
                );
            }
            _ => {}
        }
        if matches!(self.rank, Rank::Config(_)) && any(&has_another_rank) {
            causes.push(
                "It divides α by the config’s `r` in every layer, whatever `rank_pattern` says."
                    .to_owned(),
            );
        }
        let own = |layer: &Seen<'_>| match (layer.section, layer.setting) {
            (Some(section), Some(setting)) => {
                matches!(setting.rule, ScaleRule::Alpha { .. }) && setting.rule != section.rule
            }
            _ => false,
        };
        if self.alpha == Alpha::Config && any(&own) {
            causes.push(
                "It takes `lora_alpha` in every layer, whatever `alpha_pattern` says.".to_owned(),
            );
        }
        let alpha = |layer: &Seen<'_>| self.alpha(layer, adapter.format);
        if self.zero == Zero::Unscaled && any(&|layer| alpha(layer) == Some(0.0)) {
            causes.push("It takes an α of 0 as none, and adds BA as it is stored.".to_owned());
        }
        if any(&|layer| alpha(layer).is_none()) {
            causes.push(self.on_missing());
        }
        causes
    }

    fn on_missing(self) -> String {
        let place = match self.alpha {
            Alpha::Beside => "It looks for α beside the factors, and where none is",
            Alpha::Older => "It looks for `alpha`, never for `scale`, and where none is",
            Alpha::ByPattern | Alpha::Config => "Where nothing says α",
        };
        match self.missing {
            Missing::Is(alpha) => format!("{place} it takes {alpha}."),
            Missing::Unscaled => format!("{place} it adds BA as it is stored."),
            Missing::MostCommon => {
                format!("{place} it takes the α of most layers, or r if there is none.")
            }
            Missing::Refused => format!("{place} it loads nothing."),
            Missing::Unknown => format!("{place}, what it does is not known."),
        }
    }
}
