//! Why a file, a layer or a config cannot be read: one variant a cause, said in a sentence, with the
//! next step in another.

use serde::{Deserialize, Serialize};

use super::method::Method;
use super::names::Role;
use rankscope_sim::SimError;

/// A format that is not safetensors, known by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// PyTorch's archives, and every other zip.
    Zip,
    /// A bare Python pickle: PyTorch's older files.
    Pickle,
    /// llama.cpp's format.
    Gguf,
    /// What git leaves of a large file that it has not fetched.
    LfsPointer,
    /// JSON, such as a config.
    Json,
    /// A web page, such as a failed download.
    WebPage,
}

impl FileKind {
    /// The format that begins with these bytes.
    pub fn of(first: &[u8; 8]) -> Option<Self> {
        Some(match first {
            [b'P', b'K', 3, 4, ..] => Self::Zip,
            [0x80, 2..=5, ..] => Self::Pickle,
            [b'G', b'G', b'U', b'F', ..] => Self::Gguf,
            b"version " => Self::LfsPointer,
            [b'{', ..] => Self::Json,
            [b'<', b'!' | b'h' | b'H', ..] => Self::WebPage,
            _ => return None,
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Zip => "a zip archive, as PyTorch writes (.bin, .pt, .ckpt)",
            Self::Pickle => "a Python pickle (.bin, .pt)",
            Self::Gguf => "a GGUF file",
            Self::LfsPointer => "a Git LFS pointer, not the file it stands for",
            Self::Json => "a JSON file",
            Self::WebPage => "a web page",
        }
    }

    const fn advice(self) -> &'static str {
        match self {
            Self::Zip | Self::Pickle => {
                "Load it with PyTorch and save it with safetensors.torch.save_file."
            }
            Self::Gguf => "Open the adapter it was converted from.",
            Self::LfsPointer => "Fetch the file with `git lfs pull`.",
            Self::Json => "Open it together with adapter_model.safetensors.",
            Self::WebPage => "Download the file again, from its own address.",
        }
    }
}

/// Why nothing of a file can be analysed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
// The messages say what each means.
#[expect(missing_docs)]
pub enum FileError {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {bytes} bytes, too few for a safetensors header")]
    TooShort { bytes: u64 },
    #[error("this is {}", .0.name())]
    OtherFormat(FileKind),
    #[error("its first bytes announce a header of {bytes} bytes, and no header is so large")]
    HeaderTooLarge { bytes: u64 },
    #[error("its header would end at byte {end}, but the file ends at {file_bytes}")]
    HeaderCutOff { end: u64, file_bytes: u64 },
    #[error("its header is not UTF-8 text")]
    HeaderNotText,
    #[error("its header is not a safetensors header: {reason}")]
    HeaderNotJson { reason: String },
    #[error("the tensor “{name}” stands in the header twice")]
    Repeated { name: String },
    #[error("the tensor “{name}” has numbers of an unknown format, {dtype}")]
    UnknownDtype { name: String, dtype: String },
    #[error("the tensor “{name}” ends before it begins")]
    Reversed { name: String },
    #[error("the tensor “{name}” overlaps the one before it")]
    Overlap { name: String },
    #[error("there are unexplained bytes before the tensor “{name}”")]
    Gap { name: String },
    #[error("the shape of the tensor “{name}” is larger than any file")]
    Overflow { name: String },
    #[error("the tensor “{name}” does not end on a whole byte")]
    HalfByte { name: String },
    #[error("the tensor “{name}” has not as many bytes as its shape asks for")]
    Size { name: String },
    #[error("the file ends at byte {file_bytes}; its header promises {expected}")]
    CutOff { expected: u64, file_bytes: u64 },
    #[error("the file goes on to byte {file_bytes}; its header ends at {expected}")]
    Trailing { expected: u64, file_bytes: u64 },
    #[error("the file holds no tensors")]
    NoTensors,
    #[error("{} ({count} layers)", .method.declined())]
    Declined { method: Method, count: usize },
    #[error("PEFT wrote this file, but not by a method known here")]
    OtherPeft,
    #[error("this is a full checkpoint: none of its {tensors} tensors belongs to an adapter")]
    FullCheckpoint { tensors: usize },
}

