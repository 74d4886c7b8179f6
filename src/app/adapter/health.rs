//! What is wrong with an adapter before anybody runs it, and what to do about it.
//!
//! It follows from the layers' reports: update norms `‖ΔW‖` (as the weights, no unit), α, and the config. A layer
//! stands out where its norm is more than [`FAR`] times the median of its kind, or less than a `1/FAR` of it.

use rankscope_adapter::config::Numerator;
use rankscope_adapter::{Config, LayerError, Source};
use rankscope_params::number::significant;

use super::derived::Derived;
use super::opening::Weights;
use super::rows::Row;
use super::state::{AdapterState, AnalysisFailure};
use super::words::count;

/// The heading.
pub const TITLE: &str = "Before you use it";
/// How far from the median of its kind a layer's norm is to stand out. Trained adapters' norms differ by a factor
/// of two to five between blocks.
pub const FAR: f64 = 10.0;
/// Layers of a kind from which on their median says something.
const ENOUGH: usize = 4;
/// Layers that are named.
const NAMED: usize = 3;

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symptom {
    /// Its `data-health` on the page.
    pub name: &'static str,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub advice: &'static str,
}

/// All that is wrong, the worst first.
pub fn symptoms(state: &AdapterState, derived: &Derived) -> Vec<Symptom> {
    let found = [
        not_finite(derived),
        contradicted(derived),
        without_scale(derived),
        untrained(derived),
        without_alpha(state, derived),
        standing_out(state.weights.as_deref(), derived),
    ];
    found.into_iter().flatten().collect()
}

fn rows<'d>(derived: &'d Derived, is: impl Fn(&Row) -> bool + 'd) -> impl Iterator<Item = &'d Row> {
    let rows = derived.rows.iter().map(|row| &**row);
    rows.filter(move |row| is(row))
}

/// "all 14 layers", "3 of 14 layers".
fn share(number: usize, all: usize) -> String {
    if number == all {
        format!("all {}", count(all, "layer"))
    } else {
        format!("{number} of {}", count(all, "layer"))
    }
}

fn not_finite(derived: &Derived) -> Option<Symptom> {
    let not_finite = |failure: &AnalysisFailure| {
        matches!(
            failure,
            AnalysisFailure::Layer(LayerError::NotFinite { .. })
        )
    };
    let failures = derived.failures.iter();
    let number = failures.filter(|(_, failure)| not_finite(failure)).count();
    (number > 0).then(|| Symptom {
        name: "not-finite",
        what: format!(
            "{} a number that is infinite or not a number (NaN).",
            if number == 1 { "1 layer holds".to_owned() } else { format!("{number} layers hold") }
        ),
        advice: "Training diverged, or the file was damaged. Take an earlier checkpoint, or train with a smaller learning rate.",
    })
}

fn contradicted(derived: &Derived) -> Option<Symptom> {
    let is = |row: &Row| matches!(row.report.scale.source, Source::Contradicted { .. });
    let mut found = rows(derived, is);
    let first = found.next()?;
    let number = 1 + found.count();
    let Source::Contradicted { config_rank } = first.report.scale.source else {
        return None;
    };
    Some(Symptom {
        name: "contradicted",
        what: format!(
            "The config contradicts {}: it says r = {config_rank} of {}, and the file holds {}.",
            share(number, derived.rows.len()),
            first.module(),
            first.report.layer.rank
        ),
        advice: "PEFT does not load it. Open the adapter_config.json that was saved with these weights.",
    })
}

fn without_scale(derived: &Derived) -> Option<Symptom> {
    let number = rows(derived, |row| row.report.scale.gamma == 0.0).count();
    (number > 0).then(|| Symptom {
        name: "alpha-zero",
        what: format!(
            "α is 0 in {}: PEFT turns the update off there, and other runtimes take γ = 1.",
            share(number, derived.rows.len())
        ),
        advice: "Write the α of the training into the config.",
    })
}

/// Whether B is zero, as before training.
pub(super) fn is_untrained(row: &Row) -> bool {
    row.report.spectrum.is_zero() && row.report.scale.gamma != 0.0
}

