//! The step of a training that the figures show: the newest, one the reader has gone back to, or one
//! after the other while the run is played again.

use std::rc::Rc;

use crate::Reduce;

/// A run is played in so many milliseconds, however many steps it has.
pub const PLAYED_IN_MS: f64 = 3_500.0;

/// Which step is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Playback {
    /// The newest there is.
    #[default]
    Newest,
    /// The one the reader has gone back to.
    At(usize),
    /// One after the other.
    Playing {
        /// The step from which it plays.
        from: usize,
        /// When it began, in ms; none until its first frame.
        since: Option<f64>,
        /// The step of the present frame.
        at: usize,
    },
}

/// What can happen to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlaybackAction {
    /// The reader goes to a step, of so many that have been made.
    Go { step: usize, made: usize },
    /// The run is played again: from its start, or from a step that was gone back to. Who prefers less
    /// motion is shown its end.
    Play { less_motion: bool },
    /// It stays at the step where it is.
    Pause,
    /// A frame at a time in ms, of a run of so many steps.
    Frame { now: f64, made: usize },
    /// Another run is shown.
    Restart,
}

impl Playback {
    /// The step to show, of so many that have been made; none for the newest.
    pub fn step(self, made: usize) -> Option<usize> {
        match self {
            Self::Newest => None,
            Self::At(step) | Self::Playing { at: step, .. } => (step < made).then_some(step),
        }
    }

    /// Whether it moves by itself.
    pub const fn plays(self) -> bool {
        matches!(self, Self::Playing { .. })
    }
}

impl Reduce for Playback {
    type Action = PlaybackAction;

    fn reduce(self: Rc<Self>, action: PlaybackAction) -> Rc<Self> {
        let next = match (action, *self) {
            (PlaybackAction::Go { step, made }, _) if step < made => Self::At(step),
            (
                PlaybackAction::Go { .. }
                | PlaybackAction::Restart
                | PlaybackAction::Play { less_motion: true },
                _,
            ) => Self::Newest,
            (PlaybackAction::Play { less_motion: false }, now) => {
                let from = match now {
                    Self::At(step) => step,
                    Self::Newest | Self::Playing { .. } => 0,
                };
                Self::Playing {
                    from,
                    since: None,
                    at: from,
                }
            }
            (PlaybackAction::Pause, Self::Playing { at, .. }) => Self::At(at),
            (PlaybackAction::Frame { now, made }, Self::Playing { from, since, .. }) => {
                let since = since.unwrap_or(now);
                // A run that goes on while it is played is played as far as it has come.
                let share = (now - since).max(0.0) / PLAYED_IN_MS;
                let at = from + (share * made as f64) as usize;
                if at < made {
                    Self::Playing {
                        from,
                        since: Some(since),
                        at,
                    }
                } else {
                    Self::Newest
                }
            }
            (PlaybackAction::Pause | PlaybackAction::Frame { .. }, other) => other,
        };
        if next == *self { self } else { next.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: usize = 500;

    fn after(actions: &[PlaybackAction]) -> Playback {
        let start = Rc::new(Playback::default());
        *actions.iter().copied().fold(start, Reduce::reduce)
    }

    fn frame(now: f64) -> PlaybackAction {
        PlaybackAction::Frame { now, made: MADE }
    }

    const PLAY: PlaybackAction = PlaybackAction::Play { less_motion: false };

    #[test]
    fn a_run_is_played_from_its_start_to_its_end_in_three_and_a_half_seconds() {
        let at = |ms: f64| after(&[PLAY, frame(1_000.0), frame(1_000.0 + ms)]);
        assert_eq!(at(0.0).step(MADE), Some(0));
        assert_eq!(at(PLAYED_IN_MS / 2.0).step(MADE), Some(250));
        assert!(at(3_499.0).plays());
        assert_eq!(at(3_501.0), Playback::Newest);
    }

    #[test]
    fn it_plays_on_from_a_step_that_was_gone_back_to() {
        let go = PlaybackAction::Go {
            step: 400,
            made: MADE,
        };
        let played = [go, PLAY, frame(0.0), frame(350.0)];
        assert_eq!(after(&played).step(MADE), Some(450));
        assert_eq!(
            after(&[go, PLAY, frame(0.0), frame(701.0)]),
            Playback::Newest
        );
    }

    #[test]
    fn a_pause_stays_where_it_is_and_later_frames_change_nothing() {
        let paused = [PLAY, frame(0.0), frame(700.0), PlaybackAction::Pause];
        assert_eq!(after(&paused), Playback::At(100));
        assert_eq!(
            after(&[&paused[..], &[frame(900.0)]].concat()),
            Playback::At(100)
        );
    }

    #[test]
    fn who_prefers_less_motion_is_shown_the_end() {
        let go = PlaybackAction::Go {
            step: 3,
            made: MADE,
        };
        let play = PlaybackAction::Play { less_motion: true };
        assert_eq!(after(&[go, play]), Playback::Newest);
    }

    #[test]
    fn the_last_step_is_the_newest_and_none_is_beyond_it() {
        let go = |step| PlaybackAction::Go { step, made: MADE };
        assert_eq!(after(&[go(MADE)]).step(MADE), None);
        assert_eq!(after(&[go(499)]).step(MADE), Some(499));
        // Another run may have fewer steps.
        assert_eq!(after(&[go(499)]).step(20), None);
        assert_eq!(after(&[go(499), PlaybackAction::Restart]), Playback::Newest);
    }
}
