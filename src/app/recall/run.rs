//! Learning as the page follows it, by a worker for each plan: what has been learned, whether it goes on,
//! and what each worker has to do next.

use std::rc::Rc;

use crate::Reduce;
use crate::state::Trouble;
use crate::train::run::RunStatus;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Failure, Job};
use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_sim::recall::{ChunkedRecall, Learned, RecallChunk, RecallPlan, RecallResults};

/// Workers that learn beside each other.
pub const WORKERS: usize = 2;

/// What has been learned, and what goes on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecallRun {
    /// Of each worker.
    learning: Vec<ChunkedRecall>,
    /// Of each worker, whether it has answered since what is shown was last renewed.
    answered: Vec<bool>,
    /// What is shown: of all workers together, so that the page draws once for an answer of each. Until
    /// the first, the results of the run before.
    shown: Option<RecallResults>,
    pub status: RunStatus,
    /// Why it does not go on.
    pub trouble: Option<Trouble>,
}

/// What can happen to it.
#[allow(
    clippy::large_enum_variant,
    reason = "dispatched a few times a second and never kept"
)]
pub enum RecallRunAction {
    /// These plans are learned from the beginning, one by each worker; none ends the run.
    Start(Vec<RecallPlan>),
    Pause,
    Resume,
    /// The engine of a worker reports.
    Engine(usize, EngineEvent),
    /// The reader asks to try once more after an engine gave up.
    Retry,
}

/// What a worker's engine has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum RecallDemand {
    /// Stop, even in the midst of a chunk.
    Abort,
    /// End the chunk that is under way and begin no other.
    Drain,
    /// Learn this chunk.
    Learn(RecallChunk),
}

impl RecallRun {
    /// What has been learned; none before anything has.
    pub fn results(&self) -> Option<RecallResults> {
        self.shown.clone()
    }

    /// Renews what is shown, once every worker has answered that has something to do.
    fn renew(&mut self) {
        let mut workers = self.learning.iter().zip(&self.answered);
        let waits = |(recall, answered): (&ChunkedRecall, &bool)| {
            !*answered && !recall.learned().finished()
        };
        if workers.any(waits) {
            return;
        }
        let learned = self.learning.iter().map(ChunkedRecall::learned);
        let learned: Vec<Rc<Learned>> = learned.cloned().collect();
        self.shown = Some(RecallResults::new(learned));
        self.answered.fill(false);
    }

    /// Share done, in `0..=1`.
    pub fn share(&self) -> f64 {
        let shares = self.learning.iter().map(|recall| recall.learned().share());
        shares.sum::<f64>() / self.learning.len().max(1) as f64
    }

    /// What a worker has to do now.
    pub fn demand(&self, worker: usize) -> RecallDemand {
        let next = self.learning.get(worker).and_then(ChunkedRecall::next);
        match (self.status, next) {
            (RunStatus::Idle, _) => RecallDemand::Abort,
            (RunStatus::Running, Some(chunk)) => RecallDemand::Learn(chunk),
            _ => RecallDemand::Drain,
        }
    }

    fn start(&mut self, plans: Vec<RecallPlan>) {
        let shown = self.results();
        *self = Self::default();
        if plans.is_empty() {
            return;
        }
        let learning = plans.into_iter().map(ChunkedRecall::new);
        match learning.collect::<Result<Vec<_>, _>>() {
            Ok(learning) => {
                self.shown = shown;
                self.answered = vec![false; learning.len()];
                self.learning = learning;
                self.status = RunStatus::Running;
            }
            Err(error) => self.trouble = Some(Trouble::NoResult(error.into())),
        }
    }

    fn take_answer(&mut self, worker: usize, ticket: &Ticket, outcome: Result<Answer, Failure>) {
        let Some(recall) = self.learning.get_mut(worker) else {
            return;
        };
        let Some(chunk) = recall.next() else {
            return;
        };
        // The engine may still answer what an earlier run has asked for.
        if ticket.job != Job::Learn(Packed::of(&chunk)) {
            return;
        }
        match outcome {
            Ok(Answer::Learned(growth)) => {
                if let Some(growth) = growth.open() {
                    self.trouble = None;
                    recall.take(&chunk, growth);
                    if let Some(answered) = self.answered.get_mut(worker) {
                        *answered = true;
                    }
                    self.renew();
                    if self
                        .learning
                        .iter()
                        .all(|recall| recall.learned().finished())
                    {
                        self.status = RunStatus::Finished;
                    }
                }
            }
            Ok(_) => log::error!("the engine answered a chunk of recall with something else"),
            Err(failure) => {
                *self = Self::default();
                self.trouble = Some(Trouble::NoResult(failure));
            }
        }
    }
}

impl Reduce for RecallRun {
    type Action = RecallRunAction;

    fn reduce(self: Rc<Self>, action: RecallRunAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match (action, next.status) {
            (RecallRunAction::Start(plans), _) => next.start(plans),
            (RecallRunAction::Pause, RunStatus::Running) => {
                next.status = RunStatus::Paused;
            }
            (RecallRunAction::Resume, RunStatus::Paused) => next.status = RunStatus::Running,
            (RecallRunAction::Engine(worker, EngineEvent::Answered { ticket, outcome }), _) => {
                next.take_answer(worker, &ticket, outcome);
            }
            // A worker started anew goes on where the last one was: only an end is worth saying.
            (
                RecallRunAction::Engine(
                    _,
                    EngineEvent::WorkerFailed {
                        fault,
                        gave_up: true,
                    },
                ),
                RunStatus::Running | RunStatus::Paused,
            ) => next.trouble = Some(Trouble::GaveUp(fault)),
            (RecallRunAction::Retry, _) => next.trouble = None,
            (RecallRunAction::Pause | RecallRunAction::Resume | RecallRunAction::Engine(..), _) => {
            }
        }
        if next == *self { self } else { next.into() }
    }
}
