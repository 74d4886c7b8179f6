//! What may happen to a session, and what it has the browser do.

use std::rc::Rc;

use rankscope_adapter::Batch;

use super::super::opening::{Problem, Weights};
use super::super::plan::{Look, LookedAt, PickedFile};
use super::super::pool::BatchOutcome;
use super::super::samples::Sample;
use super::super::state::NamedConfig;

/// What happened.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one at a time, and it is not kept"
)]
pub enum SessionEvent {
    /// The view is on the page.
    Entered,
    /// The view is no longer on the page.
    Left,
    /// Files were picked or dropped together.
    Picked(Vec<PickedFile>),
    /// What was read of the files of a pick.
    LookedAt(u32, Vec<LookedAt>),
    /// The reader chooses another of the adapters that came together.
    CandidateChosen(usize),
    /// The reader chooses another adapter in the open file, by its name.
    AdapterChosen(String),
    /// A sample was asked for.
    SampleChosen(Sample),
    /// A header was read, or why it was not.
    Weights(u32, Result<Weights, Problem>),
    /// A config was read, or why it was not.
    Config(u32, Result<NamedConfig, Problem>),
    /// The reader puts away what is open.
    Closed,
    /// The reader stops the analysis.
    Cancelled,
    /// The reader lets it go on.
    Resumed,
    /// A worker's answer to a ticket.
    Answered {
        /// The worker.
        worker: usize,
        /// The ticket of its batch.
        ticket: u32,
        /// The results, or the worker's failure.
        outcome: BatchOutcome,
    },
    /// The time that [`AdapterSession::deadline`](super::AdapterSession::deadline) named has come.
    Deadline,
}

/// What decides how a header is read, besides its bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeaderContext {
    /// What the file is called.
    pub name: String,
    /// Which adapter of several in the file.
    pub adapter: Option<String>,
    /// The config, which may say how many experts are stacked in a tensor.
    pub config: Option<Rc<[u8]>>,
}

/// What the browser is to do, in this order.
#[derive(Debug, PartialEq)]
pub enum SessionCommand {
    /// Read this much of each of these files of a pick, and keep the files.
    LookAt {
        /// The number of the pick.
        pick: u32,
        /// Indices into the pick.
        files: Vec<(usize, Look)>,
    },
    /// Read the headers of files of the newest pick, and keep them for [`SessionCommand::Analyse`].
    ReadWeights {
        /// The number of the file.
        serial: u32,
        /// Their indices, in the order of shards.
        files: Vec<usize>,
        /// What else a worker has to know.
        with: HeaderContext,
    },
    /// Read the headers of the open files again.
    ReadAgain {
        /// The number of the file from now on.
        serial: u32,
        /// What else a worker has to know.
        with: HeaderContext,
    },
    /// Fetch a sample and read it.
    Fetch {
        /// The number of the file.
        serial: u32,
        /// The sample.
        sample: Sample,
    },
    /// Have a worker, started if there is none of this number, analyse layers.
    Analyse {
        /// The worker.
        worker: usize,
        /// Its answer's ticket.
        ticket: u32,
        /// The number of the file.
        serial: u32,
        /// The layers.
        batch: Batch,
    },
    /// Stop what a worker does.
    Cancel {
        /// The worker.
        worker: usize,
    },
    /// End all workers: nobody looks, and nothing is left to do.
    ReleaseWorkers,
}
