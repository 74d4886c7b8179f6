//! Two checkpoints laid beside each other: which matrices both have, and in which order to look at them.
//!
//! Tensors are paired by their names. What a program puts before or into names is looked through, the most exact
//! name first: wrappers (`module.`, `_orig_mod.` …, see [`unwrapped`]), then the names of models around a model
//! (`base_model.model.`, `model.`, `language_model.`, `transformer.` …). A name that two tensors of a checkpoint
//! would have pairs neither.
//!
//! Where a checkpoint has no output layer but an embedding of its shape, the two are tied (transformers'
//! `tie_word_embeddings`): it is said, and not counted as missing.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::error::{CheckpointError, Side};
use super::matrix::{Kind, Matrix, Parameter, Stored};
use super::side::Checkpoint;
use crate::factor::count;
use crate::header::Tensor;
use crate::module::{natural_order, places};
use crate::names::{MULTIPLIERS, unwrapped};

/// Components at the beginning of names that stand for a model around a model.
const AROUND: [&str; 9] = [
    "base_model",
    "model",
    "module",
    "language_model",
    "text_model",
    "transformer",
    "bert",
    "roberta",
    "gpt_neox",
];
/// Names of embeddings.
const EMBEDDINGS: [&str; 9] = [
    "embed_tokens",
    "wte",
    "wpe",
    "word_embeddings",
    "position_embeddings",
    "token_type_embeddings",
    "embed_in",
    "tok_embeddings",
    "shared",
];
/// Names of output layers.
const HEADS: [&str; 4] = ["lm_head", "embed_out", "output", "decoder"];
/// Names of GPT-2's linear layers.
const TRANSPOSED: [&str; 4] = ["c_attn", "c_proj", "c_fc", "q_attn"];
/// Matrices that are looked at first.
pub const TELLING: usize = 12;

/// A tensor that only one checkpoint has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unpaired {
    /// Which has it.
    pub side: Side,
    /// Its name.
    pub name: String,
    /// The embedding that the other checkpoint has in its place.
    pub tied_to: Option<String>,
}

/// Why the two may stand in the wrong places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exchanged {
    /// The vocabulary of the first is larger, and it is the tuned one that grows.
    Vocabulary,
    /// The names of the first are those of a trainer.
    Wrappers,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What both have, in natural order of their names.
    pub matrices: Vec<Matrix>,
    /// What only one has.
    pub unpaired: Vec<Unpaired>,
    /// Names with shapes that share no part.
    pub shapes_differ: Vec<String>,
    /// Files that are missing of each.
    pub missing_files: [Vec<String>; 2],
    /// How the weights of each are quantised.
    pub quantised: [Option<String>; 2],
    /// Where the two seem to be exchanged, why. ΔW then has the other sign, and the same singular values.
    pub exchanged: Option<Exchanged>,
    /// Where the tuned checkpoint's bytes begin: the size of the base's files.
    pub tuned_begins: u64,
}

impl Plan {
    /// Lays two checkpoints beside each other.
    ///
    /// # Errors
    /// [`CheckpointError::NothingShared`] and [`CheckpointError::OtherModel`].
    pub fn new(base: &Checkpoint, tuned: &Checkpoint) -> Result<Self, CheckpointError> {
        let sides = [base, tuned];
        let (ones, others) = (Tensors::of(base, 0), Tensors::of(tuned, base.bytes));
        let partners = partners(&ones.tensors, &others.tensors);
        let mut plan = Self {
            matrices: Vec::new(),
            unpaired: Vec::new(),
            shapes_differ: Vec::new(),
            missing_files: sides.map(|side| side.missing.clone()),
            quantised: sides.map(|side| side.quantised.map(str::to_owned)),
            exchanged: exchanged(&ones.tensors, &others.tensors, &partners),
            tuned_begins: base.bytes,
        };
        let mut left: HashSet<usize> = (0..others.tensors.len()).collect();
        for (tensor, partner) in ones.tensors.iter().zip(&partners) {
            let Some((index, other)) =
                partner.and_then(|index| Some((index, others.tensors.get(index)?)))
            else {
                plan.unpaired
                    .push(unpaired(Side::Base, tensor, &others.tensors));
                continue;
            };
            left.remove(&index);
            let made = matrices(tensor, other, (&ones, &others));
            if made.is_empty() && count(&tensor.shape) > 0 {
                plan.shapes_differ.push(tensor.name.clone());
            }
            plan.matrices.extend(made);
        }
        let left = others
            .tensors
            .iter()
            .enumerate()
            .filter(|(index, _)| left.contains(index));
        plan.unpaired
            .extend(left.map(|(_, tensor)| unpaired(Side::Tuned, tensor, &ones.tensors)));
        plan.matrices
            .sort_by_cached_key(|matrix| natural_order(&matrix.parameter.path));
        plan.unpaired
            .sort_by_cached_key(|unpaired| natural_order(&unpaired.name));
        plan.or_reason(&ones.tensors, &others.tensors)
    }

