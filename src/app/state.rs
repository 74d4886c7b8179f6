//! The state of the page, and how it changes.

mod action;
mod leaving;

use std::rc::Rc;

pub use action::Action;

use crate::embed::open_view;
use crate::history::{Observation, Position};
use crate::{Pinned, Reduce};
use rankscope_engine::protocol::{Answer, Failure, Job};
use rankscope_engine::supervisor::{EngineEvent, Fault};
use rankscope_params::query::{self, Link};
use rankscope_params::{Choices, Input, Notice, Params, Pins, SettingKey, UpdateParams};
use rankscope_sim::Spectra;

/// The state of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What a link holds.
    pub link: Link,
    /// What was changed of what was given last.
    pub notices: Vec<Notice>,
    /// The newest answer, and what it answers: while the next is computed, not what is asked for.
    pub shown: Option<Shown>,
    /// The singular values of the pinned states.
    pub pinned: Pinned,
    /// How often the reader has changed something, each step of a drag counted.
    pub edits: u32,
    /// How often a change has ended, a drag being one change.
    pub changes: u32,
    /// How many steps of undo and redo there are.
    pub position: Position,
    /// Share done of the computation under way.
    pub progress: f64,
    /// The engine's last failure, until the reader dismisses it.
    pub trouble: Option<Trouble>,
    /// Time of the newest input event.
    pub input_at: f64,
    /// Time of the input event that what is shown answers.
    pub answered_input: Option<f64>,
    /// Whether the sheet with the controls is open, where there is one.
    pub sheet_open: bool,
    /// What a link has led to last.
    pub led_to: Option<LedTo>,
    /// Whether the story has come into sight, so that its figures are needed.
    pub story_in_sight: bool,
    /// The link as it was when the present step of the story came into sight.
    entered: Option<Link>,
    /// The parameters as they were before an exercise set its own.
    before_exercise: Option<Params>,
}

/// An element that is brought into sight and marked for a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedTo {
    /// Its id.
    pub element: &'static str,
    /// By which change of the reader's: the same element can be led to again.
    pub change: u32,
}

/// Singular values, with the parameters they were computed for.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The parameters.
    pub update: UpdateParams,
    /// The singular values.
    pub spectra: Rc<Spectra>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The worker failed and was started anew.
    Restarted(Fault),
    /// The worker failed too often.
    GaveUp(Fault),
    /// The worker answered that there is no result.
    NoResult(Failure),
}

/// How far the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing has been computed yet.
    Starting,
    /// What is shown belongs to older parameters.
    Computing,
    /// What is shown belongs to the present parameters.
    Ready,
    /// Nothing is being computed, and what is shown belongs to older parameters.
    Failed,
}

impl Phase {
    /// Its name in the page's `data-state`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Computing => "computing",
            Self::Ready => "ready",
            Self::Failed => "failed",
        }
    }
}

impl State {
    /// The state a link opens with.
    pub fn open((link, notices): (Link, Vec<Notice>)) -> Self {
        Self {
            link,
            notices,
            shown: None,
            pinned: Pinned::default(),
            edits: 0,
            changes: 0,
            position: Position::default(),
            progress: 0.0,
            trouble: None,
            input_at: 0.0,
            answered_input: None,
            sheet_open: false,
            led_to: None,
            story_in_sight: false,
            entered: None,
            before_exercise: None,
        }
    }

    /// How far the page is.
    pub fn phase(&self) -> Phase {
        let update = self.link.params.update();
        match (&self.shown, &self.trouble) {
            (Some(shown), _) if shown.update == update => Phase::Ready,
            (_, Some(Trouble::GaveUp(_) | Trouble::NoResult(_))) => Phase::Failed,
            (None, _) => Phase::Starting,
            (Some(_), _) => Phase::Computing,
        }
    }

    fn change_setting(mut self, key: SettingKey, input: &Input, at_ms: f64) -> Self {
        let before = self.link.params;
        let notices = self.link.set(key, input);
        if matches!(key, SettingKey::Param(_)) {
            let after = std::mem::replace(&mut self.link.params, before);
            return self.change((after, notices), at_ms);
        }
        // A choice has no other value that a notice could be about, so those of the link stay.
        if !matches!(key, SettingKey::Choice(_)) {
            self.notices = notices;
        }
        self
    }

    /// What is to be computed: nothing when it is what is shown.
    pub fn wanted(&self) -> Option<UpdateParams> {
        let update = self.link.params.update();
        let shown = self.shown.as_ref().map(|shown| shown.update);
        (shown != Some(update)).then_some(update)
    }

    /// What the history has to know.
    pub fn observation(&self) -> Observation {
        Observation {
            query: query::write(&self.link),
            edits: self.edits,
            changes: self.changes,
        }
    }

