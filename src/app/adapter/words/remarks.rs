//! What a file and its config have to say besides the scale.

use std::collections::BTreeSet;

use super::super::derived::Derived;
use super::super::health;
use super::super::rows::Row;
use super::super::state::{AdapterState, NamedConfig, Origin};
use super::{adapter_name, count};
use rankscope_adapter::config::Section;
use rankscope_adapter::{Config, Form, Layer, Low, Training};
use rankscope_params::number::significant;

const DORA: &str = "DoRA: the norms of the weights are trained apart. γBA, which is shown, changes their directions.";

/// "two", "12".
fn in_words(number: usize) -> String {
    match number {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        number => number.to_string(),
    }
}

/// Of a file that holds several adapters.
fn several_adapters(state: &AdapterState) -> Option<String> {
    let adapters = &state.weights.as_ref()?.layout.adapters;
    let shown = state.weights.as_ref()?.adapter()?;
    (adapters.len() > 1).then(|| {
        let names: Vec<String> = adapters.iter().map(|name| adapter_name(name)).collect();
        format!(
            "This file holds {} adapters: {}. Shown is {}.",
            in_words(adapters.len()),
            names.join(", "),
            adapter_name(shown)
        )
    })
}

/// What a config says that changes what the numbers mean.
fn meaning(section: &Section) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(start) = section.start {
        said.push(format!(
            "{}: training began with factors taken out of the base weights, so BA is not the change of the model. \
             Every number here is of γBA as it is stored.",
            start.name()
        ));
    }
    if let Some(group) = section.qalora_group {
        said.push(format!(
            "QALoRA: inputs are averaged in groups of {group}. The numbers are those of the update this makes."
        ));
    }
    if section.use_dora {
        said.push(DORA.to_owned());
    }
    if let Some(alpha) = section.older_alpha {
        said.push(format!(
            "The config holds α = {} too. mlx-lm reads it no more: γ is its scale. Before June 2024 it multiplied by α/r.",
            significant(alpha, 4)
        ));
    }
    if section.replicates_layers {
        said.push("The config repeats layers of the model (layer_replication): one update may serve several.".to_owned());
    }
    if section.lora_bias {
        said.push("A bias is trained beside B (lora_bias). It is not part of ΔW.".to_owned());
    }
    if section.trains_tokens {
        said.push("Rows of an embedding are trained too (trainable_token_indices). They are not part of ΔW.".to_owned());
    }
    if !section.modules_to_save.is_empty() {
        said.push(format!(
            "Saved whole, and not analysed: {}.",
            section.modules_to_save.join(", ")
        ));
    }
    said
}

/// Of a few layers whose update is zero; of half of them or more, [`health`] tells.
fn zero_updates(derived: &Derived) -> Option<String> {
    let zero = derived.rows.iter().filter(|row| health::is_untrained(row));
    let zero = zero.count();
    (zero > 0 && 2 * zero < derived.rows.len()).then(|| {
        format!(
            "{} of zero: B is zero there, as before training.",
            count(zero, "update")
        )
    })
}

/// Of layers that are more than a plain pair.
fn forms(derived: &Derived) -> Vec<String> {
    let layers = |is: fn(&Layer) -> bool| {
        let rows = derived.rows.iter();
        rows.filter(|row| is(&row.report.layer)).count()
    };
    let said = |number: usize, words: &str| {
        (number > 0).then(|| format!("{}: {words}", count(number, "layer")))
    };
    let dora = layers(|layer| layer.has_magnitude);
    [
        said(
            layers(Layer::is_expert),
            "experts of a mixture, stacked in one pair of tensors; each is a layer of its own.",
        ),
        said(
            layers(|layer| layer.form.is_grouped()),
            "grouped convolution; B is block-diagonal.",
        ),
        said(
            layers(|layer| matches!(layer.form, Form::Kronecker(..))),
            "LoKr; the singular values are products of its factors’.",
        ),
        said(
            layers(|layer| matches!(layer.form, Form::Hadamard(..))),
            "LoHa; r counts for each of its two products, the update may have rank r².",
        ),
        said(
            layers(|layer| matches!(layer.form, Form::Diagonal { .. })),
            "AdaLoRA; the update is γ·B·diag(E)·A.",
        ),
        said(
            layers(|layer| matches!(layer.form, Form::Low(Low::Tucker { .. }))),
            "convolution in three factors.",
        ),
        (dora > 0).then(|| DORA.to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
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
    // A sample comes with its own.
    let own = |config: &&NamedConfig| config.origin == Origin::Own;
    if let Some(config) = state.config.as_ref().filter(own) {
        remarks.push(format!("Config: “{}”.", config.name));
    }
    let weights = state.weights.as_ref();
    let training = weights.and_then(|weights| weights.training.as_ref());
    remarks.extend(training.and_then(Training::notice).map(str::to_owned));
    remarks.extend(several_adapters(state));
    for (_, section) in state.config().into_iter().flat_map(Config::sections) {
        remarks.extend(meaning(section));
        remarks.extend(section.unreadable.iter().map(|unreadable| {
            format!(
                "The pattern “{}” of the config is no regular expression, so PEFT cannot load it either ({}). \
                 Layers it names have the config’s own r and α here.",
                unreadable.key, unreadable.reason
            )
        }));
        let patterns = section.rank_pattern.looking_around();
        let patterns: BTreeSet<&str> = patterns
            .chain(section.alpha_pattern.looking_around())
            .collect();
        remarks.extend(patterns.into_iter().map(|pattern| {
            format!(
                "The pattern “{pattern}” looks ahead. Here it is matched as in PEFT; by a runtime with \
                 plain regular expressions it cannot be matched."
            )
        }));
    }
    remarks.extend(zero_updates(derived));
    remarks.extend(forms(derived));
    let has_idle_rank = |row: &&std::rc::Rc<Row>| row.report.layer.has_idle_rank();
    let idle = derived.rows.iter().filter(has_idle_rank).count();
    if idle > 0 {
        remarks.push(format!(
            "In {}, r is larger than the matrix. A smaller rank would keep the same.",
            count(idle, "layer")
        ));
    }
    let others = weights.map_or(0, |weights| weights.layout.other_tensors.len());
    if others > 0 {
        remarks.push(format!(
            "{} beside the update, such as biases or modules saved whole, are not analysed.",
            count(others, "tensor")
        ));
    }
    // Config and file may say the same.
    let mut said = BTreeSet::new();
    remarks.retain(|remark| said.insert(remark.clone()));
    remarks
}
