//! Which layers of two adapters are the same layer of the model.
//!
//! By their paths as the model knows them ([`Layer::module_path`]), so PEFT's prefix and what wrappers leave in a
//! name make no difference. What is then left is looked for once more with dots and underscores taken for
//! alike, as kohya's names need, and with the models of a pipeline under one name (`unet` and `lora_unet`); and
//! then without the model, where only one of the two files names it. Such a name must be one layer's alone.

use std::collections::HashMap;

use crate::Layer;

/// How a model of a pipeline is called, by diffusers and ComfyUI with a dot behind it, by kohya with an
/// underscore: one model a line.
const MODELS: [&[&str]; 4] = [
    &["unet.", "diffusion_model.", "lora_unet_"],
    &["text_encoder.", "lora_te_", "lora_te1_"],
    &["text_encoder_2.", "lora_te2_"],
    &["text_encoder_3.", "lora_te3_"],
];

/// The layers of two adapters, by their indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// Layers that both have, in the order of the first.
    pub pairs: Vec<(usize, usize)>,
    /// Layers of one name whose updates have different shapes: those of different models.
    pub shapes_differ: Vec<(usize, usize)>,
    /// Layers of the first that the second does not have.
    pub only_first: Vec<usize>,
    /// Layers of the second that the first does not have.
    pub only_second: Vec<usize>,
}

/// Names by which a layer may be found, the most exact first.
type Name = fn(&Layer) -> String;
const NAMES: [Name; 3] = [exact, flat, without_model];

impl Pairing {
    /// Pairs layers by name.
    pub fn of(first: &[Layer], second: &[Layer]) -> Self {
        let mut partner: Vec<Option<usize>> = vec![None; first.len()];
        let mut taken = vec![false; second.len()];
        for name in NAMES {
            let ones = by_name(first, name, |index| partner.get(index) == Some(&None));
            let others = by_name(second, name, |index| taken.get(index) == Some(&false));
            for (name, index) in ones {
                let other = index.zip(others.get(&name).copied().flatten());
                let Some((index, other)) = other else {
                    continue;
                };
                if let (Some(partner), Some(taken)) = (partner.get_mut(index), taken.get_mut(other))
                {
                    *partner = Some(other);
                    *taken = true;
                }
            }
        }
        Self::sorted(first, second, &partner, &taken)
    }

    fn sorted(
        first: &[Layer],
        second: &[Layer],
        partner: &[Option<usize>],
        taken: &[bool],
    ) -> Self {
        let mut pairing = Self::default();
        let shape = |layer: Option<&Layer>| layer.map(|layer| (layer.rows, layer.columns));
        for (index, partner) in partner.iter().enumerate() {
            match *partner {
                None => pairing.only_first.push(index),
                Some(other) if shape(first.get(index)) == shape(second.get(other)) => {
                    pairing.pairs.push((index, other));
                }
                Some(other) => pairing.shapes_differ.push((index, other)),
            }
        }
        let left = taken.iter().enumerate().filter(|(_, taken)| !**taken);
        pairing.only_second = left.map(|(index, _)| index).collect();
        pairing
    }

    /// Whether most of the layers that the names put together have different shapes, or none are put together.
    pub fn is_of_different_models(&self) -> bool {
        self.shapes_differ.len() >= self.pairs.len()
    }
}

/// Layers by a name; none in place of the index where several have it.
fn by_name(
    layers: &[Layer],
    name: Name,
    is_left: impl Fn(usize) -> bool,
) -> HashMap<String, Option<usize>> {
    let mut found = HashMap::new();
    for (index, layer) in layers
        .iter()
        .enumerate()
        .filter(|(index, _)| is_left(*index))
    {
        let entry = found.entry(name(layer));
        entry.and_modify(|only| *only = None).or_insert(Some(index));
    }
    found
}

/// The path in the model; of one of several stacked experts, with its number.
fn exact(layer: &Layer) -> String {
    let path = layer.module_path();
    match layer.expert {
        Some(expert) => format!("{path}[{}]", expert.index),
        None => path.into_owned(),
    }
}

