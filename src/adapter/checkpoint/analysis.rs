//! What was found of one matrix.
//!
//! `ΔW = W₁ − W₀`, a `d × k` matrix of which the `min(d, k)` singular values are known exactly, or the first of them
//! between two bounds each. Norms are exact either way, and so is how many numbers changed.

use serde::{Deserialize, Serialize};

use super::bounded::Known;
use rankscope_sim::Spectrum;

/// One matrix, analysed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Numbers of the matrix.
    pub numbers: u64,
    /// How many of them differ.
    pub changed: u64,
    /// Whether both are stored in the same bytes of the same format.
    pub is_equal_to_the_bit: bool,
    /// `‖W₀‖_F`.
    pub base_norm: f64,
    /// `‖W₁‖_F`.
    pub tuned_norm: f64,
    /// `‖ΔW‖_F`.
    pub frobenius: f64,
    /// The largest σ that rounding to the stored formats may leave of ΔW.
    pub floor: f64,
    /// The singular values; none where they were not asked for, or the matrix is a vector.
    pub values: Option<Values>,
}

/// Singular values, largest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Values {
    /// Those that are known.
    pub values: Vec<f64>,
    /// How many there are: `min(d, k)`.
    pub count: usize,
    /// Between which bounds they lie; none where they are exact.
    pub bounds: Option<Bounds>,
}

/// What is known of values that are not exact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Bounds {
    /// No σ is less.
    pub least: Vec<f64>,
    /// No σ is more.
    pub most: Vec<f64>,
    /// No σ that is not among them is more.
    pub beyond: f64,
    /// `‖ΔW − QQᵀΔW‖_F`: what the basis misses.
    pub residual: f64,
}

impl Analysis {
    /// `‖ΔW‖/‖W₀‖`; none where the base is zero.
    pub fn relative(&self) -> Option<f64> {
        (self.base_norm > 0.0).then(|| self.frobenius / self.base_norm)
    }

    /// Of the known singular values those above the rounding floor; none where there are none.
    pub fn above_floor(&self) -> Option<usize> {
        let values = &self.values.as_ref()?.values;
        Some(
            values
                .iter()
                .take_while(|value| **value > self.floor)
                .count(),
        )
    }

    /// `E(r)`; none where the change is zero or its values are not known.
    pub fn energy(&self, rank: usize) -> Option<Measured> {
        match self.exact() {
            Some(values) => energy(values, rank).map(Measured::exact),
            None => Known::of(self).map(|known| known.energy(rank)),
        }
    }

    /// The smallest rank that holds this share of the energy; none as for [`Analysis::energy`].
    pub fn rank(&self, share: f64) -> Option<Measured> {
        match self.exact() {
            Some(values) => rank(values, share).map(Measured::exact),
            None => Known::of(self).map(|known| known.rank(share)),
        }
    }

    /// `exp(−Σ p ln p)`; none as for [`Analysis::energy`].
    pub fn entropy_rank(&self) -> Option<Measured> {
        match self.exact() {
            Some(values) => entropy_rank(values).map(Measured::exact),
            None => Known::of(self).map(|known| known.entropy_rank()),
        }
    }

    fn exact(&self) -> Option<&[f64]> {
        let values = self.values.as_ref()?;
        values.bounds.is_none().then_some(&*values.values)
    }

    /// All singular values, those that are not known taken as equal: their energy is known, and no other choice
    /// makes it last longer.
    pub fn spectrum(&self) -> Option<Spectrum> {
        let Values {
            values,
            count,
            bounds,
        } = self.values.as_ref()?;
        let mut all = values.clone();
        if bounds.is_some() {
            let held: f64 = values.iter().map(|value| value * value).sum();
            let left = count.saturating_sub(values.len());
            let missed = (self.frobenius * self.frobenius - held).max(0.0);
            all.resize(*count, (missed / left.max(1) as f64).sqrt());
        }
        Some(Spectrum::from(all))
    }
}

/// A number, and between which bounds it lies; both are the number where it is exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The number.
    pub value: f64,
    /// It is no less.
    pub least: f64,
    /// It is no more.
    pub most: f64,
}

impl Measured {
    /// An exact number.
    pub const fn exact(value: f64) -> Self {
        Self {
            value,
            least: value,
            most: value,
        }
    }

    /// Whether it is exact.
    pub const fn is_exact(self) -> bool {
        self.least == self.most
    }

