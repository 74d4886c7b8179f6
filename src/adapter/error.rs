//! Why a file, a layer or a config cannot be read: one variant a cause, said in a sentence, with the
//! next step in another.

use serde::{Deserialize, Serialize};

use super::kind::FileKind;
use super::method::Method;
use super::names::Role;
use rankscope_sim::SimError;

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
    #[error("its GGUF header cannot be read: {reason}")]
    Gguf { reason: String },
    #[error("two of the files hold the tensor “{name}”, so they are not shards of one adapter")]
    InTwoShards { name: String },
    #[error("the file holds no tensors")]
    NoTensors,
    #[error("its {count} layers are empty: they hold no numbers")]
    Ungathered { count: usize },
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
            Self::Gguf { .. } => "Convert the adapter again with convert_lora_to_gguf.py.",
            Self::InTwoShards { .. } => "Open the shards of one adapter at a time.",
            Self::Ungathered { .. } => {
                "DeepSpeed ZeRO-3 or FSDP kept the parameters in parts: gather them before saving, for instance with stage3_gather_16bit_weights_on_model_save or a full state dict."
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
    #[error("the file holds {role} of this layer twice, under two names")]
    Repeated { role: Role },
    #[error("{}", .0.declined())]
    Declined(Method),
    #[error(
        "“{tensor}” holds {dtype}; floating point of 8 to 64 bits can be read, and integers with a scale beside them"
    )]
    Dtype { tensor: String, dtype: String },
    #[error("“{tensor}” holds {dtype}, and the scale that belongs to it is not in the file")]
    NoMultiplier { tensor: String, dtype: String },
    #[error(
        "the scale “{tensor}” has the shape {shape:?}: neither one number nor one for each row"
    )]
    MultiplierShape { tensor: String, shape: Vec<u64> },
    #[error("“{tensor}” is empty: it holds no numbers")]
    Empty { tensor: String },
    #[error("its two matrices have the shapes {first:?} and {second:?}, which must be one")]
    OperandShapes {
        first: (usize, usize),
        second: (usize, usize),
    },
    #[error("multiplied out it would have {entries} numbers; up to {largest} are analysed here")]
    DenseTooLarge { entries: usize, largest: usize },
    #[error("“{tensor}” has the shape {shape:?}, which does not fit the rest of its layer")]
    Shape { tensor: String, shape: Vec<u64> },
    #[error("A has {down} rows and B has {up} columns, which must be one number, the rank")]
    InnerDimension { down: u64, up: u64 },
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
    #[error(
        "the config’s pattern “{key}” looks ahead or behind inside and cannot be matched here, so γ is not known"
    )]
    Pattern { key: String },
    #[error("“{tensor}” has {expected} bytes, but {read} were read; the file may have changed")]
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
            Self::HalfPair { .. } | Self::Repeated { .. } => {
                "Save the adapter again; the other layers are not affected."
            }
            Self::Declined(method) => method.advice(),
            Self::Dtype { .. } => "Convert the file to one of these formats.",
            Self::NoMultiplier { .. } | Self::MultiplierShape { .. } => {
                "Open the adapter before it was quantised."
            }
            Self::Empty { .. } => {
                "DeepSpeed ZeRO-3 or FSDP kept this parameter in parts: gather the parameters before saving."
            }
            Self::Shape { .. }
            | Self::InnerDimension { .. }
            | Self::NoEntries { .. }
            | Self::OperandShapes { .. }
            | Self::AlphaShape
            | Self::AlphaValue(_) => "The file was written wrongly: save the adapter again.",
            Self::RankTooLarge { .. } | Self::TooLarge { .. } | Self::DenseTooLarge { .. } => {
                "Analyse this layer with a script; it is too large for a page."
            }
            Self::Pattern { .. } => {
                "Write the pattern so that it looks ahead only where it begins."
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
    #[error("the config is for {}, not for LoRA", .method.map_or(&**.peft_type, |method| method.name()))]
    OtherMethod {
        peft_type: String,
        /// When it is one that is known here.
        method: Option<Method>,
    },
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
