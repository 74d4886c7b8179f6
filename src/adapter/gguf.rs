//! A LoRA adapter in llama.cpp's GGUF format.
//!
//! ```text
//! "GGUF", version (u32: 2 or 3), number of tensors (u64), of metadata (u64)
//! metadata: key, type (u32), value; a text is its length (u64) and its bytes
//! tensors: name, number of sides (u32), each side (u64, the fastest first), type (u32), offset (u64)
//! padding to the alignment, then the numbers; offsets count from here
//! ```
//!
//! An adapter has `general.type = adapter`, `adapter.type = lora` and `adapter.lora.alpha`; of a tensor L its
//! factors are `L.lora_a` and `L.lora_b`. llama.cpp applies `α/r`, or 1 where α is 0.
//!
//! Sources: ggml's `docs/gguf.md`, llama.cpp's `src/llama-adapter.cpp` and `convert_lora_to_gguf.py`.

use std::collections::BTreeMap;

use super::dtype::Dtype;
use super::header::{Header, Tensor, count};
use super::weights::{Q8_0_BYTES, Q8_0_NUMBERS};
use super::{FileError, FileKind};

const MAGIC: &[u8; 4] = b"GGUF";
/// Bytes read of a file to find its header in: adapters have no vocabulary, so theirs are some hundred
/// kilobytes.
pub(super) const HEADER_BYTES: u64 = 16 << 20;
/// Where numbers begin, in multiples of this many bytes, where the metadata do not say.
const ALIGNMENT: u64 = 32;
/// Tensors and metadata a header may announce: more than any model has.
const MOST_ENTRIES: u64 = 1 << 20;
/// Under which α stands in the metadata.
pub const ALPHA: &str = "adapter.lora.alpha";

