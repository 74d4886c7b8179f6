//! Which tensor of one checkpoint is which of another, and which matrices the two make.
//!
//! Tensors are paired by their names. What a program puts before or into names is looked through, the most exact
//! name first: wrappers (`module.`, `_orig_mod.` …, see [`unwrapped`]), then the names of models around a model
//! (`base_model.model.`, `model.`, `language_model.`, `transformer.` …). A name that two tensors of a checkpoint
//! would have pairs neither.

use std::collections::{HashMap, HashSet};

use super::error::Side;
use super::matrix::{Kind, Matrix, Parameter, Stored};
use super::plan::{Exchanged, Unpaired};
use super::side::Checkpoint;
use crate::header::{Tensor, count};
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
/// The tensors of one, and the scales beside them.
pub(super) struct Tensors {
    pub(super) tensors: Vec<Tensor>,
    scales: HashMap<String, Tensor>,
}

impl Tensors {
    /// Those of a checkpoint whose bytes begin there.
    pub(super) fn of(checkpoint: &Checkpoint, begins: u64) -> Self {
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
pub(super) fn partners(first: &[Tensor], second: &[Tensor]) -> Vec<Option<usize>> {
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
pub(super) fn matrices(
    base: &Tensor,
    tuned: &Tensor,
    (ones, others): (&Tensors, &Tensors),
) -> Vec<Matrix> {
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
pub(super) fn unpaired(side: Side, tensor: &Tensor, others: &[Tensor]) -> Unpaired {
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
pub(super) fn exchanged(
    first: &[Tensor],
    second: &[Tensor],
    partners: &[Option<usize>],
) -> Option<Exchanged> {
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
