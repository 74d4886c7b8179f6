//! The page's address: read at the start and on Back and Forward, kept current in between.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsValue;
use yew::{UseReducerDispatcher, hook, use_effect_with, use_mut_ref};

use super::state::{Action, State};
use crate::params::Notice;
use crate::params::query::{self, Link};

/// Between two writes of the address while it keeps changing. Browsers refuse more than a
/// hundred in half a minute.
const PAUSE_MS: u32 = 350;

/// What the present address holds.
pub(super) fn read() -> (Link, Vec<Notice>) {
    let search = web_sys::window().and_then(|window| window.location().search().ok());
    query::read(&search.unwrap_or_default())
}

/// Puts a state into the present history entry at once.
pub(super) fn write(link: &Link) {
    replace(&query::write(link));
}

/// Keeps the address at `link`, and follows it when the reader goes back or forward.
#[hook]
pub(super) fn use_address(link: Link, dispatch: UseReducerDispatcher<State>) {
    let writer = use_mut_ref(Writer::default);
    use_effect_with(link, move |link| Writer::ask(&writer, link.clone()));
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            EventListener::new(&window, "popstate", move |_| {
                let (link, notices) = read();
                dispatch.dispatch(Action::Open(link, notices));
            })
        });
        move || drop(listener)
    });
}

/// Writes at once when the last write is long enough ago, otherwise when it will be.
#[derive(Default)]
struct Writer {
    pause: Option<Timeout>,
    next: Option<Link>,
}

impl Writer {
    fn ask(writer: &Rc<RefCell<Self>>, link: Link) {
        writer.borrow_mut().next = Some(link);
        if writer.borrow().pause.is_none() {
            Self::write(writer);
        }
    }

    fn write(writer: &Rc<RefCell<Self>>) {
        let next = writer.borrow_mut().next.take();
        let Some(link) = next else {
            writer.borrow_mut().pause = None;
            return;
        };
        replace(&query::write(&link));
        let again = Rc::clone(writer);
        let pause = Timeout::new(PAUSE_MS, move || Self::write(&again));
        writer.borrow_mut().pause = Some(pause);
    }
}

/// Replaces the present history entry's query, if it is another one.
fn replace(query: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let location = window.location();
    let (Ok(path), Ok(search), Ok(hash)) =
        (location.pathname(), location.search(), location.hash())
    else {
        return;
    };
    let wanted = if query.is_empty() {
        String::new()
    } else {
        format!("?{query}")
    };
    if wanted == search {
        return;
    }
    if let Ok(history) = window.history() {
        let address = format!("{path}{wanted}{hash}");
        // Refused where there is no address of one's own (an opaque origin): the page works on.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}