/// True when bytes are the beginning of such a file.
pub(super) fn is_gguf(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// The header in the first bytes of a file of this many bytes.
///
/// # Errors
/// [`FileError::OtherFormat`] for a whole model, and [`FileError::Gguf`] for what is no such header.
pub(super) fn parse(bytes: &[u8], file_bytes: u64) -> Result<Header, FileError> {
    let mut reader = Reader { bytes, at: 4 };
    let version = reader.u32()?;
    if !(2..=3).contains(&version) {
        return Err(wrong(&format!(
            "its version is {version}; 2 and 3 are read"
        )));
    }
    let (tensors, entries) = (reader.u64()?, reader.u64()?);
    if tensors > MOST_ENTRIES || entries > MOST_ENTRIES {
        return Err(wrong(&format!(
            "it announces {tensors} tensors and {entries} metadata"
        )));
    }
    let mut metadata = BTreeMap::new();
    for _ in 0..entries {
        let key = reader.text()?;
        let kind = reader.u32()?;
        if let Some(value) = reader.value(kind)? {
            metadata.insert(key, value);
        }
    }
    if metadata.get("general.type").map(String::as_str) != Some("adapter") {
        return Err(FileError::OtherFormat(FileKind::Gguf));
    }
    let mut announced = Vec::new();
    for _ in 0..tensors {
        announced.push(reader.tensor()?);
    }
    let alignment = metadata.get("general.alignment");
    let alignment = alignment.map_or(Some(ALIGNMENT), |text| text.parse().ok());
    let alignment = alignment
        .filter(|&bytes: &u64| bytes > 0)
        .ok_or_else(|| wrong("its alignment is no number of bytes"))?;
    let data = (reader.at as u64)
        .checked_next_multiple_of(alignment)
        .ok_or_else(|| wrong("its alignment is larger than any file"))?;
    let mut placed: Vec<Tensor> = announced
        .into_iter()
        .map(|tensor| tensor.placed(data, file_bytes))
        .collect::<Result<_, _>>()?;
    placed.sort_by_key(|tensor| tensor.bytes.start);
    for [before, after] in placed.array_windows() {
        if after.bytes.start < before.bytes.end {
            let name = after.name.clone();
            return Err(FileError::Overlap { name });
        }
    }
    Ok(Header {
        tensors: placed,
        metadata,
    })
}

fn wrong(reason: &str) -> FileError {
    FileError::Gguf {
        reason: reason.to_owned(),
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

/// A tensor as the header announces it.
struct Announced {
    name: String,
    shape: Vec<u64>,
    kind: u32,
    offset: u64,
}

impl Reader<'_> {
    fn take(&mut self, count: u64) -> Result<&[u8], FileError> {
        let end = usize::try_from(count)
            .ok()
            .and_then(|count| self.at.checked_add(count));
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or_else(|| wrong("it goes on beyond what is read of a file"))?;
        self.at += taken.len();
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], FileError> {
        let taken = self.take(N as u64)?;
        // As many were taken.
        Ok(taken.first_chunk().copied().unwrap_or([0; N]))
    }

    fn u32(&mut self) -> Result<u32, FileError> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, FileError> {
        self.array().map(u64::from_le_bytes)
    }

    fn text(&mut self) -> Result<String, FileError> {
        let length = self.u64()?;
        let bytes = self.take(length)?;
        let text = std::str::from_utf8(bytes).map_err(|_| wrong("a text in it is not UTF-8"))?;
        Ok(text.to_owned())
    }

    /// A value as text; none for a list, which says nothing that is needed.
    fn value(&mut self, kind: u32) -> Result<Option<String>, FileError> {
        Ok(Some(match kind {
            0 => u8::from_le_bytes(self.array()?).to_string(),
            1 => i8::from_le_bytes(self.array()?).to_string(),
            2 => u16::from_le_bytes(self.array()?).to_string(),
            3 => i16::from_le_bytes(self.array()?).to_string(),
            4 => self.u32()?.to_string(),
            5 => i32::from_le_bytes(self.array()?).to_string(),
            6 => f32::from_le_bytes(self.array()?).to_string(),
            7 => (self.array() != Ok([0])).to_string(),
            8 => self.text()?,
            9 => {
                let (kind, count) = (self.u32()?, self.u64()?);
                self.list(kind, count)?;
                return Ok(None);
            }
            10 => self.u64()?.to_string(),
            11 => i64::from_le_bytes(self.array()?).to_string(),
            12 => f64::from_le_bytes(self.array()?).to_string(),
            _ => {
                return Err(wrong(&format!(
                    "a value in it is of an unknown type, {kind}"
                )));
            }
        }))
    }

    fn list(&mut self, kind: u32, count: u64) -> Result<(), FileError> {
        let size: u64 = match kind {
            0 | 1 | 7 => 1,
            2 | 3 => 2,
            4..=6 => 4,
            10..=12 => 8,
            8 => {
                // Each takes at least its length, so a count that lies ends with the bytes.
                for _ in 0..count {
                    let length = self.u64()?;
                    self.take(length)?;
                }
                return Ok(());
            }
            _ => {
                return Err(wrong(&format!(
                    "a list in it is of an unknown type, {kind}"
                )));
            }
        };
        self.take(size.saturating_mul(count)).map(|_| ())
    }

    fn tensor(&mut self) -> Result<Announced, FileError> {
        let name = self.text()?;
        let sides = self.u32()?;
        if sides > 4 {
            return Err(wrong(&format!("the tensor “{name}” has {sides} sides")));
        }
        let shape: Result<Vec<u64>, _> = (0..sides).map(|_| self.u64()).collect();
        let mut shape = shape?;
        // The fastest side is the last everywhere else.
        shape.reverse();
        Ok(Announced {
            name,
            shape,
            kind: self.u32()?,
            offset: self.u64()?,
        })
    }
}

impl Announced {
    fn placed(self, data: u64, file_bytes: u64) -> Result<Tensor, FileError> {
        let numbers = count(&self.shape);
        let (dtype, bytes) = match self.kind {
            0 => (Dtype::F32, numbers.checked_mul(4)),
            1 => (Dtype::F16, numbers.checked_mul(2)),
            30 => (Dtype::BF16, numbers.checked_mul(2)),
            8 => {
                let row = self.shape.last().copied().unwrap_or(1);
                if !row.is_multiple_of(Q8_0_NUMBERS as u64) {
                    return Err(FileError::Size { name: self.name });
                }
                let blocks = numbers / Q8_0_NUMBERS as u64;
                (Dtype::Q8_0, blocks.checked_mul(Q8_0_BYTES as u64))
            }
            kind => {
                let dtype = format!("ggml’s number {kind}; F32, F16, BF16 and Q8_0 are read");
                let name = self.name;
                return Err(FileError::UnknownDtype { name, dtype });
            }
        };
        let start = data.checked_add(self.offset);
        let end = start
            .zip(bytes)
            .and_then(|(start, bytes)| start.checked_add(bytes));
        let (Some(start), Some(end)) = (start, end) else {
            return Err(FileError::Overflow { name: self.name });
        };
        if end > file_bytes {
            let expected = end;
            return Err(FileError::CutOff {
                expected,
                file_bytes,
            });
        }
        Ok(Tensor {
            name: self.name,
            dtype,
            shape: self.shape,
            bytes: start..end,
        })
    }
}
