//! The figures of a reader's own adapter.
//!
//! Of one layer, laid over the two simulated updates:
//!
//! - its spectrum as `σᵢ/σ₁` against `i`. Weights of a model and of a simulation have no common unit,
//!   so each spectrum is measured by its own first value;
//! - the energy `100 · E(r)` in its first r directions.
//!
//! Of all layers: the share for which rank r is enough, against r. It is enough for a layer whose
//! effective rank, or the rank that PEFT's rule keeps of it, is at most r. Zero updates have no
//! effective rank and are left out.

use super::{Axis, Curve, Named, Plot, Stroke, Tone};
use rankscope_adapter::{Measures, Report};
use rankscope_params::SigmaAxis;
use rankscope_params::number::{Format, significant};
use rankscope_sim::{Spectra, Spectrum};

/// Ranks shown at least: a figure of one or two would have no shape.
const FEWEST_RANKS: usize = 8;
/// Ranks shown for each that the layer has: enough to see where the simulated curves lead.
const BEYOND: usize = 2;

/// The spectrum of a layer.
pub const SPECTRUM: Named = Named {
    name: "layer-spectrum",
    title: "Singular values of ΔW",
};
/// The energy in a layer's first directions.
pub const VARIANCE: Named = Named {
    name: "layer-variance",
    title: "Energy kept",
};
/// The effective ranks of all layers.
pub const DISTRIBUTION: Named = Named {
    name: "adapter-ranks",
    title: "Layers for which rank r is enough",
};

/// What a layer's figures are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct LayerScene<'a> {
    /// The layer.
    pub spectrum: &'a Spectrum,
    /// The simulated updates, once they are known.
    pub simulated: Option<&'a Spectra>,
    /// The rank that PEFT's rule keeps.
    pub kept: usize,
    /// The spectrum's axis.
    pub sigma_axis: SigmaAxis,
}

impl LayerScene<'_> {
    /// The layer's spectrum over the simulated ones.
    pub fn spectrum(&self) -> Plot {
        let curves = self.curves(|spectrum, rank| {
            let first = spectrum.values().first().filter(|&&first| first > 0.0)?;
            Some(spectrum.values().get(rank - 1)? / first)
        });
        let y = match self.sigma_axis {
            SigmaAxis::Linear => Axis::linear("singular value σ, as a share of the first", 1.04),
            SigmaAxis::Log => {
                let values = curves.iter().flat_map(|curve| &curve.points);
                let smallest = values.fold(1.0, |least, point| point.1.min(least));
                Axis::log(
                    "share of the first singular value, log scale",
                    smallest,
                    1.04,
                )
            }
        };
        let values = self.spectrum.values();
        let written = |value: Option<&f64>| significant(value.copied().unwrap_or_default(), 3);
        let summary = format!(
            "The singular values fall from {} to {}.",
            written(values.first()),
            written(values.last()),
        );
        self.plot("direction", y, curves, summary)
    }

    /// The energy in the layer's first directions, over that of the simulated updates.
    pub fn variance(&self) -> Plot {
        let percent = |spectrum: &Spectrum, rank| spectrum.energy(rank).map(|share| 100.0 * share);
        let y = Axis::linear("energy kept, %", 100.0);
        let kept = self.kept;
        let summary = match percent(self.spectrum, kept) {
            Some(share) => format!(
                "Rank {kept} of {} keeps {} % of this layer.",
                self.spectrum.max_rank(),
                Format::Decimals(1).write(share),
            ),
            None => "ΔW is zero: nothing to keep.".to_owned(),
        };
        self.plot("rank r", y, self.curves(percent), summary)
    }

    /// The largest rank on the axis.
    fn last_rank(&self) -> usize {
        let own = self.spectrum.max_rank();
        let simulated = self.simulated.map(|spectra| spectra.style.max_rank());
        let beyond = (BEYOND * own).min(simulated.unwrap_or(usize::MAX));
        beyond.max(own).max(FEWEST_RANKS)
    }

    /// Back to front: facts, style, the layer.
    fn curves(&self, value: impl Fn(&Spectrum, usize) -> Option<f64>) -> Vec<Curve> {
        let curve = |name: &'static str, label: &str, tone, spectrum: &Spectrum| {
            let ranks = 1..=self.last_rank().min(spectrum.max_rank());
            let point = |rank: usize| Some((rank as f64, value(spectrum, rank)?));
            Curve {
                name: name.into(),
                label: label.to_owned(),
                tone,
                strength: 1.0,
                stroke: Stroke::Solid,
                named: true,
                dots: false,
                points: ranks.filter_map(point).collect(),
            }
        };
        let mut curves = Vec::new();
        if let Some(Spectra { style, facts }) = self.simulated {
            curves.push(curve("facts", "facts", Tone::Facts, facts));
            curves.push(curve("style", "style", Tone::Style, style));
        }
        curves.push(curve("layer", "this layer", Tone::Neutral, self.spectrum));
        curves
    }

    fn plot(&self, x: &'static str, y: Axis, curves: Vec<Curve>, summary: String) -> Plot {
        let summary = if self.spectrum.is_zero() {
            "This layer’s update is zero.".to_owned()
        } else {
            summary
        };
        Plot {
            inspected: vec![self.kept],
            summary,
            ..Plot::new(Axis::ranks(x, self.last_rank()), y, curves)
        }
    }
}

