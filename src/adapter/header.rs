//! The header of a `.safetensors` file: which tensors there are, and where.
//!
//! ```text
//! bytes 0…8      n, little-endian
//! bytes 8…8+n    JSON: name → {dtype, shape, data_offsets: [begin, end]}, and `__metadata__`
//! the rest       the tensors' numbers; offsets count from here
//! ```
//!
//! A header is taken by the rules of the `safetensors` crate: at most [`LARGEST_HEADER`] bytes of
//! UTF-8, offsets that cover the rest of the file without gap or overlap, a tensor's bytes as many as
//! its shape and format ask for. The crate reads the whole file and counts in `usize`, 32 bits in a
//! browser, where it would refuse any tensor past 512 MB and any file past 4 GB. So its rules stand
//! here once more, in 64 bits and on the header alone; tests hold them to the crate's verdict.
//! Stricter in one point: a name that stands twice is an error here, and overwritten there.
//!
//! Source: <https://github.com/huggingface/safetensors>, `safetensors/src/tensor.rs`, version 0.8.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::ops::Range;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::gguf;
use super::{Dtype, FileError, FileKind};

/// The first bytes of a file, which hold the length of its header.
pub const PREFIX_BYTES: u64 = 8;
/// The largest header the format's own reader takes.
pub const LARGEST_HEADER: u64 = 100_000_000;
/// The one entry of the header that is no tensor.
const METADATA: &str = "__metadata__";

/// A tensor, and where in the file its numbers are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tensor {
    /// Its name.
    pub name: String,
    /// The format of its numbers.
    pub dtype: Dtype,
    /// Its shape; a single number has none.
    pub shape: Vec<u64>,
    /// Its bytes, counted from the start of the file.
    pub bytes: Range<u64>,
}

/// How many numbers a tensor of this shape has. A side of zero may hide an overflow of the others.
pub(super) fn count(shape: &[u64]) -> u64 {
    shape
        .iter()
        .fold(1, |product, &side| product.saturating_mul(side))
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// The tensors, in the order of their bytes.
    pub tensors: Vec<Tensor>,
    /// What the program that wrote the file noted.
    pub metadata: BTreeMap<String, String>,
}

/// Which bytes of a file of `file_bytes` bytes are its header, given its first
/// [`FIRST_BYTES`](super::FIRST_BYTES) or all it has.
///
/// # Errors
/// When the file is too short to hold a header, when the header would be too large or reach past
/// the end, and when the first bytes are those of another format.
pub fn header_bytes(first: &[u8], file_bytes: u64) -> Result<Range<u64>, FileError> {
    if gguf::is_gguf(first) {
        return Ok(0..file_bytes.min(gguf::HEADER_BYTES));
    }
    let kind = FileKind::of(first);
    let Some(prefix) = first.first_chunk().filter(|_| file_bytes >= PREFIX_BYTES) else {
        return Err(match kind {
            _ if file_bytes == 0 => FileError::Empty,
            Some(kind) => FileError::OtherFormat(kind),
            None => FileError::TooShort { bytes: file_bytes },
        });
    };
    let bytes = u64::from_le_bytes(*prefix);
    let end = bytes.saturating_add(PREFIX_BYTES);
    // A safetensors file goes on with its header, in JSON. Another format's first bytes may make a length that
    // a header could have, as gzip's do.
    let next = first.get(PREFIX_BYTES as usize);
    let braced = next.is_some_and(|byte| b"{ \n\r\t".contains(byte));
    if let Some(kind) = kind
        && (bytes > LARGEST_HEADER || !braced)
    {
        Err(FileError::OtherFormat(kind))
    } else if bytes > LARGEST_HEADER {
        Err(FileError::HeaderTooLarge { bytes })
    } else if end > file_bytes {
        Err(FileError::HeaderCutOff { end, file_bytes })
    } else {
        Ok(PREFIX_BYTES..end)
    }
}

