//! What files that are picked or dropped together are, and what is opened of them.
//!
//! They are sorted by what is in them, never by their order: a checkpoint's folder holds a dozen files beside
//! the two that matter, in whatever order the browser lists them. Each is looked at twice at most: by its
//! name, and, if it may matter, by its first bytes or, of JSON, all of it ([`looks_at`]).

mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use self::folder::Folder;
use super::opening::{LARGEST_CONFIG, Problem};
use rankscope_adapter::{Config, ConfigError, FileKind, listed_files};

/// A file among those picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickedFile {
    /// Its path from the folder that was picked, or its name.
    pub path: String,
    /// Its size.
    pub bytes: u64,
}

impl PickedFile {
    /// Its name without its folder.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Its folder; empty where there is none.
    fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn ends(&self, endings: &[&str]) -> bool {
        let name = self.name().to_lowercase();
        endings.iter().any(|ending| name.ends_with(ending))
    }
}

/// What is read of a file to know what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing: its name says that it does not matter here.
    Not,
    /// Its first bytes.
    First,
    /// All of it.
    Whole,
}

/// Files that are looked at, at most: what a folder of more holds is not one adapter.
pub const MOST_LOOKED_AT: usize = 1000;
/// Endings of what may hold weights, or is taken for it.
const WEIGHTS: [&str; 16] = [
    ".safetensors",
    ".gguf",
    ".bin",
    ".pt",
    ".pth",
    ".ckpt",
    ".npz",
    ".npy",
    ".h5",
    ".keras",
    ".zip",
    ".tar",
    ".gz",
    ".tgz",
    ".7z",
    ".rar",
];
/// What a trainer writes beside an adapter; by their names alone these are no adapter.
const BESIDE: [&str; 9] = [
    "optimizer.",
    "scheduler.",
    "rng_state",
    "training_args.",
    "scaler.",
    "trainer_state.",
    "random_states",
    "tokenizer.",
    "spiece.",
];

/// What is read of a file. Of several files one that cannot matter is not read at all; a single one is looked
/// at whatever it is called.
pub fn looks_at(file: &PickedFile, alone: bool) -> Look {
    let beside = BESIDE
        .iter()
        .any(|beginning| file.name().starts_with(beginning));
    if file.ends(&[".json"]) && file.bytes <= LARGEST_CONFIG && (alone || !beside) {
        Look::Whole
    } else if alone || file.ends(&WEIGHTS) && !beside {
        Look::First
    } else {
        Look::Not
    }
}

/// A file that was looked at: its index among those picked, and what was read; none where the browser could
/// not.
#[derive(Clone, Debug)]
pub struct LookedAt {
    pub file: usize,
    pub bytes: Option<Vec<u8>>,
}

/// One adapter among what was picked.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What it is called: its folder, or its file.
    pub name: String,
    /// Its files of weights, by their index, in the order of the shards.
    pub weights: Vec<usize>,
    /// Its config, by its index.
    pub config: Option<usize>,
}

/// What is opened.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The adapters found; the first is opened, the reader may choose another.
    pub adapters: Vec<Candidate>,
    /// The configs found, by their index.
    pub configs: BTreeMap<usize, Rc<Config>>,
    /// A config that came without weights.
    pub lone_config: Option<usize>,
    /// What is wrong with what might have been opened.
    pub problems: Vec<Problem>,
    /// How many files were left aside, and a few of their names.
    pub left_aside: LeftAside,
}

/// Files that were not opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftAside {
    /// How many of each kind of ending.
    pub endings: BTreeMap<String, usize>,
    /// How many.
    pub count: usize,
}

impl LeftAside {
    fn add(&mut self, file: &PickedFile) {
        let name = file.name();
        let ending = name
            .rsplit_once('.')
            .map_or("no ending", |(_, ending)| ending);
        let ending = if ending == "no ending" {
            ending.to_owned()
        } else {
            format!(".{ending}")
        };
        *self.endings.entry(ending).or_default() += 1;
        self.count += 1;
    }
}

/// What a file was found to be.
enum Found {
    Weights,
    Config(Result<Config, ConfigError>),
    Index(BTreeSet<String>),
    OtherJson,
    Other(FileKind),
    Empty,
    Unreadable,
}

impl Plan {
    /// Whether there is anything to open.
    pub fn opens(&self) -> bool {
        !self.adapters.is_empty() || self.lone_config.is_some()
    }

