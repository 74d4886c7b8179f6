//! What of an adapter a runtime treats otherwise than its trainer, apart from the scale.

use super::adapter::{Adapter, Product, Seen};
use super::rule::{Alpha, Forms, Missing, Rank, Ranks, Reading, RsLora, Treatment};
use super::{Format, Runtime};
use crate::config::{Numerator, Section, Start};

/// Modules to save that are a classifier's head.
const HEADS: [&str; 2] = ["classifier", "score"];

/// Something an adapter has, and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Finding {
    pub(super) treatment: Treatment,
    pub(super) sentence: String,
    /// The groups of layers concerned; all of them where this is empty.
    pub(super) groups: Vec<usize>,
}

impl Finding {
    fn new(treatment: Treatment, what: &str) -> Self {
        let sentence = match treatment {
            Treatment::Honoured => format!("It takes {what}."),
            Treatment::Ignored => format!("It does not look at {what}."),
            Treatment::Dropped => format!("It leaves out {what} and says nothing."),
            Treatment::Refused => format!("It refuses {what}."),
            Treatment::Unknown => format!("What it does with {what} is not known."),
        };
        Self {
            treatment,
            sentence,
            groups: Vec::new(),
        }
    }

    fn refused(sentence: impl Into<String>) -> Self {
        Self {
            treatment: Treatment::Refused,
            sentence: sentence.into(),
            groups: Vec::new(),
        }
    }

    fn of(mut self, adapter: &Adapter<'_>, concerned: impl Fn(&Seen<'_>) -> bool) -> Self {
        self.groups = indices(adapter, concerned);
        self
    }
}

/// The groups of which something is true.
fn indices(adapter: &Adapter<'_>, concerned: impl Fn(&Seen<'_>) -> bool) -> Vec<usize> {
    let groups = adapter.groups.iter().enumerate();
    groups
        .filter(|(_, group)| concerned(group))
        .map(|(index, _)| index)
        .collect()
}

/// Whether a layer's rank is not the `r` of its section.
pub(super) fn has_another_rank(layer: &Seen<'_>) -> bool {
    let general = layer.section.and_then(|section| section.rank);
    layer.contradicted.is_none() && general.is_some_and(|rank| rank != layer.rank as u64)
}

impl Runtime {
    /// What it treats otherwise, honoured things left out; the order is that of the config's fields.
    pub(super) fn findings(&self, adapter: &Adapter<'_>) -> Vec<Finding> {
        let mut findings = self.of_the_scale(adapter);
        findings.extend(self.beside_the_factors(adapter));
        findings.extend(self.of_the_meaning(adapter));
        findings.extend(self.of_the_ranks(adapter));
        findings.retain(|finding| finding.treatment != Treatment::Honoured);
        findings
    }

    /// What keeps it from a scale.
    fn of_the_scale(&self, adapter: &Adapter<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let missing = |section: &&Section| section.numerator == Numerator::Missing;
        if self.reading(adapter.format) == Reading::Stated && adapter.sections.iter().any(missing) {
            findings.push(Finding::refused(
                "It needs `scale`, which the config leaves out.",
            ));
        }
        let Some(rule) = self.rule(adapter) else {
            return findings;
        };
        if rule.rslora == RsLora::Refused && adapter.groups.iter().any(Seen::is_rslora) {
            findings.push(Finding::refused("It refuses `use_rslora`."));
        }
        let unsaid = |layer: &Seen<'_>| rule.alpha(layer, adapter.format).is_none();
        if rule.missing == Missing::Refused && adapter.groups.iter().any(unsaid) {
            findings.push(Finding::refused(
                "It needs `lora_alpha`, which the config leaves out.",
            ));
        }
        let fraction = |section: &&Section| section.numerator == Numerator::Fraction;
        if rule.fraction == Treatment::Refused
            && rule.alpha != Alpha::Older
            && adapter.sections.iter().any(fraction)
        {
            let sentence = "It reads α as a whole number, and the config writes a fraction.";
            findings.push(Finding::refused(sentence));
        }
        if let Rank::Config(treatment @ (Treatment::Refused | Treatment::Unknown)) = rule.rank
            && adapter.groups.iter().any(has_another_rank)
        {
            let finding = Finding::new(treatment, "layers whose rank is not the config’s `r`");
            findings.push(finding.of(adapter, has_another_rank));
        }
        findings
    }

