//! What was found of one matrix.
//!
//! `ΔW = W₁ − W₀`, a `d × k` matrix of which the `min(d, k)` singular values are known exactly, or the first of them
//! between two bounds each. Norms are exact either way, and so is how many numbers changed.

use serde::{Deserialize, Serialize};

use rankscope_sim::Spectrum;

/// What 32-bit numbers may round of a sum of squares, relative to it.
const ROUNDING: f64 = 1e-6;

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
    fn between(value: f64, least: f64, most: f64) -> Self {
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
        let known = || Known::of(analysis);
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
            Self::EntropyRank => known()?.entropy_rank(),
            Self::Rank90 => known()?.rank(0.9),
            Self::Rank99 => known()?.rank(0.99),
            Self::Energy8 => known()?.energy(8),
            Self::Energy64 => known()?.energy(64),
        }
    }
}

/// `E(r)` of an analysis, `Σ_{i≤r} σᵢ²/Σσᵢ²`, between bounds.
///
/// Of values that are not known it is known that there are `count − known` of them, none above a bound, and how
/// much energy they have together. As they fall, the first of them have their share of it or more.
pub struct Known<'a> {
    values: &'a Values,
    /// Σσ².
    total: f64,
    /// Running sums of σ², of the least and of the most that they can be; entry r is of the first r.
    sums: Vec<[f64; 3]>,
}

impl<'a> Known<'a> {
    /// Of an analysis; none where the change is zero or its values are not known.
    pub fn of(analysis: &'a Analysis) -> Option<Self> {
        let values = analysis.values.as_ref()?;
        let mut sums = vec![[0.0; 3]];
        let mut sum = [0.0; 3];
        let square = |of: &[f64], index: usize| of.get(index).map_or(0.0, |value| value * value);
        let beyond = values
            .bounds
            .as_ref()
            .map_or(0.0, |bounds| bounds.beyond * bounds.beyond);
        let missed = values
            .bounds
            .as_ref()
            .map_or(0.0, |bounds| bounds.residual * bounds.residual);
        for (index, value) in values.values.iter().enumerate() {
            let exact = value * value;
            let [least, most] = values.bounds.as_ref().map_or([exact; 2], |bounds| {
                [square(&bounds.least, index), square(&bounds.most, index)]
            });
            let [value, lower, upper] = sum;
            let value = value + exact;
            // What C misses of the first r is no more than all it misses, nor than r times the most it misses in
            // one direction (Ky Fan).
            let missed = missed.min((index + 1) as f64 * beyond);
            let upper = (upper + most).min(value * (1.0 + ROUNDING) + missed);
            sum = [value, lower + least, upper];
            sums.push(sum);
        }
        let total = if values.bounds.is_some() {
            analysis.frobenius * analysis.frobenius
        } else {
            // The same running sum, so that E(m) is 1 and not a rounding away from it.
            sum.first().copied().unwrap_or_default()
        };
        (total > 0.0).then_some(Self {
            values,
            total,
            sums,
        })
    }

    /// `E(r)`: a guess, no less than, no more than.
    fn shares(&self, rank: usize) -> [f64; 3] {
        let Values {
            values,
            count,
            bounds,
        } = self.values;
        let known = values.len();
        let shares = |rank: usize| {
            let sums = self.sums.get(rank).or(self.sums.last());
            sums.copied()
                .unwrap_or_default()
                .map(|sum| (sum / self.total).min(1.0))
        };
        if rank >= *count {
            return [1.0; 3];
        }
        let Some(bounds) = bounds.as_ref().filter(|_| rank > known) else {
            return shares(rank);
        };
        let [guess, least, most] = shares(known);
        let more = (rank - known) as f64;
        let part = more / (count - known) as f64;
        let further = more * bounds.beyond * bounds.beyond / self.total;
        [
            guess + part * (1.0 - guess),
            least + part * (1.0 - least),
            (most + further).min(1.0),
        ]
    }

    /// `E(r)`.
    pub fn energy(&self, rank: usize) -> Option<Measured> {
        let [value, least, most] = self.shares(rank);
        Some(if self.values.bounds.is_some() {
            Measured::between(value, least, most)
        } else {
            Measured::exact(value)
        })
    }

    /// The smallest rank that holds this share of the energy.
    pub fn rank(&self, share: f64) -> Option<Measured> {
        let count = self.values.count;
        let first = |which: usize| {
            let enough = |rank: &usize| {
                self.shares(*rank)
                    .get(which)
                    .is_some_and(|held| *held >= share)
            };
            let (mut low, mut high) = (1, count.max(1));
            while low < high {
                let middle = usize::midpoint(low, high);
                if enough(&middle) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            low as f64
        };
        if self.values.bounds.is_none() {
            return Some(Measured::exact(first(0)));
        }
        let (least, most) = (first(2), first(1));
        let guess = first(0);
        let beyond = guess > self.values.values.len() as f64;
        let guess = if beyond {
            f64::midpoint(least, most).round()
        } else {
            guess
        };
        Some(Measured::between(guess, least, most))
    }

    /// `exp(−Σ p ln p)`.
    ///
    /// Of the unknown values the entropy is largest where all are equal, and smallest where as few as possible
    /// are as large as possible.
    pub fn entropy_rank(&self) -> Option<Measured> {
        let part = |share: f64| {
            if share > 0.0 {
                -share * share.ln()
            } else {
                0.0
            }
        };
        let Values {
            values,
            count,
            bounds,
        } = self.values;
        let head: f64 = values
            .iter()
            .map(|value| part(value * value / self.total))
            .sum();
        let Some(bounds) = bounds else {
            return Some(Measured::exact(head.exp()));
        };
        let share = |of: &[f64], index: usize| {
            let value = of.get(index).copied().unwrap_or_default();
            (value * value / self.total).min(1.0)
        };
        // −p ln p rises up to 1/e and falls after.
        let top = (-1.0_f64).exp();
        let (mut least, mut most) = (0.0, 0.0);
        for index in 0..values.len() {
            let (low, high) = (share(&bounds.least, index), share(&bounds.most, index));
            least += part(low).min(part(high));
            most += part(top.max(low).min(high));
        }
        let left = (count - values.len()) as f64;
        let [guess, lower, upper] = self.shares(values.len());
        let spread = |mass: f64, over: f64| {
            if mass > 0.0 && over > 0.0 {
                -mass * (mass / over).ln()
            } else {
                0.0
            }
        };
        let cap = (bounds.beyond * bounds.beyond / self.total).min(1.0);
        let packed = |mass: f64| {
            if mass > 0.0 && cap > 0.0 {
                -mass * cap.ln()
            } else {
                0.0
            }
        };
        // Both grow with the mass as long as it is spread over more than e directions.
        let (small, large) = (1.0 - upper, 1.0 - lower);
        least += packed(small).min(spread(small, left));
        most += spread(large, left).max(spread(small, left));
        Some(Measured::between(
            (head + spread(1.0 - guess, left)).exp(),
            least.exp(),
            most.exp(),
        ))
    }
}
