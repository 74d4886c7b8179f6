//! One checkpoint: what the headers of its files say.
//!
//! A checkpoint is one `.safetensors` file or several that are parts of one, with or without the index that lists
//! them. The bytes of tensors are counted through all of its files, in the order in which they were given. A part
//! that is missing is told; the tensors of the others are analysed.

use super::error::{CheckpointError, Side};
use crate::header::{Header, Tensor};
use crate::shards::missing_shards;
use crate::{FileError, FileKind};

/// A file of a checkpoint.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// The bytes that [`header_bytes`](crate::header_bytes) names.
    pub header: &'a [u8],
    /// How many bytes the file has.
    pub bytes: u64,
}

/// A checkpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// Its tensors, their bytes counted through all files.
    pub tensors: Vec<Tensor>,
    /// How many bytes its files have together.
    pub bytes: u64,
    /// Files that belong to it and are not there.
    pub missing: Vec<String>,
    /// How its weights are quantised, where they are.
    pub quantised: Option<&'static str>,
}

impl Checkpoint {
    /// Of its files, and the bytes of the index beside them, if there is one.
    ///
    /// # Errors
    /// [`CheckpointError::File`] and [`CheckpointError::Gguf`].
    pub fn read(
        side: Side,
        parts: &[Part<'_>],
        index: Option<&[u8]>,
    ) -> Result<Self, CheckpointError> {
        let file = |error| match error {
            FileError::OtherFormat(FileKind::Gguf) => CheckpointError::Gguf { side },
            error => CheckpointError::File { side, error },
        };
        if parts.iter().any(|part| part.header.starts_with(b"GGUF")) {
            return Err(CheckpointError::Gguf { side });
        }
        let headers: Vec<(&[u8], u64)> =
            parts.iter().map(|part| (part.header, part.bytes)).collect();
        let header = Header::of_shards(&headers).map_err(file)?;
        if header.tensors.is_empty() {
            return Err(file(FileError::NoTensors));
        }
        let names: Vec<&str> = parts.iter().map(|part| part.name).collect();
        Ok(Self {
            quantised: quantised(&header.tensors),
            tensors: header.tensors,
            bytes: parts
                .iter()
                .map(|part| part.bytes)
                .fold(0, u64::saturating_add),
            missing: missing_shards(&names, index),
        })
    }
}

/// How weights are quantised, by the tensors that stand beside them.
fn quantised(tensors: &[Tensor]) -> Option<&'static str> {
    let any = |part: &str| tensors.iter().any(|tensor| tensor.name.contains(part));
    let ends = |ending: &str| tensors.iter().any(|tensor| tensor.name.ends_with(ending));
    if ends(".qweight") {
        Some("GPTQ or AWQ")
    } else if any(".quant_state.") || ends(".absmax") {
        Some("bitsandbytes")
    } else if ends("_blocks") && ends("_scales") {
        Some("MXFP4")
    } else if ends(".weight_packed") {
        Some("compressed-tensors")
    } else {
        None
    }
}
