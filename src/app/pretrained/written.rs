//! Measurements as the section writes them.

use rankscope_params::number::{Format, significant};
use rankscope_sim::pretrained::OfSeed;

/// "one model", "2 models".
pub(super) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("one {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// "29 and 30 %"; once, where all are the same.
pub(super) fn percents(values: &[OfSeed]) -> String {
    format!("{}\u{202f}%", joined(values, whole_percent))
}

/// "68 and 70".
pub(super) fn whole(values: &[OfSeed]) -> String {
    joined(values, |value| Format::Whole.write(value))
}

pub(super) fn joined(values: &[OfSeed], write: impl Fn(f64) -> String) -> String {
    let mut written: Vec<String> = values.iter().map(|of| write(of.value)).collect();
    written.dedup();
    written.join(" and ")
}

/// " (seeds 0 and 1)".
pub(super) fn seeds(values: &[OfSeed]) -> String {
    let seeds: Vec<String> = values.iter().map(|of| of.seed.to_string()).collect();
    let word = if seeds.len() == 1 { "seed" } else { "seeds" };
    format!(" ({word} {})", seeds.join(" and "))
}

/// A share in whole percent: recall is not known better. Halves go up, as in the experiment's tables.
pub(super) fn percent(share: f64) -> String {
    format!("{}\u{202f}%", whole_percent(share))
}

pub(super) fn whole_percent(share: f64) -> String {
    Format::Whole.write((100.0 * share).round())
}

/// A share in points.
pub(super) fn points(share: f64) -> String {
    Format::Whole.write(100.0 * share)
}

pub(super) fn nats(nats: f64) -> String {
    Format::Decimals(2).write(nats)
}

pub(super) fn millions(count: usize) -> String {
    significant(count as f64 / 1e6, 3)
}
