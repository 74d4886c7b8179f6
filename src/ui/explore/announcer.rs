//! The live region of the figures, for screen readers.

use gloo_timers::callback::Timeout;
use rankscope_app::live_region::{ANNOUNCE_AFTER_MS, Announcements};
use yew::{Html, Properties, component, html, use_effect_with, use_mut_ref, use_state_eq};

/// Properties of [`Announcer`].
#[derive(Properties, PartialEq)]
pub(super) struct AnnouncerProps {
    /// What each figure shows now.
    pub(super) summaries: Vec<String>,
}

/// A polite live region, out of sight.
#[component]
pub(super) fn Announcer(props: &AnnouncerProps) -> Html {
    let text = use_state_eq(String::new);
    let announcements = use_mut_ref(Announcements::default);
    let timer = use_mut_ref(|| None::<Timeout>);
    {
        let text = text.clone();
        use_effect_with(props.summaries.clone(), move |summaries| {
            let changed = announcements.borrow_mut().update(summaries);
            if changed && timer.borrow().is_none() {
                let fired = timer.clone();
                *timer.borrow_mut() = Some(Timeout::new(ANNOUNCE_AFTER_MS, move || {
                    *fired.borrow_mut() = None;
                    text.set(announcements.borrow_mut().announce());
                }));
            }
        });
    }
    html! { <p id="announcement" class="unseen" role="status">{ (*text).clone() }</p> }
}
