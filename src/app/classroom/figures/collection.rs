//! What is measured for an exercise: one measurement at a time, the most urgent first, and nothing twice.

use std::rc::Rc;

use crate::Reduce;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Findings, Measured, Measurement};

/// What has been measured, and what is still to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    found: Rc<Findings>,
    wanted: Vec<Measurement>,
}

/// What can happen to it.
#[derive(Clone, Debug, PartialEq)]
pub enum CollectionAction {
    /// This is wanted now, the most urgent first; what was wanted before is not any more.
    Want(Vec<Measurement>),
    /// A measurement has ended.
    Found(Measurement, Box<Measured>),
}

impl Collection {
    /// Everything that has been measured.
    pub const fn found(&self) -> &Rc<Findings> {
        &self.found
    }

    /// What a measurement finds, once all of it is known.
    pub fn measured(&self, wanted: &Measurement) -> Option<Rc<Measured>> {
        self.found.measured(wanted).map(Rc::new)
    }

    /// The next job of the engine; none when everything is known.
    pub fn job(&self) -> Option<Job> {
        let missing = |wanted: &Measurement| self.found.missing(wanted);
        let next = self.wanted.iter().find_map(missing)?;
        Some(Job::Measure(Packed::of(&next)))
    }

    /// How many of the wanted measurements are known, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        let known = |wanted: &&Measurement| self.found.missing(wanted).is_none();
        let known = self.wanted.iter().filter(known).count();
        (known, self.wanted.len())
    }
}

/// A measurement that the engine has ended, with what it found; none of any other job.
pub fn answered((job, answer): &(Job, Answer)) -> Option<CollectionAction> {
    match (job, answer) {
        (Job::Measure(wanted), Answer::Measured(found)) => Some(CollectionAction::Found(
            wanted.open()?,
            Box::new(found.open()?),
        )),
        _ => None,
    }
}

impl Reduce for Collection {
    type Action = CollectionAction;

    fn reduce(self: Rc<Self>, action: CollectionAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            CollectionAction::Want(wanted) => next.wanted = wanted,
            CollectionAction::Found(measurement, measured) => {
                Rc::make_mut(&mut next.found).add(&measurement, *measured);
            }
        }
        if next == *self { self } else { Rc::new(next) }
    }
}
