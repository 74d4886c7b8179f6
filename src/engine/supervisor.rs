//! When the worker starts, what it is sent, and what happens when it fails: pure decisions.
//!
//! At most one request is with the worker and at most one waits; a newer one replaces the one
//! that waits, so the latest wins and nothing piles up. A worker is stopped and started anew when
//! it fails, when it says nothing for too long, or when it is still busy with something outdated
//! after [`PREEMPT_AFTER_MS`]. Times are milliseconds on any clock that does not run backwards.
//!
//! What takes less than a frame is not sent at all, once the worker has shown that all is well: a
//! browser hands over input at the start of a frame, and an answer from elsewhere, however quick,
//! comes too late for the picture that follows.

use super::protocol::{Answer, Failure, Job, Reply, Request};
use rankscope_params::UpdateParams;

/// A worker busy this long with an outdated request is stopped: starting one anew takes a few
/// tens of milliseconds, a 1024 × 1024 update some seconds.
pub const PREEMPT_AFTER_MS: f64 = 400.0;
/// A worker without a message for this long counts as lost. The longest stage without progress makes a
/// 1024 × 1024 matrix tridiagonal, in 3 s on two busy cores: a device eight times slower is waited for.
pub const WORKER_TIMEOUT_MS: f64 = 25_000.0;
/// A timer this late means that the whole page slept (a hidden tab, a closed lid), not that the
/// worker was silent.
const CLOCK_JUMP_MS: f64 = 2_000.0;
/// Entries times smaller dimension of the largest update that is computed without the worker:
/// 64 × 64, which takes a laptop 4 ms.
const INLINE_SIZE: usize = 64 * 64 * 64;
/// Time left for a calculation in a frame of 60 a second, beside the drawing. A device that once takes
/// longer leaves everything to the worker.
const INLINE_BUDGET_MS: f64 = 10.0;
/// Failures in a row, without an answer between them, after which nothing is tried by itself.
const MAX_FAILURES: u32 = 3;

/// Entries times smaller dimension, which a simulation's time grows with.
pub(super) fn size(update: &UpdateParams) -> usize {
    update.rows * update.columns * update.max_rank()
}

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

#[derive(Debug, Default, PartialEq)]
enum Worker {
    #[default]
    Absent,
    Starting,
    Idle,
    Busy {
        id: u32,
        ticket: Ticket,
        since: f64,
    },
}

/// The state of it all.
#[derive(Debug, Default)]
pub struct Supervisor {
    worker: Worker,
    waiting: Option<Ticket>,
    last_id: u32,
    last_message_at: f64,
    failures: u32,
    /// Whether this device has taken longer than [`INLINE_BUDGET_MS`].
    slow: bool,
}

impl Supervisor {
    /// When to send [`SupervisorInput::Deadline`], if nothing else happens before.
    pub fn deadline(&self) -> Option<f64> {
        let silence = self.last_message_at + WORKER_TIMEOUT_MS;
        match &self.worker {
            Worker::Absent | Worker::Idle => None,
            Worker::Busy { since, .. } if self.waiting.is_some() => {
                Some(silence.min(since + PREEMPT_AFTER_MS))
            }
            Worker::Starting | Worker::Busy { .. } => Some(silence),
        }
    }

    /// Whether a worker is at work, or is being started.
    pub const fn is_busy(&self) -> bool {
        matches!(self.worker, Worker::Starting | Worker::Busy { .. })
    }

    /// Takes in what happened at time `now` and returns what is to be done about it.
    pub fn handle(&mut self, input: SupervisorInput, now: f64) -> Vec<Command> {
        match input {
            SupervisorInput::Submit(ticket) if self.is_quick(&ticket.job) => {
                vec![Command::Compute(ticket)]
            }
            SupervisorInput::Submit(ticket) => {
                self.waiting = Some(ticket);
                self.failures = 0;
                self.advance(now)
            }
            SupervisorInput::Retry => {
                self.failures = 0;
                self.advance(now)
            }
            SupervisorInput::Cancel => self.cancel(),
            SupervisorInput::Message(reply) => self.on_message(reply, now),
            SupervisorInput::Computed {
                ticket,
                outcome,
                took,
            } => {
                self.slow |= took > INLINE_BUDGET_MS;
                vec![Command::Emit(EngineEvent::Answered { ticket, outcome })]
            }
            SupervisorInput::WorkerFailed(fault) => self.recover(fault, now),
            SupervisorInput::NoRoom => {
                if self.worker == Worker::Starting {
                    self.worker = Worker::Absent;
                }
                vec![]
            }
            SupervisorInput::LetGo => {
                if self.worker != Worker::Idle {
                    return vec![];
                }
                self.worker = Worker::Absent;
                vec![Command::Stop]
            }
            SupervisorInput::Deadline => self.deadline_passed(now),
        }
    }

