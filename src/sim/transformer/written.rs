//! Measurements as the statements write them.

use super::{Gaussian, Moments};
use rankscope_params::TransformerRate;
use rankscope_params::number::Format;

/// "21 ± 8".
pub(super) fn directions(Moments { mean, spread }: Moments) -> String {
    format!(
        "{} ± {}",
        Format::Whole.write(mean),
        Format::Whole.write(spread)
    )
}

/// "66 (128 × 128) and 98 (512 × 128)".
pub(super) fn random(shapes: &[Gaussian]) -> String {
    let written = |shape: &Gaussian| {
        let Gaussian {
            rows,
            columns,
            rank90,
        } = shape;
        format!("{rank90} ({rows} × {columns})")
    };
    shapes.iter().map(written).collect::<Vec<_>>().join(" and ")
}

pub(super) fn rate(rate: TransformerRate) -> String {
    Format::Exact.write(rate.rate())
}

/// A share in percent.
pub(super) fn percent(share: f64) -> String {
    Format::Decimals(1).write(100.0 * share)
}

/// "96.5 and 87.7", one for each seed.
pub(super) fn percents(shares: &[f64]) -> String {
    joined(shares, percent)
}

pub(super) fn joined(values: &[f64], write: impl Fn(f64) -> String) -> String {
    let written: Vec<String> = values.iter().map(|&value| write(value)).collect();
    written.join(" and ")
}

pub(super) fn mean(values: &[f64]) -> Option<f64> {
    Moments::of(values).map(|moments| moments.mean)
}

/// None where nothing was run.
pub(super) fn some(values: Vec<f64>) -> Option<Vec<f64>> {
    (!values.is_empty()).then_some(values)
}
