//! Singular values of a random matrix: the law of Marchenko and Pastur.
//!
//! Of a `d × k` matrix of independent entries with mean 0 and variance s², with `m = min(d, k)`, `M = max(d, k)` and
//! `c = m/M`, the numbers `λ = σ²/(s²M)` have for large sides the density
//! `√((λ₊ − λ)(λ − λ₋)) / (2π c λ)` on `[λ₋, λ₊]`, `λ± = (1 ± √c)²`. Their mean is 1, so `‖·‖_F² = s² m M`.
//!
//! With `λ = 1 + c + 2√c cos θ` the share of values above λ is, `a = 1 + c`, `b = 2√c`,
//! `F(θ) = (2/π) ∫₀^θ sin²t/(a + b cos t) dt`
//! `= (2/π) (aθ/b² − sin θ/b − (2(1 − c)/b²) arctan((1 − √c)/(1 + √c) · tan(θ/2)))`.
//!
//! Source: Marchenko and Pastur 1967; Bai and Silverstein, Spectral Analysis of Large Dimensional Random Matrices, 3.1.

use std::f64::consts::PI;

/// Halvings of `[0, π]`: as many as a double tells apart.
const HALVINGS: usize = 60;

/// The `min(rows, columns)` singular values, largest first, that a random matrix of this shape and Frobenius norm has:
/// the quantiles `(i − ½)/m` of the law. Empty where a side is 0.
pub fn singular_values(rows: usize, columns: usize, frobenius: f64) -> Vec<f64> {
    let (least, most) = (rows.min(columns), rows.max(columns));
    if least == 0 {
        return Vec::new();
    }
    let law = Law::new(least as f64 / most as f64);
    let scale = frobenius / (least as f64).sqrt();
    (0..least)
        .map(|index| {
            let above = (index as f64 + 0.5) / least as f64;
            scale * law.value(above).sqrt()
        })
        .collect()
}

/// The law for one ratio of the sides.
struct Law {
    ratio: f64,
    /// `2√c`.
    width: f64,
}

impl Law {
    fn new(ratio: f64) -> Self {
        Self {
            ratio,
            width: 2.0 * ratio.sqrt(),
        }
    }

    /// The share of values above that of an angle.
    fn above(&self, angle: f64) -> f64 {
        let Self { ratio, width } = *self;
        let root = ratio.sqrt();
        let square = width * width;
        let turned = ((1.0 - root) / (1.0 + root) * (angle / 2.0).tan()).atan();
        let whole = (1.0 + ratio) * angle / square
            - angle.sin() / width
            - 2.0 * (1.0 - ratio) / square * turned;
        2.0 / PI * whole
    }

    /// λ such that this share of the values is above it.
    fn value(&self, share: f64) -> f64 {
        let (mut low, mut high) = (0.0, PI);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if self.above(middle) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        1.0 + self.ratio + self.width * low.cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_numpys() {
        let written = include_str!("../../tests/fixtures/marchenko_pastur.json");
        let cases: Vec<serde_json::Value> = serde_json::from_str(written).unwrap();
        assert!(!cases.is_empty());
        for case in &cases {
            let side = |name: &str| case[name].as_u64().unwrap() as usize;
            let norm = case["frobenius"].as_f64().unwrap();
            let found = singular_values(side("rows"), side("columns"), norm);
            let expected = case["values"].as_array().unwrap();
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                let expected = expected.as_f64().unwrap();
                assert!((found - expected).abs() < 1e-7 * norm, "{found} {expected}");
            }
        }
    }

    #[test]
    fn the_norm_is_kept_and_values_fall() {
        for (rows, columns) in [(576, 1536), (64, 64), (48, 4096)] {
            let values = singular_values(rows, columns, 3.0);
            assert!(values.is_sorted_by(|a, b| a >= b));
            let norm = values.iter().map(|value| value * value).sum::<f64>().sqrt();
            assert!((norm - 3.0).abs() < 0.01, "{norm}");
        }
        assert!(singular_values(0, 4, 1.0).is_empty());
    }
}