/// The same with one name for a model of a pipeline, and underscores for dots.
fn flat(layer: &Layer) -> String {
    let path = exact(layer);
    let (model, rest) = split(&path);
    let model = model.map_or(String::new(), |model| format!("{model}:"));
    format!("{model}{}", rest.replace('.', "_"))
}

fn without_model(layer: &Layer) -> String {
    let path = exact(layer);
    split(&path).1.replace('.', "_")
}

/// Which of [`MODELS`] a path begins with, and what follows.
fn split(path: &str) -> (Option<usize>, &str) {
    for (model, names) in MODELS.iter().enumerate() {
        for name in *names {
            if let Some(rest) = path.strip_prefix(name) {
                return (Some(model), rest);
            }
        }
    }
    (None, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::Naming;
    use crate::{Dtype, Expert, Factor, Form, Low, Tensor};

    fn layer(path: &str, rows: usize) -> Layer {
        let tensor = Tensor {
            name: format!("{path}.x"),
            dtype: Dtype::F32,
            shape: vec![1, 1],
            bytes: 0..4,
        };
        let factor = Factor::row_by_row(&tensor, 1, 1);
        Layer {
            path: path.to_owned(),
            naming: Naming::Peft,
            form: Form::Low(Low::Pair {
                up: factor.clone(),
                down: factor,
            }),
            alpha: None,
            direction_count: None,
            rank: 1,
            rows,
            columns: 1,
            expert: None,
            has_magnitude: false,
        }
    }

    fn layers(paths: &[&str]) -> Vec<Layer> {
        paths.iter().map(|path| layer(path, 1)).collect()
    }

    fn pairs(first: &[&str], second: &[&str]) -> Vec<(usize, usize)> {
        Pairing::of(&layers(first), &layers(second)).pairs
    }

    #[test]
    fn prefixes_and_wrappers_make_no_difference() {
        let first = ["base_model.model.a.0.q", "base_model.model.a.1.q"];
        for second in [
            ["a.1.q", "a.0.q"],
            ["module.base_model.model.a.1.q", "a.0._orig_mod.q"],
            ["a_1_q", "a_0_q"],
        ] {
            assert_eq!(pairs(&first, &second), [(0, 1), (1, 0)], "{second:?}");
        }
    }

    #[test]
    fn a_pipelines_models_are_told_apart_whoever_named_them() {
        let diffusers = ["unet.a.q", "text_encoder.a.q", "text_encoder_2.a.q"];
        let kohya = ["lora_te2_a_q", "lora_unet_a_q", "lora_te1_a_q"];
        assert_eq!(pairs(&diffusers, &kohya), [(0, 1), (1, 2), (2, 0)]);
        assert_eq!(
            pairs(&["base_model.model.a.q"], &["lora_unet_a_q"]),
            [(0, 0)]
        );
        // Which of the three it is, the name does not say.
        assert_eq!(pairs(&["base_model.model.a.q"], &kohya), []);
    }

    #[test]
    fn a_name_that_two_layers_could_have_pairs_neither() {
        let pairing = Pairing::of(&layers(&["a.b_c", "a_b.c", "d"]), &layers(&["a_b_c", "d"]));
        assert_eq!(pairing.pairs, [(2, 1)]);
        assert_eq!(
            (pairing.only_first, pairing.only_second),
            (vec![0, 1], vec![0])
        );
    }

    #[test]
    fn experts_are_paired_by_their_number() {
        let expert = |index: usize| Layer {
            expert: Some(Expert { index, of: 2 }),
            ..layer(&format!("a.experts[{index}]"), 1)
        };
        let pairing = Pairing::of(&[expert(0), expert(1)], &[expert(1)]);
        assert_eq!((pairing.pairs, pairing.only_first), (vec![(1, 0)], vec![0]));
    }

    #[test]
    fn layers_of_one_name_and_two_shapes_belong_to_two_models() {
        let first = [layer("a", 4), layer("b", 4)];
        let second = [layer("a", 5), layer("b", 4)];
        let pairing = Pairing::of(&first, &second);
        assert_eq!(pairing.pairs, [(1, 1)]);
        assert_eq!(pairing.shapes_differ, [(0, 0)]);
        assert!(pairing.is_of_different_models());
        assert!(!Pairing::of(&first, &first).is_of_different_models());
    }
}
