//! Repeated measurements of one thing, and how times grow.

use std::fmt;

/// Numbers; never empty.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    sorted: Vec<f64>,
    /// As they were measured, round by round.
    rounds: Vec<f64>,
}

impl Series {
    pub(crate) fn new(rounds: Vec<f64>) -> Self {
        assert!(!rounds.is_empty(), "nothing was measured");
        let mut sorted = rounds.clone();
        sorted.sort_by(f64::total_cmp);
        Self { sorted, rounds }
    }

    /// Ours against another's of the same round, round by round, as far as both took part.
    pub(crate) fn against(&self, other: &Self) -> Self {
        let pairs = self.rounds.iter().zip(&other.rounds);
        Self::new(pairs.map(|(ours, theirs)| ours / theirs).collect())
    }

    pub(crate) fn count(&self) -> usize {
        self.sorted.len()
    }

    pub(crate) fn least(&self) -> f64 {
        self.sorted[0]
    }

    pub(crate) fn most(&self) -> f64 {
        self.sorted[self.sorted.len() - 1]
    }

    /// The number that this share of all is not above.
    pub(crate) fn share(&self, share: f64) -> f64 {
        self.sorted[((self.sorted.len() - 1) as f64 * share) as usize]
    }

    /// Median and quartiles.
    pub(crate) fn spread(&self) -> Spread {
        let upper = self.sorted.len() - 1;
        let quarter = upper / 4;
        Spread {
            median: self.median(),
            quartiles: [self.sorted[quarter], self.sorted[upper - quarter]],
        }
    }

    pub(crate) fn median(&self) -> f64 {
        let (half, odd) = (self.sorted.len() / 2, self.sorted.len() % 2 == 1);
        if odd {
            self.sorted[half]
        } else {
            self.sorted[half - 1].midpoint(self.sorted[half])
        }
    }
}

/// The middle half of some numbers: of few, all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) quartiles: [f64; 2],
}

impl Spread {
    /// Of one number.
    pub(crate) fn of_one(number: f64) -> Self {
        Self {
            median: number,
            quartiles: [number; 2],
        }
    }
}

impl fmt::Display for Spread {
    /// The median with three digits, and the quartiles in brackets where they differ from it.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let [low, high] = self.quartiles;
        write!(f, "{}", short(self.median))?;
        if low.to_bits() == high.to_bits() {
            return Ok(());
        }
        write!(f, " ({}–{})", short(low), short(high))
    }
}

impl fmt::Display for Series {
    /// As milliseconds: the median, and in brackets the least and the most.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (median, least, most) = (self.median(), self.least(), self.most());
        if least.to_bits() == most.to_bits() {
            return write!(f, "{}", time(median));
        }
        write!(f, "{} ({}–{})", time(median), short(least), short(most))
    }
}

/// Milliseconds with three digits that count; the long ones as seconds.
pub(crate) fn time(ms: f64) -> String {
    if ms < 10_000.0 {
        format!("{} ms", short(ms))
    } else {
        format!("{:.1} s", ms / 1000.0)
    }
}

fn short(number: f64) -> String {
    let decimals = match number {
        ..1.0 => 3,
        1.0..10.0 => 2,
        10.0..100.0 => 1,
        _ => 0,
    };
    format!("{number:.decimals$}")
}

/// The exponent p of `time = c · sizeᵖ`, by least squares on the logarithms of `(size, time)`.
pub(crate) fn exponent(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let logs = points.iter().map(|(size, time)| (size.ln(), time.ln()));
    let (sizes, times): (Vec<f64>, Vec<f64>) = logs.unzip();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (size, time) = (mean(&sizes), mean(&times));
    let pairs = sizes.iter().zip(&times);
    let covariance: f64 = pairs.map(|(s, t)| (s - size) * (t - time)).sum();
    let variance: f64 = sizes.iter().map(|s| (s - size).powi(2)).sum();
    covariance / variance
}