impl Header {
    /// The header of a file of `file_bytes` bytes, from the bytes that [`header_bytes`] names.
    ///
    /// # Errors
    /// When it is no JSON of this shape, and when a tensor's bytes are not where and as many as they
    /// must be: each cause is a variant of its own.
    pub fn parse(header: &[u8], file_bytes: u64) -> Result<Self, FileError> {
        let text = std::str::from_utf8(header).map_err(|_| FileError::HeaderNotText)?;
        let raw: RawHeader =
            serde_json::from_str(text).map_err(|error| FileError::HeaderNotJson {
                reason: error.to_string(),
            })?;
        if let Some(name) = raw.repeated {
            return Err(FileError::Repeated { name });
        }
        let data = PREFIX_BYTES + header.len() as u64;
        let mut entries = raw.tensors;
        entries.sort_by_key(|(_, tensor)| tensor.data_offsets);
        let mut end = 0;
        let mut tensors = Vec::with_capacity(entries.len());
        for (name, entry) in entries {
            let offsets = entry.data_offsets;
            let tensor = entry.checked(name, end, data)?;
            end = offsets.1;
            tensors.push(tensor);
        }
        // No overflow: the last tensor's own end was computed.
        let expected = data.saturating_add(end);
        if expected > file_bytes {
            return Err(FileError::CutOff {
                expected,
                file_bytes,
            });
        }
        if expected < file_bytes {
            return Err(FileError::Trailing {
                expected,
                file_bytes,
            });
        }
        Ok(Self {
            tensors,
            metadata: raw.metadata,
        })
    }
}

/// A tensor as the header describes it.
#[derive(Deserialize)]
struct RawTensor<'h> {
    /// Borrowed: a header may name a hundred thousand.
    #[serde(borrow)]
    dtype: Cow<'h, str>,
    shape: Vec<u64>,
    data_offsets: (u64, u64),
}

impl RawTensor<'_> {
    /// The tensor, when it begins where the one before it ended and has as many bytes as it must.
    fn checked(self, name: String, previous_end: u64, data: u64) -> Result<Tensor, FileError> {
        let (begin, end) = self.data_offsets;
        let Some(dtype) = Dtype::from_name(&self.dtype) else {
            let dtype = self.dtype.into_owned();
            return Err(FileError::UnknownDtype { name, dtype });
        };
        if end < begin {
            return Err(FileError::Reversed { name });
        }
        if begin < previous_end {
            return Err(FileError::Overlap { name });
        }
        if begin > previous_end {
            return Err(FileError::Gap { name });
        }
        let bits = self
            .shape
            .iter()
            .try_fold(1, |product: u64, &side| product.checked_mul(side))
            .and_then(|numbers| numbers.checked_mul(dtype.bits()));
        let (Some(bits), Some(file_end)) = (bits, data.checked_add(end)) else {
            return Err(FileError::Overflow { name });
        };
        if !bits.is_multiple_of(8) {
            return Err(FileError::HalfByte { name });
        }
        if end - begin != bits / 8 {
            return Err(FileError::Size { name });
        }
        Ok(Tensor {
            name,
            dtype,
            shape: self.shape,
            bytes: data + begin..file_end,
        })
    }
}

/// The header as JSON has it, with the first name that stands twice.
#[derive(Default)]
struct RawHeader<'h> {
    tensors: Vec<(String, RawTensor<'h>)>,
    metadata: BTreeMap<String, String>,
    repeated: Option<String>,
}

impl<'de> Deserialize<'de> for RawHeader<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = RawHeader<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tensors")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<RawHeader<'de>, M::Error> {
        let mut header = RawHeader::default();
        let mut has_metadata = false;
        while let Some(name) = map.next_key::<String>()? {
            if name == METADATA {
                let metadata: Option<BTreeMap<String, String>> = map.next_value()?;
                // A `null` is as good as none, to the format's own reader too.
                header.metadata = metadata.unwrap_or_default();
                if std::mem::replace(&mut has_metadata, true) {
                    header.repeated.get_or_insert(name);
                }
            } else {
                header.tensors.push((name, map.next_value()?));
            }
        }
        let mut seen = HashSet::with_capacity(header.tensors.len());
        let mut names = header.tensors.iter().map(|(name, _)| name);
        let repeated = names.find(|name| !seen.insert(name.as_str()));
        header.repeated = header.repeated.or_else(|| repeated.cloned());
        Ok(header)
    }
}
