//! A value once it has not changed for a while: what is typed is not tried out at every letter.

use gloo_timers::callback::Timeout;
use yew::{hook, use_effect_with, use_state_eq};

/// How long a teacher pauses between two words, in ms.
const PAUSE_MS: u32 = 700;

/// The last value that stood for [`PAUSE_MS`].
#[hook]
pub(super) fn use_settled<T: Clone + PartialEq + 'static>(value: T) -> T {
    let settled = use_state_eq(|| value.clone());
    {
        let settled = settled.clone();
        use_effect_with(value, move |value| {
            let value = value.clone();
            let timer = Timeout::new(PAUSE_MS, move || settled.set(value));
            move || drop(timer)
        });
    }
    (*settled).clone()
}
