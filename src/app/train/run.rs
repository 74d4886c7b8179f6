//! A training run as the page follows it: what has been trained, whether it goes on, and what the
//! engine has to do next.

use std::rc::Rc;

use crate::Reduce;
use crate::state::Trouble;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Failure, Job};
use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_sim::training::{Chunk, ChunkedTraining, Plan, Trained};

/// Whether the training goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunStatus {
    /// Nothing is trained.
    #[default]
    Idle,
    Running,
    /// What has been trained stays; no more is asked for.
    Paused,
    Finished,
}

impl RunStatus {
    /// Its name in `data-state`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
        }
    }
}

/// A training run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrainingRun {
    training: Option<ChunkedTraining>,
    /// The results of the run before, shown until this one has some.
    previous: Vec<Rc<Trained>>,
    pub status: RunStatus,
    /// Why it does not go on.
    pub trouble: Option<Trouble>,
}

/// What can happen to a training run.
#[allow(
    clippy::large_enum_variant,
    reason = "dispatched a few times a second and never kept"
)]
pub enum RunAction {
    /// These plans are trained from the beginning; none ends the run.
    Start(Vec<Plan>),
    Pause,
    Resume,
    /// The engine reports.
    Engine(EngineEvent),
    /// The reader asks to try once more after the engine gave up.
    Retry,
}

/// What the engine has to do for a run.
#[derive(Clone, Debug, PartialEq)]
pub enum EngineDemand {
    /// Stop, even in the midst of a chunk.
    Abort,
    /// End the chunk that is under way and begin no other.
    Drain,
    /// Train this chunk.
    Train(Chunk),
}

impl TrainingRun {
    /// What has been trained of each plan.
    pub fn trained(&self) -> &[Rc<Trained>] {
        match &self.training {
            Some(training) if training.share() > 0.0 => training.trained(),
            _ => &self.previous,
        }
    }

    /// Share done, in `0..=1`.
    pub fn share(&self) -> f64 {
        self.training.as_ref().map_or(0.0, ChunkedTraining::share)
    }

    /// What the engine has to do now.
    pub fn demand(&self) -> EngineDemand {
        match (self.status, self.next_chunk()) {
            (RunStatus::Idle, _) => EngineDemand::Abort,
            (RunStatus::Running, Some(chunk)) => EngineDemand::Train(chunk),
            _ => EngineDemand::Drain,
        }
    }

    fn next_chunk(&self) -> Option<Chunk> {
        self.training.as_ref().and_then(ChunkedTraining::next)
    }

    fn start(&mut self, plans: Vec<Plan>) {
        let previous = self.trained().to_vec();
        *self = Self::default();
        if plans.is_empty() {
            return;
        }
        match ChunkedTraining::new(plans) {
            Ok(training) => {
                self.previous = previous;
                self.training = Some(training);
                self.status = RunStatus::Running;
            }
            Err(error) => self.trouble = Some(Trouble::NoResult(error.into())),
        }
    }

    fn take_answer(&mut self, ticket: &Ticket, outcome: Result<Answer, Failure>) {
        let Some(chunk) = self.next_chunk() else {
            return;
        };
        // The engine may still answer what an earlier run has asked for.
        if ticket.job != Job::Train(Packed::of(&chunk)) {
            return;
        }
        match outcome {
            Ok(Answer::Trained(growth)) => {
                if let Some((training, growth)) = self.training.as_mut().zip(growth.open()) {
                    self.trouble = None;
                    training.take(&chunk, growth);
                    if training.finished() {
                        self.status = RunStatus::Finished;
                    }
                }
            }
            Ok(_) => log::error!("the engine answered a chunk of training with something else"),
            Err(failure) => {
                self.status = RunStatus::Idle;
                self.training = None;
                self.trouble = Some(Trouble::NoResult(failure));
            }
        }
    }
}

impl Reduce for TrainingRun {
    type Action = RunAction;

    fn reduce(self: Rc<Self>, action: RunAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match (action, next.status) {
            (RunAction::Start(plans), _) => next.start(plans),
            (RunAction::Pause, RunStatus::Running) => next.status = RunStatus::Paused,
            (RunAction::Resume, RunStatus::Paused) => next.status = RunStatus::Running,
            (RunAction::Engine(EngineEvent::Answered { ticket, outcome }), _) => {
                next.take_answer(&ticket, outcome);
            }
            // A worker started anew goes on where the last one was: only an end is worth saying.
            (
                RunAction::Engine(EngineEvent::WorkerFailed {
                    fault,
                    gave_up: true,
                }),
                RunStatus::Running | RunStatus::Paused,
            ) => next.trouble = Some(Trouble::GaveUp(fault)),
            (RunAction::Retry, _) => next.trouble = None,
            (RunAction::Pause | RunAction::Resume | RunAction::Engine(_), _) => {}
        }
        if next == *self { self } else { next.into() }
    }
}

#[cfg(test)]
mod tests;
