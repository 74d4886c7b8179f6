//! What becomes of an adapter in a runtime.
//!
//! `ρ = γ'/γ`, γ' the runtime's scale and γ the trained one; 1 where both are 0, and infinite where the runtime
//! turns on what α = 0 turned off. What is wrong and not told is worse than what is refused.

use super::adapter::{Adapter, Format, Model, Seen};
use super::declared::RUNTIMES;
use super::features::Finding;
use super::rule::{Alpha, Reading, Rule, Treatment};
use super::{Runtime, Serves};

/// How far ρ may be from 1: α is stored in single precision at least.
const TOLERANCE: f64 = 1e-5;

/// What becomes of an adapter, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It runs as it was trained.
    Right,
    /// Layers run weaker.
    Weak,
    /// Layers run stronger.
    Strong,
    /// It is not loaded.
    Refuses,
    /// Part of it is left out.
    Drops,
    /// Not known.
    Unknown,
}

impl Kind {
    /// Its `data-verdict` on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Weak => "weak",
            Self::Strong => "strong",
            Self::Refuses => "refuses",
            Self::Drops => "drops",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a verdict says little of the adapter itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// The runtime reads no files of this format, or runs other models.
    Foreign,
    /// γ is the caller's to give.
    Given,
}

/// What a runtime applies to the layers of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Applied {
    /// γ'; none where it is not known, or nothing is applied.
    pub gamma: Option<f64>,
    /// ρ; none where γ' or γ is not known.
    pub factor: Option<f64>,
}

/// What becomes of an adapter in a runtime.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The runtime.
    pub runtime: &'static Runtime,
    /// In a word.
    pub kind: Kind,
    /// For each of the adapter's groups of layers; empty where nothing is loaded.
    pub groups: Vec<Applied>,
    /// The smallest ρ.
    pub least: Option<f64>,
    /// The largest ρ.
    pub most: Option<f64>,
    /// Why, in a sentence.
    pub reason: String,
    /// What else to know, sentence by sentence.
    pub also: Vec<String>,
    /// How to start it so that it takes an adapter of this rank, where it does not by itself.
    pub start: Option<String>,
    /// Why it says little of the adapter itself, where it does.
    pub aside: Option<Aside>,
    /// The groups concerned; all of them where this is empty.
    pub concerned: Vec<usize>,
}

/// The verdict of every runtime that runs models of this kind, in the order of the declarations.
pub fn verdicts(adapter: &Adapter<'_>) -> Vec<Verdict> {
    let runtimes = RUNTIMES
        .iter()
        .filter(|runtime| runtime.runs(adapter.model));
    runtimes.map(|runtime| runtime.verdict(adapter)).collect()
}

/// The order in which to show verdicts, as their indices: the worst first, equal ones as they stand.
pub fn worst_first(verdicts: &[Verdict]) -> Vec<usize> {
    let mut order: Vec<(usize, &Verdict)> = verdicts.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| {
        let places = a.place().cmp(&b.place());
        places.then_with(|| b.distance().total_cmp(&a.distance()))
    });
    order.into_iter().map(|(index, _)| index).collect()
}

impl Verdict {
    /// Its place in the order of what is worst: wrong scales first, what is right last.
    const fn place(&self) -> u8 {
        match (self.kind, self.aside) {
            (Kind::Weak | Kind::Strong, None) => 0,
            (Kind::Drops, _) => 1,
            (Kind::Refuses, None) => 2,
            (Kind::Weak | Kind::Strong, Some(_)) => 3,
            (Kind::Unknown, _) => 4,
            (Kind::Refuses, Some(_)) => 5,
            (Kind::Right, _) => 6,
        }
    }

    /// How far it is from right: the largest |ln ρ|.
    pub(super) fn distance(&self) -> f64 {
        let ends = [self.least, self.most];
        ends.into_iter().flatten().map(distance).fold(0.0, f64::max)
    }

    fn without_layers(runtime: &'static Runtime, kind: Kind, reason: impl Into<String>) -> Self {
        Self {
            runtime,
            kind,
            groups: Vec::new(),
            least: None,
            most: None,
            reason: reason.into(),
            also: Vec::new(),
            start: None,
            aside: None,
            concerned: Vec::new(),
        }
    }
}

/// |ln ρ|; infinite where ρ is 0, infinite or negative.
fn distance(factor: f64) -> f64 {
    if factor > 0.0 {
        factor.ln().abs()
    } else {
        f64::INFINITY
    }
}

fn is_one(factor: f64) -> bool {
    (factor - 1.0).abs() <= TOLERANCE
}

/// ρ.
fn factor(gamma: f64, trained: f64) -> f64 {
    if gamma == trained {
        1.0
    } else {
        gamma / trained
    }
}

