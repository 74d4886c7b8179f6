//! What a supervisor is told, what it decides, and what the page learns of it.

#[cfg(doc)]
use super::{Supervisor, WORKER_TIMEOUT_MS};
use crate::protocol::{Answer, Failure, Job, Reply, Request};

/// Work, and when the reader asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// The work.
    pub job: Job,
    /// Time of the input event behind it.
    pub asked_at: f64,
}

/// How a worker failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The browser would not start it.
    #[error("the browser could not start the calculation ({0})")]
    NotStarted(String),
    /// It trapped, or its script threw.
    #[error("the calculation stopped unexpectedly ({0})")]
    Crashed(String),
    /// It said nothing for [`WORKER_TIMEOUT_MS`].
    #[error("the calculation stopped answering")]
    Silent,
    /// It and the page do not understand each other.
    #[error("the calculation's answer could not be read")]
    Malformed,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq)]
pub enum SupervisorInput {
    /// The page asks for work.
    Submit(Ticket),
    /// The worker said something.
    Message(Reply),
    /// What [`Command::Compute`] asked for is done.
    Computed {
        /// To what.
        ticket: Ticket,
        /// The answer, or why there is none.
        outcome: Result<Answer, Failure>,
        /// Milliseconds it took.
        took: f64,
    },
    /// The worker failed.
    WorkerFailed(Fault),
    /// The browser allows no other worker now. What waits goes on waiting, until [`SupervisorInput::Retry`].
    NoRoom,
    /// Another engine needs a worker, and the browser allows no other.
    LetGo,
    /// The time [`Supervisor::deadline`] named has come.
    Deadline,
    /// The reader asks to try once more.
    Retry,
    /// The page no longer wants an answer.
    Cancel,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Start a worker.
    Start,
    /// Stop the worker.
    Stop,
    /// Send this to the worker.
    Send(Request),
    /// Do this at once, without the worker.
    Compute(Ticket),
    /// Report to the page.
    Emit(EngineEvent),
}

/// What the page learns.
#[allow(
    clippy::large_enum_variant,
    reason = "emitted a few times a second and never kept"
)]
#[derive(Clone, Debug, PartialEq)]
pub enum EngineEvent {
    /// The newest work is under way: its share done.
    Progress(f64),
    /// An answer, newer than all before it.
    Answered {
        /// To what.
        ticket: Ticket,
        /// The answer, or why there is none.
        outcome: Result<Answer, Failure>,
    },
    /// The worker failed, and was started anew unless it failed too often.
    WorkerFailed {
        /// How.
        fault: Fault,
        /// True when nothing more is tried until the reader asks.
        gave_up: bool,
    },
}
