//! The ranges of a file that hold some tensors, and where in them each stands.
//!
//! Ranges that touch are read as one. None is larger than [`MOST_BYTES`] unless one tensor is.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::batch::MOST_BYTES;
use super::header::Tensor;

/// Ranges to read, in bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ranges(Vec<Range<u64>>);

impl Ranges {
    /// Those that hold these tensors.
    pub(crate) fn of<'t>(tensors: impl Iterator<Item = &'t Tensor>) -> Self {
        let mut bytes: Vec<Range<u64>> = tensors.map(|tensor| tensor.bytes.clone()).collect();
        bytes.sort_unstable_by_key(|range| (range.start, range.end));
        let mut ranges: Vec<Range<u64>> = Vec::new();
        for range in bytes {
            match ranges.last_mut() {
                // The tensors that experts share.
                Some(last) if range.end <= last.end => {}
                Some(last) if last.end == range.start && range.end - last.start <= MOST_BYTES => {
                    last.end = range.end;
                }
                _ => ranges.push(range),
            }
        }
        Self(ranges)
    }

    pub(crate) fn as_slice(&self) -> &[Range<u64>] {
        &self.0
    }

    /// The bytes of a tensor, from those of each range; fewer, down to none, when its piece could not be read:
    /// the layer then says that it is short.
    pub(crate) fn bytes<'p>(&self, tensor: &Tensor, pieces: &'p [Vec<u8>]) -> &'p [u8] {
        let holds =
            |range: &Range<u64>| range.start <= tensor.bytes.start && tensor.bytes.end <= range.end;
        let after = self
            .0
            .partition_point(|range| range.start <= tensor.bytes.start);
        // Of ranges that begin alike, as an empty tensor's may, the one that reaches far enough.
        let index = self
            .0
            .get(..after)
            .and_then(|before| before.iter().rposition(holds));
        let found = index.and_then(|index| Some((self.0.get(index)?, pieces.get(index)?)));
        let Some((range, piece)) = found else {
            return &[];
        };
        let begin = (tensor.bytes.start - range.start) as usize;
        let end = (tensor.bytes.end - range.start) as usize;
        piece.get(begin..end.min(piece.len())).unwrap_or_default()
    }
}
