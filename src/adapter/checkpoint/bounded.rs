//! What follows from singular values that are known between bounds.

use super::analysis::{Analysis, Bounds, Measured, part};

/// What 32-bit numbers may round of a sum of squares, relative to it.
const ROUNDING: f64 = 1e-6;

/// `E(r)` of an analysis, `Σ_{i≤r} σᵢ²/Σσᵢ²`, between bounds.
///
/// Of values that are not known it is known that there are `count − known` of them, none above a bound, and how
/// much energy they have together. As they fall, the first of them have their share of it or more.
pub(super) struct Known<'a> {
    values: &'a [f64],
    bounds: &'a Bounds,
    /// How many there are, of which these are the first.
    count: usize,
    /// Σσ².
    total: f64,
    /// Running sums of σ², of the least and of the most that they can be; entry r is of the first r.
    sums: Vec<[f64; 3]>,
}

impl<'a> Known<'a> {
    /// Of an analysis; none where the change is zero, or its values have no bounds.
    pub(super) fn of(analysis: &'a Analysis) -> Option<Self> {
        let all = analysis.values.as_ref()?;
        let bounds = all.bounds.as_ref()?;
        let total = analysis.frobenius * analysis.frobenius;
        let mut sums = vec![[0.0; 3]];
        let mut sum = [0.0; 3];
        let square = |of: &[f64], index: usize| of.get(index).map_or(0.0, |value| value * value);
        let beyond = bounds.beyond * bounds.beyond;
        let missed = bounds.residual * bounds.residual;
        for (index, value) in all.values.iter().enumerate() {
            let [guess, lower, upper] = sum;
            let guess = guess + value * value;
            // What C misses of the first r is no more than all it misses, nor than r times the most it misses in
            // one direction (Ky Fan).
            let missed = missed.min((index + 1) as f64 * beyond);
            let most = upper + square(&bounds.most, index);
            sum = [
                guess,
                lower + square(&bounds.least, index),
                most.min(guess * (1.0 + ROUNDING) + missed),
            ];
            sums.push(sum);
        }
        (total > 0.0).then_some(Self {
            values: &all.values,
            bounds,
            count: all.count,
            total,
            sums,
        })
    }

    /// `E(r)`: a guess, no less than, no more than.
    fn shares(&self, rank: usize) -> [f64; 3] {
        let known = self.values.len();
        let shares = |rank: usize| {
            let sums = self.sums.get(rank).or(self.sums.last());
            let sums = sums.copied().unwrap_or_default();
            sums.map(|sum| (sum / self.total).min(1.0))
        };
        if rank >= self.count {
            return [1.0; 3];
        }
        if rank <= known {
            return shares(rank);
        }
        let [guess, least, most] = shares(known);
        let more = (rank - known) as f64;
        let part = more / (self.count - known) as f64;
        let further = more * self.bounds.beyond * self.bounds.beyond / self.total;
        [
            guess + part * (1.0 - guess),
            least + part * (1.0 - least),
            (most + further).min(1.0),
        ]
    }

    /// `E(r)`.
    pub(super) fn energy(&self, rank: usize) -> Measured {
        let [value, least, most] = self.shares(rank);
        Measured::between(value, least, most)
    }

    /// The smallest rank that holds this share of the energy.
    pub(super) fn rank(&self, share: f64) -> Measured {
        let first = |which: usize| {
            let enough = |rank: usize| {
                let shares = self.shares(rank);
                shares.get(which).is_some_and(|held| *held >= share)
            };
            let (mut low, mut high) = (1, self.count.max(1));
            while low < high {
                let middle = usize::midpoint(low, high);
                if enough(middle) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            low as f64
        };
        let (guess, least, most) = (first(0), first(2), first(1));
        let beyond = guess > self.values.len() as f64;
        let guess = if beyond {
            f64::midpoint(least, most).round()
        } else {
            guess
        };
        Measured::between(guess, least, most)
    }

    /// `exp(−Σ p ln p)`.
    ///
    /// Of the unknown values the entropy is largest where all are equal, and smallest where as few as possible
    /// are as large as possible.
    pub(super) fn entropy_rank(&self) -> Measured {
        let share = |value: f64| (value * value / self.total).min(1.0);
        let head: f64 = self.values.iter().map(|value| part(share(*value))).sum();
        // −p ln p rises up to 1/e and falls after.
        let top = (-1.0_f64).exp();
        let (mut least, mut most) = (0.0, 0.0);
        for (low, high) in self.bounds.least.iter().zip(&self.bounds.most) {
            let (low, high) = (share(*low), share(*high));
            least += part(low).min(part(high));
            most += part(top.max(low).min(high));
        }
        let left = (self.count - self.values.len()) as f64;
        let [guess, lower, upper] = self.shares(self.values.len());
        let spread = |mass: f64, over: f64| {
            if mass > 0.0 && over > 0.0 {
                -mass * (mass / over).ln()
            } else {
                0.0
            }
        };
        let cap = share(self.bounds.beyond);
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
        Measured::between(
            (head + spread(1.0 - guess, left)).exp(),
            least.exp(),
            most.exp(),
        )
    }
}
