//! The header of the new file: which tensors it will hold, and where.
//!
//! Tensors of larger numbers come first, so that each begins at a multiple of its number's size, as the
//! format's own writer has it; the header is padded with spaces to a multiple of eight for the same reason.
//! The `safetensors` crate writes from numbers it holds whole; here they come later, layer by layer.
//!
//! Source: <https://github.com/huggingface/safetensors>, `safetensors/src/tensor.rs`, version 0.8.

use std::collections::{BTreeMap, HashSet};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::SaveError;
use crate::{Dtype, LARGEST_HEADER};

/// Header and its length are padded to a multiple of this many bytes.
const ALIGNMENT: usize = 8;

/// A tensor to come.
pub(super) struct Coming {
    pub(super) name: String,
    pub(super) dtype: Dtype,
    pub(super) shape: Vec<u64>,
}

impl Coming {
    fn bytes(&self) -> u64 {
        self.shape.iter().product::<u64>() * (self.dtype.bits() / 8)
    }
}

/// The header as an object in JSON. It is written as it is gone through: of ten thousand layers a tree of values
/// would take longer than all else that is planned.
struct Entries<'a> {
    tensors: &'a [Coming],
    metadata: &'a BTreeMap<&'static str, String>,
}

/// What is said of a tensor.
#[derive(serde::Serialize)]
struct Entry<'a> {
    dtype: &'static str,
    shape: &'a [u64],
    data_offsets: [u64; 2],
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = serializer.serialize_map(Some(self.tensors.len() + 1))?;
        entries.serialize_entry("__metadata__", self.metadata)?;
        let mut end = 0;
        for tensor in self.tensors {
            let begin = end;
            end += tensor.bytes();
            let entry = Entry {
                dtype: tensor.dtype.name(),
                shape: &tensor.shape,
                data_offsets: [begin, end],
            };
            entries.serialize_entry(&tensor.name, &entry)?;
        }
        entries.end()
    }
}

/// The first bytes of a file of these tensors in this order, and how many bytes they will take.
///
/// # Errors
/// [`SaveError::SameName`] and [`SaveError::HeaderTooLarge`].
pub(super) fn header(
    tensors: &[Coming],
    metadata: &BTreeMap<&'static str, String>,
) -> Result<(Vec<u8>, u64), SaveError> {
    let mut names = HashSet::with_capacity(tensors.len());
    if let Some(twice) = tensors.iter().find(|tensor| !names.insert(&*tensor.name)) {
        let name = twice.name.clone();
        return Err(SaveError::SameName { name });
    }
    // Texts and whole numbers, written to memory: nothing in it can fail.
    let text = serde_json::to_vec(&Entries { tensors, metadata });
    let mut text = text.unwrap_or_default();
    text.resize(text.len().next_multiple_of(ALIGNMENT), b' ');
    let bytes = text.len() as u64;
    if bytes > LARGEST_HEADER {
        return Err(SaveError::HeaderTooLarge { bytes });
    }
    let data = tensors.iter().map(Coming::bytes).sum();
    Ok(([&bytes.to_le_bytes(), text.as_slice()].concat(), data))
}
