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

mod exchange;

use super::protocol::{Job, Reply, Request};
use rankscope_params::UpdateParams;

pub use exchange::{Command, EngineEvent, Fault, SupervisorInput, Ticket};

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
/// Time left for a calculation in a frame of 60 a second, beside the drawing. After one that takes longer
/// everything is left to the worker, until that answers within this time: the device is not slow, it was busy.
const INLINE_BUDGET_MS: f64 = 10.0;
/// Failures in a row, without an answer between them, after which nothing is tried by itself.
const MAX_FAILURES: u32 = 3;

/// Entries times smaller dimension, which a simulation's time grows with.
pub(super) fn size(update: &UpdateParams) -> usize {
    update.rows * update.columns * update.max_rank()
}

/// Whether it may be computed without the worker, if the device is quick enough.
fn is_small(job: &Job) -> bool {
    matches!(job, Job::Simulate(update) if size(update) <= INLINE_SIZE)
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
    /// Whether the last small simulation took longer than [`INLINE_BUDGET_MS`], here or with the worker.
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
                self.slow = took > INLINE_BUDGET_MS;
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
        self.worker == Worker::Idle && !self.slow && is_small(job)
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
                    since,
                },
            ) if id == *current => {
                if is_small(&ticket.job) {
                    self.slow = now - since > INLINE_BUDGET_MS;
                }
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
