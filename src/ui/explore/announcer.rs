//! Says what the figures show now to who does not see them, at most once a second.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::{Html, Properties, component, html, use_effect_with, use_mut_ref, use_state_eq};

/// Between two announcements; also from a change to the first, so that a drag is said where it
/// has led and not where it began.
const PAUSE_MS: u32 = 1_000;

/// Properties of [`Announcer`].
#[derive(Properties, PartialEq)]
pub(super) struct AnnouncerProps {
    /// What each figure shows now.
    pub(super) summaries: Vec<String>,
}

#[derive(Default)]
struct Announcements {
    now: Vec<String>,
    said: Vec<String>,
    pause: Option<Timeout>,
}

/// A polite live region, out of sight.
#[component]
pub(super) fn Announcer(props: &AnnouncerProps) -> Html {
    let text = use_state_eq(String::new);
    let announcements = use_mut_ref(Announcements::default);
    {
        let text = text.clone();
        use_effect_with(props.summaries.clone(), move |summaries| {
            let mut state = announcements.borrow_mut();
            state.now.clone_from(summaries);
            if state.said.is_empty() {
                // The page as it opens is read like any other.
                state.said.clone_from(summaries);
            } else if state.pause.is_none() && state.now != state.said {
                let announcements = announcements.clone();
                state.pause = Some(Timeout::new(PAUSE_MS, move || {
                    text.set(announce(&announcements));
                }));
            }
        });
    }
    html! { <p id="announcement" class="unseen" role="status">{ (*text).clone() }</p> }
}

/// What has changed since the last announcement.
fn announce(announcements: &Rc<RefCell<Announcements>>) -> String {
    let Announcements { now, said, pause } = &mut *announcements.borrow_mut();
    *pause = None;
    let news = now.iter().filter(|summary| !said.contains(summary));
    let text = news.cloned().collect::<Vec<_>>().join(" ");
    said.clone_from(now);
    text
}
