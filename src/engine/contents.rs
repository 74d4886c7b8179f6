//! The contents of a reader's adapter on their way from the worker to the page.
//!
//! The page unpacks them part by part, each in a task of its own: ten thousand layers at once would keep
//! it from answering for longer than a reader takes for immediate.

use std::collections::VecDeque;
use std::mem::take;

use rankscope_adapter::{Contents, Layer};
use serde::{Deserialize, Serialize};

use super::Packed;

/// Layers in a part: a few milliseconds for code that the browser has not compiled for speed yet.
const LAYERS_AT_ONCE: usize = 1000;

/// Contents of which some layers are still packed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContentsInParts {
    /// With the layers unpacked so far.
    contents: Contents,
    parts: VecDeque<Packed<Vec<Layer>>>,
}

/// How far contents are unpacked.
#[derive(Clone, Debug, PartialEq)]
pub enum Unpacked {
    /// Parts are left.
    Partly(ContentsInParts),
    /// All of them.
    Whole(Contents),
    /// What arrived is none of the parts.
    Malformed,
}

impl ContentsInParts {
    /// Packs contents.
    pub fn of(mut contents: Contents) -> Self {
        let layers = take(&mut contents.layout.layers);
        let part = |layers: &[Layer]| Packed::of(&layers.to_vec());
        Self {
            contents,
            parts: layers.chunks(LAYERS_AT_ONCE).map(part).collect(),
        }
    }

    /// Unpacks one more part.
    pub fn unpack(mut self) -> Unpacked {
        let Some(part) = self.parts.pop_front() else {
            return Unpacked::Whole(self.contents);
        };
        let Some(layers) = part.open() else {
            return Unpacked::Malformed;
        };
        self.contents.layout.layers.extend(layers);
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
        let mut parts = ContentsInParts::of(whole.clone());
        let mut unpacked = Vec::new();
        while let Unpacked::Partly(next) = parts.clone().unpack() {
            unpacked.push(next.contents.layout.layers.len());
            parts = next;
        }
        assert_eq!(unpacked, [1000, 2000, 2001]);
        assert_eq!(parts.unpack(), Unpacked::Whole(whole));
    }

    #[test]
    fn what_is_no_list_of_layers_is_no_part() {
        let other = postcard::to_allocvec(&Packed::of(&1_u8)).unwrap();
        let mut parts = ContentsInParts::of(contents(1));
        parts.parts = VecDeque::from([postcard::from_bytes(&other).unwrap()]);
        assert_eq!(parts.unpack(), Unpacked::Malformed);
    }
}
