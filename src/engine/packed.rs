//! A value as bytes, opened only by who knows what is in it.
//!
//! Both modules read every message, and a first visit would load the readers of everything that only
//! the whole can ask for. Packed, it is a few bytes to it.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A `T`, packed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Packed<T> {
    // Taken out of a message at once, not number by number.
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    #[serde(skip)]
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned> Packed<T> {
    /// Packs a value.
    pub fn of(value: &T) -> Self {
        Self {
            // Writing to a growing buffer cannot fail, and an empty one cannot be opened.
            bytes: postcard::to_allocvec(value).unwrap_or_default(),
            of: PhantomData,
        }
    }

    /// The value; none when the bytes are not one.
    pub fn open(&self) -> Option<T> {
        postcard::from_bytes(&self.bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_opened_and_anything_else_is_declined() {
        let packed = Packed::of(&vec![1.5, -0.0]);
        assert_eq!(packed.open(), Some(vec![1.5, -0.0]));
        let empty = Packed::<f64> {
            bytes: vec![],
            of: PhantomData,
        };
        assert_eq!(empty.open(), None);
    }
}
