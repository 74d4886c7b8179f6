//! The verdict and what is recommended.

use rankscope_adapter::LayerError;
use rankscope_adapter::runtimes::Headline;
use rankscope_params::number::{Format, percent, significant};

use super::super::derived::Derived;
use super::super::state::{AdapterState, AnalysisFailure, Progress};
use super::super::verdict::Recommendation;
use super::{EMPTY, count};

/// The verdict, in two short sentences. Where it is bad news at which strength the adapter will run, that comes
/// first.
pub fn headline(
    state: &AdapterState,
    derived: &Derived,
    recommended: Option<&Recommendation>,
    running: Option<&Headline>,
) -> String {
    let summary = &derived.summary;
    if let Some(broken) = broken(derived) {
        return broken;
    }
    let bad = running.filter(|running| running.is_bad());
    match (summary.rank, summary.entropy_rank, recommended) {
        (Some(_), Some(entropy), Some(recommended)) => {
            let would_do = would_do(recommended.share);
            match bad {
                Some(bad) => format!("{} {would_do}", bad.text),
                None => format!(
                    "{would_do} The median layer has effective rank {} (entropy).",
                    significant(entropy, 2),
                ),
            }
        }
        (Some(_), ..) => {
            let bad = bad.map_or("", |bad| &bad.text);
            let said = "It changes nothing yet. In every layer, ΔW is zero.";
            format!("{said} {bad}").trim_end().to_owned()
        }
        (None, ..) if state.weights.is_some() && state.progress() != Progress::Ready => {
            "The first layers are being read…".to_owned()
        }
        (None, ..) if state.progress() == Progress::Reading => {
            "The file is being opened…".to_owned()
        }
        (None, ..) if state.weights.is_some() => {
            "No layer could be read. The reasons are below.".to_owned()
        }
        (None, ..) => EMPTY.to_owned(),
    }
}

/// Of an adapter with layers that no runtime can apply, beside others that are sound.
pub fn broken(derived: &Derived) -> Option<String> {
    let is_broken = |(_, failure): &&(String, AnalysisFailure)| {
        let AnalysisFailure::Layer(error) = failure else {
            return false;
        };
        matches!(
            error,
            LayerError::NotFinite { .. }
                | LayerError::HalfPair { .. }
                | LayerError::InnerDimension { .. }
                | LayerError::Shape { .. }
                | LayerError::Empty { .. }
        )
    };
    let broken = derived.failures.iter().filter(is_broken).count();
    let sound = derived.rows.len();
    (broken > 0 && sound > 0).then(|| {
        let verb = if broken == 1 { "is" } else { "are" };
        format!(
            "{broken} of {} {verb} broken. Repair the file before you use it.",
            count(broken + sound, "layer")
        )
    })
}

/// How much of the adapter would be enough, at this share of its size.
fn would_do(share: f64) -> String {
    let words = [
        (0.16, "A fraction of its weights would do."),
        (0.3, "About a quarter of its weights would do."),
        (0.48, "Less than half of its weights would do."),
        (0.6, "About half of its weights would do."),
    ];
    let found = words.iter().find(|(below, _)| share < *below);
    match found {
        Some((_, words)) => (*words).to_owned(),
        None if share < 0.9 => format!("{} of its weights would do.", whole_percent(share)),
        None => "It uses nearly all of its rank.".to_owned(),
    }
}

/// Without decimals, where that says something.
fn whole_percent(share: f64) -> String {
    if share < 0.01 {
        percent(share)
    } else {
        format!("{}\u{202f}%", Format::Whole.write(100.0 * share))
    }
}

/// The heading of the recommendation.
pub fn recommendation_title(recommended: &Recommendation) -> &'static str {
    if recommended.is_smaller() {
        "A smaller rank would do"
    } else {
        "The rank is well used"
    }
}

/// The ranks that would do, and what they keep.
pub fn recommendation(recommended: &Recommendation) -> String {
    let keep = format!("{}\u{202f}%", significant(100.0 * recommended.keep, 4));
    let rank = match recommended.ranks {
        (least, most) if least == most => format!("r = {most}"),
        (least, most) => format!("r = {least} to {most}, set per layer,"),
    };
    format!("{rank} keeps {keep} of the energy in every layer (PEFT’s rule).")
}

/// What that saves.
pub fn saved(recommended: &Recommendation) -> String {
    format!("{} of the size.", whole_percent(recommended.share))
}
