//! Which of the files picked for one side are its weights, and what their headers are read from.

use std::ops::Range;

use rankscope_adapter::checkpoint::{CheckpointError, Side};
use rankscope_adapter::{header_bytes, natural_order};

use crate::adapter::opening::Problem;
use crate::adapter::plan::PickedFile;
use crate::adapter::words::count;

/// How the index of a checkpoint ends.
const INDEX: &str = ".safetensors.index.json";
/// What an adapter's weights are called, which may lie in the same folder.
const OF_ADAPTER: &str = "adapter_model";
/// What holds the whole of a checkpoint that may lie beside it in parts.
const WHOLE: &str = "model.safetensors";
/// The largest index that is read, in bytes.
pub const LARGEST_INDEX: u64 = 100_000_000;

/// The files of one checkpoint among those picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picked {
    /// What it is called: its folder, or its file.
    pub name: String,
    /// Its files of weights, in the order of their names.
    pub weights: Vec<usize>,
    /// The index beside them.
    pub index: Option<usize>,
}

impl Picked {
    /// Among these.
    ///
    /// # Errors
    /// When there are no weights.
    pub fn of(side: Side, files: &[PickedFile]) -> Result<Self, Problem> {
        let folder = |file: &PickedFile| {
            let folder = file.path.rsplit_once('/');
            folder.map_or(String::new(), |(folder, _)| folder.to_owned())
        };
        let all = || files.iter().enumerate();
        let is_weights =
            |file: &PickedFile| ends(file, ".safetensors") && !file.name().starts_with(OF_ADAPTER);
        let mut weights: Vec<(usize, &PickedFile)> =
            all().filter(|(_, file)| is_weights(file)).collect();
        if weights.is_empty() {
            // One of another format is told by its name and first bytes.
            let largest = all().filter(|(_, file)| !ends(file, ".json"));
            weights.extend(largest.max_by_key(|(_, file)| file.bytes));
        }
        // Of folders within each other the outermost.
        let depth = |file: &PickedFile| file.path.matches('/').count();
        let Some(first) = weights.iter().min_by_key(|(_, file)| depth(file)) else {
            return Err(Problem {
                what: format!(
                    "Among {} no weights of the {side} checkpoint were found.",
                    count(files.len(), "file")
                ),
                advice: "Pick its .safetensors files, all parts of it together.",
            });
        };
        let home = folder(first.1);
        weights.retain(|(_, file)| folder(file) == home);
        if let Some(whole) = weights.iter().find(|(_, file)| file.name() == WHOLE) {
            weights = vec![*whole];
        }
        weights.sort_by_cached_key(|(_, file)| natural_order(file.name()));
        let is_index = |file: &PickedFile| {
            ends(file, INDEX) && folder(file) == home && file.bytes <= LARGEST_INDEX
        };
        let index = all()
            .find(|(_, file)| is_index(file))
            .map(|(index, _)| index);
        let last_folder = home.rsplit('/').next().unwrap_or_default();
        let name = match weights.as_slice() {
            _ if !last_folder.is_empty() => last_folder.to_owned(),
            [(_, file), ..] => file.name().to_owned(),
            [] => String::new(),
        };
        Ok(Self {
            name,
            index: index.filter(|_| weights.len() > 1 || !ends_with_whole(&weights)),
            weights: weights.into_iter().map(|(index, _)| index).collect(),
        })
    }
}

fn ends_with_whole(weights: &[(usize, &PickedFile)]) -> bool {
    weights.iter().any(|(_, file)| file.name() == WHOLE)
}

fn ends(file: &PickedFile, ending: &str) -> bool {
    file.name().to_lowercase().ends_with(ending)
}

/// Where the header of a file stands, by its first bytes.
///
/// # Errors
/// When it is no safetensors file.
pub fn header(side: Side, first: &[u8], bytes: u64) -> Result<Range<u64>, Problem> {
    // That a file is GGUF is told when its header is read.
    let located = header_bytes(first, bytes);
    located.map_err(|error| problem(&CheckpointError::File { side, error }))
}

/// Why two checkpoints cannot be compared.
pub fn problem(error: &CheckpointError) -> Problem {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().to_string());
    Problem {
        what: format!("{first}{}.", letters.as_str()),
        advice: error.advice(),
    }
}

/// The sides that files dropped together belong to: those of two folders are base and tuned in the order of the
/// folders, unless a name says which is which; those of one belong to the side that is still missing.
pub fn dropped(files: &[PickedFile], has_base: bool) -> [Vec<usize>; 2] {
    let folder = |file: &PickedFile| {
        let folder = file.path.rsplit_once('/');
        folder.map_or(String::new(), |(folder, _)| folder.to_owned())
    };
    let holds = |file: &&PickedFile| ends(file, ".safetensors");
    let mut folders: Vec<String> = files.iter().filter(holds).map(folder).collect();
    folders.dedup();
    let of = |name: &String| {
        let all = files.iter().enumerate();
        all.filter(|(_, file)| folder(file) == *name)
            .map(|(index, _)| index)
            .collect::<Vec<usize>>()
    };
    match folders.as_slice() {
        [first, second] if first != second => {
            let says_base = |name: &String| name.to_lowercase().contains("base");
            if says_base(second) && !says_base(first) {
                [of(second), of(first)]
            } else {
                [of(first), of(second)]
            }
        }
        _ => {
            let all = (0..files.len()).collect();
            if has_base {
                [Vec::new(), all]
            } else {
                [all, Vec::new()]
            }
        }
    }
}