    /// Of the files that were picked together, and what was read of them.
    pub fn of(files: &[PickedFile], looked_at: &[LookedAt]) -> Self {
        let mut plan = Self::default();
        let mut found: BTreeMap<usize, Found> = BTreeMap::new();
        for looked in looked_at {
            if let Some(file) = files.get(looked.file) {
                found.insert(looked.file, found_in(file, looked.bytes.as_deref()));
            }
        }
        let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
        for (&index, what) in &found {
            if let Some(file) = files.get(index) {
                folders
                    .entry(file.folder())
                    .or_default()
                    .take(index, file, what);
            }
        }
        let mut used = BTreeSet::new();
        for folder in folders.values() {
            for candidate in folder.candidates(&mut plan.problems) {
                used.extend(candidate.weights.iter().copied().chain(candidate.config));
                plan.adapters.push(candidate);
            }
        }
        plan.tell_apart(files);
        // One config beside the folders of its shards, or the other way round.
        let lone: Vec<usize> = found
            .iter()
            .filter(|(index, what)| matches!(what, Found::Config(Ok(_))) && !used.contains(index))
            .map(|(index, _)| *index)
            .collect();
        if let ([candidate], [config]) = (plan.adapters.as_mut_slice(), lone.as_slice())
            && candidate.config.is_none()
        {
            candidate.config = Some(*config);
            used.insert(*config);
        } else if plan.adapters.is_empty() {
            plan.lone_config = lone.first().copied();
            used.extend(plan.lone_config);
        }
        let opens = plan.opens();
        for (index, file) in files.iter().enumerate() {
            if used.contains(&index) {
                continue;
            }
            match found.remove(&index) {
                Some(Found::Config(Ok(config))) => {
                    plan.configs.insert(index, Rc::new(config));
                    plan.left_aside.add(file);
                }
                Some(Found::Index(_)) if !plan.adapters.is_empty() => {}
                Some(what) if !opens || matches!(what, Found::Config(Err(_))) => {
                    plan.problems.extend(problem(file, what));
                }
                _ => plan.left_aside.add(file),
            }
        }
        for (index, what) in found {
            if let Found::Config(Ok(config)) = what {
                plan.configs.insert(index, Rc::new(config));
            }
        }
        if !opens && plan.problems.is_empty() && !files.is_empty() {
            plan.problems.push(Problem::nothing_to_open(files.len()));
        }
        if !opens && plan.problems.len() > 1 {
            // One clear line: the likeliest to have been meant.
            plan.problems.truncate(1);
            plan.left_aside.count = files.len() - 1;
        }
        plan
    }
}

impl Plan {
    /// Names several adapters so that they can be told apart: by their files, by their folders, or by both.
    fn tell_apart(&mut self, files: &[PickedFile]) {
        let path = |candidate: &Candidate| {
            let file = candidate.weights.first().and_then(|file| files.get(*file));
            file.map_or("", |file| file.folder()).to_owned()
        };
        let folders: Vec<String> = self.adapters.iter().map(path).collect();
        let last = |folder: &String| folder.rsplit('/').next().unwrap_or_default().to_owned();
        let both =
            |(folder, candidate): (&String, &Candidate)| format!("{folder}/{}", candidate.name);
        let by_file: Vec<String> = self
            .adapters
            .iter()
            .map(|candidate| candidate.name.clone())
            .collect();
        let by_folder: Vec<String> = folders.iter().map(last).collect();
        let by_both: Vec<String> = folders.iter().zip(&self.adapters).map(both).collect();
        let distinct =
            |names: &&Vec<String>| names.iter().collect::<BTreeSet<_>>().len() == names.len();
        // Every adapter of PEFT's is called alike; its folder is what its owner named.
        let alike = by_file.iter().all(|name| is_everyones(name))
            && by_folder.iter().all(|name| !name.is_empty());
        let names = if alike {
            [by_folder, by_both, by_file]
        } else {
            [by_file, by_folder, by_both]
        };
        if let Some(names) = names.iter().find(distinct) {
            for (candidate, name) in self.adapters.iter_mut().zip(names) {
                candidate.name.clone_from(name);
            }
        }
    }
}

/// Whether trainers give every adapter this name.
fn is_everyones(name: &str) -> bool {
    name.starts_with("adapter_model.") || name == "adapters.safetensors"
}

fn found_in(file: &PickedFile, bytes: Option<&[u8]>) -> Found {
    let Some(bytes) = bytes else {
        return Found::Unreadable;
    };
    if file.bytes == 0 {
        return Found::Empty;
    }
    if file.ends(&[".json"]) {
        return found_in_json(bytes);
    }
    match FileKind::of(bytes) {
        // An adapter or a model: its header will say.
        None | Some(FileKind::Gguf) => Found::Weights,
        // A config under another name.
        Some(FileKind::Json) if file.bytes == bytes.len() as u64 => match Config::parse(bytes) {
            Ok(config) => Found::Config(Ok(config)),
            Err(_) => Found::Other(FileKind::Json),
        },
        Some(kind) => Found::Other(kind),
    }
}

fn found_in_json(bytes: &[u8]) -> Found {
    match Config::parse(bytes) {
        Err(ConfigError::NotAnAdapters) => {
            listed_files(bytes).map_or(Found::OtherJson, Found::Index)
        }
        config => Found::Config(config),
    }
}

/// What is wrong with a file that was meant to be opened, if anything is.
fn problem(file: &PickedFile, what: Found) -> Option<Problem> {
    let name = file.name();
    match what {
        Found::Other(kind) => Some(Problem::other_kind(name, kind)),
        Found::Empty => Some(Problem::empty(name)),
        Found::Unreadable => Some(Problem::unreadable(name)),
        Found::OtherJson => Some(Problem::with_config(name, &ConfigError::NotAnAdapters)),
        Found::Config(Err(error)) => Some(Problem::with_config(name, &error)),
        Found::Index(_) => Some(Problem::index_alone(name)),
        Found::Weights | Found::Config(Ok(_)) => None,
    }
}
