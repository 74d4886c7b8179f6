//! A file's header, read: its layers, where in the model they stand, and what its writer noted.
//!
//! Nothing else of a header is needed. Of a mixture of experts this is the work of a moment that a reader
//! would notice, so it can be done in one place and used in another: it is plain data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::FileError;
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
    /// The contents of a file of `file_bytes` bytes, from the bytes that
    /// [`header_bytes`](super::header_bytes) names.
    ///
    /// # Errors
    /// As [`Header::parse`] and [`Layout::of`].
    pub fn read(header: &[u8], file_bytes: u64) -> Result<Self, FileError> {
        let header = Header::parse(header, file_bytes)?;
        let layout = Layout::of(&header)?;
        Ok(Self {
            places: Places::of(&layout.layers),
            layout,
            metadata: header.metadata,
        })
    }
}