    /// Between these, and the value as near to its own as that allows.
    pub(super) fn between(value: f64, least: f64, most: f64) -> Self {
        let most = most.max(least);
        Self {
            value: value.max(least).min(most),
            least,
            most,
        }
    }
}

/// A column of the table. Its name is a public contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeltaColumn {
    /// `‖ΔW‖_F`.
    Frobenius,
    /// `‖ΔW‖/‖W₀‖`.
    Relative,
    /// `σ₁`.
    SigmaMax,
    /// `Σσ²/σ₁²`.
    StableRank,
    /// `exp(−Σ p ln p)`, `p = σ²/Σσ²`.
    EntropyRank,
    /// The smallest r with `E(r) ≥ 0.9`.
    Rank90,
    /// The smallest r with `E(r) ≥ 0.99`.
    Rank99,
    /// `E(8)`.
    Energy8,
    /// `E(64)`.
    Energy64,
}

impl DeltaColumn {
    /// Every column, in order.
    pub const ALL: [Self; 9] = [
        Self::Frobenius,
        Self::Relative,
        Self::SigmaMax,
        Self::StableRank,
        Self::EntropyRank,
        Self::Rank90,
        Self::Rank99,
        Self::Energy8,
        Self::Energy64,
    ];

    /// Its `data-column` on the page, and its name in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Frobenius => "frobenius",
            Self::Relative => "relative",
            Self::SigmaMax => "sigma_max",
            Self::StableRank => "stable_rank",
            Self::EntropyRank => "entropy_rank",
            Self::Rank90 => "rank_90",
            Self::Rank99 => "rank_99",
            Self::Energy8 => "energy_8",
            Self::Energy64 => "energy_64",
        }
    }

    /// What it holds; none where it is undefined because the change is zero, or not known.
    pub fn value(self, analysis: &Analysis) -> Option<Measured> {
        match self {
            Self::Frobenius => Some(Measured::exact(analysis.frobenius)),
            Self::Relative => analysis.relative().map(Measured::exact),
            Self::SigmaMax => {
                let values = analysis.values.as_ref()?;
                let first = |of: &[f64]| of.first().copied().unwrap_or_default();
                Some(match &values.bounds {
                    None => Measured::exact(first(&values.values)),
                    Some(bounds) => Measured::between(
                        first(&values.values),
                        first(&bounds.least),
                        first(&bounds.most).min(analysis.frobenius),
                    ),
                })
            }
            Self::StableRank => {
                let first = Self::SigmaMax
                    .value(analysis)
                    .filter(|first| first.value > 0.0)?;
                let total = analysis.frobenius;
                let rank = |sigma: f64| (total / sigma) * (total / sigma);
                Some(Measured::between(
                    rank(first.value),
                    rank(first.most),
                    rank(first.least),
                ))
            }
            Self::EntropyRank => analysis.entropy_rank(),
            Self::Rank90 => analysis.rank(0.9),
            Self::Rank99 => analysis.rank(0.99),
            Self::Energy8 => analysis.energy(8),
            Self::Energy64 => analysis.energy(64),
        }
    }
}

/// Σσ² of exact values, by the same running sum as its parts, so that E(m) is 1 and not a rounding away from it;
/// none where it is zero.
fn total(values: &[f64]) -> Option<f64> {
    let total: f64 = values.iter().map(|value| value * value).sum();
    (total > 0.0).then_some(total)
}

/// `E(r)` of exact values.
fn energy(values: &[f64], rank: usize) -> Option<f64> {
    let total = total(values)?;
    let held: f64 = values.iter().take(rank).map(|value| value * value).sum();
    Some((held / total).min(1.0))
}

/// The smallest rank of exact values with `E(r)` of this share or more.
fn rank(values: &[f64], share: f64) -> Option<f64> {
    let total = total(values)?;
    let mut held = 0.0;
    let less = values.iter().take_while(|value| {
        held += **value * **value;
        (held / total).min(1.0) < share
    });
    Some((less.count() + 1).min(values.len()) as f64)
}

/// `exp(−Σ p ln p)` of exact values.
fn entropy_rank(values: &[f64]) -> Option<f64> {
    let total = total(values)?;
    let shares = values.iter().map(|value| part(value * value / total));
    Some(shares.sum::<f64>().exp())
}

/// `−p ln p`.
pub(super) fn part(share: f64) -> f64 {
    if share > 0.0 {
        -share * share.ln()
    } else {
        0.0
    }
}
