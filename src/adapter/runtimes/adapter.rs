//! An adapter as a runtime sees it: what of its files and its config makes a difference to one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::groups::{grouped, layers_of, place, product};
use crate::config::{Config, Section, Setting};
use crate::names::Naming;
use crate::{Layer, Scale, Source};
use rankscope_sim::Scaling;

/// Whose files an adapter's are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PEFT's names for a language model, α in `adapter_config.json`.
    Peft,
    /// PEFT's or diffusers' names for a pipeline, α perhaps in the file.
    Diffusers,
    /// kohya's names, α beside the factors.
    Kohya,
    /// mlx-lm's.
    Mlx,
    /// llama.cpp's.
    Gguf,
    /// Megatron's: `linear_in` and `linear_out`.
    Megatron,
    /// Another.
    Other,
}

/// What kind of model an adapter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// A language model.
    Language,
    /// A pipeline that makes images or films.
    Image,
    /// Its names do not say.
    Unknown,
}

/// Components of names that only modules of language models have.
const OF_LANGUAGE: [&str; 9] = [
    "self_attn",
    "attention",
    "_proj",
    "query_key_value",
    "c_attn",
    "blk.",
    "mlp.",
    "experts",
    "lm_head",
];
/// The same of pipelines. kohya's paths have underscores for dots, so these are looked for anywhere.
const OF_IMAGES: [&str; 13] = [
    "lora_unet",
    "lora_te",
    "unet.",
    "text_encoder",
    "text_model",
    "to_q",
    "input_blocks",
    "down_blocks",
    "up_blocks",
    "single_blocks",
    "double_blocks",
    "transformer_blocks",
    "diffusion_model",
];

/// Names that are looked at to tell what an adapter is for: a long file repeats them, block by block.
const NAMES: usize = 512;

/// A layer as a runtime sees it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// r, as α is divided by it.
    pub rank: usize,
    /// γ as it was trained; none where only a missing config could say it.
    pub trained: Option<f64>,
    /// α beside the factors.
    pub beside: Option<f64>,
    /// What the config says of it.
    pub setting: Option<Setting>,
    /// Where in the config.
    pub section: Option<&'a Section>,
    /// Whether it is of an expert of a mixture.
    pub is_expert: bool,
    /// Whether it is an expert's gate or up, which some programs fuse.
    pub is_fused: bool,
    /// Whether its update is a pair, and if it is none, whether it is a convolution in three factors.
    pub product: Product,
    /// Whether norms are trained beside it.
    pub has_norms: bool,
    /// The config's rank, where it is not the file's.
    pub contradicted: Option<u64>,
}

/// What multiplies to the update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Product {
    /// BA.
    Pair,
    /// A convolution in three factors.
    Tucker,
    /// Another.
    Other,
}

/// An adapter as a runtime sees it.
#[derive(Clone, Debug)]
pub struct Adapter<'a> {
    /// Its layers, those that no runtime tells apart as one.
    pub groups: Vec<Seen<'a>>,
    /// The group of each layer, in the order they were given.
    pub group_of: Vec<usize>,
    /// Its config's sections; none where there is no config.
    pub sections: Vec<&'a Section>,
    /// Whose files they are.
    pub format: Format,
    /// What it is for.
    pub model: Model,
    /// Whether the config stands in the file's own metadata.
    pub embedded: bool,
    /// Whether a tensor of the file is a bias on B.
    pub has_bias_tensors: bool,
}

