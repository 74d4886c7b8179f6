//! The header of the new file: which tensors it will hold, and where.
//!
//! Tensors of larger numbers come first, so that each begins at a multiple of its number's size, as the
//! format's own writer has it; the header is padded with spaces to a multiple of eight for the same reason.
//! The `safetensors` crate writes from numbers it holds whole; here they come later, layer by layer.
//!
//! Source: <https://github.com/huggingface/safetensors>, `safetensors/src/tensor.rs`, version 0.8.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::SaveError;
use super::pause::{Pause, each};
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

/// What is said of a tensor.
#[derive(Serialize)]
struct Entry<'a> {
    dtype: &'static str,
    shape: &'a [u64],
    data_offsets: [u64; 2],
}

/// The first bytes of a file of these tensors in this order, and how many bytes they will take.
///
/// The object is written as it is gone through: of ten thousand layers a tree of values would take longer than
/// all else that is planned.
///
/// # Errors
/// [`SaveError::SameName`] and [`SaveError::HeaderTooLarge`].
pub(super) async fn header(
    tensors: impl Iterator<Item = Coming>,
    metadata: &BTreeMap<&'static str, String>,
    pause: &Pause<'_>,
) -> Result<(Vec<u8>, u64), SaveError> {
    let mut text = br#"{"__metadata__":"#.to_vec();
    write(&mut text, metadata);
    let mut names = HashSet::new();
    let mut end = 0;
    each(tensors, pause, |tensor| {
        let begin = end;
        end += tensor.bytes();
        let entry = Entry {
            dtype: tensor.dtype.name(),
            shape: &tensor.shape,
            data_offsets: [begin, end],
        };
        text.push(b',');
        write(&mut text, &tensor.name);
        text.push(b':');
        write(&mut text, &entry);
        match names.replace(tensor.name) {
            Some(name) => Err(SaveError::SameName { name }),
            None => Ok(()),
        }
    })
    .await?;
    text.push(b'}');
    text.resize(text.len().next_multiple_of(ALIGNMENT), b' ');
    let bytes = text.len() as u64;
    if bytes > LARGEST_HEADER {
        return Err(SaveError::HeaderTooLarge { bytes });
    }
    Ok(([&bytes.to_le_bytes(), text.as_slice()].concat(), end))
}

/// Writes a value in JSON.
fn write(text: &mut Vec<u8>, value: &impl Serialize) {
    // Texts and whole numbers, written to memory: nothing in it can fail.
    text.extend(serde_json::to_vec(value).unwrap_or_default());
}