impl FileError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::OtherFormat(kind) => kind.advice(),
            Self::Empty
            | Self::TooShort { .. }
            | Self::HeaderCutOff { .. }
            | Self::CutOff { .. } => {
                "The download or copy may have stopped early: fetch the file again."
            }
            Self::HeaderTooLarge { .. } | Self::HeaderNotText | Self::HeaderNotJson { .. } => {
                "Check that this is adapter_model.safetensors, and fetch it again."
            }
            Self::Repeated { .. }
            | Self::UnknownDtype { .. }
            | Self::Reversed { .. }
            | Self::Overlap { .. }
            | Self::Gap { .. }
            | Self::Overflow { .. }
            | Self::HalfByte { .. }
            | Self::Size { .. }
            | Self::Trailing { .. } => {
                "The file is damaged or was written wrongly: save it again with the safetensors library."
            }
            Self::NoTensors => "Save the adapter again, after training it.",
            Self::Declined { .. } | Self::OtherPeft => "Open a LoRA adapter instead.",
            Self::FullCheckpoint { .. } => {
                "Open the adapter that was trained, not the model it belongs to."
            }
        }
    }
}

/// Why a layer is left out, while the others are analysed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
// The messages say what each means.
#[expect(missing_docs)]
pub enum LayerError {
    #[error("only one factor of the pair is in the file: {missing} is missing")]
    HalfPair { missing: Role },
    #[error("the file holds {role} of this layer twice, as when it holds two adapters")]
    Repeated { role: Role },
    #[error("{}", .0.declined())]
    Declined(Method),
    #[error("“{tensor}” holds {dtype}; F32, F16 and BF16 can be read")]
    Dtype { tensor: String, dtype: String },
    #[error("“{tensor}” has the shape {shape:?}, which is neither a matrix nor a convolution")]
    Shape { tensor: String, shape: Vec<u64> },
    #[error("A has {down} rows and B has {up} columns, which must be one number, the rank")]
    InnerDimension { down: u64, up: u64 },
    #[error("the rank is zero")]
    ZeroRank,
    #[error("the {rows} × {columns} update has no entries")]
    NoEntries { rows: u64, columns: u64 },
    #[error("the rank is {rank}; ranks up to {largest} are analysed here")]
    RankTooLarge { rank: u64, largest: usize },
    #[error("“{tensor}” is {bytes} bytes large; up to {largest} are read at once")]
    TooLarge {
        tensor: String,
        bytes: u64,
        largest: u64,
    },
    #[error("α is not a single number")]
    AlphaShape,
    #[error("α is {0}, which is no scale")]
    AlphaValue(String),
    #[error("“{tensor}” has {expected} bytes, but {read} were read: did the file change?")]
    ShortRead {
        tensor: String,
        expected: u64,
        read: u64,
    },
    #[error("“{tensor}” holds a number that is infinite or not a number")]
    NotFinite { tensor: String },
    #[error("the singular values were not found: {0}")]
    Singular(#[from] SimError),
}

impl LayerError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::HalfPair { .. } => "Save the adapter again; the other layers are not affected.",
            Self::Repeated { .. } => "Save the adapters one by one.",
            Self::Declined(method) => method.advice(),
            Self::Dtype { .. } => "Convert the file to one of these formats.",
            Self::Shape { .. }
            | Self::InnerDimension { .. }
            | Self::ZeroRank
            | Self::NoEntries { .. }
            | Self::AlphaShape
            | Self::AlphaValue(_) => "The file was written wrongly: save the adapter again.",
            Self::RankTooLarge { .. } | Self::TooLarge { .. } => {
                "Analyse this layer with a script; it is too large for a page."
            }
            Self::ShortRead { .. } => "Open the file again.",
            Self::NotFinite { .. } => {
                "Training diverged, or a conversion overflowed: look for an earlier save."
            }
            Self::Singular(_) => "Please report this file's shape and rank.",
        }
    }
}

/// Why a config cannot be read. The weights are analysed without it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
// The messages say what each means.
#[expect(missing_docs)]
pub enum ConfigError {
    #[error("the config has {bytes} bytes, more than any PEFT writes")]
    TooLarge { bytes: usize },
    #[error("the config is not JSON: {reason}")]
    NotJson { reason: String },
    #[error("the config is JSON, but no object")]
    NotAnObject,
    #[error("this is not an adapter's config: it has neither peft_type nor r")]
    NotAnAdapters,
    #[error("the config's {field} is {given}, not {expected}")]
    Field {
        field: String,
        given: String,
        expected: &'static str,
    },
    #[error("the config is for {peft_type}, not for LoRA")]
    OtherMethod { peft_type: String },
}

impl ConfigError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::OtherMethod { .. } => "Open a LoRA adapter and its own config.",
            _ => "Open the adapter_config.json that was saved with these weights.",
        }
    }
}
