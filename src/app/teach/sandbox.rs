//! A teacher tries an exercise as a student: what is done is forgotten.

use std::rc::Rc;

use rankscope_lesson::{ExerciseId, ExerciseRecord, Progress, ProgressAction};

use crate::Reduce;

/// Progress that is kept nowhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sandbox(Progress);

impl Sandbox {
    /// What was done in an exercise.
    pub fn of(&self, id: &ExerciseId) -> ExerciseRecord {
        self.0.of(id)
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
