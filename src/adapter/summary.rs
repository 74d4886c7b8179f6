//! What is said of many layers at once: those of one kind, or all.
//!
//! The norm of several updates is `√Σ‖ΔW‖_F²`. Of effective ranks the median is given, since a few
//! layers may be far from the others; zero updates have none and are left out of it. Parameters are
//! `Σ r(d + k)`, and those kept under a rule the same sum with the rule's ranks.

use std::collections::BTreeMap;

use super::module::places;
use super::ranks::{RankRule, Thresholds};
use super::report::{Measures, Report};

/// Some layers, in sum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many layers.
    pub layers: usize,
    /// How many of them have an update of zero.
    pub zero_layers: usize,
    /// The smallest and the largest γ.
    pub gamma: Option<(f64, f64)>,
    /// The smallest and the largest γ of a runtime that ignores `use_rslora`.
    pub gamma_ignoring_rslora: Option<(f64, f64)>,
    /// The smallest and the largest r.
    pub rank: Option<(usize, usize)>,
    /// `√Σ‖ΔW‖_F²`.
    pub frobenius: f64,
    /// The largest σ₁.
    pub sigma_max: f64,
    /// The median of the stable ranks.
    pub stable_rank: Option<f64>,
    /// The median of the entropy ranks.
    pub entropy_rank: Option<f64>,
    /// `Σ r(d + k)`.
    pub parameters: u64,
    /// The same under each rule, in the order of [`RankRule::ALL`].
    pub kept: [u64; RankRule::ALL.len()],
}

impl Summary {
    /// These layers in sum.
    pub fn of<'r>(reports: impl IntoIterator<Item = &'r Report>, thresholds: Thresholds) -> Self {
        let measured = reports
            .into_iter()
            .map(|report| (report, Measures::of(report, thresholds)));
        Self::of_measured(measured)
    }

    /// These layers, whose measures are known, in sum.
    pub fn of_measured<'r>(layers: impl IntoIterator<Item = (&'r Report, Measures)>) -> Self {
        let mut summary = Self::default();
        let (mut stable, mut entropy) = (Vec::new(), Vec::new());
        let mut energy = 0.0;
        for (report, measures) in layers {
            summary.layers += 1;
            summary.zero_layers += usize::from(report.spectrum.is_zero());
            widen(&mut summary.gamma, report.scale.gamma);
            widen(
                &mut summary.gamma_ignoring_rslora,
                report.scale.ignoring_rslora,
            );
            widen(&mut summary.rank, report.layer.rank);
            energy += report.spectrum.total_energy();
            summary.sigma_max = summary.sigma_max.max(report.sigma_max());
            stable.extend(measures.stable_rank);
            entropy.extend(measures.entropy_rank);
            summary.parameters += report.layer.parameters();
            for (kept, rank) in summary.kept.iter_mut().zip(measures.kept) {
                *kept += report.layer.parameters_at(rank);
            }
        }
        summary.frobenius = energy.sqrt();
        summary.stable_rank = median(stable);
        summary.entropy_rank = median(entropy);
        summary
    }

    /// The layers of each kind in sum, by name of the kind.
    pub fn by_kind(reports: &[Report], thresholds: Thresholds) -> BTreeMap<String, Self> {
        let paths: Vec<&str> = reports
            .iter()
            .map(|report| report.layer.path.as_str())
            .collect();
        let places = places(&paths);
        let mut kinds: BTreeMap<String, Vec<&Report>> = BTreeMap::new();
        for (report, place) in reports.iter().zip(places) {
            kinds.entry(place.kind).or_default().push(report);
        }
        let summary = |(kind, reports)| (kind, Self::of(reports, thresholds));
        kinds.into_iter().map(summary).collect()
    }
}

fn widen<T: Copy + PartialOrd>(range: &mut Option<(T, T)>, value: T) {
    let (least, most) = range.unwrap_or((value, value));
    *range = Some((
        if value < least { value } else { least },
        if value > most { value } else { most },
    ));
}

/// The middle value, or the mean of the middle two.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = values.get(values.len() / 2)?;
    let lower = values.get(values.len().saturating_sub(1) / 2)?;
    Some(f64::midpoint(*lower, *upper))
}
