//! Measurements as the statements write them.

use rankscope_params::TransformerRate;
use rankscope_params::number::Format;
use rankscope_sim::transformer::{Gaussian, MeanSpread};

/// "21 ± 8".
pub(super) fn directions(MeanSpread { mean, spread }: MeanSpread) -> String {
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

/// "96.5 / 87.7", one for each seed.
pub(super) fn percents(shares: &[f64]) -> String {
    joined(shares, percent)
}

pub(super) fn joined(values: &[f64], write: impl Fn(f64) -> String) -> String {
    let written: Vec<String> = values.iter().map(|&value| write(value)).collect();
    written.join(" / ")
}

/// "−0.54 to −0.47".
pub(super) fn range(ends: [f64; 2]) -> String {
    let written = |slope: f64| Format::Decimals(2).write(slope).replace('-', "−");
    ends.map(written).join(" to ")
}
