//! How a file of weights, or a config, that a reader opens becomes part of the state.

use std::ops::Range;
use std::rc::Rc;

use rankscope_adapter::{
    Config, ConfigError, Contents, FileError, Layout, PREFIX_BYTES, Places, Training, header_bytes,
};
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Fault};
use rankscope_engine::{ContentsInParts, Unpacked};

/// The largest config that is read, in bytes: more than any PEFT writes.
pub const LARGEST_CONFIG: u64 = 10_000_000;
/// The largest header, in bytes, that the page reads itself. It takes some milliseconds, and holds the
/// names of a thousand tensors; a mixture of experts has twenty thousand.
pub(super) const READ_AT_ONCE: u64 = 100_000;

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

    pub(super) fn left_aside(name: &str, advice: &'static str) -> Self {
        Self {
            what: format!("“{name}” was left aside."),
            advice,
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
    /// The config diffusers left in the file.
    pub embedded: Option<Rc<Config>>,
}

/// Weights on their way from the worker that has read their header.
#[derive(Debug)]
pub enum Arriving {
    /// To be unpacked part by part by [`Opening::unpack`], with the page free between two parts.
    Partly(ContentsInParts),
    /// All there, or why not.
    Whole(Result<Weights, Problem>),
}

/// A file of weights, read as far as its header.
#[derive(Clone, Debug)]
pub struct Opening {
    name: String,
    bytes: u64,
}

impl Opening {
    /// A file of this name and size.
    pub fn new(name: &str, bytes: u64) -> Self {
        Self {
            name: name.to_owned(),
            bytes,
        }
    }

    /// The range that says where the header is.
    pub fn prefix(&self) -> Range<u64> {
        0..PREFIX_BYTES.min(self.bytes)
    }

    /// The range of the header, from the bytes of [`Opening::prefix`].
    ///
    /// # Errors
    /// When the file is none of this format.
    pub fn header_range(&self, prefix: &[u8]) -> Result<Range<u64>, Problem> {
        header_bytes(prefix, self.bytes).map_err(|error| self.problem(&error))
    }

    /// What the worker is asked, with the header's bytes; none when [`Opening::weights`] gives the answer
    /// sooner than a worker starts.
    pub fn job(&self, header: &Range<u64>) -> Option<Job> {
        (header.end - header.start > READ_AT_ONCE).then_some(Job::ReadHeader {
            file_bytes: self.bytes,
        })
    }

    /// The weights, from the header's bytes.
    ///
    /// # Errors
    /// When the header is damaged, or none of its tensors is part of a LoRA.
    pub fn weights(&self, header: &[u8]) -> Result<Weights, Problem> {
        let contents = Contents::read(header, self.bytes);
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
    pub fn unpack(&self, parts: ContentsInParts) -> Arriving {
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
        Weights {
            layout: contents.layout,
            places: contents.places,
            training: Training::of(&contents.metadata),
            embedded: embedded.map(Rc::new),
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

/// Refuses a config by its size alone, before it is read.
///
/// # Errors
/// When it is larger than [`LARGEST_CONFIG`].
pub fn check_config_size(name: &str, bytes: u64) -> Result<(), Problem> {
    if bytes > LARGEST_CONFIG {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        return Err(Problem::with_config(name, &ConfigError::TooLarge { bytes }));
    }
    Ok(())
}
