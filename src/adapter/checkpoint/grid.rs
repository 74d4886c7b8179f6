//! Where matrices stand in their model: kinds by blocks, both in natural order.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::matrix::{Kind, Parameter};
use crate::module::{natural_order, places};

/// The places of some parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// The names of blocks, each once.
    pub blocks: Vec<String>,
    /// The names of kinds, each once.
    pub kinds: Vec<String>,
    /// Of each parameter its kind and block, by their indices; vectors have no place.
    of: Vec<Option<(u32, u32)>>,
}

impl Grid {
    /// Of these.
    pub fn of<'p>(parameters: impl Iterator<Item = &'p Parameter>) -> Self {
        let parameters: Vec<&Parameter> = parameters.collect();
        let is_matrix = |parameter: &&&Parameter| parameter.kind != Kind::Vector;
        let paths = parameters.iter().filter(is_matrix);
        let paths: Vec<&str> = paths.map(|parameter| &*parameter.path).collect();
        let places = places(&paths);
        let (blocks, block_of) = numbered(places.iter().map(|place| &*place.block));
        let (kinds, kind_of) = numbered(places.iter().map(|place| &*place.kind));
        let mut found = kind_of.into_iter().zip(block_of);
        let place = |parameter: &&Parameter| {
            let has_place = parameter.kind != Kind::Vector;
            has_place.then(|| found.next()).flatten()
        };
        Self {
            of: parameters.iter().map(place).collect(),
            blocks,
            kinds,
        }
    }

    /// The indices of the kind and the block of a parameter; none of a vector.
    pub fn place(&self, parameter: usize) -> Option<(usize, usize)> {
        let (kind, block) = self.of.get(parameter).copied()??;
        Some((kind as usize, block as usize))
    }
}

/// The distinct names in natural order, and the place of each among them.
fn numbered<'n>(names: impl Iterator<Item = &'n str> + Clone) -> (Vec<String>, Vec<u32>) {
    // Thousands of matrices share some dozens of names.
    let distinct: BTreeSet<&str> = names.clone().collect();
    let mut distinct: Vec<&str> = distinct.into_iter().collect();
    distinct.sort_by_cached_key(|name| natural_order(name));
    let place: HashMap<&str, u32> = distinct.iter().copied().zip(0..).collect();
    let places = names.map(|name| place.get(name).copied().unwrap_or_default());
    let places = places.collect();
    let distinct = distinct.into_iter().map(str::to_owned);
    (distinct.collect(), places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_blocks_are_in_natural_order_and_vectors_have_no_place() {
        let parameter = |path: &str, kind| Parameter {
            path: path.to_owned(),
            kind,
            rows: 2,
            columns: 2,
            kernel: Vec::new(),
        };
        let all = [
            parameter("layers.10.q", Kind::Linear),
            parameter("layers.2.norm", Kind::Vector),
            parameter("layers.2.q", Kind::Linear),
            parameter("layers.2.v", Kind::Linear),
        ];
        let grid = Grid::of(all.iter());
        assert_eq!(grid.blocks, ["layers.2", "layers.10"]);
        assert_eq!(grid.kinds, ["q", "v"]);
        let places: Vec<_> = (0..5).map(|index| grid.place(index)).collect();
        assert_eq!(
            places,
            [Some((0, 1)), None, Some((0, 0)), Some((1, 0)), None]
        );
    }
}
