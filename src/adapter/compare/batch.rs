//! Several pairs of layers compared in one request.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{CompareError, Comparison};
use crate::ranges::Ranges;
use crate::{Layer, Tensor};

/// A layer that two adapters have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The first adapter's, and the second's, [moved](Layer::moved) behind the first's file.
    pub layers: [Layer; 2],
    /// What each update is multiplied by in the sum: its weight times its scale.
    pub factors: [f64; 2],
}

impl Pair {
    /// How many bytes of both files its tensors take.
    pub fn bytes(&self) -> u64 {
        let [first, second] = &self.layers;
        first.bytes().saturating_add(second.bytes())
    }
}

/// Pairs, and the ranges of both files, one behind the other, that hold their tensors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairBatch {
    pairs: Vec<Pair>,
    ranges: Ranges,
}

impl PairBatch {
    /// These pairs.
    pub fn of(pairs: Vec<Pair>) -> Self {
        let layers = pairs.iter().flat_map(|pair| &pair.layers);
        let ranges = Ranges::of(layers.flat_map(Layer::tensors));
        Self { pairs, ranges }
    }

    /// The ranges to read, in the order in which [`PairBatch::comparisons`] takes their bytes.
    pub fn ranges(&self) -> &[Range<u64>] {
        self.ranges.as_slice()
    }

    /// The comparison of each pair, or why there is none, from the bytes of each of [`PairBatch::ranges`]. Calls
    /// `progress` with the share done, in `0..=1`.
    pub fn comparisons(
        &self,
        pieces: &[Vec<u8>],
        progress: &mut dyn FnMut(f64),
    ) -> Vec<Result<Comparison, CompareError>> {
        let bytes = |tensor: &Tensor| self.ranges.bytes(tensor, pieces);
        let count = self.pairs.len() as f64;
        let compare = |(done, pair): (usize, &Pair)| {
            let mut step = |share| progress((done as f64 + share) / count);
            Comparison::of(pair, &bytes, &mut step)
        };
        self.pairs.iter().enumerate().map(compare).collect()
    }
}
