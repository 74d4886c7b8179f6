//! The playback of a run, with the browser's clock.

use gloo_timers::callback::Interval;
use yew::{hook, use_effect_with};

use crate::browser::now;
use crate::store::{Handle, use_store};
use rankscope_app::train::playback::{Playback, PlaybackAction};

/// Thirty frames a second are drawn in time everywhere.
const FRAME_MS: u32 = 33;

/// Which step of the run of a plan is shown, of so many that have been made.
#[hook]
pub(crate) fn use_playback<P: Clone + PartialEq + 'static>(
    plan: &P,
    made: usize,
) -> Handle<Playback> {
    let playback = use_store(Playback::default);
    {
        let dispatch = playback.dispatcher();
        use_effect_with(plan.clone(), move |_| {
            dispatch.dispatch(PlaybackAction::Restart);
        });
    }
    {
        let dispatch = playback.dispatcher();
        use_effect_with((playback.plays(), made), move |&(plays, made)| {
            let frames = plays.then(|| {
                Interval::new(FRAME_MS, move || {
                    let now = now();
                    dispatch.dispatch(PlaybackAction::Frame { now, made });
                })
            });
            move || drop(frames)
        });
    }
    playback
}
