//! How much a step takes off.
//!
//! Where the last q is about to settle, as LAPACK's `dlasq4`; before, a fraction of the least difference (Parlett and
//! Marques 2000).

use super::step::Differences;
use super::{Part, SHARE};

impl Part {
    /// How much is taken off next, after a step with these differences and so many values found since.
    pub(super) fn next_shift(&mut self, before: &Differences, settled: usize) -> f64 {
        let ([least, least_1, least_2], [last, last_1, last_2]) = (before.least, before.last);
        let shift = match settled {
            0 if least == last && least_1 == last_1 => self.settling(before),
            1 if least_1 == last_1 && least_2 == last_2 => Some(self.settling_next(before)),
            1 if least_1 == last_1 => Some(0.5 * least_1),
            1 => Some(SHARE * least_1),
            2 if least_2 == last_2 => Some(least_2 / 3.0),
            2 => Some(SHARE * least_2),
            _ => None,
        };
        if let Some(shift) = shift {
            self.share = SHARE;
            return shift;
        }
        let share = self.share;
        self.share += (1.0 - share) / 3.0;
        share * least
    }

    /// How far the last difference is from a value, by how far the others are from it: the cases 2 and 3 of `dlasq4`.
    fn settling(&self, before: &Differences) -> Option<f64> {
        let ([.., above, last_q], [.., beside_above, beside]) =
            (self.q.as_slice(), self.e.as_slice())
        else {
            return None;
        };
        let ([least, _, least_2], [last, ..]) = (before.least, before.last);
        let b1 = last_q.sqrt() * beside.sqrt();
        let b2 = above.sqrt() * beside_above.sqrt();
        let a2 = above + beside;
        let gap_2 = least_2 - a2 - 0.25 * least_2;
        let gap_1 = if gap_2 > b2.max(0.0) {
            a2 - last - b2 / gap_2 * b2
        } else {
            a2 - last - (b1 + b2)
        };
        Some(if gap_1 > b1.max(0.0) {
            (last - b1 / gap_1 * b1).max(0.5 * least)
        } else {
            let far = a2 - (b1 + b2);
            let shift = (last - b1).max(0.0);
            let shift = if far > 0.0 { shift.min(far) } else { shift };
            shift.max(least / 3.0)
        })
    }

    /// The same where one value has just been found: the cases 7 and 8 of `dlasq4`. The squared norm of a vector that the
    /// last q would be the value of is summed from below, as long as its terms fall.
    fn settling_next(&self, before: &Differences) -> f64 {
        let [_, least, least_2] = before.least;
        let at_least = least / 3.0;
        let (mut term, mut sum, mut last) = (1.0, 0.0, f64::INFINITY);
        for (q, e) in self.q.iter().rev().skip(1).zip(self.e.iter().rev()) {
            if e > q {
                return at_least;
            }
            term *= e / q;
            sum += term;
            if 100.0 * last.max(term) < sum || term == 0.0 {
                break;
            }
            last = term;
        }
        // What is left out of the sum, and rounding.
        let norm = 1.05 * sum;
        let value = least / (1.0 + norm);
        let gap = 0.5 * least_2 - value;
        let error = if gap > norm.sqrt() * value {
            1.01 * value * norm / gap
        } else {
            1.01 * norm.sqrt()
        };
        at_least.max(value * (1.0 - error))
    }
}
