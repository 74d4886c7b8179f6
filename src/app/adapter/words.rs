//! What the Adapter view says, sentence by sentence.

use std::fmt::Display;

use rankscope_adapter::{Config, RankRule, Source, Summary, Training};
use rankscope_params::number::significant;
use rankscope_sim::Scaling;

use super::derived::{Derived, Row};
use super::state::{AdapterState, AnalysisFailure, Origin, Progress, StopReason};

/// "1 layer", "2 layers".
/// On Start, beside the field that files are picked with.
pub const DOOR: &str =
    "Drop adapter_model.safetensors and adapter_config.json here, or choose them";
pub const DOOR_SAMPLES: &str = "Or open one of these:";

pub fn count(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

/// "8", "4 to 16".
fn range<T: PartialEq + Display>((least, most): (T, T), written: impl Fn(&T) -> String) -> String {
    if least == most {
        written(&least)
    } else {
        format!("{} to {}", written(&least), written(&most))
    }
}

/// A count with its thousands set apart.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

/// The adapter in a sentence.
pub fn headline(state: &AdapterState, summary: &Summary) -> String {
    let name = &state.name;
    match (summary.rank, summary.entropy_rank) {
        (Some(rank), Some(entropy)) => format!(
            "{name}: {} of rank {}, and the median layer really uses {}.",
            count(summary.layers, "layer"),
            range(rank, ToString::to_string),
            significant(entropy, 2),
        ),
        (Some(rank), None) => format!(
            "{name}: {} of rank {}, and none of them changes anything yet.",
            count(summary.layers, "layer"),
            range(rank, ToString::to_string),
        ),
        (None, _) if state.weights.is_some() && state.progress() != Progress::Ready => {
            format!("{name}: the first layers are being read…")
        }
        (None, _) if state.progress() == Progress::Reading => format!("{name} is being opened…"),
        (None, _) => "There is nothing to show of this file.".to_owned(),
    }
}

/// "γ = 2", "γ = 1 to 2".
pub fn gamma(range_of_gamma: (f64, f64)) -> String {
    let written = |gamma: &f64| significant(*gamma, 4);
    format!("γ = {}", range(range_of_gamma, written))
}

/// Whether any layer is scaled as rsLoRA's.
pub fn is_rslora(rows: &[std::rc::Rc<Row>]) -> bool {
    let rslora = |row: &std::rc::Rc<Row>| row.report.scale.scaling() == Scaling::RsLora;
    rows.iter().any(rslora)
}

/// Whether the reader, who alone has it, is asked for the config.
pub fn asks_for_config(state: &AdapterState, derived: &Derived) -> bool {
    let assumed = |row: &std::rc::Rc<Row>| row.report.scale.source == Source::Assumed;
    state.origin == Origin::Own && derived.rows.iter().any(assumed)
}

/// What else there is to know, each once.
pub fn remarks(state: &AdapterState, derived: &Derived) -> Vec<String> {
    let mut remarks: Vec<String> = Vec::new();
    for row in derived.rows.iter() {
        if let Some(notice) = row.report.scale.source.notice()
            && !remarks.iter().any(|remark| remark == notice)
        {
            remarks.push(notice.to_owned());
        }
    }
    if let Some(config) = &state.config {
        remarks.push(format!("Config: “{}”.", config.name));
    }
    let weights = state.weights.as_ref();
    let training = weights.and_then(|weights| weights.training.as_ref());
    remarks.extend(training.and_then(Training::notice).map(str::to_owned));
    for (_, section) in state.config().into_iter().flat_map(Config::sections) {
        remarks.extend(section.unreadable.iter().map(|unreadable| {
            format!(
                "The pattern “{}” of the config cannot be matched here ({}); layers it names keep the \
                 config’s own r and α.",
                unreadable.key, unreadable.reason
            )
        }));
    }
    if derived.summary.zero_layers > 0 {
        remarks.push(format!(
            "{} of zero: B is zero, as before training.",
            count(derived.summary.zero_layers, "update")
        ));
    }
    let has_idle_rank = |row: &&std::rc::Rc<Row>| row.report.layer.has_idle_rank();
    let idle = derived.rows.iter().filter(has_idle_rank).count();
    if idle > 0 {
        remarks.push(format!(
            "In {} r is larger than the matrix: a smaller rank would hold the same.",
            count(idle, "layer")
        ));
    }
    let others = weights.map_or(0, |weights| weights.layout.other_tensors.len());
    if others > 0 {
        remarks.push(format!(
            "{} beside the update, such as biases or modules saved whole: not looked at.",
            count(others, "tensor")
        ));
    }
    remarks
}

/// How far an analysis got that was stopped.
pub fn stopped(reason: &StopReason, done: usize, all: usize) -> String {
    match reason {
        StopReason::Cancelled => format!("Stopped after {done} of {all} layers."),
        StopReason::Failed(fault) => format!("Stopped after {done} of {all} layers: {fault}."),
    }
}

/// Why a layer has no result, and the next step.
pub fn failure(failure: &AnalysisFailure) -> (String, &'static str) {
    match failure {
        AnalysisFailure::Layer(error) => (error.to_string(), error.advice()),
        AnalysisFailure::Worker(fault) => (fault.to_string(), "Open the file again."),
    }
}

/// One layer's shape and scale.
pub fn layer(row: &Row) -> String {
    let (layer, scale) = (&row.report.layer, &row.report.scale);
    format!(
        "ΔW is {} × {}, from r = {} with α = {}: γ = {}.",
        layer.rows,
        layer.columns,
        layer.rank,
        significant(scale.alpha, 4),
        significant(scale.gamma, 4),
    )
}

/// A rule's name in element ids and files.
pub const fn rule_id(rule: RankRule) -> &'static str {
    match rule {
        RankRule::Peft => "peft",
        RankRule::SvFro => "sv-fro",
        RankRule::SvCumulative => "sv-cumulative",
        RankRule::SvRatio => "sv-ratio",
        RankRule::Entropy => "entropy",
    }
}

/// A rule's condition, as a formula.
pub const fn condition(rule: RankRule) -> &'static str {
    match rule {
        RankRule::Peft => "Σσ² ≥ keep · all",
        RankRule::SvFro => "Σσ² ≥ keep² · all",
        RankRule::SvCumulative => "Σσ ≥ keep · all",
        RankRule::SvRatio => "σ > σ₁ / ratio",
        RankRule::Entropy => "r ≥ entropy rank",
    }
}
