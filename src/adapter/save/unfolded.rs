//! What a plain pair of factors for each layer cannot hold.

use std::collections::BTreeMap;

use super::Adapter;
use crate::config::Section;
use crate::{Layer, Source, Start};

/// Something of an adapter that the new file does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfolded {
    /// What it is.
    pub kind: UnfoldedKind,
    /// The layers, modules or tensors concerned; empty where it is the adapter as a whole.
    pub names: Vec<String>,
}

/// What cannot be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnfoldedKind {
    /// Layers with DoRA's norms.
    Dora,
    /// Experts stacked in one tensor.
    Experts,
    /// Grouped convolutions, whose B is block-diagonal.
    Grouped,
    /// LoHa and LoKr.
    NoPair,
    /// Layers of `QALoRA`, which average their inputs.
    InputGroups,
    /// Layers that could not be read.
    Unread,
    /// Layers whose γ nothing says.
    UnknownScale,
    /// Modules that are saved whole.
    SavedModules,
    /// Rows of an embedding that are trained beside it.
    TokenDeltas,
    /// Biases.
    Biases,
    /// Other tensors.
    OtherTensors,
    /// Factors that began as a part of the base weights.
    Start,
    /// Layers of the model that are used several times.
    ReplicatedLayers,
}

impl UnfoldedKind {
    /// Whether the layers concerned are left out. Otherwise they are written, or no layer is concerned.
    pub const fn leaves_layers_out(self) -> bool {
        matches!(
            self,
            Self::Dora
                | Self::Experts
                | Self::Grouped
                | Self::NoPair
                | Self::InputGroups
                | Self::Unread
        )
    }

    /// Why, in a sentence.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Dora => {
                "DoRA also trains the norms of the weights, which depend on the base weights and are no product BA: its layers are left out."
            }
            Self::Experts => {
                "The factors of several experts stand in one tensor, and runtimes read such tensors each in its own way: these layers are left out."
            }
            Self::Grouped => {
                "Of a grouped convolution only the blocks on B’s diagonal are stored, and a new B would fill what is between them: these layers are left out."
            }
            Self::NoPair => {
                "LoHa and LoKr are no pair of factors, and as one they would be many times larger: these layers are left out."
            }
            Self::InputGroups => {
                "QALoRA averages the inputs of a layer in groups, which only its own code does: these layers are left out."
            }
            Self::Unread => "These layers could not be read: they are left out.",
            Self::UnknownScale => {
                "Nothing says what α these layers have, so γ = 1 is folded. Add the adapter_config.json of these weights first."
            }
            Self::SavedModules => {
                "Modules are saved whole beside the factors (modules_to_save): they are not in the new file."
            }
            Self::TokenDeltas => {
                "Rows of an embedding are trained (trainable_token_indices): they are not in the new file."
            }
            Self::Biases => "Biases are trained: they are not in the new file.",
            Self::OtherTensors => {
                "The file holds other tensors, which belong to no layer’s factors: they are not in the new file."
            }
            Self::Start => {
                "The factors began as a part of the base weights, which was taken out of them: BA is not the change. Convert it with PEFT first (path_initial_model_for_weight_conversion)."
            }
            Self::ReplicatedLayers => {
                "Layers of the model are used several times (layer_replication), which the new config does not say."
            }
        }
    }
}

/// Why a layer is not written.
pub(super) fn of_layer(layer: &Layer, adapter: &Adapter<'_>) -> Option<UnfoldedKind> {
    let section = section(layer, adapter);
    let groups_inputs = section.is_some_and(|section| section.qalora_group.is_some());
    Some(match () {
        () if layer.is_expert() => UnfoldedKind::Experts,
        () if layer.has_magnitude || section.is_some_and(|section| section.use_dora) => {
            UnfoldedKind::Dora
        }
        () if layer.form.is_grouped() => UnfoldedKind::Grouped,
        () if layer.form.inner().is_none() => UnfoldedKind::NoPair,
        () if groups_inputs => UnfoldedKind::InputGroups,
        () => return None,
    })
}

/// The part of the config that is about a layer.
fn section<'a>(layer: &Layer, adapter: &Adapter<'a>) -> Option<&'a Section> {
    let path = layer.module_path();
    let component = path.split_once('.').map_or("", |(component, _)| component);
    let sections = || adapter.config.into_iter().flat_map(crate::Config::sections);
    let own = sections().find(|(name, _)| *name == component);
    let own = own.or_else(|| sections().find(|(name, _)| name.is_empty()));
    own.map(|(_, section)| section)
}

/// All that the new file will not hold, or not as it was meant.
pub(super) fn unfolded(adapter: &Adapter<'_>) -> Vec<Unfolded> {
    let mut found: BTreeMap<UnfoldedKind, Vec<String>> = BTreeMap::new();
    let mut add = |kind, name: Option<&str>| {
        found
            .entry(kind)
            .or_default()
            .extend(name.map(str::to_owned));
    };
    for report in adapter.reports {
        let layer = &report.layer;
        match of_layer(layer, adapter) {
            Some(kind) => add(kind, Some(&layer.path)),
            None if is_unknown(report.scale.source) => {
                add(UnfoldedKind::UnknownScale, Some(&layer.path));
            }
            None => {}
        }
    }
    for left in &adapter.layout.left_out {
        add(UnfoldedKind::Unread, Some(&left.path));
    }
    for tensor in &adapter.layout.other_tensors {
        add(of_tensor(tensor), Some(tensor));
    }
    for (_, section) in adapter.config.into_iter().flat_map(crate::Config::sections) {
        for module in &section.modules_to_save {
            add(UnfoldedKind::SavedModules, Some(module));
        }
        if section.trains_tokens {
            add(UnfoldedKind::TokenDeltas, None);
        }
        if section.lora_bias || section.bias != "none" {
            add(UnfoldedKind::Biases, None);
        }
        if section.replicates_layers {
            add(UnfoldedKind::ReplicatedLayers, None);
        }
        if let Some(start) = section.start {
            add(UnfoldedKind::Start, Some(Start::name(start)));
        }
    }
    let all = found.into_iter();
    all.map(|(kind, names)| Unfolded { kind, names }).collect()
}

const fn is_unknown(source: Source) -> bool {
    matches!(source, Source::Assumed | Source::Contradicted { .. })
}

fn of_tensor(name: &str) -> UnfoldedKind {
    let has = |component: &str| name.split('.').any(|other| other == component);
    if has("bias") || has("diff_b") {
        UnfoldedKind::Biases
    } else if has("trainable_tokens_delta") {
        UnfoldedKind::TokenDeltas
    } else if has("modules_to_save") || name.ends_with(".weight") {
        UnfoldedKind::SavedModules
    } else {
        UnfoldedKind::OtherTensors
    }
}
