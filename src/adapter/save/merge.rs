//! The weighted sum of two adapters, `w₁ΔW₁ + w₂ΔW₂`.
//!
//! Of a layer that both have, the factors are put beside and below each other,
//! `s₁B₁A₁ + s₂B₂A₂ = [s₁B₁ s₂B₂] [A₁; A₂]` with `sᵢ = wᵢγᵢ`: rank `r₁ + r₂`, exactly the sum. Where a rank is
//! asked for, that product is truncated as any other. Of a layer that only one has, the sum is that one's update
//! times its weight.
//!
//! Adding A and B apart, `(B₁ + B₂)(A₁ + A₂)`, is another matrix: it also holds `B₁A₂` and `B₂A₁`, which neither
//! adapter has. It even depends on how each ΔW happens to be divided into B and A.

use std::collections::BTreeMap;

use rankscope_sim::Spectrum;

use super::pause::{Pause, at_once, each, none};
use super::plan::first_failed;
use super::source::{Source, Term};
use super::unfolded::{of_layer, unfolded};
use super::{Adapter, Options, Plan, SaveError, Unfolded, UnfoldedKind};
use crate::{Layer, Report};

/// A layer of the sum.
#[derive(Clone, Copy, Debug)]
pub enum Merged<'a> {
    /// One that only the first adapter has.
    First(&'a Report),
    /// One that only the second adapter has.
    Second(&'a Report),
    /// One that both have.
    Both {
        /// The first's.
        first: &'a Report,
        /// The second's.
        second: &'a Report,
        /// The singular values of the weighted sum; none where the two were not compared.
        sum: Option<&'a Spectrum>,
    },
}

/// Two adapters to be added.
#[derive(Clone, Copy, Debug)]
pub struct Merge<'a> {
    /// The first, whose names and base model the sum has.
    pub first: Adapter<'a>,
    /// The second.
    pub second: Adapter<'a>,
    /// `w₁` and `w₂`.
    pub weights: [f64; 2],
    /// Where the second's file begins in what is read: the size of the first's.
    pub second_begins: u64,
    /// The layers of the sum.
    pub layers: &'a [Merged<'a>],
}

/// A layer of the sum, as a report and what is added to it.
type Summed = (Report, Option<Term>);

impl Plan {
    /// The plan for the weighted sum of two adapters. Writes nothing. Its jobs read the bytes of both files, the
    /// second's behind the first's.
    ///
    /// # Errors
    /// As [`Plan::new`], and [`SaveError::Shapes`] and [`SaveError::NotCompared`].
    pub fn merged(merge: &Merge<'_>, options: &Options) -> Result<Self, SaveError> {
        at_once(Self::merged_with_pauses(merge, options, &none))
    }

    /// As [`Plan::merged`], with a pause after every few layers.
    ///
    /// # Errors
    /// As [`Plan::merged`].
    pub async fn merged_with_pauses(
        merge: &Merge<'_>,
        options: &Options,
        pause: &Pause<'_>,
    ) -> Result<Self, SaveError> {
        first_failed(&merge.first)?;
        first_failed(&merge.second)?;
        let summed = each(merge.layers.iter(), pause, |layer| merge.summed(layer)).await?;
        let summed: Vec<Summed> = summed.into_iter().flatten().collect();
        let sources = summed.iter().map(|(report, added)| Source {
            report,
            added: added.as_ref(),
            whole: None,
        });
        let sources: Vec<Source<'_>> = sources.collect();
        let unfolded = together(unfolded(&merge.first), unfolded(&merge.second));
        pause().await;
        Self::of(&sources, unfolded, merge.first.carried, options, pause).await
    }
}

impl Merge<'_> {
    /// A layer of the sum; none where it cannot be folded, which [`Plan::unfolded`] says.
    fn summed(&self, layer: &Merged<'_>) -> Result<Option<Summed>, SaveError> {
        let [w1, w2] = self.weights;
        let folds = |report: &Report, adapter| of_layer(&report.layer, adapter).is_none();
        Ok(match *layer {
            Merged::First(report) => {
                folds(report, &self.first).then(|| (weighted(report, w1), None))
            }
            Merged::Second(report) => folds(report, &self.second).then(|| {
                let mut report = weighted(report, w2);
                report.layer = report.layer.moved(self.second_begins);
                (report, None)
            }),
            Merged::Both { first, second, sum } => {
                same_shape(&first.layer, &second.layer)?;
                if !folds(first, &self.first) || !folds(second, &self.second) {
                    return Ok(None);
                }
                let sum = sum.ok_or_else(|| SaveError::NotCompared {
                    path: first.layer.path.clone(),
                })?;
                let added = Term {
                    layer: second.layer.clone().moved(self.second_begins),
                    gamma: w2 * second.scale.gamma,
                };
                let mut report = weighted(first, w1);
                report.layer.rank += second.layer.rank;
                report.spectrum = sum.clone();
                Some((report, Some(added)))
            }
        })
    }
}

fn same_shape(first: &Layer, second: &Layer) -> Result<(), SaveError> {
    let shape = |layer: &Layer| (layer.rows, layer.columns);
    // Two kernels of as many entries are two shapes as well.
    if shape(first) == shape(second) && first.form.kernel() == second.form.kernel() {
        return Ok(());
    }
    Err(SaveError::Shapes {
        path: first.path.clone(),
        first: shape(first),
        second: shape(second),
    })
}

/// A layer whose update is multiplied.
fn weighted(report: &Report, weight: f64) -> Report {
    let mut weighted = report.clone();
    weighted.scale.gamma *= weight;
    let values = report.spectrum.values().iter();
    let values: Vec<f64> = values.map(|value| value * weight.abs()).collect();
    weighted.spectrum = Spectrum::from(values);
    weighted
}

/// What either does not fold, each kind once.
fn together(first: Vec<Unfolded>, second: Vec<Unfolded>) -> Vec<Unfolded> {
    let mut kinds: BTreeMap<UnfoldedKind, Vec<String>> = BTreeMap::new();
    for Unfolded { kind, names } in first.into_iter().chain(second) {
        let all = kinds.entry(kind).or_default();
        let new = names.into_iter().filter(|name| !all.contains(name));
        let new: Vec<String> = new.collect();
        all.extend(new);
    }
    let kinds = kinds.into_iter();
    kinds
        .map(|(kind, names)| Unfolded { kind, names })
        .collect()
}