/// What the entropy rank is, and what it is not. Stands beside the number.
pub const ENTROPY_RANK: &str = "The entropy rank here is exp of the entropy of σ²/Σσ². Roy and Vetterli’s effective rank takes σ/Σσ instead.";

/// The share of the layers for which rank r is enough.
pub fn distribution<'r>(layers: impl IntoIterator<Item = (&'r Report, Measures)>) -> Plot {
    let (mut stable, mut entropy, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    let mut largest = FEWEST_RANKS;
    let updated = layers
        .into_iter()
        .filter(|(report, _)| !report.spectrum.is_zero());
    for (report, measures) in updated {
        stable.extend(measures.stable_rank);
        entropy.extend(measures.entropy_rank);
        kept.push(measures.kept_by_peft() as f64);
        largest = largest.max(report.layer.max_rank());
    }
    for values in [&mut stable, &mut entropy, &mut kept] {
        values.sort_unstable_by(f64::total_cmp);
    }
    let enough = |sorted: &[f64], rank: usize| {
        let count = sorted.partition_point(|&value| value <= rank as f64);
        (!sorted.is_empty()).then(|| 100.0 * count as f64 / sorted.len() as f64)
    };
    let curve = |name: &'static str, label: &str, stroke, values: &[f64]| Curve {
        name: name.into(),
        label: label.to_owned(),
        // None of them is of the simulated updates, which have the colours.
        tone: Tone::Neutral,
        strength: 1.0,
        stroke,
        // They meet at the top, where no name could stand clear of the others: see the legend.
        named: false,
        dots: false,
        points: (1..=largest)
            .filter_map(|rank| Some((rank as f64, enough(values, rank)?)))
            .collect(),
    };
    let all = (1..=largest).find(|&rank| enough(&kept, rank) == Some(100.0));
    Plot {
        summary: match all {
            Some(rank) => format!(
                "Half of the layers have an effective rank (entropy) of at most {}. r = {rank} is enough in \
                 every layer by PEFT’s rule. {ENTROPY_RANK}",
                (1..=largest)
                    .find(|&rank| enough(&entropy, rank) >= Some(50.0))
                    .unwrap_or(largest),
            ),
            None => "No layer has an update yet.".to_owned(),
        },
        ..Plot::new(
            Axis::ranks("rank r", largest),
            Axis::linear("layers for which rank r is enough, %", 100.0),
            vec![
                curve("kept", "PEFT’s rule", Stroke::Dotted, &kept),
                curve("stable", "stable rank", Stroke::Dashed, &stable),
                curve(
                    "entropy",
                    "effective rank (entropy)",
                    Stroke::Solid,
                    &entropy,
                ),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(values: &[f64]) -> (Plot, Plot) {
        let spectrum = Spectrum::from(values.to_vec());
        let scene = LayerScene {
            spectrum: &spectrum,
            simulated: None,
            kept: 1,
            sigma_axis: SigmaAxis::Log,
        };
        (scene.spectrum(), scene.variance())
    }

    #[test]
    fn a_layer_is_drawn_relative_to_its_first_value() {
        let (spectrum, variance) = scene(&[4.0, 2.0]);
        let layer = spectrum.curves.last().unwrap();
        assert_eq!(layer.points, [(1.0, 1.0), (2.0, 0.5)]);
        assert!(spectrum.summary.contains("from 4 to 2"));
        let layer = variance.curves.last().unwrap();
        assert_eq!(layer.points, [(1.0, 80.0), (2.0, 100.0)]);
    }

    #[test]
    fn a_zero_layer_has_no_curve_and_says_why() {
        let (spectrum, variance) = scene(&[0.0]);
        for plot in [spectrum, variance] {
            assert!(plot.curves.iter().all(|curve| curve.points.is_empty()));
            assert_eq!(plot.summary, "This layer’s update is zero.");
        }
        let nothing = distribution([]);
        assert!(nothing.summary.contains("No layer"));
    }
}