impl Runtime {
    /// What becomes of this adapter in it.
    pub fn verdict(&'static self, adapter: &Adapter<'_>) -> Verdict {
        let without = |kind, reason| Verdict::without_layers(self, kind, reason);
        if !self.runs(adapter.model) {
            let reason = of_another_model(self.serves, adapter.model);
            return Verdict {
                aside: Some(Aside::Foreign),
                ..without(Kind::Refuses, reason)
            };
        }
        match self.reading(adapter.format) {
            Reading::Not(reason) => {
                return Verdict {
                    aside: Some(Aside::Foreign),
                    ..without(Kind::Refuses, reason.to_owned())
                };
            }
            Reading::Unknown => {
                let reason = "What it does with files of this format is not known.";
                return without(Kind::Unknown, reason.to_owned());
            }
            _ => {}
        }
        let needs_config = matches!(
            adapter.format,
            Format::Peft | Format::Mlx | Format::Megatron
        );
        if needs_config && adapter.sections.is_empty() {
            let reason = "Without its config nothing says at which scale it was trained.";
            return without(Kind::Unknown, reason.to_owned());
        }
        let reads_config = |rule: Rule| rule.alpha != Alpha::Beside;
        let is_beside = !adapter.sections.is_empty() && !adapter.embedded;
        let embedded = matches!(self.reading(adapter.format), Reading::Embedded(..));
        if self.rule(adapter).is_some_and(reads_config) && !is_beside && !embedded {
            let reason = "It needs an `adapter_config.json`, and none is beside the file.";
            return without(Kind::Refuses, reason.to_owned());
        }
        let findings = self.findings(adapter);
        let refusal = |finding: &&Finding| finding.treatment == Treatment::Refused;
        if let Some(refused) = findings.iter().find(refusal) {
            let others = findings.iter().filter(|finding| *finding != refused);
            return Verdict {
                also: others.map(|finding| finding.sentence.clone()).collect(),
                concerned: refused.groups.clone(),
                ..without(Kind::Refuses, refused.sentence.clone())
            };
        }
        self.loaded(adapter, findings)
    }

    /// Its verdict where it loads the adapter.
    fn loaded(&'static self, adapter: &Adapter<'_>, findings: Vec<Finding>) -> Verdict {
        let groups = self.applied(adapter);
        let factors = || groups.iter().filter_map(|applied| applied.factor);
        let least = factors().min_by(f64::total_cmp);
        let most = factors().max_by(f64::total_cmp);
        let (kind, concerned) = wrong(&groups).unwrap_or_else(|| otherwise(&groups, &findings));
        let mut sentences = if matches!(kind, Kind::Weak | Kind::Strong) {
            self.causes(adapter)
        } else {
            Vec::new()
        };
        let (known, unknown): (Vec<_>, Vec<_>) = findings
            .into_iter()
            .partition(|found| found.treatment != Treatment::Unknown);
        let found = known.into_iter().chain(unknown);
        sentences.extend(found.map(|found| found.sentence));
        let mut sentences = sentences.into_iter();
        let reason = sentences.next();
        Verdict {
            groups,
            least,
            most,
            also: sentences.collect(),
            start: self.advice_on_rank(adapter),
            concerned,
            aside: matches!(self.reading(adapter.format), Reading::Given(_))
                .then_some(Aside::Given),
            ..Verdict::without_layers(
                self,
                kind,
                reason.unwrap_or_else(|| plainly(kind).to_owned()),
            )
        }
    }

    /// What it applies to each group of layers.
    fn applied(&self, adapter: &Adapter<'_>) -> Vec<Applied> {
        let applied = |(gamma, group): (Option<f64>, &Seen<'_>)| Applied {
            gamma,
            factor: gamma
                .zip(group.trained)
                .map(|(gamma, trained)| factor(gamma, trained)),
        };
        let gammas = self.gammas(adapter).into_iter();
        gammas.zip(&adapter.groups).map(applied).collect()
    }
}

/// The kind of a wrong scale, by the group that is farthest from right, and the groups that are wrong.
fn wrong(groups: &[Applied]) -> Option<(Kind, Vec<usize>)> {
    let factors = groups.iter().enumerate();
    let off: Vec<(usize, f64)> = factors
        .filter_map(|(index, applied)| Some((index, applied.factor?)))
        .filter(|(_, factor)| !is_one(*factor))
        .collect();
    let (_, farthest) = off
        .iter()
        .max_by(|(_, a), (_, b)| distance(*a).total_cmp(&distance(*b)))?;
    let kind = if *farthest < 1.0 {
        Kind::Weak
    } else {
        Kind::Strong
    };
    Some((kind, off.iter().map(|(index, _)| *index).collect()))
}

/// The kind where no scale is known to be wrong, and the groups concerned.
fn otherwise(groups: &[Applied], findings: &[Finding]) -> (Kind, Vec<usize>) {
    let of = |treatments: &[Treatment]| {
        let found = findings
            .iter()
            .find(|found| treatments.contains(&found.treatment));
        found.map(|found| found.groups.clone())
    };
    if let Some(groups) = of(&[Treatment::Ignored, Treatment::Dropped]) {
        return (Kind::Drops, groups);
    }
    if let Some(groups) = of(&[Treatment::Unknown]) {
        return (Kind::Unknown, groups);
    }
    let unknown = groups.iter().enumerate();
    let unknown: Vec<usize> = unknown
        .filter(|(_, applied)| applied.factor.is_none())
        .map(|(index, _)| index)
        .collect();
    let kind = if unknown.is_empty() {
        Kind::Right
    } else {
        Kind::Unknown
    };
    (kind, unknown)
}

/// What there is to say where there is nothing else.
const fn plainly(kind: Kind) -> &'static str {
    match kind {
        Kind::Right => "It applies the scale that was trained.",
        Kind::Unknown => "Its scale, or the one that was trained, is not known.",
        Kind::Weak | Kind::Strong | Kind::Refuses | Kind::Drops => "It applies another scale.",
    }
}

fn of_another_model(serves: Serves, model: Model) -> String {
    let name = |model| match model {
        Model::Language => "a language model",
        Model::Image => "an image model",
        Model::Unknown => "another model",
    };
    let runs = match serves {
        Serves::Language => "language models",
        Serves::Image => "image models",
        Serves::Both => "both",
    };
    format!("It runs {runs}, and this adapter is of {}.", name(model))
}