    fn or_reason(self, base: &[Tensor], tuned: &[Tensor]) -> Result<Self, CheckpointError> {
        let of_matrices = |tensors: &[Tensor]| {
            tensors
                .iter()
                .filter(|tensor| tensor.shape.len() > 1)
                .count()
        };
        let is_matrix = |matrix: &&Matrix| matrix.parameter.kind != Kind::Vector;
        let whole = |matrix: &&Matrix| is_matrix(matrix) && !matrix.is_cut;
        let pairs = self.matrices.iter().filter(is_matrix).count() + self.shapes_differ.len();
        let equal = self.matrices.iter().filter(whole).count();
        if pairs == 0 {
            return Err(CheckpointError::NothingShared {
                base: of_matrices(base),
                tuned: of_matrices(tuned),
            });
        }
        let differ = pairs - equal;
        // A grown vocabulary makes two of hundreds differ.
        if differ > 2 && differ > equal {
            return Err(CheckpointError::OtherModel { pairs, differ });
        }
        Ok(self)
    }

    /// The matrices, by their indices in [`Plan::matrices`], whose spectrum is asked for: all but vectors.
    pub fn spectral(&self) -> Vec<usize> {
        let all = self.matrices.iter().enumerate();
        all.filter(|(_, matrix)| matrix.parameter.kind != Kind::Vector)
            .map(|(index, _)| index)
            .collect()
    }

    /// The order in which to look: [`TELLING`] matrices first, spread over kinds and depth, then the others as they
    /// stand. Embeddings come last, being no part of most questions and the largest.
    pub fn order(&self) -> Vec<usize> {
        let spectral = self.spectral();
        let layers: Vec<usize> = spectral
            .iter()
            .copied()
            .filter(|index| self.is_layer(*index))
            .collect();
        let telling = self.telling(&layers);
        let first: HashSet<usize> = telling.iter().copied().collect();
        let others = layers.into_iter().filter(|index| !first.contains(index));
        let rest = spectral.into_iter().filter(|index| !self.is_layer(*index));
        telling.iter().copied().chain(others).chain(rest).collect()
    }

    fn is_layer(&self, index: usize) -> bool {
        let kind = self.matrices.get(index).map(|matrix| matrix.parameter.kind);
        kind.is_some_and(|kind| !matches!(kind, Kind::Embedding | Kind::Head))
    }

    fn telling(&self, layers: &[usize]) -> Vec<usize> {
        let paths: Vec<&str> = layers
            .iter()
            .filter_map(|index| self.matrices.get(*index))
            .map(|matrix| &*matrix.parameter.path)
            .collect();
        let mut kinds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, place) in layers.iter().zip(places(&paths)) {
            kinds.entry(place.kind).or_default().push(*index);
        }
        let mut chosen = Vec::new();
        for step in 0.. {
            if kinds.values().all(Vec::is_empty) || chosen.len() == TELLING {
                break;
            }
            for (place, of_kind) in kinds.values_mut().enumerate() {
                if of_kind.is_empty() || chosen.len() == TELLING {
                    continue;
                }
                // The golden ratio spreads any number of places evenly over the depth.
                let depth = (0.5 + 0.618_034 * (place + 3 * step) as f64).fract();
                let at = (depth * of_kind.len() as f64) as usize;
                chosen.push(of_kind.remove(at.min(of_kind.len() - 1)));
            }
        }
        chosen
    }
}

