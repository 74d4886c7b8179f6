//! What the page decides, without a browser: its state and everything that can happen to it.
//!
//! Each module is a value with a [`Reduce`] implementation, or plain functions; the components of
//! `rankscope-ui` render these values and hand them actions.

pub mod adapter;
pub mod checkpoints;
pub mod claims;
pub mod classroom;
pub mod cursor;
pub mod embed;
pub mod explore;
pub mod grip;
pub mod history;
pub mod keys;
pub mod link;
pub mod live_region;
pub mod mast;
pub mod matrices;
pub mod measured;
pub mod pinned;
pub mod pretrained;
pub mod recall;
pub mod results;
pub mod scripts;
pub mod share;
pub mod slider_scale;
pub mod start;
pub mod state;
pub mod step_bar;
pub mod teach;
pub mod train;
pub mod transformer;
pub mod trouble;
pub mod work;

use std::rc::Rc;

pub use pinned::Pinned;
pub use results::Results;
pub use state::State;

/// A state that changes by actions alone.
pub trait Reduce {
    /// What can happen to it.
    type Action;

    /// The state after `action`; the same `Rc` when nothing has changed.
    #[must_use]
    fn reduce(self: Rc<Self>, action: Self::Action) -> Rc<Self>;
}
