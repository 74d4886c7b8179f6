//! Work beside the page's main calculation, in a worker of its own: what is asked for, how far it
//! is, what came of it.

use std::rc::Rc;

use crate::Reduce;
use crate::state::Trouble;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::EngineEvent;

/// Where some work stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// What is wanted now.
    wanted: Option<Job>,
    /// The newest answer, and to what.
    pub done: Option<Rc<(Job, Answer)>>,
    /// Share done of what is under way, in `0..=1`.
    pub share: f64,
    /// Why there is no answer to what is wanted now.
    pub trouble: Option<Trouble>,
}

impl Work {
    /// The answer to this job; none while it is another's, or not there yet.
    pub fn answer(&self, job: Option<&Job>) -> Option<&Answer> {
        let done = self.done.as_deref()?;
        (Some(&done.0) == job).then_some(&done.1)
    }

    /// Whether an answer to what is wanted is still to come.
    pub fn under_way(&self) -> bool {
        let answered = self.done.as_ref().map(|done| &done.0) == self.wanted.as_ref();
        self.wanted.is_some() && self.trouble.is_none() && !answered
    }

    /// The wanted job that has no answer, and why.
    pub fn failed(&self) -> Option<(&Job, &Trouble)> {
        self.wanted.as_ref().zip(self.trouble.as_ref())
    }
}

pub enum WorkAction {
    /// This is wanted now; none stops what is under way.
    Want(Option<Job>),
    /// The engine reports.
    Engine(EngineEvent),
    /// The reader asks to try once more.
    Retry,
}

impl Reduce for Work {
    type Action = WorkAction;

    fn reduce(self: Rc<Self>, action: WorkAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            WorkAction::Want(job) => {
                next.wanted = job;
                next.share = 0.0;
                next.trouble = None;
            }
            WorkAction::Retry => next.trouble = None,
            WorkAction::Engine(EngineEvent::Progress(share)) => next.share = share,
            WorkAction::Engine(EngineEvent::WorkerFailed { fault, gave_up }) => {
                // A worker started anew does the same work again: only an end is worth saying.
                if gave_up && next.wanted.is_some() {
                    next.trouble = Some(Trouble::GaveUp(fault));
                }
            }
            WorkAction::Engine(EngineEvent::Answered { ticket, outcome }) => {
                let current = next.wanted.as_ref() == Some(&ticket.job);
                match outcome {
                    // An older answer is shown until the newer one is there.
                    Ok(answer) => {
                        next.done = Some(Rc::new((ticket.job, answer)));
                        if current {
                            next.trouble = None;
                        }
                    }
                    Err(error) if current => next.trouble = Some(Trouble::NoResult(error)),
                    // Nobody waits for this any more, so that it failed concerns nobody.
                    Err(error) => log::warn!("outdated work failed: {error}"),
                }
            }
        }
        if next == *self { self } else { next.into() }
    }
}

#[cfg(test)]
mod tests {
    use rankscope_engine::protocol::Failure;
    use rankscope_engine::supervisor::{Fault, Ticket};
    use rankscope_params::{Key, Params};
    use rankscope_sim::{SimError, simulate};

    use super::*;

    fn job(noise: f64) -> Job {
        let small = Params::default().with(Key::Rows, 6.0).0;
        Job::Simulate(small.with(Key::Noise, noise).0.update())
    }

    fn answered(job: Job, outcome: Result<Answer, Failure>) -> WorkAction {
        let ticket = Ticket { job, asked_at: 0.0 };
        WorkAction::Engine(EngineEvent::Answered { ticket, outcome })
    }

    fn solved(job: Job) -> WorkAction {
        let Job::Simulate(update) = job else {
            unreachable!("only simulations are asked for here")
        };
        let spectra = simulate(&update, &mut |_| ()).expect("an update");
        answered(job, Ok(Answer::Simulated(spectra)))
    }

    fn unsolved(job: Job) -> WorkAction {
        answered(job, Err(Failure::Simulation(SimError::NotFinite)))
    }

    fn after(actions: impl IntoIterator<Item = WorkAction>) -> Rc<Work> {
        let work = Rc::new(Work::default());
        actions.into_iter().fold(work, Reduce::reduce)
    }

    #[test]
    fn an_outdated_failure_is_nobodys_trouble() {
        let work = after([
            WorkAction::Want(Some(job(0.1))),
            WorkAction::Want(Some(job(0.2))),
            unsolved(job(0.1)),
        ]);
        assert_eq!(work.trouble, None);
        assert!(work.under_way());
        let work = work.reduce(solved(job(0.2)));
        assert!(work.answer(Some(&job(0.2))).is_some());
        assert!(!work.under_way());
    }

    #[test]
    fn an_answer_ends_the_trouble_before_it() {
        let fault = Fault::Silent;
        let gave_up = true;
        let work = after([
            WorkAction::Want(Some(job(0.1))),
            WorkAction::Engine(EngineEvent::WorkerFailed { fault, gave_up }),
        ]);
        assert_eq!(work.failed().map(|failed| failed.0), Some(&job(0.1)));
        let work = work.reduce(solved(job(0.1)));
        assert_eq!(work.trouble, None);
    }

    #[test]
    fn an_older_answer_leaves_the_newer_trouble() {
        let work = after([
            WorkAction::Want(Some(job(0.2))),
            unsolved(job(0.2)),
            solved(job(0.1)),
        ]);
        assert!(work.failed().is_some());
    }

    #[test]
    fn trying_again_is_work_under_way() {
        let fault = Fault::Silent;
        let gave_up = true;
        let work = after([
            WorkAction::Want(Some(job(0.1))),
            WorkAction::Engine(EngineEvent::WorkerFailed { fault, gave_up }),
            WorkAction::Retry,
        ]);
        assert!(work.under_way());
    }
}
