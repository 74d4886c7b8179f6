//! The rank that each tool's rule would keep of a spectrum.
//!
//! Each is the smallest rank r ≥ 1 with
//!
//! | rule | |
//! |---|---|
//! | PEFT, energy | `Σ_{i≤r} σᵢ² ≥ keep · Σ σᵢ²` |
//! | kohya `sv_fro` | `Σ_{i≤r} σᵢ² ≥ keep² · Σ σᵢ²` |
//! | kohya `sv_cumulative` | `Σ_{i≤r} σᵢ ≥ keep · Σ σᵢ` |
//! | kohya `sv_ratio` | r is the count of `σᵢ > σ₁ / ratio` |
//! | entropy | `r ≥ exp(−Σ p ln p)`, `p = σ²/Σσ²` |
//!
//! None depends on γ. Of a zero update every rule keeps 1, as both tools do.
//!
//! Sources: PEFT's `_find_cutoff_index` in `peft/tuners/lora/conversion.py`, version 0.21; sd-scripts'
//! `networks/resize_lora.py`, commit 063ef100, whose older copies keep one more: see
//! [`RankRule::remark`]. That script also stops at 1 when `σ₁(BA) ≤ 10⁻⁶`, caps each rank at the one
//! it is asked for, and above 2048 × 2048 takes approximate singular values; none of it is done here.

use serde::{Deserialize, Serialize};

use rankscope_sim::Spectrum;

/// The share that PEFT's rule, `sv_fro` and `sv_cumulative` keep: above 0, at most 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Keep(f64);

impl Keep {
    /// Nine tenths.
    pub const DEFAULT: Self = Self(0.9);

    /// This share, if it is one.
    pub fn new(share: f64) -> Option<Self> {
        (share > 0.0 && share <= 1.0).then_some(Self(share))
    }

    /// The share.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Default for Keep {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How many times smaller than σ₁ a singular value may be for `sv_ratio`: at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ratio(f64);

impl Ratio {
    /// A singular value below a tenth of the largest adds under one per cent of its energy.
    pub const DEFAULT: Self = Self(10.0);

    /// This ratio, if it is one.
    pub fn new(ratio: f64) -> Option<Self> {
        (ratio >= 1.0 && ratio.is_finite()).then_some(Self(ratio))
    }

    /// The ratio.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Default for Ratio {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// What the rules are asked to keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// For PEFT's rule, `sv_fro` and `sv_cumulative`.
    pub keep: Keep,
    /// For `sv_ratio`.
    pub ratio: Ratio,
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RankRule {
    /// PEFT's energy fraction.
    Peft,
    /// kohya's share of the Frobenius norm.
    SvFro,
    /// kohya's share of the sum.
    SvCumulative,
    /// kohya's ratio to the largest.
    SvRatio,
    /// The entropy rank, rounded up. No tool's, and without a threshold.
    Entropy,
}

impl RankRule {
    /// Every rule, in the order the page shows them.
    pub const ALL: [Self; 5] = [
        Self::Peft,
        Self::SvFro,
        Self::SvCumulative,
        Self::SvRatio,
        Self::Entropy,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Peft => "PEFT energy",
            Self::SvFro => "kohya sv_fro",
            Self::SvCumulative => "kohya sv_cumulative",
            Self::SvRatio => "kohya sv_ratio",
            Self::Entropy => "entropy",
        }
    }

    /// What a reader who runs the tool may see instead.
    pub const fn remark(self) -> Option<&'static str> {
        match self {
            Self::SvFro | Self::SvCumulative | Self::SvRatio => Some(
                "Older, still common copies of kohya's resize script write one rank more than the rule.",
            ),
            Self::Peft | Self::Entropy => None,
        }
    }

