//! What an embedded figure and the page around it say to each other.
//!
//! | message | way | meaning |
//! |---|---|---|
//! | `{type: "rankscope:height", height}` | to the parent | CSS pixels the figure needs |
//! | `{type: "rankscope:state", query}` | to the parent | the present state, as a link holds it |
//! | `{type: "rankscope:set", query}` | from the parent | the state to show |
//!
//! Nothing here is secret, so what is sent goes to any parent. What is heard must come from the
//! parent; everything else is left alone. Of several within a moment the last counts.

use crate::store::Dispatch;
use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, MessageEvent, ResizeObserver, Window};
use yew::{hook, use_effect_with};

use rankscope_app::embed::of_the_page;
use rankscope_app::state::{Action, State};
use rankscope_params::Embed;
use rankscope_params::query::{self, Link};

/// Between two messages that are followed, or sent: a parent that sends faster than anyone looks
/// keeps the page from nothing.
const PAUSE_MS: u32 = 50;

/// Posts height and state, and follows what the parent sets; nothing where the page is not embedded.
#[hook]
pub(crate) fn use_messages(link: &Link, dispatch: &Dispatch<State>) {
    let dispatch = dispatch.clone();
    let embedded = link.choices.embed != Embed::Page;
    use_effect_with(embedded, move |embedded| {
        let ends = embedded.then(|| (listen(dispatch), follow_height()));
        move || drop(ends)
    });
    let state = embedded.then(|| query::write(&of_the_page(link)));
    use_effect_with(state, |query| {
        let later = query.clone().map(|query| {
            Timeout::new(PAUSE_MS, move || {
                post("rankscope:state", "query", &query.into());
            })
        });
        move || drop(later)
    });
}

fn listen(dispatch: Dispatch<State>) -> Option<EventListener> {
    let window = web_sys::window()?;
    let parent = parent(&window)?;
    let waiting: Rc<RefCell<Option<(Timeout, String)>>> = Rc::default();
    let listener = EventListener::new(&window, "message", move |event| {
        let Some(query) = event
            .dyn_ref::<MessageEvent>()
            .and_then(|event| asked(event, &parent))
        else {
            return;
        };
        let mut slot = waiting.borrow_mut();
        if let Some((_, newest)) = &mut *slot {
            *newest = query;
            return;
        }
        let (waiting, dispatch) = (waiting.clone(), dispatch.clone());
        let timer = Timeout::new(PAUSE_MS, move || {
            if let Some((_, query)) = waiting.take() {
                let (link, notices) = query::read(&query);
                dispatch.dispatch(Action::Set(link, notices));
            }
        });
        *slot = Some((timer, query));
    });
    Some(listener)
}

/// The query a message asks for, if it is such a message and comes from the parent.
fn asked(event: &MessageEvent, parent: &Window) -> Option<String> {
    let from_parent = event
        .source()
        .is_some_and(|source| Object::is(&source, parent));
    let part = |name: &str| Reflect::get(&event.data(), &name.into()).ok()?.as_string();
    let meant = from_parent && part("type").as_deref() == Some("rankscope:set");
    meant.then(|| part("query")).flatten()
}

/// The page around this one, if there is one.
fn parent(window: &Window) -> Option<Window> {
    let parent = window.parent().ok().flatten()?;
    (!Object::is(&parent, window)).then_some(parent)
}

struct Follower {
    observer: ResizeObserver,
    _told: Closure<dyn FnMut()>,
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn follow_height() -> Option<Follower> {
    let page = web_sys::window()?.document()?.get_element_by_id("page")?;
    let page: HtmlElement = page.dyn_into().ok()?;
    let measured = page.clone();
    let told = Closure::<dyn FnMut()>::new(move || {
        let height = f64::from(measured.offset_height());
        post("rankscope:height", "height", &height.into());
    });
    let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok()?;
    observer.observe(&page);
    Some(Follower {
        observer,
        _told: told,
    })
}

fn post(kind: &str, part: &str, value: &JsValue) {
    let Some(parent) = web_sys::window().as_ref().and_then(parent) else {
        return;
    };
    let message = Object::new();
    let posted = Reflect::set(&message, &"type".into(), &kind.into())
        .and_then(|_| Reflect::set(&message, &part.into(), value))
        .and_then(|_| parent.post_message(&message, "*"));
    debug_assert!(posted.is_ok(), "plain values can be sent anywhere");
}