/// The tensors of one, and the scales beside them.
struct Tensors {
    tensors: Vec<Tensor>,
    scales: HashMap<String, Tensor>,
}

impl Tensors {
    fn of(checkpoint: &Checkpoint, begins: u64) -> Self {
        let moved = |tensor: &Tensor| {
            let mut tensor = tensor.clone();
            tensor.bytes.start = tensor.bytes.start.saturating_add(begins);
            tensor.bytes.end = tensor.bytes.end.saturating_add(begins);
            tensor
        };
        let names: HashSet<&str> = checkpoint
            .tensors
            .iter()
            .map(|tensor| &*tensor.name)
            .collect();
        let scaled = |tensor: &Tensor| {
            let of = MULTIPLIERS
                .iter()
                .find_map(|ending| tensor.name.strip_suffix(ending));
            of.filter(|name| names.contains(name)).map(str::to_owned)
        };
        let mut all = Self {
            tensors: Vec::new(),
            scales: HashMap::new(),
        };
        for tensor in &checkpoint.tensors {
            match scaled(tensor) {
                Some(name) => {
                    all.scales.insert(name, moved(tensor));
                }
                None => all.tensors.push(moved(tensor)),
            }
        }
        all
    }
}

/// A name as it is, without wrappers, and without the models around.
fn names(name: &str) -> [String; 3] {
    let inner = unwrapped(name).into_owned();
    let mut rest = &*inner;
    while let Some((first, after)) = rest.split_once('.')
        && AROUND.contains(&first)
    {
        rest = after;
    }
    let components: Vec<&str> = rest
        .split('.')
        .filter(|part| *part != "base_layer")
        .collect();
    [name.to_owned(), inner.clone(), components.join(".")]
}

/// Of each tensor of the first its partner's index.
fn partners(first: &[Tensor], second: &[Tensor]) -> Vec<Option<usize>> {
    let of = |tensors: &[Tensor]| -> Vec<[String; 3]> {
        tensors.iter().map(|tensor| names(&tensor.name)).collect()
    };
    let (ones, others) = (of(first), of(second));
    let mut partner = vec![None; first.len()];
    let mut taken = vec![false; second.len()];
    for level in 0..3 {
        let found = by_name(&others, level, |index| taken.get(index) == Some(&false));
        let mine = by_name(&ones, level, |index| partner.get(index) == Some(&None));
        for (name, index) in mine {
            let pair = index.zip(found.get(name).copied().flatten());
            if let Some((index, other)) = pair
                && let (Some(partner), Some(taken)) = (partner.get_mut(index), taken.get_mut(other))
            {
                *partner = Some(other);
                *taken = true;
            }
        }
    }
    partner
}

/// Tensors by a name; none in place of the index where several have it.
fn by_name(
    all: &[[String; 3]],
    level: usize,
    is_left: impl Fn(usize) -> bool,
) -> HashMap<&str, Option<usize>> {
    let mut found = HashMap::new();
    for (index, names) in all.iter().enumerate().filter(|(index, _)| is_left(*index)) {
        if let Some(name) = names.get(level) {
            found
                .entry(name.as_str())
                .and_modify(|only| *only = None)
                .or_insert(Some(index));
        }
    }
    found
}

/// A path without what wrappers leave, and without `.weight`.
fn path_of(name: &str) -> String {
    let path = unwrapped(name).into_owned();
    path.strip_suffix(".weight")
        .map(str::to_owned)
        .unwrap_or(path)
}

fn last_names(path: &str) -> impl Iterator<Item = &str> {
    path.rsplit('.')
        .filter(|part| !part.bytes().all(|byte| byte.is_ascii_digit()))
        .take(1)
}

fn kind(path: &str, shape: &[u64]) -> Kind {
    let last = |names: &[&str]| last_names(path).any(|part| names.contains(&part));
    match shape {
        [] | [_] => Kind::Vector,
        [_, _] if last(&EMBEDDINGS) => Kind::Embedding,
        [_, _] if last(&HEADS) && !path.contains("layer") => Kind::Head,
        [_, _] if last(&TRANSPOSED) && path.contains("h.") => Kind::Transposed,
        [_, _] => Kind::Linear,
        [_, _, _] if path.contains("experts") => Kind::Expert,
        _ => Kind::Convolution,
    }
}