/// B of zero, in half of the layers or more.
fn untrained(derived: &Derived) -> Option<Symptom> {
    let (number, all) = (rows(derived, is_untrained).count(), derived.rows.len());
    if number == 0 || 2 * number < all {
        return None;
    }
    if number == all {
        return Some(Symptom {
            name: "untrained",
            what: format!(
                "This adapter is untrained: B is zero in {}.",
                share(all, all)
            ),
            advice: "Check that training ran, and that the file was saved after it.",
        });
    }
    Some(Symptom {
        name: "half-untrained",
        what: format!("{} were not trained: B is zero there.", share(number, all)),
        advice: "Check that these layers take part in the forward pass and are not frozen. Without them the file is smaller.",
    })
}

/// A config without α, or α beside some layers only.
fn without_alpha(state: &AdapterState, derived: &Derived) -> Option<Symptom> {
    let mut sections = state.config().into_iter().flat_map(Config::sections);
    let named = |row: &Row| matches!(row.report.scale.source, Source::Config(_));
    if sections.any(|(_, section)| section.numerator == Numerator::Missing)
        && rows(derived, named).next().is_some()
    {
        return Some(Symptom {
            name: "alpha-missing",
            what: "The config leaves out lora_alpha. PEFT then takes 8; other runtimes take r, or refuse it.".to_owned(),
            advice: "Write the α of the training into the config.",
        });
    }
    let without = |row: &Row| row.report.scale.source == Source::Convention;
    let beside = |row: &Row| row.report.scale.source == Source::Tensor;
    let number = rows(derived, without).count();
    (number > 0 && rows(derived, beside).next().is_some()).then(|| Symptom {
        name: "alpha-missing",
        what: format!("No α is stored for {}, and for the others one is.", share(number, derived.rows.len())),
        advice: "diffusers gives such layers the α that most have, other runtimes γ = 1. Save the file with an α for each layer.",
    })
}

fn standing_out(weights: Option<&Weights>, derived: &Derived) -> Option<Symptom> {
    let weights = weights?;
    let mut kinds: Vec<Vec<(f64, &Row)>> = vec![Vec::new(); weights.places.kinds.len()];
    for row in rows(derived, |row| !row.report.spectrum.is_zero()) {
        let place = weights.places.get(row.layer);
        if let Some(kind) = place.and_then(|(kind, _)| kinds.get_mut(kind)) {
            kind.push((row.report.frobenius(), row));
        }
    }
    let mut found: Vec<(f64, &Row)> = kinds.iter_mut().flat_map(|kind| far(kind)).collect();
    found.sort_by(|(a, _), (b, _)| b.ln().abs().total_cmp(&a.ln().abs()));
    let &(ratio, farthest) = found.first()?;
    let names: Vec<String> = found
        .iter()
        .take(NAMED)
        .map(|(_, row)| row.module().into_owned())
        .collect();
    let more = if found.len() > NAMED { ", …" } else { "" };
    let (direction, times) = if ratio > 1.0 {
        ("larger", ratio)
    } else {
        ("smaller", 1.0 / ratio)
    };
    Some(Symptom {
        name: "standing-out",
        what: format!(
            "{} out: {}{more}. ‖ΔW‖ of {} is {} times {direction} than the median of its kind.",
            if found.len() == 1 {
                "1 layer stands".to_owned()
            } else {
                format!("{} layers stand", found.len())
            },
            names.join(", "),
            farthest.module(),
            significant(times, 2)
        ),
        advice: "Look at these layers first: training may have diverged there, or they come from another adapter.",
    })
}

/// The layers of one kind that stand out, each with its norm over the median.
fn far<'d>(kind: &mut [(f64, &'d Row)]) -> Vec<(f64, &'d Row)> {
    kind.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let Some(&(median, _)) = kind.get(kind.len() / 2).filter(|_| kind.len() >= ENOUGH) else {
        return Vec::new();
    };
    let ratios = kind.iter().map(|(norm, row)| (norm / median, *row));
    ratios
        .filter(|(ratio, _)| *ratio > FAR || *ratio < 1.0 / FAR)
        .collect()
}
