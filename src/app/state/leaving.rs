//! What a step of the story, an exercise or a view has set is taken back when the reader leaves it.

use super::State;
use crate::start::story::leave;
use rankscope_params::query::Link;
use rankscope_params::{Params, Sheet, Step, View};

impl State {
    /// The link once another step of the story is in sight. What the reader has tried in the step before is
    /// taken back: a step's text is about the state it was written for.
    pub fn link_in_step(&self, step: Step) -> Link {
        let mut link = self.link.clone();
        if step != link.choices.step
            && let Some(entered) = &self.entered
        {
            leave(link.choices.step, &mut link, entered);
        }
        link.choices.step = step;
        link
    }

    /// An exercise opens with its own parameters, and gives back the reader's when it closes.
    pub(super) fn in_exercise(mut self, id: String, params: Params, at: f64) -> Self {
        let params = match (self.link.exercise.is_empty(), id.is_empty()) {
            (true, false) => {
                self.before_exercise = Some(self.link.params);
                params
            }
            (false, true) => self.before_exercise.take().unwrap_or_default(),
            _ => params,
        };
        self.link.exercise = id;
        self.change((params, vec![]), at)
    }

    /// After an action: where the view is another than `before`, by the reader's choice or from an address.
    pub(super) fn view_changed(&mut self, before: View, chosen: bool, opened: bool) {
        if before == self.link.choices.view {
            return;
        }
        if chosen {
            self.leave_view(before);
        }
        if !opened {
            // The sheet is of the view it was opened over.
            self.link.choices.sheet = Sheet::Closed;
        }
    }

    /// What a view has set for its own purposes stays in it: another view opens with the reader's settings.
    fn leave_view(&mut self, view: View) {
        match view {
            View::Start => {
                if let Some(entered) = self.entered.take() {
                    leave(self.link.choices.step, &mut self.link, &entered);
                }
                self.link.choices.step = Step::Top;
            }
            View::Exercises if !self.link.exercise.is_empty() => {
                self.link.exercise.clear();
                self.link.params = self.before_exercise.take().unwrap_or_default();
            }
            _ => {}
        }
    }

    pub(super) fn in_step(mut self, step: Step) -> Self {
        if step != self.link.choices.step {
            self.link = self.link_in_step(step);
            self.entered = Some(self.link.clone());
        }
        self
    }
}