    /// Whether it is computed here sooner than a worker could answer.
    fn is_quick(&self, job: &Job) -> bool {
        let Job::Simulate(update) = job else {
            return false;
        };
        self.worker == Worker::Idle && !self.slow && size(update) <= INLINE_SIZE
    }

    /// The next step towards the work that waits.
    fn advance(&mut self, now: f64) -> Vec<Command> {
        match &self.worker {
            Worker::Absent if self.waiting.is_some() => {
                self.worker = Worker::Starting;
                self.last_message_at = now;
                vec![Command::Start]
            }
            Worker::Idle => self.send(now),
            Worker::Busy { since, .. }
                if self.waiting.is_some() && now - since >= PREEMPT_AFTER_MS =>
            {
                self.worker = Worker::Starting;
                self.last_message_at = now;
                vec![Command::Stop, Command::Start]
            }
            Worker::Absent | Worker::Starting | Worker::Busy { .. } => vec![],
        }
    }

    /// Forgets the work that waits, and stops a worker that is busy.
    fn cancel(&mut self) -> Vec<Command> {
        self.waiting = None;
        match self.worker {
            Worker::Busy { .. } => {
                self.worker = Worker::Absent;
                vec![Command::Stop]
            }
            Worker::Absent | Worker::Starting | Worker::Idle => vec![],
        }
    }

    fn send(&mut self, now: f64) -> Vec<Command> {
        let Some(ticket) = self.waiting.take() else {
            return vec![];
        };
        self.last_id = self.last_id.wrapping_add(1);
        let request = Request {
            id: self.last_id,
            job: ticket.job.clone(),
            // Whoever sends it has what comes beside it.
            attached: vec![],
        };
        self.worker = Worker::Busy {
            id: request.id,
            ticket,
            since: now,
        };
        self.last_message_at = now;
        vec![Command::Send(request)]
    }

    fn on_message(&mut self, reply: Reply, now: f64) -> Vec<Command> {
        self.last_message_at = now;
        match (reply, &self.worker) {
            (Reply::Ready, Worker::Starting) => {
                self.worker = Worker::Idle;
                self.advance(now)
            }
            (Reply::Progress { id, share }, Worker::Busy { id: current, .. })
                if id == *current && self.waiting.is_none() =>
            {
                vec![Command::Emit(EngineEvent::Progress(share))]
            }
            (
                Reply::Done { id, outcome },
                Worker::Busy {
                    id: current,
                    ticket,
                    ..
                },
            ) if id == *current => {
                let ticket = ticket.clone();
                self.worker = Worker::Idle;
                self.failures = 0;
                let mut commands = vec![Command::Emit(EngineEvent::Answered { ticket, outcome })];
                commands.extend(self.advance(now));
                commands
            }
            (Reply::Malformed, _) => self.recover(Fault::Malformed, now),
            // From a request or a worker that no longer counts.
            (Reply::Ready | Reply::Progress { .. } | Reply::Done { .. }, _) => vec![],
        }
    }

    fn deadline_passed(&mut self, now: f64) -> Vec<Command> {
        let overdue = now - (self.last_message_at + WORKER_TIMEOUT_MS);
        match self.worker {
            Worker::Starting | Worker::Busy { .. } if overdue >= CLOCK_JUMP_MS => {
                self.last_message_at = now;
                vec![]
            }
            Worker::Starting | Worker::Busy { .. } if overdue >= 0.0 => {
                self.recover(Fault::Silent, now)
            }
            _ => self.advance(now),
        }
    }

    /// Stops the worker and, unless it keeps failing, starts another with the same work.
    fn recover(&mut self, fault: Fault, now: f64) -> Vec<Command> {
        let before = std::mem::take(&mut self.worker);
        if let Worker::Busy { ticket, .. } = before {
            self.waiting.get_or_insert(ticket);
        }
        self.failures += 1;
        let gave_up = self.failures >= MAX_FAILURES;
        let mut commands = vec![
            Command::Stop,
            Command::Emit(EngineEvent::WorkerFailed { fault, gave_up }),
        ];
        if !gave_up {
            commands.extend(self.advance(now));
        }
        commands
    }
}

#[cfg(test)]
mod tests;
