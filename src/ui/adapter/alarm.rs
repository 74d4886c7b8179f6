//! The time that a session of workers named.

use gloo_timers::callback::Timeout;

use crate::browser::now;

/// Rings when the deadline has come, if there is one; not when it is dropped before.
pub(super) fn alarm(deadline: Option<f64>, ring: impl FnOnce() + 'static) -> Option<Timeout> {
    let deadline = deadline?;
    let wait = (deadline - now()).max(0.0).ceil() as u32;
    Some(Timeout::new(wait, ring))
}
