//! Everything that can happen to the state of the page.

use rankscope_engine::supervisor::EngineEvent;
use rankscope_params::query::Link;
use rankscope_params::{Choice, Input, Notice, Params, SettingKey, Step};

use super::Shown;
use crate::history::Position;

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A setting was changed. A slider's position is not yet an entry of the history: what is dragged
    /// is committed once it is let go.
    Change {
        key: SettingKey,
        input: Input,
        /// Time of the input event, in ms since the page opened.
        at_ms: f64,
    },
    /// A slider was let go: the change is an entry of the history.
    Commit,
    /// Every parameter goes back to its default.
    ResetAll {
        /// Time of the input event, in ms since the page opened.
        at_ms: f64,
    },
    /// A preset: all parameters at once.
    Preset {
        params: Params,
        /// Time of the input event, in ms since the page opened.
        at_ms: f64,
    },
    /// The present curves are set aside to compare with.
    Pin,
    /// One pinned state is given up, by its slot.
    Unpin(usize),
    /// Every pinned state is given up.
    UnpinAll,
    /// Singular values that a pinned state was waiting for.
    Known(Shown),
    /// The calculation under way is given up, at this time: back to the settings of what is shown.
    Cancel(f64),
    /// An exercise opens, by its id, or closes, by none: with its parameters, at this time; at none
    /// (0) when it only corrects what a link has brought.
    Exercise(String, Params, f64),
    /// The address changed: Back or Forward.
    Open(Link, Vec<Notice>),
    /// A link within the page was followed.
    Follow(Link),
    /// A link was followed to an element of a view, by its id.
    Show(Link, &'static str),
    /// Another step of the story is being read.
    Step(Step),
    /// The story has come into sight.
    StoryInSight,
    /// The page around an embedded figure sets its state: the query of a link.
    Set(String),
    /// There are other steps of undo and redo.
    Position(Position),
    /// The engine reports.
    Engine(EngineEvent),
    /// The reader has read the notices.
    DismissNotices,
    /// The reader has read of the trouble.
    DismissTrouble,
    /// The sheet with the controls opens or closes.
    Sheet(bool),
}

impl Action {
    /// One of a few is chosen.
    pub fn choose<C: Choice>(option: C) -> Self {
        Self::Change {
            key: C::KEY.into(),
            input: Input::Text(option.name().to_owned()),
            // Nothing is computed for a choice whose delay would be measured from the event.
            at_ms: 0.0,
        }
    }

    /// Whether it is a change of the reader's, or a step of one.
    pub(super) const fn is_edit(&self) -> bool {
        matches!(self, Self::Change { .. }) || self.is_change()
    }

    /// Whether it ends a change of the reader's, which is then an entry of the history.
    pub(super) const fn is_change(&self) -> bool {
        match self {
            Self::Exercise(.., at) => return *at > 0.0,
            Self::Change { input, .. } => {
                return !matches!(input, Input::Position(_) | Input::Typed(_));
            }
            _ => {}
        }
        matches!(
            self,
            Self::Commit
                | Self::ResetAll { .. }
                | Self::Preset { .. }
                | Self::Follow(_)
                | Self::Show(..)
                | Self::Pin
                | Self::Unpin(_)
                | Self::UnpinAll
                | Self::Cancel(_)
        )
    }
}
