//! What the Adapter view says, sentence by sentence.

mod remarks;
mod verdict;

use std::fmt::Display;

use rankscope_adapter::{Column, RankRule, Source, Summary};
use rankscope_params::number::{Format, significant};
use rankscope_params::{RankRules, Threshold};
use rankscope_sim::Scaling;

pub use self::remarks::remarks;
pub use self::verdict::{broken, headline, recommendation, recommendation_title, saved};
use super::derived::Derived;
use super::plan::{Candidate, PickedFile, Plan};
use super::rows::Row;
use super::state::{AdapterState, AnalysisFailure, NamedConfig, Origin, StopReason};
use super::table::Experts;

/// On Start, beside the field that files are picked with.
pub const DOOR: &str =
    "Drop adapter_model.safetensors and adapter_config.json here, or choose them";
pub const DOOR_SAMPLES: &str = "Or open one of these:";

/// "1 layer", "2 layers".
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

/// What is open, beside its name.
pub fn facts(summary: &Summary) -> String {
    let rank = summary
        .rank
        .map(|rank| format!("rank {}", range(rank, ToString::to_string)));
    let parts = [
        Some(count(summary.layers, "layer")),
        rank,
        Some(format!("{} parameters", grouped(summary.parameters))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What is printed below the verdict: the file, and what the rules were asked to keep.
pub fn settings(state: &AdapterState, rules: &RankRules) -> String {
    let written = |threshold| Format::Exact.write(rules.get(threshold));
    format!(
        "{} · keep {} · ratio {}",
        state.name,
        written(Threshold::Keep),
        written(Threshold::Ratio)
    )
}

/// A link names a layer or an order that this adapter does not have.
pub fn unknown_in_link(layer: Option<&str>, sort: Option<&str>) -> Vec<String> {
    let layer = layer.map(|name| {
        format!("This adapter has no layer “{name}”. The layer with the largest ΔW is shown.")
    });
    let sort = sort.map(|name| {
        format!("The table has no column “{name}”. Its rows stand in the order of the file.")
    });
    layer.into_iter().chain(sort).collect()
}

/// Of a file that could not be read, and whether something is still open.
pub fn refused(state: &AdapterState) -> Option<&'static str> {
    match (state.refused, &state.weights) {
        (false, _) => None,
        (true, None) => Some("This file could not be read."),
        (true, Some(_)) => Some("This file could not be read. What was open stays open."),
    }
}

/// Where nothing is open.
pub const EMPTY: &str = "Drop your adapter.";
pub const EMPTY_LEDE: &str =
    "See the rank that each layer needs. Save a config with those ranks. Nothing is uploaded.";
pub const OPEN_ANOTHER: &str = "Open another";
pub const CHOOSE: &str = "Choose files";
pub const CHOOSE_FOLDER: &str = "Choose a folder";
pub const SAMPLES_TITLE: &str = "Or a sample";
pub const PRIVACY: &str = "Your files stay on your machine. This page reads them piece by piece. It has no server to send \
     them to, and its security policy forbids it to send anything elsewhere.";
pub const KINDS_OF_FILE: &str =
    "Files and folders of PEFT, kohya, diffusers, mlx-lm, llama.cpp and others, of any size.";
pub const ASK: &str = ": until then γ = 1 is assumed. Ranks and energies do not depend on it.";
pub const ABOUT_PATTERN: &str = "rank_pattern is for training again at these ranks. To make this file smaller, resize it below.";
pub const SAVE_PATTERN: &str = "Save rank_pattern";
pub const COPY_PATTERN: &str = "Copy rank_pattern";
pub const MAP: &str = "Layers";
pub const RULES: &str = "Which rank does each tool keep?";
pub const RULES_NOTE: &str = "Each tool reads the threshold differently.";
pub const TABLE: &str = "Every layer in numbers";
pub const TABLE_CAPTION: &str =
    "Click a heading to sort, a name to see the layer; arrow keys go from name to name.";
/// Of the experts that share a line of the table.
pub fn experts(experts: &Experts) -> String {
    format!(
        "{}: {}, largest values",
        experts.name,
        count(experts.layers, "expert")
    )
}

pub const FILTER: &str = "Filter by name";
pub const DISTRIBUTION_NOTE: &str =
    "Where a curve reaches 100 %, a larger rank adds nothing by that measure.";
pub const SPECTRUM_NOTE: &str = "Each curve is relative to its own first value. A cliff, as in style, \
                                 means a smaller rank would do.";
pub const VARIANCE_NOTE: &str =
    "What the best matrix of rank r keeps of ΔW. The two simulated updates come from Explore.";

/// "2", "1 to 2".
pub fn gamma(range_of_gamma: (f64, f64)) -> String {
    range(range_of_gamma, |gamma: &f64| significant(*gamma, 4))
}

/// The rule by which γ follows from α and r.
pub const fn rule_of_gamma(rslora: bool) -> &'static str {
    if rslora { "α/√r" } else { "α/r" }
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

/// An adapter's name in a file that holds several.
pub fn adapter_name(name: &str) -> String {
    if name.is_empty() {
        "the one without a name".to_owned()
    } else {
        format!("“{name}”")
    }
}

/// What a reader chooses from.
pub const CHOICES: &str = "Adapters that were opened together";
pub const INSIDE: &str = "Adapters in this file";

/// What was taken of the files that came together, and what was not; empty where all was.
pub fn taken(files: &[PickedFile], plan: &Plan, chosen: &Candidate) -> String {
    let aside = &plan.left_aside;
    if aside.count == 0 {
        return String::new();
    }
    let name = |index: usize| files.get(index).map(PickedFile::name);
    let weights = match chosen.weights.as_slice() {
        [one] => name(*one).unwrap_or_default().to_owned(),
        shards => count(shards.len(), "shard"),
    };
    let config = chosen.config.and_then(name);
    let config = config
        .map(|name| format!(" and {name}"))
        .unwrap_or_default();
    let mut endings: Vec<(&String, &usize)> = aside.endings.iter().collect();
    endings.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let listed: Vec<String> = endings
        .iter()
        .take(LISTED_ENDINGS)
        .map(|(ending, number)| format!("{number} {ending}"))
        .collect();
    let more = if endings.len() > LISTED_ENDINGS {
        ", …"
    } else {
        ""
    };
    format!(
        "Taken: {weights}{config}. Left aside: {} ({}{more}).",
        count(aside.count, "other file"),
        listed.join(", ")
    )
}

/// Kinds of files listed before the rest is only hinted at.
const LISTED_ENDINGS: usize = 4;

/// Of a config that came before its weights.
pub fn waiting(config: &NamedConfig) -> String {
    format!(
        "“{}” is kept for the weights that you open next.",
        config.name
    )
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

/// What the map shows, and how to read it.
pub fn map_note(quantity: &str, largest: f64) -> String {
    let largest = significant(largest, 3);
    format!(
        "{quantity}, up to {largest}. Stronger shade = larger. Choose a cell: its charts follow."
    )
}

/// Of a map in which the experts of a mixture share a cell.
pub const MAP_EXPERTS: &str = "Experts of one module share a cell. It shows the largest of them.";

/// Of a map in which several blocks share a column.
pub fn map_folded(blocks: usize, columns: usize) -> String {
    format!(
        "The model’s {blocks} blocks are drawn as {columns} columns. A cell shows the largest of its layers."
    )
}

/// One layer's shape, scale and effective rank.
pub fn layer(row: &Row) -> String {
    let (layer, scale) = (&row.report.layer, &row.report.scale);
    let effective = match row.value(Column::EntropyRank) {
        Some(rank) => format!("effective rank {} (entropy)", significant(rank, 3)),
        None => "ΔW is zero".to_owned(),
    };
    format!(
        "ΔW is {} × {} · rank {} · α = {} · γ = {} · {effective}",
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
