//! Where an adapter will run as it was trained: the verdict of each runtime, and which of them are shown.
//!
//! `ρ = γ'/γ`, γ' the scale that a runtime applies and γ the trained one; without unit, 1 is right. The rules are
//! [`rankscope_adapter::runtimes`]'. A verdict is worked out for groups of layers that no runtime tells apart, once
//! for the layers and the config there are.

mod picked;
pub mod words;

use rankscope_adapter::runtimes::{
    Adapter, Headline, Kind, Model, RUNTIMES, Runtime, Seen, Verdict, headline, layers_of,
    worst_first,
};
use rankscope_adapter::{Config, ScaleRule};
use rankscope_sim::Scaling;

use super::rows::Rows;
use super::state::AdapterState;

pub use picked::Picked;

/// The verdicts on an adapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// One for each of [`RUNTIMES`], the worst first.
    verdicts: Vec<Verdict>,
    /// The group of each row.
    group_of: Vec<usize>,
    model: Model,
    remedy: Option<String>,
}

/// A runtime's line in the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'r> {
    /// Of its newest versions.
    pub verdict: &'r Verdict,
    /// Of the versions before, where they differ from the newest in a word or in ρ.
    pub earlier: Vec<&'r Verdict>,
}

/// The layers that a verdict is about, as indices of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concerned {
    /// Every one.
    All,
    /// These.
    Some(Vec<usize>),
}

impl Running {
    /// The verdicts on the layers known so far, under the config in force; none before there is a layer.
    pub fn of(state: &AdapterState, rows: &Rows) -> Option<Self> {
        let weights = state.weights.as_deref().filter(|_| !rows.is_empty())?;
        let layers = rows
            .iter()
            .map(|row| (&row.report.layer, &row.report.scale));
        let embedded = state.config.is_none() && weights.embedded.is_some();
        let config = state.config();
        let others = &weights.layout.other_tensors;
        let adapter = Adapter::new(layers, config, embedded, others);
        let verdicts: Vec<Verdict> = RUNTIMES
            .iter()
            .map(|runtime| runtime.verdict(&adapter))
            .collect();
        let remedy = remedy(state, rows, &adapter);
        let order = worst_first(&verdicts);
        let mut placed: Vec<Option<Verdict>> = verdicts.into_iter().map(Some).collect();
        let take = |index: usize| placed.get_mut(index).and_then(Option::take);
        Some(Self {
            verdicts: order.into_iter().filter_map(take).collect(),
            model: adapter.model,
            remedy,
            group_of: adapter.group_of,
        })
    }

    /// A line for each runtime that is shown, the worst first: those that were picked, or else those that run
    /// models of this kind.
    pub fn lines(&self, picked: &Picked) -> Vec<Line<'_>> {
        let line = |verdict| Line {
            verdict,
            earlier: self.earlier(verdict),
        };
        self.shown(picked).map(line).collect()
    }

    /// The one sentence above all of these lines.
    pub fn headline(&self, picked: &Picked) -> Option<Headline> {
        headline(self.shown(picked))
    }

    /// What would make it right everywhere, sentence by sentence; empty where no scale is wrong.
    pub fn remedies(&self, picked: &Picked) -> Vec<&str> {
        let wrong = |verdict: &Verdict| {
            matches!(verdict.kind, Kind::Weak | Kind::Strong) && verdict.aside.is_none()
        };
        if !self.shown(picked).any(wrong) {
            return Vec::new();
        }
        let config = self.remedy.as_deref();
        config.into_iter().chain([words::PORTABLE]).collect()
    }

    /// The runtimes that can be picked, by name: those that run models of this kind, and what was picked.
    pub fn offered(&self, picked: &Picked) -> Vec<&'static Runtime> {
        let mut offered: Vec<&Runtime> = RUNTIMES
            .iter()
            .filter(|runtime| runtime.current)
            .filter(|runtime| runtime.runs(self.model) || picked.has(runtime.id))
            .collect();
        offered.sort_by_cached_key(|runtime| runtime.name.to_lowercase());
        offered
    }

    /// The layers that a verdict is about.
    pub fn concerned(&self, verdict: &Verdict) -> Concerned {
        let layers = layers_of(&self.group_of, &verdict.concerned);
        if layers.is_empty() || layers.len() == self.group_of.len() {
            Concerned::All
        } else {
            Concerned::Some(layers)
        }
    }

    /// How many layers the verdicts are about.
    pub fn layers(&self) -> usize {
        self.group_of.len()
    }

    fn shown<'r, 'p>(
        &'r self,
        picked: &'p Picked,
    ) -> impl Iterator<Item = &'r Verdict> + use<'r, 'p> {
        let newest = self
            .verdicts
            .iter()
            .filter(|verdict| verdict.runtime.current);
        newest.filter(|verdict| {
            let runtime = verdict.runtime;
            picked.has(runtime.id) || picked.is_empty() && runtime.runs(self.model)
        })
    }

    fn earlier(&self, newest: &Verdict) -> Vec<&Verdict> {
        let differs = |other: &&Verdict| {
            (other.kind, other.least, other.most) != (newest.kind, newest.least, newest.most)
        };
        // In the order of the declarations, the newest first.
        let declared = RUNTIMES
            .iter()
            .filter(|runtime| runtime.id == newest.runtime.id && !runtime.current);
        let verdict = |runtime: &Runtime| {
            let mut verdicts = self.verdicts.iter();
            verdicts.find(|other| {
                other.runtime.id == runtime.id && other.runtime.versions == runtime.versions
            })
        };
        declared.filter_map(verdict).filter(differs).collect()
    }
}

/// What to write into the config, where that has every runtime which loads the adapter run it as it was trained.
fn remedy(state: &AdapterState, rows: &Rows, adapter: &Adapter<'_>) -> Option<String> {
    let alpha = plain_alpha(&adapter.groups)?;
    let edited = Config::without_rslora(&state.config.as_ref()?.bytes, alpha)?;
    let layers = rows
        .iter()
        .map(|row| (&row.report.layer, &row.report.scale));
    let others = &state.weights.as_ref()?.layout.other_tensors;
    let adapter = Adapter::new(layers, Some(&edited), false, others);
    let is_wrong = |verdict: &Verdict| {
        let current = verdict.runtime.current && verdict.aside.is_none();
        current && matches!(verdict.kind, Kind::Weak | Kind::Strong | Kind::Drops)
    };
    let verdicts = || RUNTIMES.iter().map(|runtime| runtime.verdict(&adapter));
    (!verdicts().any(|verdict| is_wrong(&verdict))).then(|| words::remedy(alpha))
}

/// `α' = α√r`: of a scale α'/r without rsLoRA it is the same number for every layer, where there is one.
fn plain_alpha(groups: &[Seen<'_>]) -> Option<f64> {
    let first = groups.first()?;
    let alike = |group: &Seen<'_>| group.trained == first.trained && group.rank == first.rank;
    let rslora = |group: &Seen<'_>| {
        let rule = group.setting.map(|setting| setting.rule);
        matches!(
            rule,
            Some(ScaleRule::Alpha {
                scaling: Scaling::RsLora,
                ..
            })
        )
    };
    let alpha = first.trained? * first.rank as f64;
    let fits = groups.iter().all(|group| alike(group) && rslora(group));
    (fits && alpha != 0.0).then_some(alpha)
}
