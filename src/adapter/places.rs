//! Where in the model the layers of a file stand: the rows and columns of its map.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::layer::Layer;
use super::module::{natural_order, places};

/// A kind (row) and a block (column) for each layer, as indices into sorted names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Places {
    /// The kinds of layers, in natural order.
    pub kinds: Vec<String>,
    /// The blocks of the model, in natural order.
    pub blocks: Vec<String>,
    /// The kind and the block of each layer, in the order of the layers.
    of_layers: Vec<(usize, usize)>,
}

impl Places {
    /// The places of these layers.
    pub fn of(layers: &[Layer]) -> Self {
        let paths: Vec<&str> = layers.iter().map(|layer| layer.path.as_str()).collect();
        let places = places(&paths);
        let (kinds, kind_of) = indexed(places.iter().map(|place| place.kind.as_str()));
        let (blocks, block_of) = indexed(places.iter().map(|place| place.block.as_str()));
        Self {
            kinds,
            blocks,
            of_layers: kind_of.into_iter().zip(block_of).collect(),
        }
    }

    /// How many of kind and block there are together: the cells of the map. The experts of a layer share one.
    pub fn cells(&self) -> usize {
        let distinct: HashSet<&(usize, usize)> = self.of_layers.iter().collect();
        distinct.len()
    }

    /// Kind and block of a layer, by the layer's index.
    pub fn get(&self, layer: usize) -> Option<(usize, usize)> {
        self.of_layers.get(layer).copied()
    }
}

/// The distinct names in natural order, and the index of each of the given ones.
fn indexed<'n>(names: impl Iterator<Item = &'n str> + Clone) -> (Vec<String>, Vec<usize>) {
    let mut order: HashMap<&str, usize> = names.clone().map(|name| (name, 0)).collect();
    let mut distinct: Vec<&str> = order.keys().copied().collect();
    distinct.sort_by_cached_key(|name| natural_order(name));
    for (index, name) in distinct.iter().enumerate() {
        order.insert(name, index);
    }
    let indices = names.map(|name| order.get(name).copied().unwrap_or_default());
    let indices = indices.collect();
    (distinct.into_iter().map(str::to_owned).collect(), indices)
}
