//! Why something could not be done.

use std::path::PathBuf;

use rankscope_adapter::checkpoint::{CheckpointError, MatrixError};
use rankscope_adapter::save::SaveError;
use rankscope_adapter::{ConfigError, FileError};

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[error("{} cannot be read: {error}", .path.display())]
    Read {
        path: PathBuf,
        error: std::io::Error,
    },
    #[error("{} cannot be written: {error}", .path.display())]
    Write {
        path: PathBuf,
        error: std::io::Error,
    },
    #[error("{} is there already and not empty", .0.display())]
    OutIsThere(PathBuf),
    #[error("standard output: {0}")]
    Output(#[from] std::io::Error),
    #[error("{} lists no files: an index has a weight_map", .0.display())]
    Index(PathBuf),
    #[error("there are no weights in {}", .0.display())]
    NoWeights(PathBuf),
    #[error("{}: {error}", .path.display())]
    File { path: PathBuf, error: FileError },
    #[error("{}: {error}", .path.display())]
    Config { path: PathBuf, error: ConfigError },
    #[error("{0}")]
    Checkpoint(#[from] CheckpointError),
    #[error("{0}")]
    Save(#[from] SaveError),
    #[error("the matrix {path}: {error}")]
    Matrix { path: String, error: MatrixError },
    #[error("nothing is known of a runtime called {name}; known are {known}")]
    UnknownRuntime { name: String, known: String },
    #[error("{0} is no share above 0 and up to 1")]
    Share(f64),
    #[error("{0} is no ratio of 1 or more")]
    Ratio(f64),
    #[error("none of the matrices could be analysed")]
    NothingAnalysed,
    #[error("nothing that a LoRA could hold has changed")]
    NothingToExtract,
    #[error("threads: {0}")]
    Threads(String),
}

impl CommandError {
    /// What to do about it.
    pub(crate) const fn advice(&self) -> Option<&'static str> {
        match self {
            Self::File { error, .. } => Some(error.advice()),
            Self::Config { error, .. } => Some(error.advice()),
            Self::Checkpoint(error) => Some(error.advice()),
            Self::Save(error) => Some(error.advice()),
            Self::Matrix { error, .. } => Some(error.advice()),
            Self::OutIsThere(_) => Some("Name another folder."),
            Self::NoWeights(_) => Some("Name a folder or file with safetensors in it."),
            Self::NothingAnalysed | Self::NothingToExtract => {
                Some("What is wrong with each is said above.")
            }
            _ => None,
        }
    }
}
