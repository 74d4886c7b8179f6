//! A checkpoint on disk: which files it is, by a folder, one of them, or its index.

use std::path::{Path, PathBuf};

use rankscope_adapter::checkpoint::{Checkpoint, CheckpointError, Part, Side};
use rankscope_adapter::{listed_files, shard};

use crate::error::CommandError;
use crate::files::{Files, HeaderError, ends, header, listed, name};

/// How the index of a checkpoint ends.
const INDEX: &str = ".safetensors.index.json";
/// What an adapter's weights are called, which may lie in the same folder.
const OF_ADAPTER: &str = "adapter_model";

/// A checkpoint that was opened.
pub(crate) struct Opened {
    pub(crate) checkpoint: Checkpoint,
    pub(crate) files: Files,
}

/// Opens the checkpoint at a path.
pub(crate) fn open(side: Side, path: &Path) -> Result<Opened, CommandError> {
    let Found { weights, index } = found(path)?;
    let mut files = Files::default();
    let mut headers = Vec::new();
    for path in &weights {
        let (header, bytes) = header(path).map_err(|error| match error {
            HeaderError::Command(error) => error,
            HeaderError::File(error) => CheckpointError::File { side, error }.into(),
        })?;
        files.push(path.clone(), bytes);
        headers.push((name(path), header, bytes));
    }
    let parts: Vec<Part<'_>> = headers
        .iter()
        .map(|(name, header, bytes)| Part {
            name,
            header,
            bytes: *bytes,
        })
        .collect();
    let checkpoint = Checkpoint::read(side, &parts, index.as_deref())?;
    Ok(Opened { checkpoint, files })
}

struct Found {
    weights: Vec<PathBuf>,
    index: Option<Vec<u8>>,
}

fn found(path: &Path) -> Result<Found, CommandError> {
    if path.is_dir() {
        let all = listed(path)?;
        let is_index = |path: &&PathBuf| name(path).ends_with(INDEX);
        if let Some(index) = all.iter().find(is_index) {
            return of_index(index);
        }
        let of_model =
            |path: &PathBuf| ends(path, "safetensors") && !name(path).starts_with(OF_ADAPTER);
        let weights: Vec<PathBuf> = all.iter().filter(|path| of_model(path)).cloned().collect();
        // A folder may hold the same weights twice, whole and in parts.
        let whole = weights
            .iter()
            .find(|path| name(path) == "model.safetensors");
        let weights = whole.map_or(weights.clone(), |whole| vec![whole.clone()]);
        let gguf = all.iter().find(|path| ends(path, "gguf"));
        let weights = if weights.is_empty() {
            gguf.into_iter().cloned().collect()
        } else {
            weights
        };
        return if weights.is_empty() {
            Err(CommandError::NoWeights(path.to_owned()))
        } else {
            Ok(Found {
                weights,
                index: None,
            })
        };
    }
    if name(path).ends_with(INDEX) {
        return of_index(path);
    }
    if let Some((stem, _, of)) = shard(&name(path)) {
        let folder = path.parent().unwrap_or(Path::new(""));
        let index = folder.join(format!("{stem}{INDEX}"));
        if index.exists() {
            return of_index(&index);
        }
        let parts = (1..=of.min(9999))
            .map(|at| folder.join(format!("{stem}-{at:05}-of-{of:05}.safetensors")));
        return Ok(Found {
            weights: parts.filter(|part| part.exists()).collect(),
            index: None,
        });
    }
    Ok(Found {
        weights: vec![path.to_owned()],
        index: None,
    })
}

/// The files that an index lists, as far as they are there.
fn of_index(path: &Path) -> Result<Found, CommandError> {
    let index = std::fs::read(path).map_err(|error| CommandError::Read {
        path: path.to_owned(),
        error,
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let listed = listed_files(&index).ok_or_else(|| CommandError::Index(path.to_owned()))?;
    // Names alone: an index may not lead out of its folder.
    let inside = listed
        .iter()
        .filter(|file| Path::new(file).components().count() == 1);
    let weights: Vec<PathBuf> = inside
        .map(|file| folder.join(file))
        .filter(|file| file.exists())
        .collect();
    if weights.is_empty() {
        return Err(CommandError::NoWeights(path.to_owned()));
    }
    Ok(Found {
        weights,
        index: Some(index),
    })
}
