//! The address's fragment, which may hold an assignment.

use gloo_events::EventListener;

use super::console::describe;

/// The fragment with its `#`; empty when there is none.
pub(crate) fn read() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    // An address that cannot be read has no fragment to use.
    hash.unwrap_or_default()
}

/// Puts a fragment into the present history entry.
pub(crate) fn replace(fragment: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let replaced = (|| {
        let (location, history) = (window.location(), window.history()?);
        let address = format!("{}{}{fragment}", location.pathname()?, location.search()?);
        history.replace_state_with_url(&history.state()?, "", Some(&address))
    })();
    if let Err(error) = replaced {
        log::warn!(
            "the lesson could not be put into the address: {}",
            describe(&error)
        );
    }
}

/// Calls back with each fragment that the address changes to, as long as the listener lives.
pub(crate) fn on_change(changed: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "hashchange", move |_| {
        changed(read());
    }))
}
