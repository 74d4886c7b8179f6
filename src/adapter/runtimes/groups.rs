//! Layers that no runtime tells apart, as one: an adapter of ten thousand layers has a few such groups.

use std::collections::{BTreeSet, HashMap};

use super::adapter::{Product, Seen};
use crate::config::{Config, Section, Setting};
use crate::{Form, Layer, Low, Scale, ScaleRule, Source};
use rankscope_sim::Scaling;

/// Modules of an expert that some programs fuse.
const FUSED: [&str; 4] = ["w1", "w3", "gate_proj", "up_proj"];

/// The layers of these groups.
pub fn layers_of(group_of: &[usize], groups: &[usize]) -> Vec<usize> {
    let wanted: BTreeSet<usize> = groups.iter().copied().collect();
    let layers = group_of.iter().enumerate();
    layers
        .filter(|(_, group)| wanted.contains(group))
        .map(|(layer, _)| layer)
        .collect()
}

/// The groups of these layers, and the one each is in.
pub(super) fn grouped<'a>(
    layers: &[(&Layer, &Scale)],
    config: Option<&'a Config>,
) -> (Vec<Seen<'a>>, Vec<usize>) {
    let mut numbers: HashMap<Marks, usize> = HashMap::new();
    let mut groups = Vec::new();
    let group_of = layers
        .iter()
        .map(|(layer, scale)| {
            let path = layer.module_path();
            let section = config
                .and_then(|config| config.section(&path))
                .map(|(section, _)| section);
            // What the config says of a layer that it scales follows from its section and its scale. Of any
            // other it is looked up, which takes a regular expression for each pattern.
            let other = match scale.source {
                Source::Config(_) | Source::Stated => None,
                // A pattern that cannot be decided leaves the layer without a scale, so it is not among these.
                _ => config.and_then(|config| config.setting(&path).ok().flatten()),
            };
            let marks = Marks::of(layer, scale, &path, (section, other));
            *numbers.entry(marks).or_insert_with(|| {
                let setting = config.and_then(|config| config.setting(&path).ok().flatten());
                groups.push(Seen::new(layer, scale, &path, (section, setting)));
                groups.len() - 1
            })
        })
        .collect();
    (groups, group_of)
}

/// What a runtime may tell layers apart by.
#[derive(PartialEq, Eq, Hash)]
struct Marks {
    rank: usize,
    gamma: u64,
    alpha: u64,
    source: Source,
    product: Product,
    is_expert: bool,
    is_fused: bool,
    has_norms: bool,
    section: Option<*const Section>,
    setting: Option<(Option<u64>, [u64; 2])>,
}

impl Marks {
    fn of(
        layer: &Layer,
        scale: &Scale,
        path: &str,
        (section, setting): (Option<&Section>, Option<Setting>),
    ) -> Self {
        let (is_expert, is_fused) = place(layer, path);
        let rule = |rule: ScaleRule| match rule {
            ScaleRule::Alpha { alpha, scaling } => {
                [alpha.to_bits(), u64::from(scaling == Scaling::RsLora)]
            }
            ScaleRule::Gamma(gamma) => [gamma.to_bits(), 2],
            ScaleRule::AdaLora { alpha } => [alpha.to_bits(), 3],
        };
        Self {
            rank: layer.rank,
            gamma: scale.gamma.to_bits(),
            alpha: scale.alpha.to_bits(),
            source: scale.source,
            product: product(layer),
            is_expert,
            is_fused,
            has_norms: layer.has_magnitude,
            section: section.map(std::ptr::from_ref),
            setting: setting.map(|setting| (setting.rank, rule(setting.rule))),
        }
    }
}

/// Whether a layer is of an expert of a mixture, and whether that is its gate or up.
pub(super) fn place(layer: &Layer, path: &str) -> (bool, bool) {
    let is_expert = layer.expert.is_some() || path.contains(".experts.");
    let is_fused = is_expert && FUSED.iter().any(|name| path.ends_with(name));
    (is_expert, is_fused)
}

pub(super) fn product(layer: &Layer) -> Product {
    match &layer.form {
        Form::Low(Low::Pair { .. }) => Product::Pair,
        Form::Low(Low::Tucker { .. }) => Product::Tucker,
        _ => Product::Other,
    }
}
