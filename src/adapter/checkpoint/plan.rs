//! Two checkpoints laid beside each other: which matrices both have, and in which order to look at them.
//!
//! Where a checkpoint has no output layer but an embedding of its shape, the two are tied (transformers'
//! `tie_word_embeddings`): it is said, and not counted as missing.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::error::{CheckpointError, Side};
use super::matrix::{Kind, Matrix};
use super::pairing::{Tensors, exchanged, matrices, partners, unpaired};
use super::side::Checkpoint;
use crate::header::{Tensor, count};
use crate::module::{natural_order, places};

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
