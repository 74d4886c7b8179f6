//! What a worker has read on its way to the page: an adapter's contents, two checkpoints, a report.
//!
//! The page unpacks it part by part, each in a task of its own: ten thousand layers at once would keep
//! it from answering for longer than a reader takes for immediate.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::mem::take;

use rankscope_adapter::checkpoint::{Analysis, Laid, Matrix, Parameter, ReadReport};
use rankscope_adapter::{Contents, Layer};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Packed;

/// Layers in a part: a few milliseconds for code that the browser has not compiled for speed yet.
const LAYERS_AT_ONCE: usize = 1000;
/// Singular values in a part, but those of one matrix stay together.
const VALUES_AT_ONCE: usize = 100_000;

/// What travels in parts.
pub trait Long: Serialize + DeserializeOwned {
    /// What it holds thousands of.
    type Item: Serialize + DeserializeOwned + Clone + Debug + PartialEq;

    /// All of them.
    fn items(&mut self) -> &mut Vec<Self::Item>;

    /// How many of the numbers that a part may hold are in an item.
    fn numbers(_: &Self::Item) -> usize {
        0
    }
}

impl Long for Contents {
    type Item = Layer;

    fn items(&mut self) -> &mut Vec<Layer> {
        &mut self.layout.layers
    }
}

impl Long for Laid {
    type Item = Matrix;

    fn items(&mut self) -> &mut Vec<Matrix> {
        &mut self.plan.matrices
    }
}

impl Long for ReadReport {
    type Item = (Parameter, Analysis);

    fn items(&mut self) -> &mut Vec<(Parameter, Analysis)> {
        &mut self.found
    }

    fn numbers((_, analysis): &Self::Item) -> usize {
        let values = analysis.values.as_ref();
        values.map_or(0, |values| values.values.len())
    }
}

/// Something of which some parts are still packed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound = "T: Long")]
pub struct InParts<T: Long> {
    /// With the items unpacked so far.
    whole: T,
    parts: VecDeque<Packed<Vec<T::Item>>>,
}

/// How far something is unpacked.
#[derive(Clone, Debug, PartialEq)]
pub enum Unpacked<T: Long> {
    /// Parts are left.
    Partly(InParts<T>),
    /// All of it.
    Whole(T),
    /// What arrived is none of the parts.
    Malformed,
}

impl<T: Long> InParts<T> {
    /// Packs it.
    pub fn of(mut whole: T) -> Self {
        let items = take(whole.items());
        let (mut count, mut numbers) = (0, 0);
        let together = |_: &T::Item, next: &T::Item| {
            count += 1;
            numbers += T::numbers(next);
            let fits = count < LAYERS_AT_ONCE && numbers <= VALUES_AT_ONCE;
            if !fits {
                (count, numbers) = (0, T::numbers(next));
            }
            fits
        };
        let parts = items.chunk_by(together);
        Self {
            parts: parts.map(|part| Packed::of(&part.to_vec())).collect(),
            whole,
        }
    }

    /// Unpacks one more part.
    pub fn unpack(mut self) -> Unpacked<T> {
        let Some(part) = self.parts.pop_front() else {
            return Unpacked::Whole(self.whole);
        };
        let Some(items) = part.open() else {
            return Unpacked::Malformed;
        };
        self.whole.items().extend(items);
        Unpacked::Partly(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contents of a file of so many pairs.
    fn contents(count: usize) -> Contents {
        let pair = |layer: usize| {
            let tensor = |factor, shape, begin: usize| {
                let end = begin + 8;
                format!(
                    r#""l.{layer}.q.lora_{factor}.weight":{{"dtype":"F32","shape":{shape},"data_offsets":[{begin},{end}]}}"#
                )
            };
            let [a, b] = [16 * layer, 16 * layer + 8];
            [tensor("A", "[1,2]", a), tensor("B", "[2,1]", b)].join(",")
        };
        let pairs: Vec<String> = (0..count).map(pair).collect();
        let header = format!("{{{}}}", pairs.join(","));
        let file_bytes = 8 + header.len() + 16 * count;
        Contents::read(&[(header.as_bytes(), file_bytes as u64)], None, None).unwrap()
    }

    #[test]
    fn part_by_part_they_are_the_same_contents() {
        let whole = contents(2 * LAYERS_AT_ONCE + 1);
        let mut parts = InParts::of(whole.clone());
        let mut unpacked = Vec::new();
        while let Unpacked::Partly(next) = parts.clone().unpack() {
            unpacked.push(next.whole.layout.layers.len());
            parts = next;
        }
        assert_eq!(unpacked, [1000, 2000, 2001]);
        assert_eq!(parts.unpack(), Unpacked::Whole(whole));
    }

    #[test]
    fn what_is_no_list_of_layers_is_no_part() {
        let other = postcard::to_allocvec(&Packed::of(&1_u8)).unwrap();
        let mut parts = InParts::of(contents(1));
        parts.parts = VecDeque::from([postcard::from_bytes(&other).unwrap()]);
        assert_eq!(parts.unpack(), Unpacked::Malformed);
    }
}
