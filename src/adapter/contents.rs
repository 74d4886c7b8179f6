//! A file's header, read: its layers, where in the model they stand, and what its writer noted.
//!
//! Nothing else of a header is needed. Of a mixture of experts this is the work of a moment that a reader
//! would notice, so it can be done in one place and used in another: it is plain data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::FileError;
use super::config::Config;
use super::gguf;
use super::header::Header;
use super::layout::Layout;
use super::places::Places;

/// What a header says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// The layers.
    pub layout: Layout,
    /// Where in the model each layer stands.
    pub places: Places,
    /// What the program that wrote the file noted.
    pub metadata: BTreeMap<String, String>,
}

impl Contents {
    /// The contents of files that are shards of one, each by the bytes of its header that
    /// [`header_bytes`](super::header_bytes) names and its length. The bytes of tensors are counted through all
    /// files, in their order. Of several adapters the layers are those of the one of this name, or of the
    /// first. With a config the experts of stacked tensors are layers: see [`Layout::with_experts`].
    ///
    /// # Errors
    /// As [`Header::parse`] and [`Layout::of`]; [`FileError::Repeated`] when two shards hold the same tensor.
    pub fn read(
        shards: &[(&[u8], u64)],
        adapter: Option<&str>,
        config: Option<&Config>,
    ) -> Result<Self, FileError> {
        let header = Header::of_shards(shards)?;
        let layout = Layout::of(&header, adapter)?.with_experts(config);
        Ok(Self {
            places: Places::of(&layout.layers),
            layout,
            metadata: header.metadata,
        })
    }
}

impl Header {
    /// The tensors of several files as if they followed each other in one.
    pub(super) fn of_shards(shards: &[(&[u8], u64)]) -> Result<Self, FileError> {
        let mut all = Self::default();
        let mut start = 0_u64;
        for &(header, file_bytes) in shards {
            let shard = if gguf::is_gguf(header) {
                gguf::parse(header, file_bytes)?
            } else {
                Self::parse(header, file_bytes)?
            };
            for mut tensor in shard.tensors {
                tensor.bytes.start = tensor.bytes.start.saturating_add(start);
                tensor.bytes.end = tensor.bytes.end.saturating_add(start);
                all.tensors.push(tensor);
            }
            all.metadata.extend(shard.metadata);
            start = start.saturating_add(file_bytes);
        }
        if shards.len() > 1 {
            let mut names: Vec<&str> = all.tensors.iter().map(|tensor| &*tensor.name).collect();
            names.sort_unstable();
            if let Some([name, _]) = names.array_windows().find(|[a, b]| a == b) {
                let name = (*name).to_owned();
                return Err(FileError::InTwoShards { name });
            }
        }
        Ok(all)
    }
}
