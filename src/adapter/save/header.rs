//! The header of the new file: which tensors it will hold, and where.
//!
//! Tensors of larger numbers come first, so that each begins at a multiple of its number's size, as the
//! format's own writer has it; the header is padded with spaces to a multiple of eight for the same reason.
//! The `safetensors` crate writes from numbers it holds whole; here they come later, layer by layer.
//!
//! Source: <https://github.com/huggingface/safetensors>, `safetensors/src/tensor.rs`, version 0.8.

use serde_json::{Map, Value, json};

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

/// The first bytes of a file of these tensors in this order, and how many bytes they will take.
///
/// # Errors
/// [`SaveError::SameName`] and [`SaveError::HeaderTooLarge`].
pub(super) fn header(
    tensors: impl Iterator<Item = Coming>,
    metadata: Map<String, Value>,
) -> Result<(Vec<u8>, u64), SaveError> {
    let mut entries = Map::new();
    entries.insert("__metadata__".to_owned(), Value::Object(metadata));
    let mut end = 0;
    for tensor in tensors {
        let begin = end;
        end += tensor.bytes();
        let entry = json!({
            "dtype": tensor.dtype.name(),
            "shape": tensor.shape,
            "data_offsets": [begin, end],
        });
        let name = tensor.name;
        if entries.contains_key(&name) {
            return Err(SaveError::SameName { name });
        }
        entries.insert(name, entry);
    }
    let mut text = Value::Object(entries).to_string().into_bytes();
    text.resize(text.len().next_multiple_of(ALIGNMENT), b' ');
    let bytes = text.len() as u64;
    if bytes > LARGEST_HEADER {
        return Err(SaveError::HeaderTooLarge { bytes });
    }
    Ok(([&bytes.to_le_bytes(), text.as_slice()].concat(), end))
}
