//! Has the parts of the view come one after another.

use gloo_timers::callback::Timeout;
use yew::{hook, use_effect_with, use_state_eq};

use rankscope_app::adapter::parts::Parts;

/// Milliseconds between two parts: a frame of 60 a second, in which the last one is laid out and drawn.
const FRAME: u32 = 17;

/// The parts that are there.
#[hook]
pub(super) fn use_parts(results: bool) -> Parts {
    let parts = use_state_eq(Parts::default);
    let now = *parts;
    use_effect_with((results, now), move |(results, now)| {
        let next = now.next(*results);
        let timer = next.map(|next| Timeout::new(FRAME, move || parts.set(next)));
        || drop(timer)
    });
    now
}
