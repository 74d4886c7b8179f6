//! What is said of a layer, and the columns it is said in.
//!
//! Of `ΔW = γBA`: its scale, its singular values σ, `‖ΔW‖_F = √Σσ²`, `σ₁`, the stable rank `Σσ²/σ₁²`,
//! the entropy rank, and the rank each rule keeps. A zero update (B = 0, or γ = 0) has norms of 0 and
//! no effective rank: those are left empty. Its rules keep 1.

use super::LayerError;
use super::config::Config;
use super::layer::{Layer, Product};
use super::ranks::{RankRule, Thresholds};
use super::scale::Scale;
use rankscope_sim::Spectrum;

/// One layer, analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The layer.
    pub layer: Layer,
    /// Its scale.
    pub scale: Scale,
    /// The singular values of ΔW, scale and all.
    pub spectrum: Spectrum,
}

impl Report {
    /// What is said of `layer`, whose factors gave `product`, under this config.
    ///
    /// # Errors
    /// As [`Scale::of`].
    pub fn new(
        layer: &Layer,
        product: &Product,
        config: Option<&Config>,
    ) -> Result<Self, LayerError> {
        let scale = Scale::of(layer, product, config)?;
        let values = product.spectrum.values().iter();
        let scaled: Vec<f64> = values.map(|value| value * scale.factor()).collect();
        Ok(Self {
            layer: layer.clone(),
            scale,
            spectrum: Spectrum::from(scaled),
        })
    }

    /// `‖ΔW‖_F`.
    pub fn frobenius(&self) -> f64 {
        self.spectrum.frobenius()
    }

    /// `σ₁`.
    pub fn sigma_max(&self) -> f64 {
        self.spectrum.values().first().copied().unwrap_or_default()
    }

    /// `Σσ²/σ₁²`; none of a zero update.
    pub fn stable_rank(&self) -> Option<f64> {
        self.spectrum.stable_rank()
    }

    /// `exp(−Σ p ln p)`; none of a zero update.
    pub fn entropy_rank(&self) -> Option<f64> {
        self.spectrum.entropy_rank()
    }

    /// The rank a rule keeps.
    pub fn kept(&self, rule: RankRule, thresholds: Thresholds) -> usize {
        rule.rank(&self.spectrum, thresholds)
    }
}

/// What follows from a layer's singular values, worked out once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// `Σσ²/σ₁²`; none of a zero update.
    pub stable_rank: Option<f64>,
    /// `exp(−Σ p ln p)`; none of a zero update.
    pub entropy_rank: Option<f64>,
    /// The rank that each of [`RankRule::ALL`] keeps.
    pub kept: [usize; RankRule::ALL.len()],
}

impl Measures {
    /// The measures of a layer, with what the rules are asked to keep.
    pub fn of(report: &Report, thresholds: Thresholds) -> Self {
        Self {
            stable_rank: report.stable_rank(),
            entropy_rank: report.entropy_rank(),
            kept: RankRule::ALL.map(|rule| report.kept(rule, thresholds)),
        }
    }

    /// The rank that PEFT's rule keeps.
    pub fn kept_by_peft(&self) -> usize {
        let [peft, ..] = self.kept;
        peft
    }

    fn kept_by(&self, rule: RankRule) -> Option<usize> {
        let mut rules = RankRule::ALL.iter().zip(self.kept);
        rules
            .find(|(other, _)| **other == rule)
            .map(|(_, kept)| kept)
    }
}

/// A column of the table. Its name is a public contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// γ in force.
    Gamma,
    /// γ of a runtime that ignores `use_rslora`.
    GammaIgnoringRsLora,
    /// r.
    Rank,
    /// `‖ΔW‖_F`.
    Frobenius,
    /// `σ₁`.
    SigmaMax,
    /// `Σσ²/σ₁²`.
    StableRank,
    /// `exp(−Σ p ln p)`.
    EntropyRank,
    /// The rank a tool's rule keeps.
    Kept(RankRule),
}

impl Column {
    /// Every column, in order.
    pub const ALL: [Self; 11] = [
        Self::Gamma,
        Self::GammaIgnoringRsLora,
        Self::Rank,
        Self::Frobenius,
        Self::SigmaMax,
        Self::StableRank,
        Self::EntropyRank,
        Self::Kept(RankRule::Peft),
        Self::Kept(RankRule::SvFro),
        Self::Kept(RankRule::SvCumulative),
        Self::Kept(RankRule::SvRatio),
    ];

    /// Its `data-column` on the page, and its name in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gamma => "gamma",
            Self::GammaIgnoringRsLora => "gamma_ignoring_rslora",
            Self::Rank => "rank",
            Self::Frobenius => "frobenius",
            Self::SigmaMax => "sigma_max",
            Self::StableRank => "stable_rank",
            Self::EntropyRank => "entropy_rank",
            Self::Kept(RankRule::Peft) => "rank_peft",
            Self::Kept(RankRule::SvFro) => "rank_sv_fro",
            Self::Kept(RankRule::SvCumulative) => "rank_sv_cumulative",
            Self::Kept(RankRule::SvRatio) => "rank_sv_ratio",
            Self::Kept(RankRule::Entropy) => "rank_entropy",
        }
    }

    /// What it holds for a layer of these measures; none where it is undefined because the update is zero.
    pub fn value(self, report: &Report, measures: &Measures) -> Option<f64> {
        match self {
            Self::Gamma => Some(report.scale.gamma),
            Self::GammaIgnoringRsLora => Some(report.scale.ignoring_rslora),
            Self::Rank => Some(report.layer.rank as f64),
            Self::Frobenius => Some(report.frobenius()),
            Self::SigmaMax => Some(report.sigma_max()),
            Self::StableRank => measures.stable_rank,
            Self::EntropyRank => measures.entropy_rank,
            Self::Kept(rule) => measures.kept_by(rule).map(|rank| rank as f64),
        }
    }
}
