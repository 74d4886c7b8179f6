//! Singular values of a bidiagonal matrix, by quotients and differences.
//!
//! With `qᵢ = dᵢ²` and `eᵢ = bᵢ²` of the diagonal d and what stands beside it, b, a step of the differential
//! quotient-difference algorithm with shift τ (dqds; Fernando and Parlett 1994) gives the q and e of a matrix whose
//! squared singular values are less by τ. It takes a division for each entry and no root, and loses no digit of the
//! smallest values, as long as τ does not exceed the least of them. One that does is noticed, by a negative q, and
//! taken back. When the last e has become negligible, the last q and the shifts so far add up to a value.
//!
//! Splitting, turning round and the thresholds are those of LAPACK's `dlasq2` and `dlasq3`. How a step is made and
//! how far it shifts: `quotients/step.rs`, `shift.rs`.

mod shift;
mod step;

use std::mem::swap;

use step::{Differences, step};

/// Steps allowed for each value: LAPACK's cap is as many, and three are usual.
pub(crate) const STEPS_PER_VALUE: usize = 100;
/// An e is negligible this many times smaller than the squares it stands between: the square of `100 ε`.
const NEGLIGIBLE: f64 = 1e4 * f64::EPSILON * f64::EPSILON;
/// How many times larger the last q is than the first when the matrix is turned round.
const STEEP: f64 = 1.5;
/// The share of the least difference that is taken off where nothing better is known, at first.
const SHARE: f64 = 0.25;
/// An e above it splits nothing: squares are at most 1, and sums of neighbours at most 4.
const SMALL_E: f64 = 4.0 * NEGLIGIBLE;
/// An e that counts as zero beside squares whose largest is 1.
const LEAST_E: f64 = 1e-290;

/// The singular values, in no order; none when the iteration exceeds its cap.
pub(super) fn singular_values(diagonal: &[f64], beside: &[f64]) -> Option<Vec<f64>> {
    let entries = || diagonal.iter().chain(beside).map(|entry| entry.abs());
    let scale = entries().fold(0.0, f64::max);
    if scale <= 0.0 {
        return Some(vec![0.0; diagonal.len()]);
    }
    let squares = |entries: &[f64]| -> Vec<f64> {
        let square = |entry: &f64| (entry / scale) * (entry / scale);
        entries.iter().map(square).collect()
    };
    let mut parts = vec![Part::new(
        squares(diagonal),
        squares(beside),
        Sum::default(),
    )];
    let mut found = Vec::with_capacity(diagonal.len());
    let mut left = STEPS_PER_VALUE * diagonal.len();
    while let Some(part) = parts.pop() {
        part.solve(&mut parts, &mut found, &mut left)?;
    }
    for value in &mut found {
        *value = value.max(0.0).sqrt() * scale;
    }
    Some(found)
}

/// A sum that keeps what it rounds away.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    sum: f64,
    rounded: f64,
}

impl Sum {
    fn add(&mut self, term: f64) {
        let term = term + self.rounded;
        let sum = self.sum + term;
        self.rounded = if self.sum >= term {
            term - (sum - self.sum)
        } else {
            self.sum - (sum - term)
        };
        self.sum = sum;
    }

    fn and(self, term: f64) -> f64 {
        self.sum + (self.rounded + term)
    }
}

/// A matrix that has come apart from the others, and what has been taken off its squared values.
#[derive(Debug)]
struct Part {
    q: Vec<f64>,
    /// One less.
    e: Vec<f64>,
    shift: Sum,
    /// The share of the least difference that is taken off where nothing better is known.
    share: f64,
}

impl Part {
    fn new(q: Vec<f64>, e: Vec<f64>, shift: Sum) -> Self {
        Self {
            q,
            e,
            shift,
            share: SHARE,
        }
    }

