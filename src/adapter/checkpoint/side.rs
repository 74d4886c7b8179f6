//! One checkpoint: what the headers of its files say.
//!
//! A checkpoint is one `.safetensors` file or several that are parts of one, with or without the index that lists
//! them. The bytes of tensors are counted through all of its files, in the order in which they were given. A part
//! that is missing is told; the tensors of the others are analysed.

use std::collections::BTreeSet;

use super::error::{CheckpointError, Side};
use crate::header::{Header, Tensor};
use crate::shards::{listed_files, shard};
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
            missing: missing(&names, index),
        })
    }
}

/// The files that the index lists, or that the names of the others announce, and that are not among them.
pub fn missing(names: &[&str], index: Option<&[u8]>) -> Vec<String> {
    let mut expected: BTreeSet<String> = index.and_then(listed_files).unwrap_or_default();
    for name in names {
        if let Some((stem, _, of)) = shard(name) {
            // No checkpoint has so many; a name may say anything.
            let of = of.min(9999);
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let all = (1..=of).map(|at| format!("{stem}-{at:05}-of-{of:05}.{ending}"));
            expected.extend(all);
        }
    }
    let there = |name: &String| names.contains(&name.as_str());
    expected.into_iter().filter(|name| !there(name)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_missing_is_known_by_the_index_and_by_the_names() {
        let index = br#"{"weight_map": {"a": "x.safetensors", "b": "y.safetensors"}}"#;
        assert_eq!(missing(&["x.safetensors"], Some(index)), ["y.safetensors"]);
        let second = "model-00002-of-00003.safetensors";
        assert_eq!(
            missing(&[second], None),
            [
                "model-00001-of-00003.safetensors",
                "model-00003-of-00003.safetensors"
            ]
        );
        assert!(missing(&["model.safetensors"], None).is_empty());
    }
}