/// The matrices of a pair of tensors; none where the shapes share no part.
fn matrices(base: &Tensor, tuned: &Tensor, (ones, others): (&Tensors, &Tensors)) -> Vec<Matrix> {
    let path = path_of(&base.name);
    let kind = kind(&path, &base.shape);
    let stacked = kind == Kind::Expert;
    let cut = |shape: &[u64]| -> Option<(usize, usize, usize)> {
        // How many matrices, rows of each, columns.
        let numbers = |sides: &[u64]| usize::try_from(count(sides)).ok();
        Some(match shape {
            [experts, rows, rest @ ..] if stacked => {
                (*experts as usize, *rows as usize, numbers(rest)?)
            }
            [rows, rest @ ..] if !rest.is_empty() => (1, *rows as usize, numbers(rest)?),
            sides => (1, 1, numbers(sides)?),
        })
    };
    let same_sides = base.shape.len() == tuned.shape.len();
    let (Some(first), Some(second), true) = (cut(&base.shape), cut(&tuned.shape), same_sides)
    else {
        return Vec::new();
    };
    // Rows of a kernel do not line up with those of another.
    let is_cut = base.shape != tuned.shape;
    if is_cut && (stacked || kind == Kind::Convolution) {
        return Vec::new();
    }
    let (rows, columns) = (first.1.min(second.1), first.2.min(second.2));
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let kernel = if kind == Kind::Convolution {
        base.shape.get(2..).unwrap_or_default().to_vec()
    } else {
        Vec::new()
    };
    let stored = |tensor: &Tensor,
                  all: &Tensors,
                  (experts, height, width): (usize, usize, usize),
                  index: usize| Stored {
        scale: all.scales.get(&tensor.name).cloned(),
        tensor: tensor.clone(),
        width,
        first_row: index * height,
        height: experts * height,
    };
    let expert = |index: usize| Matrix {
        parameter: Parameter {
            path: if stacked {
                format!("{path}[{index}]")
            } else {
                path.clone()
            },
            kind,
            rows,
            columns,
            kernel: kernel.clone(),
        },
        base: stored(base, ones, first, index),
        tuned: stored(tuned, others, second, index),
        is_cut,
    };
    (0..first.0.min(second.0)).map(expert).collect()
}

/// A tensor that only one has, and the embedding that is tied to it in the other.
fn unpaired(side: Side, tensor: &Tensor, others: &[Tensor]) -> Unpaired {
    let is_head = last_names(&path_of(&tensor.name)).any(|part| HEADS.contains(&part));
    let embeds = |other: &&Tensor| {
        let path = path_of(&other.name);
        other.shape == tensor.shape && kind(&path, &other.shape) == Kind::Embedding
    };
    let tied_to = is_head.then(|| others.iter().find(embeds)).flatten();
    Unpaired {
        side,
        name: tensor.name.clone(),
        tied_to: tied_to.map(|other| other.name.clone()),
    }
}

/// Why the first seems to be the tuned one.
fn exchanged(first: &[Tensor], second: &[Tensor], partners: &[Option<usize>]) -> Option<Exchanged> {
    let grew = |(tensor, partner): (&Tensor, &Option<usize>)| {
        let other = second.get((*partner)?)?;
        let is_embedding = kind(&path_of(&tensor.name), &tensor.shape) == Kind::Embedding;
        is_embedding.then(|| tensor.shape.first().cmp(&other.shape.first()))
    };
    let mut grown = first.iter().zip(partners).filter_map(grew);
    if grown.any(std::cmp::Ordering::is_gt) {
        return Some(Exchanged::Vocabulary);
    }
    let wrapped = |tensors: &[Tensor]| {
        tensors
            .iter()
            .any(|tensor| unwrapped(&tensor.name) != tensor.name.as_str())
    };
    (wrapped(first) && !wrapped(second)).then_some(Exchanged::Wrappers)
}
