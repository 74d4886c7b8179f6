//! A teacher tries an exercise as a student: what is done is forgotten.

use std::rc::Rc;

use rankscope_lesson::{ExerciseId, Progress, ProgressAction};

use crate::Reduce;

/// Progress that is kept nowhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sandbox(Progress);

impl Sandbox {
    /// What was done.
    pub const fn progress(&self) -> &Progress {
        &self.0
    }
}

impl Reduce for Sandbox {
    type Action = (ExerciseId, ProgressAction);

    fn reduce(self: Rc<Self>, (id, action): Self::Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.0.apply(&id, &action);
        Rc::new(next)
    }
}
