//! The page's address and its history: [`History`]'s decisions carried out on the browser's.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use rankscope_app::history::{Extent, History, HistoryCommand, Observation, Position};
use rankscope_app::link::repaired;
use rankscope_app::state::{Action, State};
use rankscope_params::Notice;
use rankscope_params::query::{self, Link};
use wasm_bindgen::JsValue;
use web_sys::{Storage, Window};
use yew::{hook, use_effect_with};

use super::console::OrLog;
use super::now;
use super::upgrade::notices_before;
use crate::store::Dispatch;

/// Where a tab keeps the [`Extent`] of this page's history.
const EXTENT: &str = "rankscope:history";

/// What the present address holds, and what the reader is to be told. One that arrived changed is
/// written as it was meant first.
pub(crate) fn read() -> (Link, Vec<Notice>) {
    let (query, hash) = (search(), super::fragment::read());
    let query = match repaired(&query, &hash) {
        Some((query, hash)) => {
            replace(&query, &hash).or_log("a repaired address");
            query
        }
        None => query,
    };
    let (link, mut notices) = query::read(&query);
    notices.extend(notices_before());
    (link, notices)
}

/// One step of undo.
pub(crate) fn undo() {
    with_driver(|driver| driver.act(History::undo));
}

/// One step of redo.
pub(crate) fn redo() {
    with_driver(|driver| driver.act(History::redo));
}

/// Puts the state that is shown into the address at once: what comes next reads it there.
pub(crate) fn flush() {
    with_driver(|driver| driver.act(History::teardown));
}

/// Keeps the address at what is shown, and follows the reader back and forward. A figure in another
/// page leaves that page's history alone.
#[hook]
pub(crate) fn use_address(shown: Observation, owns_entries: bool, dispatch: Dispatch<State>) {
    use_effect_with((), move |()| {
        let (history, commands) =
            History::open(&search(), present_entry(), kept_extent(), owns_entries);
        let driver = Driver {
            history: RefCell::new(history),
            timer: RefCell::default(),
            dispatch,
        };
        carry_out_all(commands);
        DRIVER.set(Some(Rc::new(driver)));
        with_driver(Driver::publish);
        let listen = |kind: &'static str, act: fn(&Driver)| {
            let window = web_sys::window();
            window.map(|window| EventListener::new(&window, kind, move |_| with_driver(act)))
        };
        let listeners = [
            listen("popstate", Driver::arrive),
            // The last chance to write: a page that is hidden may be ended without further notice.
            listen("pagehide", |driver| driver.act(History::teardown)),
        ];
        move || {
            flush();
            DRIVER.take();
            drop(listeners);
        }
    });
    use_effect_with(shown, move |shown| {
        with_driver(|driver| driver.act(|history, now| history.observe(shown, now)));
    });
}

thread_local! {
    /// The page has one address, so there is one of these, from mount to unmount.
    static DRIVER: RefCell<Option<Rc<Driver>>> = const { RefCell::new(None) };
}

fn with_driver(act: impl FnOnce(&Driver)) {
    // Cloned first: what is done may lead back here.
    let driver = DRIVER.with_borrow(Clone::clone);
    if let Some(driver) = driver {
        act(&driver);
    }
}

struct Driver {
    history: RefCell<History>,
    timer: RefCell<Option<Timeout>>,
    dispatch: Dispatch<State>,
}

impl Driver {
    fn act(&self, decide: impl FnOnce(&mut History, f64) -> Vec<HistoryCommand>) {
        let before = self.position();
        let commands = decide(&mut self.history.borrow_mut(), now());
        carry_out_all(commands);
        self.arm_timer();
        if self.position() != before {
            self.publish();
        }
    }

    /// The browser shows another entry.
    fn arrive(&self) {
        let arrived = self
            .history
            .borrow_mut()
            .arrive(&search(), present_entry(), now());
        let (shown, commands) = arrived;
        carry_out_all(commands);
        self.arm_timer();
        self.publish();
        let (link, notices) = query::read(&shown);
        self.dispatch.dispatch(Action::Open(link, notices));
    }