    /// What is trained or saved beside the factors.
    fn beside_the_factors(&self, adapter: &Adapter<'_>) -> Vec<Finding> {
        let features = &self.features;
        let any = |has: fn(&Section) -> bool| adapter.sections.iter().any(|section| has(section));
        let mut findings = Vec::new();
        let announced = any(|section| section.use_dora);
        let has_norms = adapter.groups.iter().any(|layer| layer.has_norms);
        if announced || has_norms {
            let treatment = if adapter.format == Format::Kohya {
                features.dora_scale
            } else if announced || adapter.sections.is_empty() {
                features.dora
            } else {
                features.unannounced
            };
            let finding = Finding::new(treatment, "the norms that DoRA trains");
            findings.push(finding.of(adapter, |layer| layer.has_norms));
        }
        if any(|section| section.bias != "none") {
            findings.push(Finding::new(features.biases, "trained biases"));
        }
        if any(|section| section.lora_bias) {
            findings.push(Finding::new(features.lora_bias, "biases on B"));
        } else if adapter.has_bias_tensors && !adapter.sections.is_empty() {
            let what = "biases that the config does not announce";
            findings.push(Finding::new(features.unannounced, what));
        }
        let saved = |section: &&Section| !section.modules_to_save.is_empty();
        if adapter.sections.iter().any(saved) {
            let mut names = adapter
                .sections
                .iter()
                .flat_map(|section| &section.modules_to_save);
            let treatment = if names.all(|name| HEADS.contains(&name.as_str())) {
                features.heads
            } else {
                features.saved_modules
            };
            findings.push(Finding::new(treatment, "modules saved whole"));
        }
        if any(|section| section.trains_tokens) {
            findings.push(Finding::new(
                features.tokens,
                "trained rows of an embedding",
            ));
        }
        findings
    }

    /// What changes the meaning of BA.
    fn of_the_meaning(&self, adapter: &Adapter<'_>) -> Vec<Finding> {
        let features = &self.features;
        let any = |has: fn(&Section) -> bool| adapter.sections.iter().any(|section| has(section));
        let mut findings = Vec::new();
        if let Some(start) = adapter.sections.iter().find_map(|section| section.start) {
            let treatment = if start == Start::LoraGa {
                features.lora_ga
            } else {
                features.starts
            };
            let name = start.name();
            let mut finding = Finding::new(treatment, &format!("the start by {name}"));
            if treatment == Treatment::Ignored {
                finding.sentence = format!(
                    "It adds BA to the base weights as they are, although {name} took part of it out of them."
                );
            }
            findings.push(finding);
        }
        if any(|section| !section.target_parameters.is_empty()) {
            let finding = Finding::new(features.experts, "experts stacked in one pair");
            findings.push(finding.of(adapter, |layer| layer.is_expert));
        }
        let variants = [
            (
                "`layer_replication`",
                any(|section| section.replicates_layers),
            ),
            (
                "`use_qalora`",
                any(|section| section.qalora_group.is_some()),
            ),
        ];
        let set = variants.into_iter().filter(|(_, is_set)| *is_set);
        let unread = adapter.sections.iter().flat_map(|section| &section.unread);
        let names = set.map(|(name, _)| name.to_owned());
        for name in names.chain(unread.map(|name| format!("`{name}`"))) {
            findings.push(Finding::new(features.variants, &name));
        }
        let other = |layer: &Seen<'_>| match layer.product {
            Product::Pair => false,
            Product::Tucker => self.forms == Forms::Pairs,
            Product::Other => self.forms != Forms::All,
        };
        if adapter.groups.iter().any(other) {
            let finding = Finding::new(Treatment::Unknown, "updates other than pairs");
            findings.push(finding.of(adapter, other));
        }
        findings
    }

    fn of_the_ranks(&self, adapter: &Adapter<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let contradicted = |layer: &Seen<'_>| layer.contradicted.is_some();
        if adapter.groups.iter().any(contradicted) {
            let what = "a config whose `r` is not the file’s";
            let finding = Finding::new(self.features.contradiction, what);
            findings.push(finding.of(adapter, contradicted));
        }
        if let Ranks::UpTo { values, .. } = self.ranks
            && let (Some(&largest), Some(rank)) = (values.last(), adapter.largest_rank())
            && rank > largest
        {
            let sentence = format!("It takes ranks up to {largest}; the largest here is {rank}.");
            let finding = Finding::refused(sentence);
            findings.push(finding.of(adapter, |layer| layer.rank > largest));
        }
        findings
    }

    /// What to start it with, or to expect, for the largest rank here.
    pub(super) fn advice_on_rank(&self, adapter: &Adapter<'_>) -> Option<String> {
        let rank = adapter.largest_rank()?;
        match self.ranks {
            Ranks::Any => None,
            Ranks::SlowAbove(limit) => (rank > limit).then(|| {
                format!("Its fast kernels take ranks up to {limit}; this one has {rank}.")
            }),
            Ranks::UpTo {
                option,
                default,
                values,
            } => {
                let next = values.iter().find(|&&value| value >= rank);
                let value = match next {
                    Some(&value) => value,
                    None if values.is_empty() => rank,
                    None => return None,
                };
                (rank > default).then(|| format!("Start it with `{option} {value}`."))
            }
        }
    }
}
