//! Several layers analysed in one request.
//!
//! A message to a worker and a read of a file cost about a millisecond each, whatever they carry; a mixture
//! of experts has thousands of layers of some kilobytes. So small layers travel together.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::LayerError;
use super::header::Tensor;
use super::layer::{Layer, Product};
use super::ranges::Ranges;

/// Bytes in a batch of several layers, at most.
pub const MOST_BYTES: u64 = 8 << 20;
/// Layers in a batch, at most: more would save nothing, and a worker that fails loses all of them.
pub const MOST_LAYERS: usize = 64;

/// Layers, and the ranges of their file that hold their tensors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    layers: Vec<Layer>,
    ranges: Ranges,
}

impl Batch {
    /// These layers of one file.
    pub fn of(layers: Vec<Layer>) -> Self {
        let ranges = Ranges::of(layers.iter().flat_map(Layer::tensors));
        Self { layers, ranges }
    }

    /// The ranges to read, in the order in which [`Batch::products`] takes their bytes.
    pub fn ranges(&self) -> &[Range<u64>] {
        self.ranges.as_slice()
    }

    /// The product of each layer, or why there is none, from the bytes of each of [`Batch::ranges`].
    /// Calls `progress` with the share done, in `0..=1`.
    pub fn products(
        &self,
        pieces: &[Vec<u8>],
        progress: &mut dyn FnMut(f64),
    ) -> Vec<Result<Product, LayerError>> {
        let bytes = |tensor: &Tensor| self.ranges.bytes(tensor, pieces);
        let count = self.layers.len() as f64;
        let product = |(done, layer): (usize, &Layer)| {
            layer
                .product_with_progress(&bytes, &mut |share| progress((done as f64 + share) / count))
        };
        self.layers.iter().enumerate().map(product).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dtype;
    use crate::factor::Factor;
    use crate::form::{Form, Low};
    use crate::names::Naming;

    /// B = [[value], [0]], A = [[0, 2]], at these places of the file.
    fn layer(path: &str, up: u64, down: u64) -> Layer {
        let tensor = |name: &str, shape: [u64; 2], begin: u64| Tensor {
            name: format!("{path}.{name}"),
            dtype: Dtype::F32,
            shape: shape.to_vec(),
            bytes: begin..begin + 8,
        };
        Layer {
            path: path.to_owned(),
            naming: Naming::Peft,
            form: Form::Low(Low::Pair {
                up: Factor::row_by_row(&tensor("b", [2, 1], up), 2, 1),
                down: Factor::row_by_row(&tensor("a", [1, 2], down), 1, 2),
            }),
            alpha: None,
            direction_count: None,
            rank: 1,
            rows: 2,
            columns: 2,
            expert: None,
            has_magnitude: false,
        }
    }

    /// A file of pairs: 0, 2, value, 0 …
    fn file(values: &[f32]) -> Vec<u8> {
        let pair = |value: &f32| [0.0, 2.0, *value, 0.0];
        let numbers = values.iter().flat_map(pair);
        numbers.flat_map(f32::to_le_bytes).collect()
    }

    fn pieces(batch: &Batch, file: &[u8]) -> Vec<Vec<u8>> {
        let piece = |range: &Range<u64>| file[range.start as usize..range.end as usize].to_vec();
        batch.ranges().iter().map(piece).collect()
    }

    #[test]
    fn neighbours_in_the_file_are_read_at_once_and_a_gap_is_left_out() {
        let batch = Batch::of(vec![layer("x", 8, 0), layer("z", 40, 32)]);
        assert_eq!(batch.ranges(), [0..16, 32..48]);
        let batch = Batch::of(vec![layer("x", 8, 0), layer("y", 24, 16)]);
        let one = 0..32;
        assert_eq!(batch.ranges(), std::slice::from_ref(&one));
    }

    #[test]
    fn what_experts_share_is_read_once() {
        let batch = Batch::of(vec![layer("x[0]", 8, 0), layer("x[1]", 8, 0)]);
        let one = 0..16;
        assert_eq!(batch.ranges(), std::slice::from_ref(&one));
    }

    #[test]
    fn each_layer_gets_its_own_bytes() {
        let batch = Batch::of(vec![layer("z", 40, 32), layer("x", 8, 0)]);
        let pieces = pieces(&batch, &file(&[3.0, 9.0, 5.0]));
        let mut shares = Vec::new();
        let products = batch.products(&pieces, &mut |share| shares.push(share));
        let first = |product: &Result<Product, _>| product.as_ref().unwrap().spectrum.values()[0];
        assert_eq!(products.iter().map(first).collect::<Vec<_>>(), [10.0, 6.0]);
        assert!(
            shares.is_sorted() && shares.last() == Some(&1.0),
            "{shares:?}"
        );
    }

    #[test]
    fn a_piece_that_is_missing_or_short_is_said_by_its_layers_alone() {
        let batch = Batch::of(vec![layer("x", 8, 0), layer("z", 40, 32)]);
        let mut pieces = pieces(&batch, &file(&[3.0, 9.0, 5.0]));
        pieces[1].clear();
        let short =
            |product: &Result<Product, _>| matches!(product, Err(LayerError::ShortRead { .. }));
        let products = batch.products(&pieces, &mut |_| ());
        assert!(products[0].is_ok() && short(&products[1]));
        assert!(batch.products(&[], &mut |_| ()).iter().all(short));
    }

    #[test]
    fn a_range_does_not_grow_beyond_the_largest() {
        let mut large = layer("x", MOST_BYTES, 0);
        if let Form::Low(Low::Pair { down, .. }) = &mut large.form {
            down.tensor.bytes = 0..MOST_BYTES;
        }
        assert_eq!(Batch::of(vec![large]).ranges().len(), 2);
    }
}