    fn position(&self) -> Position {
        self.history.borrow().position()
    }

    fn publish(&self) {
        self.dispatch.dispatch(Action::Position(self.position()));
    }

    fn arm_timer(&self) {
        let deadline = self.history.borrow().deadline();
        *self.timer.borrow_mut() = deadline.map(|at| {
            let wait = (at - now()).max(0.0).ceil() as u32;
            Timeout::new(wait, || with_driver(|driver| driver.act(History::advance)))
        });
    }
}

fn carry_out_all(commands: Vec<HistoryCommand>) {
    for command in commands {
        // In a frame without an origin of its own the address cannot be changed; the page works on
        // without it.
        carry_out(&command).or_log("a step of the history");
    }
}

fn carry_out(command: &HistoryCommand) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let history = window.history()?;
    match command {
        HistoryCommand::Replace { query, entry } => {
            let (state, address) = (JsValue::from(*entry), address(&window, query)?);
            history.replace_state_with_url(&state, "", Some(&address))
        }
        HistoryCommand::Push { query, entry } => {
            let (state, address) = (JsValue::from(*entry), address(&window, query)?);
            history.push_state_with_url(&state, "", Some(&address))
        }
        HistoryCommand::Go(steps) => history.go_with_delta(*steps),
        HistoryCommand::Keep(extent) => match session(&window) {
            Some(session) => session.set_item(
                EXTENT,
                &format!("{},{}", extent.last, u8::from(extent.copy)),
            ),
            // Without it, redo is forgotten by a reload.
            None => Ok(()),
        },
    }
}

/// The number of the present entry; none when this page has not numbered it.
fn present_entry() -> Option<u32> {
    // An entry without a state of ours is one that we have not numbered, whatever the reason.
    let state = web_sys::window()?.history().ok()?.state().ok()?;
    state.as_f64().map(|number| number as u32)
}

fn kept_extent() -> Option<Extent> {
    let session = session(&web_sys::window()?)?;
    // Unreadable or refused is as good as not there: then nothing is known to be ahead.
    let text = session.get_item(EXTENT).ok()??;
    let (last, copy) = text.split_once(',')?;
    Some(Extent {
        last: last.parse().ok()?,
        copy: copy == "1",
    })
}

/// What is kept for as long as the tab; none where the reader or the frame's origin refuses it.
fn session(window: &Window) -> Option<Storage> {
    window.session_storage().ok().flatten()
}

/// The present query, without its question mark.
fn search() -> String {
    // Only a document without a location has none, and then there is nothing to read.
    let search = web_sys::window().and_then(|window| window.location().search().ok());
    search
        .unwrap_or_default()
        .trim_start_matches('?')
        .to_owned()
}

/// Puts a query and a fragment into the present history entry.
fn replace(query: &str, hash: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let (path, history) = (window.location().pathname()?, window.history()?);
    let address = format!("{path}?{query}{hash}");
    history.replace_state_with_url(&history.state()?, "", Some(&address))
}

fn address(window: &Window, query: &str) -> Result<String, JsValue> {
    let location = window.location();
    let (path, hash) = (location.pathname()?, location.hash()?);
    let question = if query.is_empty() { "" } else { "?" };
    Ok(format!("{path}{question}{query}{hash}"))
}

/// The address of this page.
pub(crate) fn whole() -> String {
    // As for `search`.
    let location = web_sys::window().map(|window| window.location());
    let href = location.and_then(|location| location.href().ok());
    href.unwrap_or_default()
}

/// The address of this page without its query.
pub(crate) fn here() -> String {
    let href = whole();
    let end = href.find(['?', '#']).unwrap_or(href.len());
    href.get(..end).unwrap_or_default().to_owned()
}