    /// Finds its values. What comes apart on the way is added to `parts`.
    fn solve(
        mut self,
        parts: &mut Vec<Self>,
        found: &mut Vec<f64>,
        steps_left: &mut usize,
    ) -> Option<()> {
        let (mut next_q, mut next_e, mut all) = (self.q.clone(), self.e.clone(), self.q.clone());
        let mut before: Option<Differences> = None;
        let mut least_e = 0.0;
        self.turn();
        loop {
            let count = found.len();
            if self.deflate(found) {
                return Some(());
            }
            let settled = found.len() - count;
            if least_e <= SMALL_E
                && let Some(rest) = self.split()
            {
                parts.push(rest);
                before = None;
                self.turn();
                continue;
            }
            if settled > 0 && self.turn() {
                before = None;
            }
            next_q.truncate(self.q.len());
            next_e.truncate(self.e.len());
            all.truncate(self.q.len());
            let mut shift = before.map_or(0.0, |before| self.next_shift(&before, settled));
            let mut tries = 0;
            let differences = loop {
                *steps_left = steps_left.checked_sub(1)?;
                let differences = step(
                    &self.q,
                    &self.e,
                    shift,
                    (&mut next_q, &mut next_e),
                    &mut all,
                );
                let [least, before_last, _] = differences.least;
                // A NaN, as of an infinite quotient, is handed on to the last.
                if least >= 0.0 && differences.last[0] >= 0.0 {
                    break differences;
                }
                tries += 1;
                self.share = SHARE / 3.0;
                shift = match tries {
                    // Only the last is negative: about as much too large as that.
                    1 if before_last > 0.0 => (shift + least) * (1.0 - 2.0 * f64::EPSILON),
                    1 | 2 => 0.25 * shift,
                    _ => 0.0,
                }
                .max(0.0);
            };
            swap(&mut self.q, &mut next_q);
            swap(&mut self.e, &mut next_e);
            self.shift.add(shift);
            least_e = differences.e;
            before = Some(differences);
        }
    }

    /// Takes off what has settled at the end. True when nothing is left.
    fn deflate(&mut self, found: &mut Vec<f64>) -> bool {
        loop {
            let keep = match (self.q.as_slice(), self.e.as_slice()) {
                ([.., last], e) if e.last().is_none_or(|e| self.is_negligible(*e, *last)) => {
                    found.push(self.shift.and(*last));
                    self.q.len() - 1
                }
                ([rest @ .., a, b], [above @ .., beside])
                    if rest
                        .last()
                        .zip(above.last())
                        .is_none_or(|(q, e)| *e <= NEGLIGIBLE * self.shift.sum.max(q.min(*a))) =>
                {
                    found.extend(pair(*a, *b, *beside).map(|value| self.shift.and(value)));
                    self.q.len() - 2
                }
                ([], _) => return true,
                _ => return false,
            };
            self.q.truncate(keep);
            self.e.truncate(keep.saturating_sub(1));
        }
    }

    /// Whether an e is, above a q.
    fn is_negligible(&self, e: f64, q: f64) -> bool {
        e <= (NEGLIGIBLE * (self.shift.sum + q)).max(LEAST_E)
    }

    /// Turns it round where that brings the small end to the last place.
    fn turn(&mut self) -> bool {
        let turned = matches!(self.q.as_slice(), [first, .., last] if STEEP * first < *last);
        if turned {
            self.q.reverse();
            self.e.reverse();
        }
        turned
    }

    /// What is below the last e that is negligible.
    fn split(&mut self) -> Option<Self> {
        let pairs = self.q.windows(2).zip(&self.e);
        let negligible = |(q, e): (&[f64], &f64)| {
            let least = q.iter().copied().fold(f64::INFINITY, f64::min);
            *e <= (NEGLIGIBLE * self.shift.sum.max(least)).max(LEAST_E)
        };
        let at = pairs.map(negligible).rposition(|negligible| negligible)?;
        let part = Self::new(
            self.q.split_off(at + 1),
            self.e.split_off(at + 1),
            self.shift,
        );
        self.e.truncate(at);
        Some(part)
    }
}

/// The squared values of two rows: the larger, then the smaller, none with a digit lost.
fn pair(a: f64, b: f64, e: f64) -> [f64; 2] {
    let (large, small) = if b > a { (b, a) } else { (a, b) };
    let half = 0.5 * ((large - small) + e);
    if half <= 0.0 || e <= NEGLIGIBLE * small {
        return [large, small];
    }
    let part = small * (e / half);
    let part = if part <= half {
        small * (e / (half * (1.0 + (1.0 + part / half).sqrt())))
    } else {
        small * (e / (half + half.sqrt() * (half + part).sqrt()))
    };
    let sum = large + (part + e);
    [sum, small * (large / sum)]
}

#[cfg(test)]
mod tests;