    /// The rank it keeps of a spectrum: 1 of a zero update.
    pub fn rank(self, spectrum: &Spectrum, thresholds: Thresholds) -> usize {
        let (keep, ratio) = (thresholds.keep.get(), thresholds.ratio.get());
        let rank = match self {
            Self::Peft => with_energy(spectrum, keep),
            Self::SvFro => with_energy(spectrum, keep * keep),
            Self::SvCumulative => with_sum(spectrum.values(), keep),
            Self::SvRatio => {
                let values = spectrum.values();
                let least = values.first().map_or(0.0, |first| first / ratio);
                values.iter().filter(|&&value| value > least).count()
            }
            Self::Entropy => spectrum
                .entropy_rank()
                .map_or(1, |rank| rank.ceil() as usize),
        };
        rank.min(spectrum.max_rank()).max(1)
    }
}

/// The first rank that holds this share of the energy.
fn with_energy(spectrum: &Spectrum, share: f64) -> usize {
    let enough = |&rank: &usize| spectrum.energy(rank).is_none_or(|energy| energy >= share);
    (1..=spectrum.max_rank()).find(enough).unwrap_or(1)
}

/// The first rank that holds this share of the sum.
fn with_sum(values: &[f64], share: f64) -> usize {
    let total: f64 = values.iter().sum();
    let mut sum = 0.0;
    let enough = |value: &f64| {
        sum += value;
        // Divided, as the script does, so that the last sum is a share of exactly 1.
        total <= 0.0 || sum / total >= share
    };
    values
        .iter()
        .position(enough)
        .map_or(values.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(values: &[f64]) -> [usize; 5] {
        let spectrum = Spectrum::from(values.to_vec());
        RankRule::ALL.map(|rule| rule.rank(&spectrum, Thresholds::default()))
    }

    #[test]
    fn each_rule_keeps_the_smallest_rank_that_meets_it() {
        // Energies 64, 16, 4, 1 of 85; sums 8, 4, 2, 1 of 15; entropy rank 2.14.
        assert_eq!(ranks(&[8.0, 4.0, 2.0, 1.0]), [2, 2, 3, 4, 3]);
        assert_eq!(ranks(&[1.0; 4]), [4, 4, 4, 4, 4]);
        assert_eq!(ranks(&[3.0]), [1; 5]);
    }

    #[test]
    fn a_ratio_counts_what_is_strictly_above_it() {
        assert_eq!(ranks(&[10.0, 1.0])[3], 1);
        assert_eq!(ranks(&[10.0, 1.0 + 1e-9])[3], 2);
    }

    #[test]
    fn a_zero_update_keeps_one_and_has_no_effective_rank() {
        assert_eq!(ranks(&[0.0, 0.0]), [1; 5]);
        let zero = Spectrum::from(vec![0.0, 0.0]);
        assert_eq!((zero.stable_rank(), zero.entropy_rank()), (None, None));
    }

    #[test]
    fn a_share_and_a_ratio_have_their_ranges() {
        assert!(
            [0.0, -0.1, 1.1, f64::NAN]
                .iter()
                .all(|&share| Keep::new(share).is_none())
        );
        assert!(
            [0.9, f64::INFINITY, f64::NAN]
                .iter()
                .all(|&ratio| Ratio::new(ratio).is_none())
        );
        assert_eq!(Keep::new(1.0).map(Keep::get), Some(1.0));
        assert_eq!(Ratio::new(1.0).map(Ratio::get), Some(1.0));
    }

    #[test]
    fn keeping_everything_keeps_every_direction_that_counts() {
        let all = Thresholds {
            keep: Keep(1.0),
            ratio: Ratio(1.0),
        };
        let spectrum = Spectrum::from(vec![3.0, 2.0, 1.0, 0.0]);
        let rank = |rule: RankRule| rule.rank(&spectrum, all);
        assert_eq!(rank(RankRule::Peft), 3);
        assert_eq!(rank(RankRule::SvCumulative), 3);
        assert_eq!(rank(RankRule::SvRatio), 1);
    }
}