    fn change(mut self, (params, notices): (Params, Vec<Notice>), at: f64) -> Self {
        let same_update = params.update() == self.link.params.update();
        self.link.params = params;
        self.notices = notices;
        self.input_at = at;
        if !same_update {
            self.progress = 0.0;
            // Other settings may well succeed where the last ones failed.
            if !matches!(self.trouble, Some(Trouble::Restarted(_))) {
                self.trouble = None;
            }
        }
        if self.phase() == Phase::Ready {
            // Nothing to compute: what is shown next answers this very input.
            self.answered_input = Some(at);
        }
        self
    }

    fn on_engine_event(mut self, event: EngineEvent) -> Self {
        let settled = self.phase() == Phase::Ready;
        match event {
            EngineEvent::Progress(share) => self.progress = share,
            EngineEvent::WorkerFailed { fault, gave_up } => {
                self.trouble = Some(if gave_up {
                    Trouble::GaveUp(fault)
                } else {
                    Trouble::Restarted(fault)
                });
            }
            EngineEvent::Answered { ticket, outcome } => match (ticket.job, outcome) {
                (Job::Simulate(update), Ok(Answer::Simulated(spectra))) => {
                    // The reader has come back to what is shown: an answer to what was asked on
                    // the way would only flicker.
                    if settled && update != self.link.params.update() {
                        return self;
                    }
                    self.answered_input = Some(ticket.asked_at);
                    self.shown = Some(Shown {
                        update,
                        spectra: Rc::new(spectra),
                    });
                    if !matches!(self.trouble, Some(Trouble::Restarted(_))) {
                        self.trouble = None;
                    }
                }
                (Job::Simulate(update), Err(error)) if update == self.link.params.update() => {
                    self.trouble = Some(Trouble::NoResult(error));
                }
                // What failed for older settings says nothing of the present ones, and only
                // simulations are asked of the page's main engine.
                _ => {}
            },
        }
        self
    }
}

impl Reduce for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        let params = next.link.params;
        next.edits += u32::from(action.is_edit());
        next.changes += u32::from(action.is_change());
        // What an address says stands, whatever was open before.
        let opened = matches!(action, Action::Open(..));
        let chosen = matches!(action, Action::Change { .. });
        let mut next = match action {
            Action::Change { key, input, at_ms } => next.change_setting(key, &input, at_ms),
            Action::ResetAll { at_ms } => next.change((Params::default(), vec![]), at_ms),
            Action::Preset { params, at_ms } => next.change((params, vec![]), at_ms),
            Action::Commit => next,
            Action::Position(position) => {
                next.position = position;
                next
            }
            Action::Set(query) => {
                // Which figure it is, with what around it, is the frame's own.
                let frame = next.link.choices;
                let (link, notices) = query::read_in(open_view(&frame), &query);
                next.link = Link {
                    choices: Choices {
                        view: frame.view,
                        embed: frame.embed,
                        theme: frame.theme,
                        sheet: frame.sheet,
                        ..link.choices
                    },
                    controls: next.link.controls,
                    ..link
                };
                next.notices = notices;
                next
            }
            Action::Engine(event) => next.on_engine_event(event),
            Action::Pin => {
                if let Some(slot) = next.link.pins.free() {
                    next.link.pins.pin(slot, params);
                }
                next
            }
            Action::Unpin(slot) => {
                next.link.pins.unpin(slot);
                next
            }
            Action::UnpinAll => {
                next.link.pins = Pins::default();
                next
            }
            Action::Known(known) => {
                next.pinned.follow(&next.link.pins, Some(&known));
                next
            }
            Action::Cancel(at) => match &self.shown {
                Some(shown) => next.change((params.with_update(&shown.update), vec![]), at),
                None => next,
            },
            Action::Follow(link) => {
                next.link = link;
                next.notices.clear();
                next
            }
            Action::Show(link, element) => {
                next.link = link;
                next.notices.clear();
                next.led_to = Some(LedTo {
                    element,
                    change: next.changes,
                });
                next
            }
            Action::Step(step) => next.in_step(step),
            Action::StoryInSight => {
                next.story_in_sight = true;
                next
            }
            Action::Exercise(id, params, at) => next.in_exercise(id, params, at),
            Action::Open(link, notices) => {
                next.link = link;
                next.notices = notices;
                next.entered = None;
                next
            }
            Action::DismissNotices => {
                next.notices.clear();
                next
            }
            Action::DismissTrouble => {
                next.trouble = None;
                next
            }
            Action::Sheet(open) => {
                next.sheet_open = open;
                next
            }
        };
        next.view_changed(self.link.choices.view, chosen, opened);
        next.pinned.follow(&next.link.pins, next.shown.as_ref());
        // The same state again skips the render.
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
mod tests;
