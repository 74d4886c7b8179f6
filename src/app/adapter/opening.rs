//! How a file of weights, or a config, that a reader opens becomes part of the state.

use std::ops::Range;
use std::rc::Rc;

use rankscope_adapter::{
    Config, ConfigError, Contents, FIRST_BYTES, FileError, FileKind, Layout, Places, Training,
    header_bytes,
};
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Fault};
use rankscope_engine::{InParts, Unpacked};

/// The largest JSON file that is read, in bytes: more than any config has.
pub const LARGEST_CONFIG: u64 = 10_000_000;
/// The largest header, in bytes, that the page reads itself. It takes some milliseconds, and holds the
/// names of a thousand tensors; a mixture of experts has twenty thousand.
pub(super) const READ_AT_ONCE: u64 = 100_000;
/// The largest adapter whose header the page reads itself: a few tensors of a larger one may stack thousands of
/// experts, each of which becomes a layer.
pub(super) const SMALL: u64 = 4_000_000;

/// Files named one by one before the rest is only counted.
const LISTED: usize = 3;

/// What is wrong with something that was opened, and the next step.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// One sentence.
    pub what: String,
    /// What the reader can do.
    pub advice: &'static str,
}

impl Problem {
    /// The weights cannot be opened.
    pub fn with_weights(name: &str, error: &FileError) -> Self {
        Self {
            what: format!("“{name}” was not opened: {error}."),
            advice: error.advice(),
        }
    }

    /// The worker did not read the weights' header.
    fn not_opened(name: &str, fault: &Fault) -> Self {
        Self {
            what: format!("“{name}” was not opened: {fault}."),
            advice: "Open the file again.",
        }
    }

    /// The config cannot be used.
    pub fn with_config(name: &str, error: &ConfigError) -> Self {
        Self {
            what: format!("“{name}” was not taken as a config: {error}."),
            advice: error.advice(),
        }
    }

    /// The browser returned no bytes.
    pub fn unreadable(name: &str) -> Self {
        Self {
            what: format!("The browser could not read “{name}”."),
            advice: "It may have been moved or changed meanwhile: open it again.",
        }
    }

    /// A sample did not arrive.
    pub fn not_fetched(name: &str) -> Self {
        Self {
            what: format!("“{name}” could not be fetched."),
            advice: "Check the connection, or open a file of your own.",
        }
    }

    /// A file is of a format that holds no adapter.
    pub(super) fn other_kind(name: &str, kind: FileKind) -> Self {
        Self::with_weights(name, &FileError::OtherFormat(kind))
    }

    /// A file has no bytes.
    pub(super) fn empty(name: &str) -> Self {
        Self::with_weights(name, &FileError::Empty)
    }

    /// An index came without the shards it lists.
    pub(super) fn index_alone(name: &str) -> Self {
        Self {
            what: format!("“{name}” lists the files of an adapter, and none of them came with it."),
            advice: "Open it together with them.",
        }
    }

    /// Shards that others announce did not come.
    pub(super) fn shards_missing(name: &str, missing: &[String]) -> Self {
        let listed: Vec<&str> = missing.iter().take(LISTED).map(String::as_str).collect();
        let more = match missing.len().saturating_sub(LISTED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Self {
            what: format!(
                "Of “{name}” files are missing: {}{more}.",
                listed.join(", ")
            ),
            advice: "Layers in them are not shown. Open all of its files together.",
        }
    }

    /// None of several files may hold an adapter.
    pub(super) fn nothing_to_open(files: usize) -> Self {
        let files = if files == 1 {
            "The file is".to_owned()
        } else {
            format!("None of the {files} files is")
        };
        Self {
            what: format!("{files} an adapter."),
            advice: "Open adapter_model.safetensors and adapter_config.json.",
        }
    }
}

/// What a file's header says.
#[derive(Debug)]
pub struct Weights {
    /// Its layers.
    pub layout: Layout,
    /// Where in the model each layer stands.
    pub places: Places,
    /// What sd-scripts noted of the training.
    pub training: Option<Training>,
    /// The config that is in the file itself: diffusers', or a GGUF adapter's.
    pub embedded: Option<Rc<Config>>,
    /// The adapter that was asked for, of several in the file.
    asked: Option<String>,
}

impl Weights {
    /// The name of the adapter that is looked at; empty where it has none.
    pub fn adapter(&self) -> Option<&str> {
        let adapters = &self.layout.adapters;
        let asked = self.asked.as_deref();
        let asked = asked.filter(|asked| adapters.iter().any(|name| name == asked));
        asked.or_else(|| adapters.first().map(String::as_str))
    }
}

/// Weights on their way from the worker that has read their header.
#[derive(Debug)]
pub enum Arriving {
    /// To be unpacked part by part by [`Opening::unpack`], with the page free between two parts.
    Partly(InParts<Contents>),
    /// All there, or why not.
    Whole(Result<Weights, Problem>),
}

/// An adapter's files of weights, read as far as their headers. Shards are read as one file in which they
/// follow each other.
#[derive(Clone, Debug)]
pub struct Opening {
    name: String,
    shards: Vec<u64>,
    adapter: Option<String>,
}

impl Opening {
    /// Files of these sizes, under one name; of several adapters in them the one of this name.
    pub fn new(name: &str, shards: &[u64], adapter: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            shards: shards.to_vec(),
            adapter: adapter.map(str::to_owned),
        }
    }

