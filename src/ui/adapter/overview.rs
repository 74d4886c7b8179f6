//! The adapter in a sentence, its scale, and what its file and its config have to say.

use std::fmt::Display;

use yew::{Html, html};

use super::opened::Opened;
use rankscope_adapter::{Config, Report, Source, Summary, Training};
use rankscope_params::number::{Format, significant};
use rankscope_sim::Scaling;

/// The sentence with the live numbers, the scale beneath it.
pub(super) fn overview(opened: &Opened, reports: &[Report], summary: &Summary) -> Html {
    html! {
        <>
            <p id="headline">{ sentence(opened, summary) }</p>
            if !reports.is_empty() {
                <p id="adapter-gamma" class="subline">{ scale(reports, summary) }</p>
            }
            <ul id="adapter-remarks" class="adapter-remarks">
                { for remarks(opened, reports, summary).into_iter().map(|remark| html! { <li>{ remark }</li> }) }
            </ul>
        </>
    }
}

fn sentence(opened: &Opened, summary: &Summary) -> String {
    let name = &opened.name;
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
        (None, _) if opened.weights.is_some() => {
            format!("{name}: the first layers are being read…")
        }
        (None, _) if opened.problems.is_empty() => format!("{name} is being opened…"),
        (None, _) => "There is nothing to show of this file.".to_owned(),
    }
}

/// γ in force, and what a runtime would apply that ignores `use_rslora`.
fn scale(reports: &[Report], summary: &Summary) -> Html {
    let (Some(gamma), Some(ignoring)) = (summary.gamma, summary.gamma_ignoring_rslora) else {
        return html! {};
    };
    let rslora = reports
        .iter()
        .any(|report| report.scale.scaling() == Scaling::RsLora);
    let written = |gamma: &f64| significant(*gamma, 4);
    let value = |id: &'static str, (least, most): (f64, f64)| {
        html! {
            <b {id} data-least={Format::Exact.write(least)} data-most={Format::Exact.write(most)}>
                { format!("γ = {}", range((least, most), written)) }
            </b>
        }
    };
    html! {
        <>
            { "In force: " }{ value("gamma-in-force", gamma) }
            { if rslora { " (α/√r, rsLoRA). " } else { " (α/r). " } }
            if rslora {
                { "A runtime that ignores " }<code>{ "use_rslora" }</code>{ " would apply " }
                { value("gamma-ignoring-rslora", ignoring) }
                { "; the adapter would then be weaker than it was trained." }
            } else {
                { "No rsLoRA here, so a runtime that ignores " }<code>{ "use_rslora" }</code>
                { " applies the same." }
            }
        </>
    }
}

/// What else there is to know, each once.
fn remarks(opened: &Opened, reports: &[Report], summary: &Summary) -> Vec<String> {
    let mut remarks: Vec<String> = Vec::new();
    let mut sources: Vec<Source> = Vec::new();
    for source in reports.iter().map(|report| report.scale.source) {
        let alike = |other: &Source| other.notice() == source.notice();
        if !sources.iter().any(alike) {
            sources.push(source);
        }
    }
    remarks.extend(
        sources
            .into_iter()
            .filter_map(Source::notice)
            .map(str::to_owned),
    );
    if let Some(given) = &opened.config {
        remarks.push(format!("Config: “{}”.", given.name));
    }
    let training = opened
        .weights
        .as_ref()
        .and_then(|weights| weights.training.as_ref());
    remarks.extend(training.and_then(Training::notice).map(str::to_owned));
    for (_, section) in opened.config().into_iter().flat_map(Config::sections) {
        remarks.extend(section.unreadable.iter().map(|unreadable| {
            format!(
                "The pattern “{}” of the config cannot be matched here ({}); layers it names keep the \
                 config’s own r and α.",
                unreadable.key, unreadable.reason
            )
        }));
    }
    if summary.zero_layers > 0 {
        remarks.push(format!(
            "{} of zero: B is zero, as before training.",
            count(summary.zero_layers, "update")
        ));
    }
    let idle = reports
        .iter()
        .filter(|report| report.layer.has_idle_rank())
        .count();
    if idle > 0 {
        remarks.push(format!(
            "In {} r is larger than the matrix: a smaller rank would hold the same.",
            count(idle, "layer")
        ));
    }
    let beside = opened
        .weights
        .as_ref()
        .map_or(0, |weights| weights.layout.beside.len());
    if beside > 0 {
        remarks.push(format!(
            "{} beside the update, such as biases or modules saved whole: not looked at.",
            count(beside, "tensor")
        ));
    }
    remarks
}

/// "1 layer", "2 layers".
pub(super) fn count(number: usize, what: &str) -> String {
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
