//! Work beside the page's main calculation, in a worker of its own: what is asked for, how far it
//! is, what came of it.

use std::rc::Rc;

use crate::Reduce;
use crate::state::Trouble;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::News;

/// Where some work stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// What is wanted now.
    wanted: Option<Job>,
    /// The newest answer, and to what.
    pub done: Option<Rc<(Job, Answer)>>,
    /// Share done of what is under way.
    pub share: f64,
    /// Why there is no answer.
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
}

pub enum WorkAction {
    Want(Option<Job>),
    Hear(News),
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
            WorkAction::Hear(News::Progress(share)) => next.share = share,
            WorkAction::Hear(News::Trouble { fault, gave_up }) => {
                // A worker started anew does the same work again: only an end is worth saying.
                if gave_up {
                    next.trouble = Some(Trouble::GaveUp(fault));
                }
            }
            WorkAction::Hear(News::Answered { ticket, outcome }) => match outcome {
                Ok(answer) => next.done = Some(Rc::new((ticket.job, answer))),
                Err(error) => next.trouble = Some(Trouble::NoResult(error)),
            },
        }
        if next == *self { self } else { next.into() }
    }
}