    /// Where each shard begins, and its size.
    fn places(&self) -> impl Iterator<Item = (u64, u64)> {
        self.shards.iter().scan(0_u64, |start, &bytes| {
            let begins = *start;
            *start = start.saturating_add(bytes);
            Some((begins, bytes))
        })
    }

    /// The ranges that say where the headers are.
    pub fn firsts(&self) -> Vec<Range<u64>> {
        let range = |(begins, bytes): (u64, u64)| begins..begins + FIRST_BYTES.min(bytes);
        self.places().map(range).collect()
    }

    /// The ranges of the headers, from the bytes of [`Opening::firsts`].
    ///
    /// # Errors
    /// When a file is none of these formats.
    pub fn headers(&self, firsts: &[Vec<u8>]) -> Result<Vec<Range<u64>>, Problem> {
        let header = |((begins, bytes), first): ((u64, u64), &Vec<u8>)| {
            let range = header_bytes(first, bytes).map_err(|error| self.problem(&error))?;
            Ok(begins + range.start..begins + range.end)
        };
        self.places().zip(firsts).map(header).collect()
    }

    /// What the worker is asked, with the headers' bytes and the config's; none when [`Opening::weights`] gives
    /// the answer sooner than a worker starts.
    pub fn job(&self, headers: &[Range<u64>]) -> Option<Job> {
        let bytes: u64 = headers.iter().map(|header| header.end - header.start).sum();
        let all = self
            .shards
            .iter()
            .fold(0_u64, |all, bytes| all.saturating_add(*bytes));
        (bytes > READ_AT_ONCE || all > SMALL).then(|| Job::ReadHeader {
            shards: self.shards.clone(),
            adapter: self.adapter.clone(),
        })
    }

    /// The weights, from the headers' bytes. The config says how many experts are stacked in a tensor.
    ///
    /// # Errors
    /// When a header is damaged, or none of its tensors is part of a LoRA.
    pub fn weights(
        &self,
        headers: &[Vec<u8>],
        config: Option<&Config>,
    ) -> Result<Weights, Problem> {
        let shards: Vec<(&[u8], u64)> = headers
            .iter()
            .map(Vec::as_slice)
            .zip(self.shards.iter().copied())
            .collect();
        let contents = Contents::read(&shards, self.adapter.as_deref(), config);
        let contents = contents.map_err(|error| self.problem(&error))?;
        Ok(self.understood(contents))
    }

    /// What the worker says of the header; none while it is still at work.
    pub fn answered(&self, event: EngineEvent) -> Option<Arriving> {
        let contents = match event {
            EngineEvent::Answered {
                outcome: Ok(Answer::Contents(contents)),
                ..
            } => contents.open().ok_or(Fault::Malformed),
            EngineEvent::Answered { .. } => Err(Fault::Malformed),
            EngineEvent::WorkerFailed {
                fault,
                gave_up: true,
            } => Err(fault),
            // It is started anew and does the same work again.
            EngineEvent::Progress(_) | EngineEvent::WorkerFailed { .. } => return None,
        };
        Some(match contents {
            Ok(Ok(parts)) => Arriving::Partly(parts),
            Ok(Err(error)) => Arriving::Whole(Err(self.problem(&error))),
            Err(fault) => Arriving::Whole(Err(Problem::not_opened(&self.name, &fault))),
        })
    }

    /// Unpacks one more part of what the worker said.
    pub fn unpack(&self, parts: InParts<Contents>) -> Arriving {
        match parts.unpack() {
            Unpacked::Partly(parts) => Arriving::Partly(parts),
            Unpacked::Whole(contents) => Arriving::Whole(Ok(self.understood(contents))),
            Unpacked::Malformed => {
                let problem = Problem::not_opened(&self.name, &Fault::Malformed);
                Arriving::Whole(Err(problem))
            }
        }
    }

    /// With what its metadata say.
    fn understood(&self, contents: Contents) -> Weights {
        let embedded = Config::embedded(&contents.metadata).unwrap_or_else(|error| {
            // As good as none: the reader is asked for the config.
            log::warn!("the config inside “{}” is not used: {error}", self.name);
            None
        });
        let embedded = embedded.or_else(|| Config::of_gguf(&contents.metadata));
        Weights {
            layout: contents.layout,
            places: contents.places,
            training: Training::of(&contents.metadata),
            embedded: embedded.map(Rc::new),
            asked: self.adapter.clone(),
        }
    }

    fn problem(&self, error: &FileError) -> Problem {
        Problem::with_weights(&self.name, error)
    }
}

/// The config in these bytes; `None` stands for bytes the browser could not read.
///
/// # Errors
/// When it could not be read or cannot be used.
pub fn config(name: &str, bytes: Option<&[u8]>) -> Result<Config, Problem> {
    let bytes = bytes.ok_or_else(|| Problem::unreadable(name))?;
    Config::parse(bytes).map_err(|error| Problem::with_config(name, &error))
}
