//! Repeated measurements of one thing, and how times grow.

use std::fmt;

/// Numbers in order; never empty.
#[derive(Clone, Debug)]
pub(crate) struct Series(Vec<f64>);

impl Series {
    pub(crate) fn new(mut numbers: Vec<f64>) -> Self {
        assert!(!numbers.is_empty(), "nothing was measured");
        numbers.sort_by(f64::total_cmp);
        Self(numbers)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn least(&self) -> f64 {
        self.0[0]
    }

    pub(crate) fn most(&self) -> f64 {
        self.0[self.0.len() - 1]
    }

    /// The number that this share of all is not above.
    pub(crate) fn share(&self, share: f64) -> f64 {
        self.0[((self.0.len() - 1) as f64 * share) as usize]
    }

    pub(crate) fn median(&self) -> f64 {
        let (half, odd) = (self.0.len() / 2, self.0.len() % 2 == 1);
        if odd {
            self.0[half]
        } else {
            self.0[half - 1].midpoint(self.0[half])
        }
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
        ..10.0 => 2,
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
