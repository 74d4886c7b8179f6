//! The page's address and its history: read at the start and on Back and Forward, kept current in
//! between, so that Back is undo.
//!
//! While something is being dragged the present entry follows. Once the reader lets go and the
//! hand rests, that entry gets back what it held before, and a new one holds the present state.

use crate::store::Dispatch;
use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsValue;
use web_sys::{History, Window};
use yew::{hook, use_effect_with, use_mut_ref};

use rankscope_app::state::{Action, State, Trail};
use rankscope_params::query::{self, Link};
use rankscope_params::{Embed, Notice};

/// Between two writes of the address while it keeps changing. Browsers refuse more than a
/// hundred in half a minute.
const PAUSE_MS: u32 = 350;
/// How long the hand rests before a change is an entry of its own: an arrow key that is held
/// down is one change, not thirty a second.
const REST_MS: u32 = 500;

/// What the present address holds.
pub(crate) fn read() -> (Link, Vec<Notice>) {
    let search = web_sys::window().and_then(|window| window.location().search().ok());
    query::read(&search.unwrap_or_default())
}

/// Puts a state into the present history entry at once.
pub(crate) fn write(link: &Link) {
    replace(&query::write(link));
}

/// One entry back, or forward.
pub(crate) fn go(back: bool) {
    if let Some(history) = history() {
        let gone = if back {
            history.back()
        } else {
            history.forward()
        };
        debug_assert!(gone.is_ok(), "a document that is shown has a history");
    }
}

/// Keeps the address at `link`, adds an entry when `changes` has grown and the hand rests, and
/// follows the reader back and forward. A figure in another page leaves that page's history alone.
#[hook]
pub(crate) fn use_address(link: Link, changes: u32, dispatch: Dispatch<State>) {
    let writer = use_mut_ref(Writer::default);
    {
        let (writer, link, dispatch) = (writer.clone(), link.clone(), dispatch.clone());
        use_effect_with(changes, move |changes| {
            let alone = link.choices.embed == Embed::Page;
            if *changes > 0 && alone {
                Writer::rest(&writer, dispatch);
            }
        });
    }
    {
        let writer = writer.clone();
        use_effect_with(link, move |link| Writer::ask(&writer, link.clone()));
    }
    use_effect_with((), move |()| {
        writer.borrow_mut().arrive(&dispatch);
        let listener = web_sys::window().map(|window| {
            EventListener::new(&window, "popstate", move |_| {
                writer.borrow_mut().arrive(&dispatch);
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
    rest: Option<Timeout>,
    next: Option<Link>,
    /// What the present entry holds once the hand rests.
    settled: String,
    trail: Trail,
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
        write(&link);
        let again = Rc::clone(writer);
        let pause = Timeout::new(PAUSE_MS, move || Self::write(&again));
        writer.borrow_mut().pause = Some(pause);
    }

    /// Adds an entry when nothing more changes for a moment.
    fn rest(writer: &Rc<RefCell<Self>>, dispatch: Dispatch<State>) {
        let later = Rc::clone(writer);
        let rest = Timeout::new(REST_MS, move || later.borrow_mut().settle(&dispatch));
        writer.borrow_mut().rest = Some(rest);
    }

    fn settle(&mut self, dispatch: &Dispatch<State>) {
        if let Some(link) = self.next.take() {
            write(&link);
        }
        let now = search();
        if now == self.settled {
            return;
        }
        replace(&self.settled);
        self.trail = Trail {
            behind: self.trail.behind + 1,
            ahead: 0,
        };
        push(&now, self.trail.behind);
        self.settled = now;
        dispatch.dispatch(Action::Trail(self.trail));
    }

    /// The present entry is another one: the first of the page, or one gone to.
    fn arrive(&mut self, dispatch: &Dispatch<State>) {
        (self.next, self.rest) = (None, None);
        self.settled = search();
        let all = self.trail.behind + self.trail.ahead;
        let behind = history()
            .and_then(|history| history.state().ok()?.as_f64())
            .map_or(0, |behind| behind as u32);
        self.trail = Trail {
            behind,
            ahead: all.saturating_sub(behind),
        };
        dispatch.dispatch(Action::Trail(self.trail));
    }
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

/// The present query, without its question mark.
fn search() -> String {
    let search = web_sys::window().and_then(|window| window.location().search().ok());
    search
        .unwrap_or_default()
        .trim_start_matches('?')
        .to_owned()
}

fn address(window: &Window, query: &str) -> Option<String> {
    let location = window.location();
    let (path, hash) = (location.pathname().ok()?, location.hash().ok()?);
    let question = if query.is_empty() { "" } else { "?" };
    Some(format!("{path}{question}{query}{hash}"))
}

/// The address of this page without its query.
pub(crate) fn here() -> String {
    let location = web_sys::window().map(|window| window.location());
    let href = location.and_then(|location| location.href().ok());
    let href = href.unwrap_or_default();
    let end = href.find(['?', '#']).unwrap_or(href.len());
    href.get(..end).unwrap_or_default().to_owned()
}

/// Replaces the present history entry's query, if it is another one.
fn replace(query: &str) {
    if search() == query {
        return;
    }
    let address = web_sys::window().and_then(|window| address(&window, query));
    if let Some((history, address)) = history().zip(address) {
        let state = history.state().unwrap_or(JsValue::NULL);
        // Refused where there is no address of one's own (an opaque origin): the page works on.
        let _ = history.replace_state_with_url(&state, "", Some(&address));
    }
}

/// Adds a history entry that knows how many of this page are behind it.
fn push(query: &str, behind: u32) {
    let address = web_sys::window().and_then(|window| address(&window, query));
    if let Some((history, address)) = history().zip(address) {
        // Refused as above.
        let _ = history.push_state_with_url(&JsValue::from(behind), "", Some(&address));
    }
}