impl<'a> Adapter<'a> {
    /// An adapter of these layers, each with its scale; `embedded` says that the config is from the file's own
    /// metadata, and `others` are the tensors that belong to no layer.
    pub fn new<'l>(
        layers: impl IntoIterator<Item = (&'l Layer, &'l Scale)>,
        config: Option<&'a Config>,
        embedded: bool,
        others: &[String],
    ) -> Self {
        let layers: Vec<(&Layer, &Scale)> = layers.into_iter().collect();
        let model = model(&layers);
        let naming = layers.first().map(|(layer, _)| layer.naming);
        let sections = config.map_or_else(Vec::new, |config| {
            config.sections().map(|(_, section)| section).collect()
        });
        let (groups, group_of) = grouped(&layers, config);
        Self {
            groups,
            group_of,
            sections,
            format: naming.map_or(Format::Other, |naming| format(naming, model)),
            model,
            embedded,
            has_bias_tensors: others.iter().any(|name| name.contains("lora_B.bias")),
        }
    }

    /// The largest r.
    pub fn largest_rank(&self) -> Option<usize> {
        self.groups.iter().map(|group| group.rank).max()
    }

    /// The layers of these groups, in the order they were given.
    pub fn layers_of(&self, groups: &[usize]) -> Vec<usize> {
        layers_of(&self.group_of, groups)
    }

    /// The α that most layers have beside their factors; of several, the one that comes first.
    pub(super) fn most_common_alpha(&self) -> Option<f64> {
        let mut counts: BTreeMap<u64, (usize, Reverse<usize>, f64)> = BTreeMap::new();
        for (layer, &group) in self.group_of.iter().enumerate() {
            if let Some(alpha) = self.groups.get(group).and_then(|group| group.beside) {
                let first = (0, Reverse(layer), alpha);
                counts.entry(alpha.to_bits()).or_insert(first).0 += 1;
            }
        }
        let most = counts
            .values()
            .max_by_key(|(count, first, _)| (*count, *first));
        most.map(|&(_, _, alpha)| alpha)
    }
}

impl<'a> Seen<'a> {
    pub(super) fn new(
        layer: &Layer,
        scale: &Scale,
        path: &str,
        (section, setting): (Option<&'a Section>, Option<Setting>),
    ) -> Self {
        let (is_expert, is_fused) = place(layer, path);
        Self {
            rank: layer.rank,
            trained: match scale.source {
                Source::Assumed | Source::Contradicted { .. } => None,
                _ => Some(scale.gamma),
            },
            beside: (scale.source == Source::Tensor).then_some(scale.alpha),
            setting,
            section,
            is_expert,
            is_fused,
            product: product(layer),
            has_norms: layer.has_magnitude,
            contradicted: match scale.source {
                Source::Contradicted { config_rank } => Some(config_rank),
                _ => None,
            },
        }
    }

    /// Whether the config asks for α/√r here.
    pub(super) fn is_rslora(&self) -> bool {
        use crate::ScaleRule::Alpha;
        let scaling = |section: &Section| matches!(section.rule, Alpha { scaling, .. } if scaling == Scaling::RsLora);
        self.section.is_some_and(scaling)
    }
}

fn format(naming: Naming, model: Model) -> Format {
    match naming {
        Naming::Peft if model == Model::Image => Format::Diffusers,
        // A language model whose modules begin like a pipeline's: `transformer.h.0`.
        Naming::Diffusers if model == Model::Language => Format::Peft,
        Naming::Peft => Format::Peft,
        Naming::Diffusers => Format::Diffusers,
        Naming::Kohya => Format::Kohya,
        Naming::Mlx => Format::Mlx,
        Naming::LlamaCpp => Format::Gguf,
        Naming::NeMo => Format::Megatron,
        Naming::NoAlpha => Format::Other,
    }
}

/// The kind of model that most of these names are of.
fn model(layers: &[(&Layer, &Scale)]) -> Model {
    let (mut language, mut image) = (0, 0);
    for (layer, _) in layers.iter().step_by(layers.len().div_ceil(NAMES).max(1)) {
        let path = &*layer.path;
        if OF_IMAGES.iter().any(|mark| path.contains(mark)) {
            image += 1;
        } else if OF_LANGUAGE.iter().any(|mark| path.contains(mark)) {
            language += 1;
        }
    }
    match (language, image) {
        (0, 0) => Model::Unknown,
        (language, image) if language >= image => Model::Language,
        _ => Model::Image,
    }
}
